//! What the window is shown of the days: counts, amounts and orders, no words.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::compare::{Compared, Difference, DifferenceKind, Listed, Unseen};
use crate::book::{Days, GroupBy, Sums, SumsReport};
use crate::desk::model::{Money, Plan};
use crate::desk::order_view::OrderView;

/// What each line is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SumsBy {
    Day,
    Month,
    Staff,
    Plan,
}

/// Which days, both ends among them, as `yyyy-mm-dd` in the desk's time zone.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DaysQuery {
    pub from: String,
    pub to: String,
    pub by: SumsBy,
}

/// Their sums as a table, in the reader's language.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SumsTable {
    pub query: DaysQuery,
    /// Headings by their machine names.
    pub words: BTreeMap<String, String>,
}

/// What some orders came to. One amount for each currency, never summed across them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SumsView {
    /// Bought in this time, whatever became of it later.
    pub sold: u32,
    /// How many of those were top-ups.
    pub top_ups: u32,
    /// Given back in this time, whenever it was sold.
    pub refunded: u32,
    /// Neither sold nor not sold yet.
    pub unknown: u32,
    pub charged: Vec<Money>,
    pub charged_back: Vec<Money>,
    pub perhaps_charged: Vec<Money>,
    pub paid: Vec<Money>,
    pub paid_back: Vec<Money>,
    pub perhaps_paid: Vec<Money>,
    /// Orders whose price is not known: the amounts lack them.
    pub unpriced: u32,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SumsRow {
    /// A day, a month (`yyyy-mm`), a name or a plan's name; `None` where orders do not say.
    pub name: Option<String>,
    /// Of a plan: which it is. Two may have one name.
    pub plan: Option<Plan>,
    pub sums: SumsView,
}

/// One day of the picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DayBar {
    pub day: String,
    pub sums: SumsView,
}

/// What some days came to.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DaysView {
    pub from: String,
    pub to: String,
    pub total: SumsView,
    pub rows: Vec<SumsRow>,
    /// The last thirty days, oldest first.
    pub picture: Vec<DayBar>,
    /// The orders whose end is not known, newest first; the first fifty.
    pub unknown: Vec<OrderView>,
    /// How many of the orders that are counted were sold with another account.
    pub of_other_accounts: u32,
}

/// How far the reading of the service's list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReadSoFar {
    pub seen: u32,
    /// How many the list has, where it says so. Not all of them may have to be read.
    pub of: Option<u32>,
}

/// A plan on a SIM that only the service knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ProviderSale {
    pub subscription: String,
    pub iccid: Option<String>,
    pub plan: Option<String>,
    pub created_at: Option<String>,
}

/// All differences of a kind; of very many the first ones.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DifferenceView {
    pub kind: DifferenceKind,
    pub count: u32,
    pub orders: Vec<OrderView>,
    pub sales: Vec<ProviderSale>,
}

/// The service's list beside the book.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonView {
    /// What the service lists of these days.
    pub provider: u32,
    /// What the book says was sold on them with this account.
    pub book: u32,
    /// What both have.
    pub same: u32,
    pub differences: Vec<DifferenceView>,
    pub unseen: Unseen,
    pub read_at: String,
}

impl SumsBy {
    pub(super) fn of_book(self) -> GroupBy {
        match self {
            SumsBy::Day => GroupBy::Day,
            SumsBy::Month => GroupBy::Month,
            SumsBy::Staff => GroupBy::Staff,
            SumsBy::Plan => GroupBy::Plan,
        }
    }
}

impl SumsView {
    fn of(sums: &Sums) -> SumsView {
        SumsView {
            sold: sums.sold,
            top_ups: sums.top_ups,
            refunded: sums.refunded,
            unknown: sums.unknown,
            charged: Money::of_amounts(&sums.charged),
            charged_back: Money::of_amounts(&sums.charged_back),
            perhaps_charged: Money::of_amounts(&sums.perhaps_charged),
            paid: Money::of_amounts(&sums.paid),
            paid_back: Money::of_amounts(&sums.paid_back),
            perhaps_paid: Money::of_amounts(&sums.perhaps_paid),
            unpriced: sums.unpriced,
        }
    }
}

impl DaysView {
    pub(super) fn new(days: &Days, report: &SumsReport, unknown: Vec<OrderView>) -> DaysView {
        let rows = report.rows.iter().map(|line| SumsRow {
            name: line.name.clone(),
            plan: line.plan.as_ref().map(Plan::of_sold),
            sums: SumsView::of(&line.sums),
        });
        let picture = report.each.iter().map(|(day, sums)| DayBar {
            day: day.to_string(),
            sums: SumsView::of(sums),
        });
        DaysView {
            from: days.first.to_string(),
            to: days.last.to_string(),
            total: SumsView::of(&report.total),
            rows: rows.collect(),
            picture: picture.collect(),
            unknown,
            of_other_accounts: report.of_other_accounts,
        }
    }
}

impl ReadSoFar {
    pub(super) fn new(seen: usize, of: Option<usize>) -> ReadSoFar {
        ReadSoFar {
            seen: count(seen),
            of: of.map(count),
        }
    }
}

impl ProviderSale {
    fn of(listed: &Listed) -> ProviderSale {
        ProviderSale {
            subscription: listed.id.clone(),
            iccid: listed.iccid.clone(),
            plan: listed.plan.clone(),
            created_at: listed.created.map(|at| at.to_string()),
        }
    }
}

impl DifferenceView {
    pub(super) fn new(
        difference: &Difference,
        orders: Vec<OrderView>,
        shown: usize,
    ) -> DifferenceView {
        let sales = difference.sales.iter().take(shown);
        DifferenceView {
            kind: difference.kind,
            count: count(difference.orders.len() + difference.sales.len()),
            orders,
            sales: sales.map(ProviderSale::of).collect(),
        }
    }
}

impl ComparisonView {
    pub(super) fn new(
        compared: &Compared,
        differences: Vec<DifferenceView>,
        read_at: Timestamp,
    ) -> ComparisonView {
        ComparisonView {
            provider: compared.provider,
            book: compared.book,
            same: compared.same,
            differences,
            unseen: compared.unseen.clone(),
            read_at: read_at.to_string(),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
