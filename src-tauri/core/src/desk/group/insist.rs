//! One press for all lines of a group that were not bought because the same had been sold a moment ago: a person wants each of
//! them all the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::Groups;
use super::check::same;
use super::checked::Cost;
use super::stored::{StoredLine, WhyNotBought};
use super::view::SoldAlready;
use crate::book::{GroupKey, GuestLine, LineKey, LineState};
use crate::desk::model::Failure;

impl Groups {
    /// Buys the lines that `agreed` names, and of them only those that nothing but a recent sale still keeps from it: whatever
    /// was mended, bought or left out since is left alone, and whoever was bought the same by name since is left for a person
    /// to say so. Where they come to anything that did not stand there nothing is bought, nor where the group was stopped
    /// meanwhile. It is said for this once: what a stop leaves of them is asked about again.
    pub async fn insist(&self, group: GroupKey, agreed: SoldAlready) -> Result<(), Failure> {
        self.orders.open_keys().await;
        let stops = self.to_buy.stops(group);
        let known = self.orders.book(move |book| book.group(group)).await?;
        let elsewhere = self.elsewhere(known.account, None).await?;
        let mut met = met(group, &known.lines, &self.to_buy.of_group(group));
        met.retain(|line, _| agreed.lines.contains(line));
        if !cost_of(&met).is_within(&agreed.cost) {
            return Err(Failure::GroupChanged);
        }
        let is_bought = move |stored: &StoredLine| elsewhere.bought(stored).is_some();
        let mut seen = HashSet::new();
        let mut insisted = Vec::new();
        let mut is_any_bought = false;
        for (line, stored) in &met {
            if is_bought(stored) {
                is_any_bought = true;
            } else if same(stored).is_none_or(|same| seen.insert(same)) {
                insisted.push(LineKey { group, line: *line });
            }
        }
        if is_any_bought {
            let change = move |line: &GuestLine| {
                let stored = met_by(line).filter(&is_bought)?;
                let why = Some(WhyNotBought::BoughtBefore);
                let stopped = StoredLine { why, ..stored };
                Some((LineState::Stopped, stopped.text()))
            };
            self.orders
                .book(move |book| book.change_lines(group, change))
                .await?;
        }
        let is_added = self.to_buy.insist_since(group, stops, insisted);
        self.changes.notify();
        is_added.then_some(()).ok_or(Failure::GroupChanged)
    }

    /// What a press that insists on all would buy.
    pub(super) fn sold_already(&self, group: GroupKey, lines: &[GuestLine]) -> SoldAlready {
        let met = met(group, lines, &self.to_buy.of_group(group));
        SoldAlready {
            cost: cost_of(&met),
            lines: met.into_keys().collect(),
        }
    }
}

fn met(
    group: GroupKey,
    lines: &[GuestLine],
    in_turn: &BTreeSet<LineKey>,
) -> BTreeMap<u32, StoredLine> {
    let lines = lines
        .iter()
        .filter(|line| !in_turn.contains(&key(group, line)));
    lines
        .filter_map(|line| Some((line.line, met_by(line)?)))
        .collect()
}

/// Whether a recent sale and nothing else kept the line from being bought.
pub(super) fn is_met(line: &GuestLine) -> bool {
    met_by(line).is_some()
}

/// Such a line. One that was asked for once is looked at by itself, whatever became of that.
fn met_by(line: &GuestLine) -> Option<StoredLine> {
    let stored = StoredLine::of_text(line.text.as_ref()?)?;
    let is_met = matches!(stored.why, Some(WhyNotBought::SoldRecently { .. }));
    (line.state == LineState::Stopped && is_met && line.order.is_none() && stored.plan.is_some())
        .then_some(stored)
}

fn cost_of(lines: &BTreeMap<u32, StoredLine>) -> Cost {
    Cost::of(lines.values().map(|line| line.plan.as_ref()))
}

fn key(group: GroupKey, line: &GuestLine) -> LineKey {
    LineKey {
        group,
        line: line.line,
    }
}
