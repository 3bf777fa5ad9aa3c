//! The plans on sale, and what the control interface changes about them.
//!
//! Not in it: the routes (`api::products`), what a plan is (`plan`), and the table of plans itself (`plans`).

use serde::{Deserialize, Serialize};

use super::{
    plan::{Plan, Term, Volume},
    plans::PLANS,
};

/// What the control interface changes about a plan; what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanChange {
    /// A new name. The id stays.
    pub name: Option<String>,
    /// A new price in hundredths.
    pub price_cents: Option<u32>,
    /// A new term in days.
    pub days: Option<u16>,
    /// A new amount of data in megabytes.
    pub megabytes: Option<u32>,
}

/// All plans, in the order in which they are listed.
pub(in crate::sandbox) struct Catalogue {
    pub(in crate::sandbox) plans: Vec<Plan>,
}

impl Catalogue {
    /// The catalogue of a fresh sandbox.
    pub(in crate::sandbox) fn fresh() -> Self {
        Self {
            plans: PLANS.iter().map(|row| row.plan()).collect(),
        }
    }

    /// The plan with this id.
    pub(in crate::sandbox) fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// Changes a plan; `false` if there is none with this id.
    pub(in crate::sandbox) fn change(&mut self, id: &str, change: PlanChange) -> bool {
        let Some(plan) = self.plans.iter_mut().find(|plan| plan.id == id) else {
            return false;
        };
        if let Some(name) = change.name {
            plan.name = name;
        }
        if let Some(price_cents) = change.price_cents {
            plan.price_cents = price_cents;
        }
        if let Some(days) = change.days {
            plan.term = Term::Days(days);
        }
        if let Some(megabytes) = change.megabytes {
            plan.volume = Volume::Mb(megabytes);
        }
        true
    }

    /// Takes a plan off the list; `false` if there is none with this id.
    pub(in crate::sandbox) fn remove(&mut self, id: &str) -> bool {
        let before = self.plans.len();
        self.plans.retain(|plan| plan.id != id);
        self.plans.len() < before
    }
}
