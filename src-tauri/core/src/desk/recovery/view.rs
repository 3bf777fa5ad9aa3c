//! What the staff are shown of an order that is looked for.

use serde::Serialize;

use super::search::{Candidate, Search};
use crate::book::OrderKey;
use crate::desk::model::SimView;

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
    /// A later order of that customer and plan that has to be decided before anything can be told of this one.
    pub waits_for: Option<OrderKey>,
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

impl RecoveryView {
    /// `since` is when the answer was lost; `knows_email` says whether the customer of the sale is known.
    pub(super) fn of(search: &Search, since: String, knows_email: bool) -> RecoveryView {
        let first = search.candidates.first();
        RecoveryView {
            since,
            looked: search.looked.map(|at| at.to_string()),
            candidates: search.candidates.iter().map(CandidateView::of).collect(),
            nothing_found: search.nothing_found,
            waits_for: search.waits_for,
            email_needed: !knows_email && search.typed_email.is_none(),
            bought_twice: first
                .zip(search.again.as_ref())
                .map(|(found, again)| BoughtTwiceView {
                    other: again.key,
                    iccid: found.iccid.clone(),
                    other_iccid: again.iccid.clone(),
                }),
        }
    }
}

impl CandidateView {
    fn of(candidate: &Candidate) -> CandidateView {
        CandidateView {
            subscription: candidate.subscription.clone(),
            iccid: candidate.iccid.clone(),
            created_at: candidate.created.map(|at| at.to_string()),
            sim_status: candidate.sim,
        }
    }
}
