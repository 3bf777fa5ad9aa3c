//! What the window shows of a SIM: facts, no words. How an amount of data is written, is the page's.

use serde::Serialize;

use crate::connect::{Subscription, SubscriptionStatus};
use crate::desk::model::{Failure, SimView};

/// A SIM and the plans on it, as they were read last.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct EsimView {
    pub iccid: String,
    pub sim: SimView,
    /// Those that run first, then those that wait, then those that are over.
    pub plans: Vec<PlanOnSim>,
    /// Whether the SIM surely has no other plans than these.
    pub plans_whole: bool,
    /// When what is shown was read; of two readings the older one. `None` as long as nothing was.
    pub read_at: Option<String>,
    /// Why it is not newer, or not there.
    pub trouble: Option<Failure>,
}

/// A plan on a SIM.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct PlanOnSim {
    /// The service's subscription id.
    pub subscription: String,
    pub name: Option<String>,
    pub state: PlanState,
    pub balance: Balance,
    pub begins_at: Option<String>,
    pub ends_at: Option<String>,
    pub start: StartNow,
}

/// Where a plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    Active,
    /// Waits for a date.
    Pending,
    /// Waits until data is first used.
    PendingUsage,
    /// A state that is not documented.
    Other,
    Depleted,
    Expired,
}

/// How much data is left of how much, as decimal texts in one unit. What the service does not say is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct Balance {
    pub left: Option<String>,
    pub of: Option<String>,
    /// As the service writes it: `Bytes` in every example.
    pub unit: Option<String>,
}

/// Whether a plan can be started now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum StartNow {
    /// It does not wait, or its SIM is of no use any more.
    NotOffered,
    Offered,
    /// The service is being told.
    Sending,
    /// The service was told, and the plan is looked at until it shows whether it has started.
    Checking,
    /// The service was told a while ago, and the plan waits all the same: a person may tell it once more.
    NotStarted,
}

impl PlanOnSim {
    pub(super) fn all(
        plans: &[Subscription],
        start: impl Fn(&Subscription) -> StartNow,
    ) -> Vec<PlanOnSim> {
        let mut newest_first: Vec<&Subscription> = plans.iter().collect();
        newest_first.sort_by_key(|plan| std::cmp::Reverse(plan.created));
        let mut views: Vec<PlanOnSim> = newest_first
            .into_iter()
            .map(|plan| PlanOnSim::of(plan, start(plan)))
            .collect();
        views.sort_by_key(|plan| plan.state);
        views
    }

    fn of(plan: &Subscription, start: StartNow) -> PlanOnSim {
        PlanOnSim {
            subscription: plan.id.as_str().to_owned(),
            name: plan.name.clone(),
            state: PlanState::of(&plan.status),
            balance: Balance::of(plan),
            begins_at: plan.activated.map(|at| at.to_string()),
            ends_at: plan.expires.map(|at| at.to_string()),
            start,
        }
    }
}

impl PlanState {
    fn of(status: &SubscriptionStatus) -> PlanState {
        match status {
            SubscriptionStatus::Pending => PlanState::Pending,
            SubscriptionStatus::PendingUsage => PlanState::PendingUsage,
            SubscriptionStatus::Active => PlanState::Active,
            SubscriptionStatus::Depleted => PlanState::Depleted,
            SubscriptionStatus::Expired => PlanState::Expired,
            SubscriptionStatus::Other(_) => PlanState::Other,
        }
    }
}

impl Balance {
    fn of(plan: &Subscription) -> Balance {
        let (of, spent) = (plan.initial_balance, plan.spent_balance);
        let difference = || of?.checked_sub(spent?);
        let text = |amount: rust_decimal::Decimal| amount.normalize().to_string();
        Balance {
            left: plan.current_balance.or_else(difference).map(text),
            of: of.map(text),
            unit: plan.balance_unit.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_by_the_other_two_where_the_service_leaves_it_out() {
        let one = Subscription {
            initial_balance: Some(5_000.into()),
            spent_balance: Some(1_500.into()),
            ..Subscription::bare(SubscriptionStatus::Active)
        };
        assert_eq!(Balance::of(&one).left.as_deref(), Some("3500"));
        let alone = Subscription {
            spent_balance: Some(1_500.into()),
            ..Subscription::bare(SubscriptionStatus::Active)
        };
        assert_eq!(Balance::of(&alone).left, None, "of how much, nobody says");
    }

    #[test]
    fn plans_that_run_come_before_those_that_wait_and_those_before_what_is_over() {
        use SubscriptionStatus::{Active, Depleted, Expired, Other, Pending, PendingUsage};
        let plans = [
            Expired,
            Other("HELD".to_owned()),
            PendingUsage,
            Depleted,
            Pending,
            Active,
        ];
        let plans = plans.map(Subscription::bare);
        let views = PlanOnSim::all(&plans, |_| StartNow::NotOffered);
        let states: Vec<PlanState> = views.iter().map(|view| view.state).collect();
        assert!(states.is_sorted(), "{states:?}");
        assert_eq!(states.first(), Some(&PlanState::Active));
        assert_eq!(states.last(), Some(&PlanState::Expired));
    }
}
