//! Polling: one scheduler for all open orders of the signed-in account, until each is ready or failed; what failed is looked
//! at again for a while, seldom.
//!
//! ```text
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
mod interval;
mod made_up;
mod order;
pub(in crate::desk) mod probe;
mod queue;
mod top_up;

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep_until};

use self::as_sold::Comparisons;
use self::interval::PollInterval;
use self::queue::PollQueue;
use crate::book::{OrderKey, OrderState};
use crate::desk::account::{Account, Reach};
use crate::desk::cancelling::Cancelling;
use crate::desk::model::Failure;
use crate::desk::orders::{LiveOrder, Orders};
use crate::desk::recovery::Recovery;
use crate::desk::wait::wait;

/// Looks that may be under way at once; a slow answer holds up no other order. The budget starts two a second, and one may
/// take more than a minute.
const AT_ONCE: usize = 100;
/// So many of them are kept for orders that a guest waits for, however slowly a group is answered.
const FOR_GUESTS: usize = 10;

/// So long after a sale its order is looked at before all others: that is when the guest is most likely to wait for it. Later
/// it takes its turn, though somebody may still wait (`LiveOrder::is_waited_for`).
const GOES_FIRST_FOR: Duration = Duration::from_secs(60);

/// Looks at orders.
pub struct Poller {
    account: Arc<Account>,
    orders: Arc<Orders>,
    recovery: Arc<Recovery>,
    cancelling: Arc<Cancelling>,
    comparisons: Comparisons,
}

/// What a look at an order came to.
pub(in crate::desk) enum NextPoll {
    /// Look again after exactly this wait.
    In(Duration),
    /// Look again after the interval's wait, or after the wait that the service named.
    Again(Option<Duration>),
    Done,
}

struct Polled {
    interval: PollInterval,
    since: Instant,
    /// Sold in this run at the counter: somebody may be waiting for it there.
    sold_now: bool,
    /// There was news of it while a look was under way, which may not have seen it.
    woken: bool,
}

impl Polled {
    fn new(sold_now: bool) -> Polled {
        Polled {
            interval: PollInterval::new(),
            since: Instant::now(),
            sold_now,
            woken: false,
        }
    }

    fn goes_first(&self) -> bool {
        self.sold_now && self.since.elapsed() < GOES_FIRST_FOR
    }
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
        let mut polled: HashMap<OrderKey, Polled> = HashMap::new();
        let mut queue = PollQueue::default();
        let mut polling = FuturesUnordered::new();
        let mut reach = self.account.reach();
        loop {
            let guests_only = polling.len() >= AT_ONCE - FOR_GUESTS;
            let next = queue.next(guests_only);
            let may_poll = *reach.borrow_and_update() != Reach::Nobody && polling.len() < AT_ONCE;
            tokio::select! {
                () = self.orders.polling_is_woken() => {
                    for (key, sold_now) in self.orders_to_poll() {
                        match polled.entry(key) {
                            Entry::Vacant(place) => {
                                let order = place.insert(Polled::new(sold_now));
                                queue.put(order.since, key, order.goes_first());
                            }
                            Entry::Occupied(mut order) => order.get_mut().woken = true,
                        }
                    }
                }
                Some((key, next)) = polling.next(), if !polling.is_empty() => {
                    let Some(order) = polled.get_mut(&key) else {
                        continue;
                    };
                    let pause = match next {
                        // Somebody signed in again, say, just when the look found nobody to ask.
                        NextPoll::Done if order.woken => {
                            *order = Polled::new(order.sold_now);
                            Duration::ZERO
                        }
                        NextPoll::Done => {
                            polled.remove(&key);
                            continue;
                        }
                        NextPoll::In(pause) => pause,
                        NextPoll::Again(named) => {
                            let own = order.interval.next(order.since.elapsed(), chance());
                            wait(named.map_or(own, |named| named.max(own)))
                        }
                    };
                    queue.put(Instant::now() + pause, key, order.goes_first());
                }
                () = sleep_until(next.unwrap_or_else(Instant::now)), if may_poll && next.is_some() => {
                    if let Some(key) = queue.take(Instant::now(), guests_only) {
                        if let Some(order) = polled.get_mut(&key) {
                            order.woken = false;
                        }
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
