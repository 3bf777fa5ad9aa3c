//! A plan on a SIM: when it starts and ends, how much of it is used, and what state follows from that.
//!
//! Not in it: the routes (`api::subscriptions`).

use jiff::{SignedDuration, Timestamp, ToSpan as _, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::plan::{Plan, Term};

/// A subscription.
#[derive(Clone, Serialize, Deserialize)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// Name of the plan when it was bought.
    pub name: String,
    /// The plan.
    pub product_id: String,
    /// When it starts; `None` waits for the first use of data.
    pub activation: Option<Timestamp>,
    /// When it ends; not known before it has a start.
    pub expiry: Option<Timestamp>,
    /// How long the plan lasts.
    pub term: Term,
    /// Data bought, in bytes.
    pub initial_bytes: u64,
    /// Data used, in bytes.
    pub spent_bytes: u64,
}

/// State of a subscription (Connect: subscription life cycle page).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::sandbox) enum PlanState {
    Pending,
    PendingUsage,
    Active,
    Depleted,
    Expired,
}

impl PlanState {
    /// As the service spells it.
    pub(in crate::sandbox) fn word(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::PendingUsage => "PENDING_USAGE",
            Self::Active => "ACTIVE",
            Self::Depleted => "DEPLETED",
            Self::Expired => "EXPIRED",
        }
    }
}

impl Subscription {
    /// A new one of this plan, full and not started.
    pub(in crate::sandbox) fn of(plan: &Plan, id: String) -> Self {
        Self {
            id,
            name: plan.name.clone(),
            product_id: plan.id.clone(),
            activation: None,
            expiry: None,
            term: plan.term,
            initial_bytes: plan.volume.bytes(),
            spent_bytes: 0,
        }
    }

    /// Its state at a moment.
    pub(in crate::sandbox) fn state(&self, now: Timestamp) -> PlanState {
        if self.expiry.is_some_and(|expiry| expiry <= now) {
            return PlanState::Expired;
        }
        match self.activation {
            None => PlanState::PendingUsage,
            Some(start) if start > now => PlanState::Pending,
            Some(_) if self.spent_bytes >= self.initial_bytes => PlanState::Depleted,
            Some(_) => PlanState::Active,
        }
    }

    /// Whether the state counts towards the most that a SIM may carry.
    pub(in crate::sandbox) fn live(&self, now: Timestamp) -> bool {
        matches!(
            self.state(now),
            PlanState::Pending | PlanState::PendingUsage | PlanState::Active
        )
    }

    /// Sets the start, and the end that follows from the plan's term.
    pub(in crate::sandbox) fn start(&mut self, start: Timestamp) {
        self.activation = Some(start);
        self.expiry = Some(end_of_term(start, self.term));
    }

    /// Uses data, as far as there is any; the first use starts a plan that waits for it.
    pub(in crate::sandbox) fn burn(&mut self, bytes: u64, now: Timestamp) {
        if self.state(now) == PlanState::PendingUsage {
            self.start(now);
        }
        self.spent_bytes = self
            .spent_bytes
            .saturating_add(bytes)
            .min(self.initial_bytes);
    }
}

/// When a plan ends that starts then. A month ends on the same day of the next, or on its last one.
pub(in crate::sandbox) fn end_of_term(start: Timestamp, term: Term) -> Timestamp {
    match term {
        Term::Days(days) => start
            .checked_add(SignedDuration::from_hours(24 * i64::from(days)))
            .unwrap_or(Timestamp::MAX),
        Term::Months(months) => start
            .to_zoned(TimeZone::UTC)
            .checked_add(i64::from(months).months())
            .map_or(Timestamp::MAX, |end| end.timestamp()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monthly_plans_end_on_the_same_day_or_the_last() {
        let end = |start: &str| {
            let start: Timestamp = start.parse().expect("the date is well formed");
            end_of_term(start, Term::Months(1)).to_string()
        };
        assert_eq!(
            end("2026-03-15T08:00:00Z"),
            "2026-04-15T08:00:00Z",
            "the same day of the following month"
        );
        assert_eq!(
            end("2026-01-31T08:00:00Z"),
            "2026-02-28T08:00:00Z",
            "February has no 31st"
        );
    }
}
