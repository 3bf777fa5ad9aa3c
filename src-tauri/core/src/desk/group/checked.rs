//! What came of checking a group, as the page is told it.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::book::{GroupKey, OrderKey};
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
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    pub count: u32,
    /// Each currency by itself.
    pub sums: Vec<Money>,
    /// Of those, how many have a price that nobody knows, or that cannot be added.
    pub without_price: u32,
    /// How many of each plan, told from what it has become since: another price or content is another plan here.
    pub plans: BTreeMap<String, u32>,
}

impl Cost {
    /// Of these plans together.
    pub(super) fn of<'p>(plans: impl Iterator<Item = Option<&'p Plan>>) -> Cost {
        let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
        let mut cost = Cost::default();
        for plan in plans {
            cost.count += 1;
            if let Some(plan) = plan {
                *cost.plans.entry(plan.what_it_sells()).or_default() += 1;
            }
            let price = plan.and_then(|plan| plan.price.as_ref());
            if price.and_then(|price| add(&mut sums, price)).is_none() {
                cost.without_price += 1;
            }
        }
        let sums = sums.into_iter().map(|(currency, amount)| Money {
            amount: amount.to_string(),
            currency,
        });
        cost.sums = sums.collect();
        cost
    }

    /// Whether it is nothing but what `agreed` says, and no more of it: a sum hides what became dearer where something was
    /// bought meanwhile, or became cheaper. Count and sums follow from the plans; a line without a plan is in none of them,
    /// and is never bought.
    pub(super) fn is_within(&self, agreed: &Cost) -> bool {
        let mut plans = self.plans.iter();
        plans.all(|(plan, count)| agreed.plans.get(plan) >= Some(count))
    }
}

fn amount(money: &Money) -> Option<Decimal> {
    Decimal::from_str_exact(&money.amount).ok()
}

/// `None`, and nothing is added, where it is no amount or the sum is more than can be counted.
fn add(sums: &mut BTreeMap<String, Decimal>, price: &Money) -> Option<()> {
    let amount = amount(price)?;
    let before = sums.get(&price.currency).copied().unwrap_or_default();
    sums.insert(price.currency.clone(), before.checked_add(amount)?);
    Some(())
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
    /// It may be a title, headings or a sum.
    NoGuest,
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
    /// A day years from now: most likely another number, or a wrong year.
    StartFar,
    /// The same guest, address and plan as that line.
    SameAs {
        line: u32,
    },
    /// The same guest, address and plan as a line that was bought in these days.
    BoughtBefore {
        order: OrderKey,
    },
    /// The same as a line of another group that is still to be bought.
    InAnotherGroup {
        group: GroupKey,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(prices: &[&str]) -> (Option<String>, u32) {
        let mut sums = BTreeMap::new();
        let mut without = 0;
        for amount in prices {
            let price = Money {
                amount: (*amount).to_owned(),
                currency: "EUR".to_owned(),
            };
            without += u32::from(add(&mut sums, &price).is_none());
        }
        (sums.get("EUR").map(ToString::to_string), without)
    }

    #[test]
    fn what_was_not_on_the_button_is_not_within_it_whatever_it_comes_to() {
        let of = |plans: &[(&str, u32)]| Cost {
            plans: plans
                .iter()
                .map(|(plan, count)| ((*plan).to_owned(), *count))
                .collect(),
            ..Cost::default()
        };
        let agreed = of(&[("a for 5", 2), ("b for 9", 1)]);
        for (within, cost) in [
            (true, Cost::default()),
            (true, of(&[("a for 5", 2)])),
            (true, of(&[("a for 5", 1), ("b for 9", 1)])),
            (false, of(&[("a for 5", 3)])),
            (false, of(&[("a for 6", 1)])),
            (false, of(&[("a for 4", 1), ("b for 9", 1)])),
        ] {
            assert_eq!(cost.is_within(&agreed), within, "{cost:?}");
        }
    }

    #[test]
    fn a_price_that_cannot_be_added_is_told_and_changes_no_sum() {
        let most = "79228162514264337593543950335";
        assert_eq!(sum(&["1.10", "2.2"]), (Some("3.30".to_owned()), 0));
        assert_eq!(sum(&["1.10", "free", ""]), (Some("1.10".to_owned()), 2));
        assert_eq!(sum(&[most, "1.10"]), (Some(most.to_owned()), 1));
        // More places than can be kept would be rounded.
        let fine = "0.00000000000000000000000000001234";
        assert_eq!(sum(&[fine, "1.10"]), (Some("1.10".to_owned()), 1));
    }
}
