//! What the service's answers say about this computer's clock: each carries the time at which it was made.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// The last time that the service told.
#[derive(Default)]
pub(super) struct ServiceClock(Mutex<Option<Told>>);

#[derive(Clone, Copy)]
struct Told {
    time: Timestamp,
    at: Instant,
}

impl ServiceClock {
    pub(super) fn note(&self, time: Timestamp) {
        let told = Told {
            time,
            at: Instant::now(),
        };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(told);
    }

    /// How far this computer's clock is from the service's, in either direction; `None` before the first answer.
    pub(super) fn difference(&self, here: Timestamp) -> Option<SignedDuration> {
        Some(here.duration_since(self.now()?).abs())
    }

    /// What time it is there; `None` before the first answer.
    pub(super) fn now(&self) -> Option<Timestamp> {
        let told = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let told = told?;
        // Counted on by a clock that nobody sets.
        let since = SignedDuration::try_from(told.at.elapsed()).ok()?;
        told.time.checked_add(since).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_set_after_the_answer_is_seen_too() {
        let clock = ServiceClock::default();
        let now = crate::clock::now();
        assert_eq!(clock.difference(now), None, "nobody told");
        clock.note(now);
        for (hours, expected) in [(0, 0), (48, 48), (-48, 48)] {
            let here = now + SignedDuration::from_hours(hours);
            let difference = clock.difference(here).expect("it was told");
            let apart = (difference - SignedDuration::from_hours(expected)).abs();
            assert!(apart < SignedDuration::from_mins(1), "{hours} h");
        }
    }
}
