//! What is known of an order whose answer was lost: how long it was looked for, when to look again, and what was found.
//!
//! No lock, no request: `Recovery` keeps one search for each order, `find` looks.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::book::OrderKey;
use crate::clock;
use crate::connect::Fault;
use crate::desk::model::SimView;
use crate::desk::wait::wait;

/// Looks after so many seconds, and every minute from then on (rulings 14).
const FIRST_LOOKS: [u64; 4] = [5, 15, 30, 60];
const EVERY: Duration = Duration::from_secs(60);
/// Before that, an order may merely be slow to show.
const NOTHING_AFTER: Duration = Duration::from_secs(5 * 60);
const GIVEN_UP_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// How the search for an order goes on.
pub(in crate::desk) enum NextSearch {
    /// The next look comes after this wait.
    In(Duration),
    /// The answer is not missing any more: it is an order like any other.
    Decided,
    /// Nothing can be found out: no e-mail address, no account, or a whole day in vain.
    Stopped,
}

/// What one look for an order came to.
pub(in crate::desk) struct Searched {
    pub(in crate::desk) next: NextSearch,
    /// The service could not be looked through this time.
    pub(in crate::desk) fault: Option<Fault>,
}

/// An order whose answer was lost, as far as this run has looked.
pub(super) struct Search {
    began: Instant,
    looks: usize,
    pub(super) looked: Option<Timestamp>,
    /// Typed by the staff where the book does not know the customer (rulings 16).
    pub(super) typed_email: Option<String>,
    pub(super) candidates: Vec<Candidate>,
    pub(super) nothing_found: bool,
    /// The order that was placed in its place: what is found now was bought twice.
    pub(super) again: Option<Again>,
    /// A later sale that has to be decided first.
    pub(super) waits_for: Option<OrderKey>,
    /// A look showed that somebody else sells under this address (rulings 34).
    pub(super) strangers: bool,
}

/// A subscription that may be this order's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) subscription: String,
    pub(super) iccid: Option<String>,
    pub(super) created: Option<Timestamp>,
    pub(super) sim: SimView,
}

/// The order that was placed instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Again {
    pub(super) key: OrderKey,
    pub(super) iccid: Option<String>,
}

impl Search {
    pub(super) fn new() -> Search {
        Search {
            began: Instant::now(),
            looks: 0,
            looked: None,
            typed_email: None,
            candidates: Vec::new(),
            nothing_found: false,
            again: None,
            waits_for: None,
            strangers: false,
        }
    }

    /// The wait until the next look, from the beginning and not from the last look, so that a slow answer shifts nothing.
    /// `None` once it was looked for a whole day.
    pub(super) fn next_look(&self) -> Option<Duration> {
        let gone = self.began.elapsed();
        if gone >= wait(GIVEN_UP_AFTER) {
            return None;
        }
        let planned = self.planned().unwrap_or_else(|| gone + wait(EVERY));
        Some(planned.saturating_sub(gone))
    }

    /// Whether the time for the next look has come; the first is not at once.
    pub(super) fn is_due(&self) -> bool {
        self.planned()
            .is_none_or(|planned| self.began.elapsed() >= planned)
    }

    /// When the next look is due, counted from the beginning, as long as looks have a time of their own.
    fn planned(&self) -> Option<Duration> {
        FIRST_LOOKS
            .get(self.looks)
            .map(|seconds| wait(Duration::from_secs(*seconds)))
    }

    pub(super) fn tried(&mut self) {
        self.looks += 1;
    }

    /// The service was looked through, and this may be the order; nothing may be while a later sale is not decided. A look
    /// that did not see all has not found that there is nothing.
    pub(super) fn found(
        &mut self,
        candidates: Vec<Candidate>,
        complete: bool,
        again: Option<Again>,
        waits_for: Option<OrderKey>,
    ) {
        self.looked = Some(clock::now());
        self.waits_for = waits_for;
        let (candidates, again) = match waits_for {
            Some(_) => (Vec::new(), None),
            None => (candidates, again),
        };
        self.nothing_found = waits_for.is_none()
            && complete
            && candidates.is_empty()
            && self.began.elapsed() >= wait(NOTHING_AFTER);
        self.candidates = candidates;
        self.again = again;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_look_that_did_not_see_all_has_not_found_that_there_is_nothing() {
        let mut search = Search::new();
        tokio::time::advance(wait(NOTHING_AFTER)).await;
        search.found(Vec::new(), false, None, None);
        assert!(!search.nothing_found, "what was not seen may be the order");
        search.found(Vec::new(), true, None, None);
        assert!(search.nothing_found, "now all was seen");
    }
}
