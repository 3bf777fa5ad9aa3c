//! The orders of this run. No lock and no disk here.

use std::collections::BTreeMap;

use super::live::LiveOrder;
use crate::book::{AccountId, Month, OrderKey, OrderKind, Sale};

/// So many orders that are over stay in memory, and with that in every snapshot.
const OVER_KEPT: usize = 100;

/// All of them, oldest first.
#[derive(Default)]
pub(in crate::desk) struct LiveOrders(BTreeMap<OrderKey, LiveOrder>);

impl LiveOrders {
    pub(in crate::desk) fn get(&self, key: OrderKey) -> Option<&LiveOrder> {
        self.0.get(&key)
    }

    pub(in crate::desk) fn iter(&self) -> impl DoubleEndedIterator<Item = &LiveOrder> {
        self.0.values()
    }

    /// The orders of one account. Those of others are not shown while it is in use, and no answer changes them (rulings 2).
    pub(in crate::desk) fn of(
        &self,
        account: Option<&AccountId>,
    ) -> impl DoubleEndedIterator<Item = &LiveOrder> {
        self.iter()
            .filter(move |live| account == Some(&live.order.account))
    }

    /// The sales to an e-mail address, also those whose customer the book was not allowed to keep.
    pub(in crate::desk) fn sales_to(&self, account: &AccountId, email: &str) -> Vec<Sale> {
        self.of(Some(account))
            .filter(|live| live.order.kind == OrderKind::NewEsim && live.is_of(email))
            .map(|live| Sale {
                key: live.key(),
                product_id: live.order.plan.product_id.clone(),
                state: live.state(),
                verdict: live.order.verdict,
                at: live.order.created_at,
            })
            .collect()
    }

    pub(super) fn get_mut(&mut self, key: OrderKey) -> Option<&mut LiveOrder> {
        self.0.get_mut(&key)
    }

    /// Adds an order that was just written. Should a rebuilt book have given its key a second time, it is the newer one's.
    pub(super) fn insert(&mut self, live: LiveOrder) {
        let key = live.key();
        self.0.insert(key, live);
        self.drop_what_is_long_over(key);
    }

    /// Adds an order, unless memory knows it already, and then better.
    pub(super) fn insert_new(&mut self, live: LiveOrder) {
        let key = live.key();
        self.0.entry(key).or_insert(live);
        self.drop_what_is_long_over(key);
    }

    /// What is long over leaves: it is in the book, and asked for when somebody wants to see it. Not what came just now: who
    /// takes an order of long ago into memory is about to do something with it.
    fn drop_what_is_long_over(&mut self, came: OrderKey) {
        let over = self.0.values().rev().filter(|live| live.is_over());
        let over = over.filter(|live| live.key() != came);
        let gone: Vec<OrderKey> = over.skip(OVER_KEPT).map(LiveOrder::key).collect();
        for key in gone {
            self.0.remove(&key);
        }
    }

    /// The orders whose customer the book has and could not open.
    pub(super) fn closed(&self) -> Vec<OrderKey> {
        let closed = self.iter().filter(|live| live.is_closed());
        closed.map(LiveOrder::key).collect()
    }

    pub(super) fn forget_customers(&mut self, month: Month) {
        let gone = self
            .0
            .values_mut()
            .filter(|live| Month::of(live.order.created_at) == month && !live.state().is_open());
        gone.for_each(LiveOrder::forget_customer);
    }
}
