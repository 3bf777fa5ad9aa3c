//! What the page is shown of groups.

use serde::{Deserialize, Serialize};

use super::checked::Cost;
use super::draft::{ForAll, LineDraft};
use super::stored::WhyNotBought;
use crate::book::{GroupKey, LineState, OrderKey, OrderState, Verdict};
use crate::desk::model::{Phone, Plan};
use crate::desk::sale::StartChoice;

/// Some of the groups, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct GroupList {
    pub groups: Vec<GroupSummary>,
    /// Whether there are older ones.
    pub more: bool,
}

/// One group in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupSummary {
    pub key: GroupKey,
    pub at: String,
    pub lines: u32,
    /// Lines for which nothing was asked yet.
    pub waiting: u32,
    /// Lines that are known to be bought, also where their code is on hold.
    pub bought: u32,
    /// Lines that nothing more happens to before somebody looks at them.
    pub needs_person: u32,
}

/// A group with all its lines.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    pub key: GroupKey,
    pub at: String,
    pub staff: Option<String>,
    /// Whether it was begun with the account in use: only then is anything bought for it.
    pub ours: bool,
    /// What going on buys.
    pub waiting: Cost,
    pub sold_already: SoldAlready,
    pub lines: Vec<GroupLineView>,
}

/// Lines that were not bought because the same had been sold a moment ago, and what they cost together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct SoldAlready {
    pub lines: Vec<u32>,
    pub cost: Cost,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupLineView {
    pub line: u32,
    pub state: LineState,
    /// Whether it is being bought, or comes in its turn.
    pub to_buy: bool,
    /// As it was typed; `None` where it is forgotten or does not open.
    pub draft: Option<LineDraft>,
    pub email: String,
    pub plan: Option<Plan>,
    pub start: Option<StartChoice>,
    pub phone: Option<Phone>,
    pub guest_pays: String,
    pub guest_currency: String,
    /// What an empty cell of it means; `None` where that was not kept.
    pub for_all: Option<ForAll>,
    /// Why it was not bought, where no order says.
    pub why: Option<WhyNotBought>,
    pub order: Option<LineOrderView>,
}

/// The newest order of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LineOrderView {
    pub key: OrderKey,
    pub state: OrderState,
    /// What a person found out of it, where they closed it.
    pub verdict: Option<Verdict>,
    /// Whether it may be charged: then the line gets no other one.
    pub may_be_charged: bool,
    /// Whether the money came back.
    pub refunded: bool,
    /// Whether its code was on screen, in this run or before.
    pub was_shown: bool,
    /// What its page on paper ends with.
    pub suffix: String,
}
