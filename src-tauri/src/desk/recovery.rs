//! What is known of an order whose answer was lost: how long it was looked for, and what was found.

use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use tokio::time::Instant;

use super::view::SimView;
use super::wait::wait;
use crate::book::OrderKey;

/// Looks after so many seconds, and every minute from then on (rulings 14).
const FIRST_LOOKS: [u64; 4] = [5, 15, 30, 60];
const EVERY: Duration = Duration::from_secs(60);
/// Before that, an order may merely be slow to show.
const NOTHING_AFTER: Duration = Duration::from_secs(5 * 60);
const GIVEN_UP_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// An order whose answer was lost, as far as this run has looked.
pub(super) struct Recovery {
    began: Instant,
    looks: usize,
    looked: Option<Timestamp>,
    /// Typed by the staff where the book does not know the customer (rulings 16).
    pub(super) typed_email: Option<String>,
    pub(super) candidates: Vec<Candidate>,
    nothing_found: bool,
    /// A later order for the same customer and plan: what is found now was bought twice.
    pub(super) again: Option<Again>,
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

/// What the staff are shown of an order that is looked for.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryView {
    /// When the answer was lost.
    pub since: String,
    /// When the service was last looked through.
    pub looked: Option<String>,
    /// What may be this order: the staff choose, because the program cannot know.
    pub candidates: Vec<CandidateView>,
    /// Looked for long enough: the plan may be ordered again, deliberately.
    pub nothing_found: bool,
    /// Nothing can be looked for before the customer's e-mail is typed.
    pub email_needed: bool,
    /// It was ordered again, and yet something was found: the provider must hear of both.
    pub bought_twice: Option<BoughtTwiceView>,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CandidateView {
    /// The service's subscription id: the handle to choose it by.
    pub subscription: String,
    pub iccid: Option<String>,
    pub created_at: Option<String>,
    pub sim_status: SimView,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct BoughtTwiceView {
    /// The order that was placed instead.
    pub other: OrderKey,
    /// The SIMs of both, as far as known: this order's, and the other's.
    pub iccid: Option<String>,
    pub other_iccid: Option<String>,
}

impl Recovery {
    pub(super) fn new() -> Recovery {
        Recovery {
            began: Instant::now(),
            looks: 0,
            looked: None,
            typed_email: None,
            candidates: Vec::new(),
            nothing_found: false,
            again: None,
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

    /// The service was looked through, and this may be the order.
    pub(super) fn found(&mut self, candidates: Vec<Candidate>, again: Option<Again>) {
        self.looked = Some(Timestamp::now());
        self.nothing_found = candidates.is_empty() && self.began.elapsed() >= wait(NOTHING_AFTER);
        self.candidates = candidates;
        self.again = again;
    }

    pub(super) fn found_nothing(&self) -> bool {
        self.nothing_found
    }

    pub(super) fn view(&self, since: Timestamp, knows_email: bool) -> RecoveryView {
        let first = self.candidates.first();
        RecoveryView {
            since: since.to_string(),
            looked: self.looked.map(|at| at.to_string()),
            candidates: self.candidates.iter().map(Candidate::view).collect(),
            nothing_found: self.nothing_found,
            email_needed: !knows_email && self.typed_email.is_none(),
            bought_twice: first
                .zip(self.again.as_ref())
                .map(|(found, again)| BoughtTwiceView {
                    other: again.key,
                    iccid: found.iccid.clone(),
                    other_iccid: again.iccid.clone(),
                }),
        }
    }
}

impl Candidate {
    fn view(&self) -> CandidateView {
        CandidateView {
            subscription: self.subscription.clone(),
            iccid: self.iccid.clone(),
            created_at: self.created.map(|at| at.to_string()),
            sim_status: self.sim,
        }
    }
}
