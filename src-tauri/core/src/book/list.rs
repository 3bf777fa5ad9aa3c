//! Which orders are asked for, and what is answered. How they are found: `sqlite::read` and `search_index`.

use jiff::Timestamp;

use super::order::{AccountId, Order, OrderKey, Verdict};
use super::state::OrderState;

/// Which orders a list shows. The default shows all of them.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Empty for every state.
    pub states: Vec<OrderState>,
    /// Also these, whatever their state.
    pub or_these: Vec<OrderKey>,
    /// Of settled orders, only those with one of these; empty for every verdict.
    pub verdicts: Vec<Verdict>,
    /// Placed at this time or later.
    pub from: Option<Timestamp>,
    /// Placed before this time.
    pub until: Option<Timestamp>,
    /// Also what was placed at another time and is still open; it comes first.
    pub or_open: bool,
    /// Also what was placed at another time and refunded in this one.
    pub or_refunded: bool,
    pub account: Option<AccountId>,
    pub limit: u32,
    pub offset: u32,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            states: Vec::new(),
            or_these: Vec::new(),
            verdicts: Vec::new(),
            from: None,
            until: None,
            or_open: false,
            or_refunded: false,
            account: None,
            limit: u32::MAX,
            offset: 0,
        }
    }
}

impl Filter {
    /// Whether that moment lies in the time asked for.
    pub fn is_within(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at < until)
    }
}

/// A part of a list, newest first.
#[derive(Clone, Debug)]
pub struct Page {
    pub orders: Vec<Order>,
    /// How many the whole list has.
    pub total: u32,
}

/// What is still going on.
#[derive(Clone, Debug)]
pub struct OpenOrders {
    /// Of the account asked for, oldest first.
    pub orders: Vec<Order>,
    /// How many open orders belong to other accounts.
    pub of_other_accounts: u32,
}
