//! What the book tells: single orders, lists, and what recovery asks of it.

use std::collections::HashSet;

use jiff::Timestamp;
use secrecy::SecretString;

use super::error::BookError;
use super::handle::Book;
use super::keys::BookKeys;
use super::list::{Filter, OpenOrders, Page};
use super::order::{AccountId, GroupKey, Order, OrderKey, OrderKind, PlanSale};
use super::seal::Field;
use super::state::OrderState;
use crate::book::sqlite::{Tx, read};

/// So many rows are read before somebody else has a turn.
const BATCH: u32 = 500;

impl Book {
    /// One order.
    pub fn order(&self, key: OrderKey) -> Result<Order, BookError> {
        self.read(|tx, keys| Ok(read::known(tx, key)?.open(keys)))
    }

    /// The install code of an order, only while it is [`OrderState::Ready`] and nobody else claims the eSIM. `None` also where
    /// the code was never stored or does not open: the service has it.
    pub fn code(&self, key: OrderKey) -> Result<Option<SecretString>, BookError> {
        self.read(|tx, keys| {
            let order = read::known(tx, key)?.clear;
            if !order.state.has_code() || order.rival.is_some() {
                return Ok(None);
            }
            secret(tx, keys, key, Field::Code)
        })
    }

    /// The voucher of an order, where it has one that opens.
    pub fn voucher(&self, key: OrderKey) -> Result<Option<SecretString>, BookError> {
        self.read(|tx, keys| secret(tx, keys, key, Field::Voucher))
    }

    /// The exact JSON text of the request, where it was stored and opens.
    pub fn body(&self, key: OrderKey) -> Result<Option<SecretString>, BookError> {
        self.read(|tx, keys| secret(tx, keys, key, Field::Body))
    }

    /// The open orders of an account, and how many others have.
    pub fn open_orders_of(&self, account: &AccountId) -> Result<OpenOrders, BookError> {
        let open = Filter {
            states: OrderState::open().collect(),
            ..Filter::default()
        };
        let ours = Filter {
            account: Some(account.clone()),
            ..open.clone()
        };
        self.read(|tx, keys| {
            let mut page = page(tx, keys, &ours)?;
            page.orders.reverse();
            Ok(OpenOrders {
                orders: page.orders,
                of_other_accounts: read::count(tx, &open)? - page.total,
            })
        })
    }

    /// The orders that fit, newest first.
    pub fn list(&self, filter: &Filter) -> Result<Page, BookError> {
        self.read_list(|tx, keys| page(tx, keys, filter))
    }

    /// The newest orders of an account, `most` of them, that came since then to what is compared with what was sold. Which of
    /// them were, each says itself.
    pub fn to_compare(
        &self,
        account: &AccountId,
        since: Timestamp,
        most: u32,
    ) -> Result<Vec<Order>, BookError> {
        let all = OrderState::ALL.into_iter();
        let filter = Filter {
            states: all.filter(|state| state.is_compared()).collect(),
            account: Some(account.clone()),
            from: Some(since),
            limit: most,
            ..Filter::default()
        };
        Ok(self.list(&filter)?.orders)
    }

    /// Gives all orders that fit to `take`, newest first, without their timelines. Between two lots of them whoever else wants
    /// to read or to write has a turn, so what is written meanwhile may be in it or not.
    pub fn each(&self, filter: &Filter, mut take: impl FnMut(Order)) -> Result<(), BookError> {
        let mut below = None;
        loop {
            let batch = self.read(|tx, keys| {
                let rows = read::rows(tx, filter, below, BATCH)?;
                Ok(rows
                    .into_iter()
                    .map(|row| row.open(keys))
                    .collect::<Vec<_>>())
            })?;
            let Some(last) = batch.last() else {
                return Ok(());
            };
            below = Some(last.key);
            batch.into_iter().for_each(&mut take);
        }
    }

    /// The plans of the newest orders of an account, `most` of them, newest first. What nobody was charged for is not in it.
    pub fn sold_lately(&self, account: &AccountId, most: u32) -> Result<Vec<PlanSale>, BookError> {
        self.read(|tx, _| read::sold_lately(tx, account, most))
    }

