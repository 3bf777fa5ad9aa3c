//! What the orders of some days came to: by day, month, member of staff or plan, and one amount for each currency.
//!
//! A sale stands on the day on which it was sold, and stays there when it is given back: that stands on the day of the
//! refund. So a day that is over changes only where an order's end was not known. Amounts are decimals, added within one
//! currency only. Not here: what a state means for money (`outcome`), the adding up (`adding`), reading (`reports`), and the
//! table (`sums_table`).

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use rust_decimal::Decimal;

use super::order::{AccountId, OrderKey, OrderKind, PlanSold};
use super::outcome::Outcome;

/// Whole days of a desk, both ends among them.
#[derive(Clone, Debug)]
pub struct Days {
    pub zone: TimeZone,
    pub first: Date,
    pub last: Date,
}

/// What each line of the sums is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    Day,
    Month,
    Staff,
    Plan,
}

/// What is asked of the book.
#[derive(Clone, Debug)]
pub struct SumsQuery {
    pub days: Days,
    pub by: GroupBy,
    /// Other days, of which each by itself is told as well.
    pub each_of: Option<Days>,
    /// Orders of other accounts are counted as such too.
    pub account: Option<AccountId>,
}

/// An amount for each currency, by its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Amounts(BTreeMap<String, Decimal>);

/// What some orders came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// Bought, whatever became of it later.
    pub sold: u32,
    /// How many of those were top-ups.
    pub top_ups: u32,
    /// Given back in this time, whenever it was sold.
    pub refunded: u32,
    /// Perhaps bought.
    pub unknown: u32,
    /// What the account is charged for what was sold.
    pub charged: Amounts,
    /// What came back to the account.
    pub charged_back: Amounts,
    /// What the account may be charged besides, for what is not known.
    pub perhaps_charged: Amounts,
    /// What guests pay for what was sold.
    pub paid: Amounts,
    /// What guests had paid for what was given back.
    pub paid_back: Amounts,
    /// What guests pay for what is not known.
    pub perhaps_paid: Amounts,
    /// How many of these orders have no price that could be added: the amounts above lack them.
    pub unpriced: u32,
}

/// The answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SumsReport {
    pub total: Sums,
    /// By what was asked: days and months newest first, the others by how many were sold.
    pub rows: Vec<SumsLine>,
    /// Each of the other days, oldest first, those without an order too.
    pub each: Vec<(Date, Sums)>,
    /// The orders whose end is not known, newest first.
    pub unknown: Vec<OrderKey>,
    /// How many of the orders that are counted belong to other accounts.
    pub of_other_accounts: u32,
}

/// One line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SumsLine {
    /// `None` where an order does not say.
    pub name: Option<String>,
    /// Of a plan: which it is, as it was sold last. Two may have one name.
    pub plan: Option<PlanSold>,
    pub sums: Sums,
}

/// One order as far as sums need it.
pub(super) struct Line<'r> {
    pub(super) key: OrderKey,
    pub(super) kind: OrderKind,
    pub(super) account: &'r str,
    pub(super) at: Timestamp,
    /// When the money came back; of an order that a person closed, when the last word on it was said.
    pub(super) turned_at: Option<Timestamp>,
    pub(super) outcome: Outcome,
    pub(super) staff: Option<&'r str>,
    pub(super) plan: &'r PlanOfLine,
    pub(super) paid: Option<Amount>,
}

/// One order as far as it is needed to know it again in the service's list.
#[derive(Clone, Copy, Debug)]
pub struct BookedSale<'r> {
    pub key: OrderKey,
    pub kind: OrderKind,
    pub at: Timestamp,
    pub outcome: Outcome,
    pub product_id: &'r str,
    pub iccid: Option<&'r str>,
    pub subscription_id: Option<&'r str>,
}

/// What sums need of a plan.
pub(super) struct PlanOfLine {
    pub(super) sold: PlanSold,
    pub(super) price: Option<Amount>,
}

/// An amount as it stands in the book; none where it is no number.
#[derive(Clone)]
pub(super) struct Amount {
    amount: Option<Decimal>,
    currency: String,
}

impl Days {
    /// The day of a moment.
    pub fn day_of(&self, at: Timestamp) -> Date {
        at.to_zoned(self.zone.clone()).date()
    }

    /// The first moment. A day that begins with a change of the clock begins when the clock goes on.
    pub fn from(&self) -> Option<Timestamp> {
        midnight(self.first, &self.zone)
    }

    /// The first moment after them.
    pub fn until(&self) -> Option<Timestamp> {
        midnight(self.last.checked_add(1.day()).ok()?, &self.zone)
    }

    pub(super) fn contain(&self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    pub(super) fn each(&self) -> impl Iterator<Item = Date> + use<> {
        let last = self.last;
        self.first
            .series(1.day())
            .take_while(move |day| *day <= last)
    }
}

fn midnight(day: Date, zone: &TimeZone) -> Option<Timestamp> {
    let zoned = day.to_zoned(zone.clone()).ok()?;
    Some(zoned.timestamp())
}

impl Amount {
    pub(super) fn new(amount: &str, currency: &str) -> Amount {
        Amount {
            amount: Decimal::from_str_exact(amount).ok(),
            currency: currency.to_owned(),
        }
    }
}

impl Amounts {
    /// Each currency's code and amount.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Decimal)> {
        self.0
            .iter()
            .map(|(currency, amount)| (currency.as_str(), *amount))
    }

    pub fn of(&self, currency: &str) -> Option<Decimal> {
        self.0.get(currency).copied()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether it was added; nothing is rounded or cut to fit.
    pub(super) fn add(&mut self, amount: &Amount) -> bool {
        let Some(more) = amount.amount else {
            return false;
        };
        let before = self.0.get(&amount.currency).copied().unwrap_or_default();
        let Some(sum) = before.checked_add(more) else {
            return false;
        };
        match self.0.get_mut(&amount.currency) {
            Some(known) => *known = sum,
            None => drop(self.0.insert(amount.currency.clone(), sum)),
        }
        true
    }
}

impl SumsQuery {
    /// All that has to be read for it.
    pub(super) fn bounds(&self) -> (Option<Timestamp>, Option<Timestamp>) {
        let all = || {
            [Some(&self.days), self.each_of.as_ref()]
                .into_iter()
                .flatten()
        };
        (
            all().map(Days::from).min().flatten(),
            // A day without an end is the end of time: nothing bounds it.
            all()
                .map(Days::until)
                .collect::<Option<Vec<_>>>()
                .and_then(|ends| ends.into_iter().max()),
        )
    }
}
