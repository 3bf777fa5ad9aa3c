//! What time it is on this computer, asked in one place.
//!
//! Where a test has stopped tokio's clock and moves it, this moves with it, as the sandbox's does: an hour that passes is one
//! hour for whoever waits and for whoever reads a date. Not here: what the service takes the time to be (`connect::clock`).

use std::time::Instant;

use jiff::{SignedDuration, Timestamp};

/// The present moment. In a program the two clocks are one, and the difference is nothing.
pub fn now() -> Timestamp {
    let (tokio, system) = (tokio::time::Instant::now().into_std(), Instant::now());
    let ahead = SignedDuration::try_from(tokio.saturating_duration_since(system));
    let behind = SignedDuration::try_from(system.saturating_duration_since(tokio));
    let moved = ahead.unwrap_or_default() - behind.unwrap_or_default();
    let now = Timestamp::now();
    now.checked_add(moved).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn an_hour_of_a_test_is_an_hour_here_also_on_another_thread() {
        let before = now();
        tokio::time::advance(Duration::from_secs(3600)).await;
        let here = now();
        let there = tokio::task::spawn_blocking(now).await.expect("it answers");
        for after in [here, there] {
            let passed = after.duration_since(before).as_secs();
            assert!((3599..3660).contains(&passed), "{passed} s");
        }
    }

    #[test]
    fn outside_a_test_s_clock_it_is_the_computer_s() {
        let off = now().duration_since(Timestamp::now()).abs();
        assert!(off < SignedDuration::from_secs(1), "{off}");
    }
}
