//! What the window shows of eSIMs that were found: facts, no words, and no code.

use serde::Serialize;

use super::view::PlanOnSim;
use crate::desk::model::Failure;
use crate::desk::order_view::OrderView;

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundEsims {
    pub by: FoundBy,
    /// The ICCID that was looked for, where it was one.
    pub iccid: Option<String>,
    /// Its check digit does not hold: probably a typing mistake.
    pub check_digit_fails: bool,
    /// Newest first.
    pub esims: Vec<FoundEsim>,
    /// The order of that number, which the service has without an eSIM so far.
    pub without_esim: Option<OrderThere>,
    /// There are more.
    pub more: bool,
    /// This book has it, and with another account only: the service of this one was not asked.
    pub of_another_account: bool,
    /// Until customers are opened after the start, the book is searched by the other fields only.
    pub customers_ready: bool,
    /// Whether the service was asked too.
    pub asked: bool,
    /// Why what the service knows is not in it, or not all.
    pub trouble: Option<Failure>,
}

/// As what the typed text was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum FoundBy {
    Iccid,
    Email,
    /// An order number or a reference.
    Number,
    /// Something else: only this book can be searched by it.
    Words,
}

/// How an order stands that has no eSIM yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OrderThere {
    /// The service has it, and is at it or about to be.
    OnItsWay,
    /// The service says that it is done, and not yet what came of it.
    Completed,
    Failed,
}

/// An eSIM, or an order that has none yet.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct FoundEsim {
    pub iccid: Option<String>,
    /// The orders of this book that it came with. None: it was not sold at this desk.
    pub orders: Vec<OrderView>,
    pub plans: Vec<PlanOnSim>,
    /// What to take it into the book by, where no order of it is there.
    pub adopt_by: Option<String>,
}
