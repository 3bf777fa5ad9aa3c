//! Polling: one scheduler for all open orders of the signed-in account, until each is ready or failed; what failed is looked
//! at again for a while, seldom.
//!
//! ```text
//! followed  the orders that are followed, and which of them is due
//! interval  when an order is looked at next
//! queue     which of those that are due
//! order     one look at one order, and what it came to
//! failed    the same of one that the service calls failed
//! top_up    the same of a top-up, which ends with a plan and not with a code
//! as_sold   whether the plan is what was sold, to whom it was sold
//! begins    whether it begins as it was sold
//! made_up   what earlier runs did not compare with that
//! probe     looks for the service while it cannot be reached
//! ```
//!
//! Each order has its own interval; the client's request budget keeps them all together modest. Without a connection one
//! small request looks for the service, and the orders wait. How an order whose answer was lost is looked for is `recovery`'s.

mod as_sold;
mod begins;
mod failed;
mod followed;
mod interval;
mod made_up;
mod order;
pub(in crate::desk) mod probe;
mod queue;
mod top_up;

use std::sync::Arc;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use self::as_sold::Comparisons;
use self::followed::Followed;
use crate::book::{OrderKey, OrderState};
use crate::desk::account::{Account, Reach};
use crate::desk::cancelling::Cancelling;
use crate::desk::model::Failure;
use crate::desk::orders::{LiveOrder, Orders};
use crate::desk::recovery::Recovery;

/// Looks that may be under way at once; a slow answer holds up no other order. The budget starts two a second, and one may
/// take more than a minute.
const AT_ONCE: usize = 100;
/// So many of them are kept for orders that a guest waits for, however slowly a group is answered.
const FOR_GUESTS: usize = 10;

/// Looks at orders.
pub struct Poller {
    account: Arc<Account>,
    orders: Arc<Orders>,
    recovery: Arc<Recovery>,
    cancelling: Arc<Cancelling>,
    comparisons: Comparisons,
}

impl Poller {
    pub(in crate::desk) fn new(
        account: Arc<Account>,
        orders: Arc<Orders>,
        recovery: Arc<Recovery>,
        cancelling: Arc<Cancelling>,
    ) -> Poller {
        Poller {
            account,
            orders,
            recovery,
            cancelling,
            comparisons: Comparisons::default(),
        }
    }

    /// The staff say which subscription an order without an answer is. It is looked at at once, and then until it has a code.
    pub async fn choose_candidate(&self, key: OrderKey, subscription: &str) -> Result<(), Failure> {
        self.recovery.choose(key, subscription).await?;
        self.poll(key).await;
        self.orders.wake_polling();
        Ok(())
    }

    /// Runs as long as the desk does.
    pub(in crate::desk) async fn run(self: Arc<Self>) {
        let (account, orders) = (Arc::clone(&self.account), Arc::clone(&self.orders));
        let made_up = made_up::run(account, orders, self.comparisons.clone());
        tokio::join!(self.follow(), made_up);
    }

    /// Looks at each open order when it is due.
    async fn follow(self: &Arc<Self>) {
        let mut followed = Followed::default();
        let mut polling = FuturesUnordered::new();
        let mut reach = self.account.reach();
        loop {
            let guests_only = polling.len() >= AT_ONCE - FOR_GUESTS;
            let next = followed.next(guests_only);
            let may_poll = *reach.borrow_and_update() != Reach::Nobody && polling.len() < AT_ONCE;
            tokio::select! {
                () = self.orders.polling_is_woken() => followed.have_news(self.orders_to_poll()),
                Some((key, next)) = polling.next(), if !polling.is_empty() => {
                    followed.looked_at(key, next, chance());
                }
                () = sleep_until(next.unwrap_or_else(Instant::now)), if may_poll && next.is_some() => {
                    if let Some(key) = followed.take(guests_only) {
                        let poller = Arc::clone(self);
                        polling.push(async move { (key, poller.poll(key).await) });
                    }
                }
                changed = reach.changed() => {
                    if changed.is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// With each, whether it was sold in this run to somebody at the counter: a group stands at none.
    fn orders_to_poll(&self) -> Vec<(OrderKey, bool)> {
        let Ok((account, _)) = self.account.session() else {
            return Vec::new();
        };
        self.orders.read(|live| {
            live.of(Some(&account))
                .filter(|live| has_news(live) || live.is_ahead_of_the_book())
                .map(|live| {
                    let at_counter = live.start().is_some() && live.order().line.is_none();
                    (live.key(), at_counter)
                })
                .collect()
        })
    }
}

/// Whether looking at the order can bring news.
fn has_news(live: &LiveOrder) -> bool {
    match live.state() {
        OrderState::Unconfirmed => true,
        OrderState::Accepted
        | OrderState::Preparing
        | OrderState::Withheld
        | OrderState::Cancelling => live.can_be_asked_about(),
        OrderState::Failed => live.may_yet_come(),
        OrderState::Sending
        | OrderState::Ready
        | OrderState::Refused
        | OrderState::NotSent
        | OrderState::Settled
        | OrderState::Added
        | OrderState::Refunded => false,
    }
}

/// From 0 to 1. Without randomness orders are merely less spread.
fn chance() -> f64 {
    let mut byte = [0];
    getrandom::fill(&mut byte).map_or(0.5, |()| f64::from(byte[0]) / 255.0)
}
