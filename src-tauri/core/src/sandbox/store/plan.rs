//! A plan as it is sold: kind of SIM, term, amount of data, price.
//!
//! Not in it: which plans there are (`plans`), and how one looks in an answer (`api::products`).

use serde::{Deserialize, Serialize};

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
    pub(in crate::sandbox) fn word(self) -> &'static str {
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
pub(in crate::sandbox) enum Volume {
    Mb(u32),
    Gb(u32),
}

impl Volume {
    /// In bytes, counted in steps of 1024 as the documented balances are.
    pub(in crate::sandbox) fn bytes(self) -> u64 {
        match self {
            Self::Mb(amount) => u64::from(amount) << 20,
            Self::Gb(amount) => u64::from(amount) << 30,
        }
    }
}

/// A plan.
#[derive(Clone)]
pub(in crate::sandbox) struct Plan {
    pub(in crate::sandbox) id: String,
    pub(in crate::sandbox) name: String,
    pub(in crate::sandbox) sim_types: &'static [SimType],
    pub(in crate::sandbox) term: Term,
    pub(in crate::sandbox) volume: Volume,
    pub(in crate::sandbox) price_cents: u32,
    pub(in crate::sandbox) currency: &'static str,
    pub(in crate::sandbox) footprint: &'static str,
}
