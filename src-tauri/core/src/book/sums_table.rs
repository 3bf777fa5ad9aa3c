//! What days came to as a table for a spreadsheet: a line for each day, month, member of staff or plan, and a column for each
//! currency, so that whoever adds up a column adds no two currencies. A plan has its data, time, place and id beside its name,
//! which may be another one's too. There is no line with the total: it would be added up
//! with the others.

use std::collections::{BTreeMap, BTreeSet};

use super::order::PlanSold;
use super::spreadsheet::Holds;
use super::sums::{Amounts, GroupBy, Sums, SumsLine, SumsReport};
use super::table::{self, Dialect, Lines};

/// What the reader's spreadsheet expects.
#[derive(Clone, Debug)]
pub struct SumsLayout {
    pub dialect: Dialect,
    pub by: GroupBy,
    /// Headings in the reader's language, by machine name. What is missing stays as it is.
    pub words: BTreeMap<String, String>,
}

/// An amount of a line, and its machine name.
type Column = (&'static str, fn(&Sums) -> &Amounts);

const AMOUNTS: [Column; 6] = [
    ("charged", |sums| &sums.charged),
    ("charged_back", |sums| &sums.charged_back),
    ("perhaps_charged", |sums| &sums.perhaps_charged),
    ("paid", |sums| &sums.paid),
    ("paid_back", |sums| &sums.paid_back),
    ("perhaps_paid", |sums| &sums.perhaps_paid),
];

/// What tells plans of one name apart.
const OF_PLANS: [&str; 4] = ["data", "duration", "place", "product"];

fn cells_of_plan(plan: &PlanSold, words: &BTreeMap<String, String>) -> [String; OF_PLANS.len()] {
    [
        plan.data_text(words),
        plan.duration_text(words),
        plan.footprint.clone().unwrap_or_default(),
        plan.product_id.clone(),
    ]
}

/// The sums as CSV.
pub fn sums_csv(report: &SumsReport, layout: &SumsLayout) -> String {
    let columns: Vec<(Column, &str)> = AMOUNTS
        .into_iter()
        .flat_map(|column| {
            let amounts = report
                .rows
                .iter()
                .flat_map(move |line| column.1(&line.sums).iter());
            let currencies: BTreeSet<&str> = amounts.map(|(currency, _)| currency).collect();
            currencies
                .into_iter()
                .map(move |currency| (column, currency))
        })
        .collect();
    let mut lines = Lines::begin(layout.dialect.separator());
    let word = |name: &str| table::word(&layout.words, name);
    let mut headings = vec![word(layout.by.heading())];
    if layout.by == GroupBy::Plan {
        headings.extend(OF_PLANS.map(word));
    }
    let counted = ["sold", "top_ups", "refunded", "unknown", "unpriced"].map(word);
    headings.extend(counted);
    for ((name, _), currency) in &columns {
        headings.push(format!("{} {currency}", word(name)));
    }
    lines.push(&headings, std::iter::repeat(Holds::Text));
    let first = match layout.by {
        GroupBy::Day | GroupBy::Month => Holds::Value,
        GroupBy::Staff | GroupBy::Plan => Holds::Text,
    };
    for SumsLine { name, plan, sums } in &report.rows {
        let name = match (layout.by, name) {
            // A month alone is a date to no spreadsheet, and some make another one of it.
            (GroupBy::Month, Some(month)) => format!("{month}-01"),
            (_, name) => name.clone().unwrap_or_else(|| word(layout.by.nothing())),
        };
        let mut cells = vec![name];
        if layout.by == GroupBy::Plan {
            cells.extend(
                plan.as_ref()
                    .map(|plan| cells_of_plan(plan, &layout.words))
                    .unwrap_or_default(),
            );
        }
        let texts = cells.len();
        let counts = [
            sums.sold,
            sums.top_ups,
            sums.refunded,
            sums.unknown,
            sums.unpriced,
        ];
        cells.extend(counts.map(|count| count.to_string()));
        for ((_, amounts), currency) in &columns {
            let amount = amounts(sums).of(currency).map(|amount| amount.to_string());
            cells.push(table::amount(
                &amount.unwrap_or_default(),
                layout.dialect.decimal(),
            ));
        }
        let hold = std::iter::repeat_n(first, texts).chain(std::iter::repeat(Holds::Value));
        lines.push(&cells, hold);
    }
    lines.done()
}

impl GroupBy {
    /// The machine name of the first column.
    fn heading(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Staff => "staff",
            Self::Plan => "plan",
        }
    }

    /// What stands there where orders do not say.
    fn nothing(self) -> &'static str {
        match self {
            Self::Day | Self::Month | Self::Staff => "no_staff",
            Self::Plan => "no_plan",
        }
    }
}
