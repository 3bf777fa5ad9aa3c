//! How long there has been no news of an order, over restarts. What follows from that: `live` and `second_look`.

use std::time::Duration;

use tokio::time::Instant;

use crate::book::Order;
use crate::clock;

/// How long there has been no news of an order.
#[derive(Clone, Copy)]
pub(super) struct Quiet {
    /// In earlier runs.
    before: Duration,
    since: Instant,
}

impl Quiet {
    pub(super) fn of(order: &Order) -> Quiet {
        let last = order
            .timeline
            .last()
            .map_or(order.created_at, |entry| entry.at);
        let before = clock::now().duration_since(last);
        Quiet {
            before: Duration::try_from(before).unwrap_or_default(),
            since: Instant::now(),
        }
    }

    pub(super) fn ended() -> Quiet {
        Quiet {
            before: Duration::ZERO,
            since: Instant::now(),
        }
    }

    pub(super) fn lasts(&self) -> Duration {
        self.before.saturating_add(self.since.elapsed())
    }
}
