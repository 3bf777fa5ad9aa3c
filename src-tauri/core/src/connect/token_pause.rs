//! How long the token endpoint is left alone: 5 seconds, then twice as long each time, up to 5 minutes (rulings 36).
//!
//! The clock is monotonic. What begins a pause is `token`'s.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_secs(5 * 60);

/// Pauses that grow until they are reset, or until nothing gave reason for one for a while.
#[derive(Default)]
pub(super) struct Pause {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    until: Option<Instant>,
    last: Option<Duration>,
}

impl Pause {
    pub(super) fn lasts(&self) -> bool {
        self.state()
            .until
            .is_some_and(|until| Instant::now() < until)
    }

    /// Begins one, twice as long as the last, or as long as `named`.
    pub(super) fn begin(&self, named: Option<Duration>) {
        let now = Instant::now();
        let mut state = self.state();
        // Well for longer than the longest pause: this is another trouble than the last one.
        let is_old = |until| now > until + LONGEST;
        let last = match state.until {
            Some(until) if is_old(until) => None,
            Some(_) | None => state.last,
        };
        let own = last.map_or(FIRST, |last| (last * 2).min(LONGEST));
        state.last = Some(own);
        state.until = Some(now + named.map_or(own, |named| named.max(own)));
    }

    /// Ends the pause; the next one is longer all the same.
    pub(super) fn end(&self) {
        let mut state = self.state();
        state.until = state.until.min(Some(Instant::now()));
    }

    /// All is well: the next pause is a first one.
    pub(super) fn reset(&self) {
        *self.state() = State::default();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn left(pause: &Pause) -> u64 {
        let until = pause.state().until;
        until.map_or(0, |until| {
            until.saturating_duration_since(Instant::now()).as_secs()
        })
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_from_five_seconds_to_five_minutes() {
        let pause = Pause::default();
        let mut lasted = Vec::new();
        for _ in 0..8 {
            pause.begin(None);
            lasted.push(left(&pause));
            advance(Duration::from_secs(left(&pause))).await;
            assert!(!pause.lasts(), "it ends");
        }
        assert_eq!(lasted, [5, 10, 20, 40, 80, 160, 300, 300]);
        pause.reset();
        pause.begin(None);
        assert_eq!(left(&pause), 5, "after a success from the beginning");
    }

    #[tokio::test(start_paused = true)]
    async fn a_person_ends_a_pause_and_a_service_lengthens_it() {
        let pause = Pause::default();
        pause.begin(Some(Duration::from_secs(90)));
        assert_eq!(left(&pause), 90, "as it was asked for");
        pause.end();
        assert!(!pause.lasts(), "now");
        pause.begin(Some(Duration::from_secs(1)));
        assert_eq!(left(&pause), 10, "never shorter than our own");
        advance(Duration::from_secs(3600)).await;
        pause.begin(None);
        assert_eq!(left(&pause), 5, "an hour later it is another trouble");
    }
}
