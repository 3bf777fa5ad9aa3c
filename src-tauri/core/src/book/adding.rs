//! Adding up: each order goes into the sums of its day, or month, or whatever was asked for. An order that was given back is in
//! two of them at most: where it was sold, and where it was refunded. An amount that is missing is counted once all the same.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;

use super::order::{AccountId, OrderKind, PlanSold};
use super::outcome::Outcome;
use super::sums::{Days, GroupBy, Line, Sums, SumsLine, SumsQuery, SumsReport};

/// What one order adds to the sums of a day.
#[derive(Clone, Copy)]
enum Entry {
    Sold,
    Refunded,
    Unknown,
}

impl Sums {
    /// All that one order adds to them.
    fn add(&mut self, entries: impl IntoIterator<Item = Entry>, line: &Line<'_>) {
        let mut lacks_an_amount = false;
        for entry in entries {
            lacks_an_amount |= !self.enter(entry, line);
        }
        self.unpriced += u32::from(lacks_an_amount);
    }

    /// Whether every amount of it could be added.
    fn enter(&mut self, entry: Entry, line: &Line<'_>) -> bool {
        let (count, charged, paid) = match entry {
            Entry::Sold => (&mut self.sold, &mut self.charged, &mut self.paid),
            Entry::Refunded => (
                &mut self.refunded,
                &mut self.charged_back,
                &mut self.paid_back,
            ),
            Entry::Unknown => (
                &mut self.unknown,
                &mut self.perhaps_charged,
                &mut self.perhaps_paid,
            ),
        };
        *count += 1;
        if matches!(entry, Entry::Sold) && line.kind == OrderKind::TopUp {
            self.top_ups += 1;
        }
        let priced = line
            .plan
            .price
            .as_ref()
            .is_some_and(|price| charged.add(price));
        let noted = line.paid.as_ref().is_none_or(|amount| paid.add(amount));
        priced && noted
    }
}

/// A line on the way.
#[derive(Default)]
struct Row {
    sums: Sums,
    /// Of lines for plans, as it was sold last, and when.
    plan: Option<PlanSold>,
    newest: Option<Timestamp>,
}

impl Row {
    fn is_of(&mut self, line: &Line<'_>) {
        if self.newest.is_some_and(|newest| line.at <= newest) {
            return;
        }
        self.newest = Some(line.at);
        // Nearly always the one that is there.
        if self.plan.as_ref() != Some(&line.plan.sold) {
            self.plan = Some(line.plan.sold.clone());
        }
    }

    fn done(self, name: Option<String>) -> SumsLine {
        let said = |plan: &PlanSold| (!plan.name.is_empty()).then(|| plan.name.clone());
        SumsLine {
            name: match &self.plan {
                Some(plan) => said(plan),
                None => name,
            },
            plan: self.plan,
            sums: self.sums,
        }
    }
}

/// What of an order belongs together, by a name for its days, of which it has two at the most.
fn grouped<K: PartialEq>(
    entries: &[(Entry, Date)],
    name: impl Fn(Date) -> K,
) -> Vec<(K, Vec<Entry>)> {
    let mut groups: Vec<(K, Vec<Entry>)> = Vec::with_capacity(entries.len());
    for (entry, day) in entries {
        let name = name(*day);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, group)) => group.push(*entry),
            None => groups.push((name, vec![*entry])),
        }
    }
    groups
}

/// The sums on the way.
pub(super) struct Adding<'q> {
    query: &'q SumsQuery,
    report: SumsReport,
    rows: HashMap<Option<String>, Row>,
    each: BTreeMap<Date, Sums>,
}

impl<'q> Adding<'q> {
    pub(super) fn new(query: &'q SumsQuery) -> Adding<'q> {
        let each = query.each_of.iter().flat_map(Days::each);
        Adding {
            query,
            report: SumsReport::default(),
            rows: HashMap::new(),
            each: each.map(|day| (day, Sums::default())).collect(),
        }
    }

    pub(super) fn add(&mut self, line: &Line<'_>) {
        let sold_on = self.query.days.day_of(line.at);
        match line.outcome {
            Outcome::NotSold => {}
            Outcome::Sold => self.enter(&[(Entry::Sold, sold_on)], line),
            Outcome::Unknown => self.enter(&[(Entry::Unknown, sold_on)], line),
            Outcome::Refunded => {
                let given_back = line.turned_at.map(|at| self.query.days.day_of(at));
                let given_back = given_back.unwrap_or(sold_on);
                let both = [(Entry::Sold, sold_on), (Entry::Refunded, given_back)];
                self.enter(&both, line);
            }
        }
    }

    /// What an order comes to, into each of the sums that ask for one of its days: once, whatever of it they have.
    fn enter(&mut self, entries: &[(Entry, Date)], line: &Line<'_>) {
        for (day, entries) in grouped(entries, |day| day) {
            if let Some(sums) = self.each.get_mut(&day) {
                sums.add(entries, line);
            }
        }
        let asked: Vec<_> = entries
            .iter()
            .copied()
            .filter(|(_, day)| self.query.days.contain(*day))
            .collect();
        if asked.is_empty() {
            return;
        }
        self.report
            .total
            .add(asked.iter().map(|(entry, _)| *entry), line);
        let by = self.query.by;
        for (name, entries) in grouped(&asked, |day| by.name(day, line)) {
            let row = self.rows.entry(name).or_default();
            row.sums.add(entries, line);
            if by == GroupBy::Plan {
                row.is_of(line);
            }
        }
        if asked
            .iter()
            .any(|(entry, _)| matches!(entry, Entry::Unknown))
        {
            self.report.unknown.push(line.key);
        }
        let elsewhere = |here: &AccountId| here.0 != line.account;
        if self.query.account.as_ref().is_some_and(elsewhere) {
            self.report.of_other_accounts += 1;
        }
    }

    pub(super) fn done(self) -> SumsReport {
        let mut rows: Vec<SumsLine> = self
            .rows
            .into_iter()
            .map(|(name, row)| row.done(name))
            .collect();
        match self.query.by {
            GroupBy::Day | GroupBy::Month => rows.sort_by(|one, other| other.name.cmp(&one.name)),
            GroupBy::Staff | GroupBy::Plan => rows.sort_by(|one, other| {
                let most = other.sums.sold.cmp(&one.sums.sold);
                most.then_with(|| one.name.cmp(&other.name))
                    .then_with(|| id_of(one).cmp(&id_of(other)))
            }),
        }
        let mut report = self.report;
        report.unknown.sort_unstable_by(|one, other| other.cmp(one));
        SumsReport {
            rows,
            each: self.each.into_iter().collect(),
            ..report
        }
    }
}

fn id_of(line: &SumsLine) -> Option<&str> {
    Some(&line.plan.as_ref()?.product_id)
}

impl GroupBy {
    /// What tells the lines apart. A plan is known by its id: two plans may have one name.
    fn name(self, day: Date, line: &Line<'_>) -> Option<String> {
        let said = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        match self {
            GroupBy::Day => Some(day.to_string()),
            GroupBy::Month => Some(day.strftime("%Y-%m").to_string()),
            GroupBy::Staff => line.staff.and_then(said),
            GroupBy::Plan => {
                let plan = &line.plan.sold;
                said(&plan.product_id).or_else(|| said(&plan.name))
            }
        }
    }
}
