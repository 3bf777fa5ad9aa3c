//! What came of checking a group, as the page is told it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use crate::book::OrderKey;
use crate::desk::model::{Field, Money, Plan, Problem};
use crate::desk::sale::StartChoice;

/// What came of checking a group.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct CheckedGroup {
    pub lines: Vec<CheckedLine>,
    /// What those cost that can be bought.
    pub cost: Cost,
}

/// How many eSIMs, and what they cost.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    pub count: u32,
    /// Each currency by itself.
    pub sums: Vec<Money>,
    /// Of those, how many have a price that nobody knows.
    pub without_price: u32,
}

impl Cost {
    /// Of these plans together.
    pub(super) fn of<'p>(plans: impl Iterator<Item = Option<&'p Plan>>) -> Cost {
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        let mut cost = Cost::default();
        for plan in plans {
            cost.count += 1;
            let price = plan.and_then(|plan| plan.price.as_ref());
            let amount = price.and_then(|price| price.amount.parse::<Decimal>().ok());
            match price.zip(amount) {
                Some((price, amount)) => *sums.entry(price.currency.clone()).or_default() += amount,
                None => cost.without_price += 1,
            }
        }
        let sums = sums.into_iter().map(|(currency, amount)| Money {
            amount: amount.to_string(),
            currency,
        });
        cost.sums = sums.collect();
        cost
    }
}

/// A line and what it comes to.
#[derive(Clone, Debug, Serialize, specta::Type)]
pub struct CheckedLine {
    pub line: u32,
    /// Its own address, or that of all.
    pub email: String,
    pub plan: Option<Plan>,
    pub start: Option<StartChoice>,
    /// Empty where it can be bought.
    pub problems: Vec<LineProblem>,
}

/// Why a line is not bought as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LineProblem {
    Field {
        field: Field,
        problem: Problem,
    },
    PlanMissing,
    PlanUnknown,
    /// It may be any of these.
    PlanUnclear {
        plans: Vec<String>,
    },
    /// No date, or one that could be two.
    StartUnclear,
    /// The same guest, address and plan as that line.
    SameAs {
        line: u32,
    },
    /// The same guest, address and plan as a line that was bought in these days.
    BoughtBefore {
        order: OrderKey,
    },
}
