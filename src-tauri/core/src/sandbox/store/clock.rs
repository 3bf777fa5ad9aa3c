//! What time it is in the sandbox.
//!
//! Wall time that moves with tokio's clock, so a paused test stands still here too, and that the control interface can
//! push forwards or back. Not in it: timers. Whatever depends on time is worked out when somebody asks.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

use crate::clock;

/// The sandbox's own clock.
pub(in crate::sandbox) struct Clock {
    wall: Timestamp,
    started: Instant,
    pushed_millis: AtomicI64,
}

impl Clock {
    /// A clock that agrees with the computer's, from now on.
    pub(in crate::sandbox) fn start() -> Self {
        Self {
            wall: clock::now(),
            started: Instant::now(),
            pushed_millis: AtomicI64::new(0),
        }
    }

    /// The present moment.
    pub(in crate::sandbox) fn now(&self) -> Timestamp {
        let pushed = SignedDuration::from_millis(self.pushed_millis.load(Ordering::Relaxed));
        let pushed = shifted(self.wall, pushed);
        later(pushed, self.started.elapsed())
    }

    /// Moves the clock by `millis`; a negative number moves it back.
    pub(in crate::sandbox) fn push(&self, millis: i64) {
        self.pushed_millis.fetch_add(millis, Ordering::Relaxed);
    }
}

/// `moment` plus `wait`, or the last moment there is.
pub(in crate::sandbox) fn later(moment: Timestamp, wait: Duration) -> Timestamp {
    let wait = SignedDuration::try_from(wait).unwrap_or(SignedDuration::MAX);
    shifted(moment, wait)
}

/// A date as the service prints it: UTC, whole seconds, ending in `Z`.
pub(in crate::sandbox) fn date(moment: Timestamp) -> String {
    Timestamp::from_second(moment.as_second())
        .unwrap_or(moment)
        .to_string()
}

fn shifted(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(if by.is_negative() {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}
