//! When an order is looked at next. Pure: the clock and the chance are handed in.
//!
//! One second after it was placed, then half as long again each time up to ten seconds, slower after five minutes, and
//! never given up (ARCHITECTURE.md, *Waiting*). A service that names a wait gets it.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(10);
/// From here on an order is late, and looking more often would not hurry it.
const LATE: Duration = Duration::from_secs(5 * 60);
const LONGEST_WHEN_LATE: Duration = Duration::from_secs(60);

/// The interval of one order, growing with each look.
#[derive(Clone, Debug)]
pub(super) struct PollInterval {
    step: Duration,
}

impl PollInterval {
    pub(super) fn new() -> PollInterval {
        PollInterval { step: FIRST }
    }

    /// The wait before the next look. `age` is how long the order has been polled; `chance` from 0 to 1 spreads orders
    /// that were placed together by up to a tenth either way.
    pub(super) fn next(&mut self, age: Duration, chance: f64) -> Duration {
        let now = self.step;
        let longest = if age < LATE {
            LONGEST
        } else {
            LONGEST_WHEN_LATE
        };
        self.step = (now.mul_f64(1.5)).min(longest);
        now.mul_f64(0.9 + 0.2 * chance.clamp(0.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(interval: &mut PollInterval, age: u64, looks: usize) -> Vec<f64> {
        (0..looks)
            .map(|_| interval.next(Duration::from_secs(age), 0.5).as_secs_f64())
            .collect()
    }

    #[test]
    fn looks_grow_from_one_second_to_ten() {
        let waits = seconds(&mut PollInterval::new(), 0, 8);
        assert_eq!(
            waits,
            [1.0, 1.5, 2.25, 3.375, 5.0625, 7.59375, 10.0, 10.0],
            "half as long again each time, at most ten seconds"
        );
    }

    #[test]
    fn a_late_order_is_looked_at_less_often_but_never_given_up() {
        let mut interval = PollInterval::new();
        seconds(&mut interval, 0, 8);
        let waits = seconds(&mut interval, 600, 1000);
        assert_eq!(
            waits[999], 60.0,
            "a minute at the most, and the thousandth look still comes"
        );
    }

    #[test]
    fn orders_placed_together_are_spread() {
        let early = PollInterval::new().next(Duration::ZERO, 0.0);
        let late = PollInterval::new().next(Duration::ZERO, 1.0);
        assert_eq!(
            (early, late),
            (Duration::from_millis(900), Duration::from_millis(1100)),
            "a tenth either way"
        );
    }
}
