//! Which order is looked at next, when more are due than may be asked about. Pure: the clock is handed in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tokio::time::Instant;

use crate::book::OrderKey;

/// The looks to come. Of those that are due, orders that were just sold to a guest go first, and otherwise the longest due.
#[derive(Default)]
pub(super) struct PollQueue {
    first: Looks,
    others: Looks,
}

type Looks = BinaryHeap<Reverse<(Instant, OrderKey)>>;

impl PollQueue {
    pub(super) fn put(&mut self, at: Instant, key: OrderKey, first: bool) {
        let looks = match first {
            true => &mut self.first,
            false => &mut self.others,
        };
        looks.push(Reverse((at, key)));
    }

    /// When the next look is due, of all or of those that go first.
    pub(super) fn next(&self, guests_only: bool) -> Option<Instant> {
        let due = |looks: &Looks| looks.peek().map(|Reverse((at, _))| *at);
        let others = due(&self.others).filter(|_| !guests_only);
        due(&self.first).into_iter().chain(others).min()
    }

    /// Takes the order to be looked at now out of the queue.
    pub(super) fn take(&mut self, now: Instant, guests_only: bool) -> Option<OrderKey> {
        let others = Some(&mut self.others).filter(|_| !guests_only);
        [&mut self.first]
            .into_iter()
            .chain(others)
            .find(|looks| looks.peek().is_some_and(|Reverse((at, _))| *at <= now))
            .and_then(|looks| looks.pop())
            .map(|Reverse((_, key))| key)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn an_order_that_a_guest_waits_for_is_looked_at_before_a_long_backlog() {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let mut queue = PollQueue::default();
        for key in 1..=1000 {
            queue.put(now, OrderKey(key), false);
        }
        queue.put(later, OrderKey(1001), true);
        assert_eq!(queue.take(now, false), Some(OrderKey(1)), "not due yet");
        assert_eq!(queue.take(later, false), Some(OrderKey(1001)), "now it is");
        assert_eq!(
            queue.take(later, false),
            Some(OrderKey(2)),
            "then the longest due"
        );
    }

    #[test]
    fn a_place_that_is_kept_for_guests_is_taken_by_nobody_else() {
        let now = Instant::now();
        let later = now + Duration::from_secs(1);
        let mut queue = PollQueue::default();
        queue.put(now, OrderKey(1), false);
        queue.put(later, OrderKey(2), true);
        assert_eq!(queue.next(true), Some(later));
        assert_eq!(queue.take(now, true), None, "no guest waits yet");
        assert_eq!(queue.take(later, true), Some(OrderKey(2)));
        assert_eq!((queue.next(true), queue.take(later, true)), (None, None));
    }

    #[test]
    fn nothing_is_taken_before_it_is_due() {
        let now = Instant::now();
        let mut queue = PollQueue::default();
        let nothing = (queue.next(false), queue.take(now, false));
        assert_eq!(nothing, (None, None), "empty");
        let soon = now + Duration::from_secs(1);
        queue.put(soon + Duration::from_secs(1), OrderKey(1), true);
        queue.put(soon, OrderKey(2), false);
        assert_eq!(queue.take(now, false), None, "neither is due");
        assert_eq!(queue.next(false), Some(soon), "the earlier of both");
    }
}
