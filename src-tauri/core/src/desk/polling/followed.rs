//! The orders that are followed: which is looked at next, and which is left alone. What a look says is `order`'s.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::time::Duration;

use tokio::time::Instant;

use super::interval::PollInterval;
use super::queue::PollQueue;
use crate::book::OrderKey;
use crate::desk::wait::wait;

/// So long after a sale its order is looked at before all others: that is when the guest is most likely to wait for it. Later
/// it takes its turn, though somebody may still wait (`LiveOrder::is_waited_for`).
const GOES_FIRST_FOR: Duration = Duration::from_secs(60);

/// What a look at an order came to.
#[derive(Clone, Copy)]
pub(super) enum NextPoll {
    /// Look again after exactly this wait.
    In(Duration),
    /// Look again after the interval's wait, or after the wait that the service named.
    Again(Option<Duration>),
    Done,
}

/// Each is in the queue, or looked at just now.
#[derive(Default)]
pub(super) struct Followed {
    orders: HashMap<OrderKey, Polled>,
    queue: PollQueue,
}

struct Polled {
    interval: PollInterval,
    since: Instant,
    /// Sold in this run at the counter: somebody may be waiting for it there.
    sold_now: bool,
    /// There was news while a look was under way, which may not have seen it.
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

impl Followed {
    /// These can be asked about. With each, whether somebody may be waiting for it at the counter.
    pub(super) fn have_news(&mut self, orders: Vec<(OrderKey, bool)>) {
        for (key, sold_now) in orders {
            match self.orders.entry(key) {
                Entry::Vacant(place) => {
                    let order = place.insert(Polled::new(sold_now));
                    self.queue.put(order.since, key, order.goes_first());
                }
                Entry::Occupied(mut order) => order.get_mut().woken = true,
            }
        }
    }

    /// When the next look is due, of all or of those that guests wait for.
    pub(super) fn next(&self, guests_only: bool) -> Option<Instant> {
        self.queue.next(guests_only)
    }

    /// The order that is to be looked at now.
    pub(super) fn take(&mut self, guests_only: bool) -> Option<OrderKey> {
        let key = self.queue.take(Instant::now(), guests_only)?;
        if let Some(order) = self.orders.get_mut(&key) {
            order.woken = false;
        }
        Some(key)
    }

    /// What a look came to. `chance` from 0 to 1 spreads the next ones.
    pub(super) fn looked_at(&mut self, key: OrderKey, next: NextPoll, chance: f64) {
        let Some(order) = self.orders.get_mut(&key) else {
            return;
        };
        let pause = match next {
            // Somebody signed in again, say, just when the look found nobody to ask.
            NextPoll::Done if order.woken => {
                *order = Polled::new(order.sold_now);
                Duration::ZERO
            }
            NextPoll::Done => {
                self.orders.remove(&key);
                return;
            }
            NextPoll::In(pause) => pause,
            NextPoll::Again(named) => {
                let own = order.interval.next(order.since.elapsed(), chance);
                wait(named.map_or(own, |named| named.max(own)))
            }
        };
        let at = Instant::now() + pause;
        self.queue.put(at, key, order.goes_first());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: OrderKey = OrderKey(7);

    fn followed() -> Followed {
        let mut followed = Followed::default();
        followed.have_news(vec![(KEY, true)]);
        followed
    }

    #[tokio::test(start_paused = true)]
    async fn news_that_comes_while_a_look_finds_nothing_more_to_do_is_looked_at() {
        let mut followed = followed();
        assert_eq!(followed.take(false), Some(KEY), "at once");
        followed.have_news(vec![(KEY, true)]);
        followed.looked_at(KEY, NextPoll::Done, 0.5);
        assert_eq!(followed.take(false), Some(KEY), "the news is not lost");
        followed.looked_at(KEY, NextPoll::Done, 0.5);
        assert_eq!(followed.next(false), None, "and is looked at once");
    }

    #[tokio::test(start_paused = true)]
    async fn news_from_before_a_look_is_what_it_sees() {
        let mut followed = followed();
        followed.have_news(vec![(KEY, true)]);
        assert_eq!(followed.take(false), Some(KEY), "once");
        followed.looked_at(KEY, NextPoll::Done, 0.5);
        assert_eq!(followed.next(false), None, "nothing is left to look at");
        followed.have_news(vec![(KEY, true)]);
        assert_eq!(followed.take(false), Some(KEY), "until there is news again");
    }

    #[tokio::test(start_paused = true)]
    async fn news_hurries_no_look_that_is_to_come() {
        let mut followed = followed();
        assert_eq!(followed.take(false), Some(KEY), "at once");
        followed.looked_at(KEY, NextPoll::In(Duration::from_secs(60)), 0.5);
        followed.have_news(vec![(KEY, true)]);
        assert_eq!(followed.take(false), None, "the service named this wait");
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(followed.take(false), Some(KEY), "after it");
    }
}