    /// Those of these subscription ids that orders of this account have.
    pub fn known_of(
        &self,
        account: &AccountId,
        ids: &[String],
    ) -> Result<HashSet<String>, BookError> {
        self.read(|tx, _| {
            let mut known = HashSet::new();
            for id in ids {
                if read::of_subscription(tx, account, id)?.is_some() {
                    known.insert(id.clone());
                }
            }
            Ok(known)
        })
    }

    /// Those of these subscription ids whose order of this account is of that kind, may be charged, and is not for a line of
    /// `besides`.
    pub fn charged_of(
        &self,
        account: &AccountId,
        kind: OrderKind,
        besides: Option<GroupKey>,
        ids: &[String],
    ) -> Result<HashSet<String>, BookError> {
        self.read(|tx, _| {
            let mut charged = HashSet::new();
            for id in ids {
                let order = read::of_subscription(tx, account, id)?;
                let order = order.map(|key| read::known(tx, key)).transpose()?;
                let is_beside = |order: &Order| {
                    let group = order.line.map(|line| line.group);
                    group.is_some() && group == besides
                };
                let counts = |order: Order| {
                    order.kind == kind && order.may_be_charged() && !is_beside(&order)
                };
                if order.is_some_and(|order| counts(order.clear)) {
                    charged.insert(id.clone());
                }
            }
            Ok(charged)
        })
    }

    /// The order of this account that made that SIM.
    pub fn order_of_sim(
        &self,
        account: &AccountId,
        iccid: &str,
    ) -> Result<Option<OrderKey>, BookError> {
        self.read(|tx, _| read::of_sim(tx, account, iccid))
    }

    /// The top-ups of this account on that SIM, oldest first.
    pub fn top_ups_of(&self, account: &AccountId, iccid: &str) -> Result<Vec<Order>, BookError> {
        self.read(|tx, keys| {
            let top_ups = read::top_ups(tx, account, iccid)?.into_iter();
            let top_ups = top_ups.map(|key| Ok(read::known(tx, key)?.open(keys)));
            top_ups.collect()
        })
    }

    /// Every subscription id that an order of this account has, and the ICCID of every SIM that one made. What was closed as not
    /// bought has none, where no other order claims it: whatever the service lists for it was.
    pub fn known_sims(&self, account: &AccountId) -> Result<HashSet<String>, BookError> {
        self.read(|tx, _| read::sims(tx, account))
    }

    /// Whether orders were lost with a damaged book that may have been placed after `since`, and what the service has may be
    /// theirs. Told by their numbers, so it is over by itself once orders stand around the gap that are old enough.
    pub fn lacks_any(&self, key: OrderKey, since: Timestamp) -> Result<bool, BookError> {
        self.read(|tx, _| read::lacks_any(tx, key, since))
    }

    /// The orders that a person placed because this one was looked for in vain, and those placed in place of these.
    pub fn placed_instead_of(&self, key: OrderKey) -> Result<HashSet<OrderKey>, BookError> {
        self.read(|tx, _| read::placed_instead_of(tx, key))
    }

    /// The order of this account with that subscription id.
    pub fn order_of_subscription(
        &self,
        account: &AccountId,
        id: &str,
    ) -> Result<Option<OrderKey>, BookError> {
        self.read(|tx, _| read::of_subscription(tx, account, id))
    }
}

fn page(tx: &Tx<'_>, keys: Option<&BookKeys>, filter: &Filter) -> Result<Page, BookError> {
    let (stored, total) = read::page(tx, filter)?;
    let orders = stored.into_iter().map(|order| order.open(keys)).collect();
    Ok(Page { orders, total })
}

fn secret(
    tx: &Tx<'_>,
    keys: Option<&BookKeys>,
    key: OrderKey,
    field: Field,
) -> Result<Option<SecretString>, BookError> {
    Ok(read::sealed(tx, key, field)?.and_then(|stored| stored.open(keys)))
}
