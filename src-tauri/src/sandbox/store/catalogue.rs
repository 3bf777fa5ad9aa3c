//! The plans on sale and how they look in an answer.
//!
//! Not in it: the routes (`products`), and the table of plans itself (`plans`).

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};

use super::{answer::Links, plans::PLANS};

/// Kind of SIM, as the service spells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum SimType {
    /// Embedded.
    Esim,
    /// Plastic.
    Psim,
}

impl SimType {
    /// As orders, SIMs and plans spell it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Esim => "ESIM",
            Self::Psim => "PSIM",
        }
    }
}

/// How long a plan lasts once it has started.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// So many times 24 hours.
    Days(u16),
    /// To the same day so many months on.
    Months(u16),
}

/// Amount of data as it is sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Volume {
    Mb(u32),
    Gb(u32),
}

impl Volume {
    /// In bytes, counted in steps of 1024 as the documented balances are.
    pub(super) fn bytes(self) -> u64 {
        match self {
            Self::Mb(amount) => u64::from(amount) << 20,
            Self::Gb(amount) => u64::from(amount) << 30,
        }
    }
}

/// A plan.
#[derive(Clone)]
pub(super) struct Plan {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) sim_types: &'static [SimType],
    pub(super) term: Term,
    pub(super) volume: Volume,
    pub(super) price_cents: u32,
    pub(super) currency: &'static str,
    pub(super) footprint: &'static str,
}

impl Plan {
    /// As the product catalogue page shows it.
    pub(super) fn body(&self, links: &Links<'_>) -> Value {
        let (duration, duration_unit) = match self.term {
            Term::Days(number) => (number, "DAYS"),
            Term::Months(number) => (number, "MONTHS"),
        };
        let (data, data_unit) = match self.volume {
            Volume::Mb(amount) => (amount, "MB"),
            Volume::Gb(amount) => (amount, "GB"),
        };
        let sim_types: Vec<_> = self.sim_types.iter().map(|kind| kind.word()).collect();
        json!({
            "id": self.id,
            "name": self.name,
            "sim_type": sim_types,
            "duration": duration,
            "duration_unit": duration_unit,
            "data": data,
            "data_unit": data_unit,
            "price": amount(self.price_cents),
            "price_currency": self.currency,
            "footprint_code": self.footprint,
            "_metadata": { "links": { "_self": links.to(&format!("/v2/products/{}", self.id)) } },
        })
    }
}

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
pub(super) struct Catalogue {
    pub(super) plans: Vec<Plan>,
}

impl Catalogue {
    /// The catalogue of a fresh sandbox.
    pub(super) fn fresh() -> Self {
        Self {
            plans: PLANS.iter().map(|row| row.plan()).collect(),
        }
    }

    /// The plan with this id.
    pub(super) fn plan(&self, id: &str) -> Option<&Plan> {
        self.plans.iter().find(|plan| plan.id == id)
    }

    /// Changes a plan; `false` if there is none with this id.
    pub(super) fn change(&mut self, id: &str, change: PlanChange) -> bool {
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
    pub(super) fn remove(&mut self, id: &str) -> bool {
        let before = self.plans.len();
        self.plans.retain(|plan| plan.id != id);
        self.plans.len() < before
    }
}

/// A price as a JSON number: `20`, `4.5` or `12.99`.
fn amount(cents: u32) -> Number {
    if cents.is_multiple_of(100) {
        return Number::from(cents / 100);
    }
    Number::from_f64(f64::from(cents) / 100.0).unwrap_or_else(|| Number::from(cents / 100))
}
