//! What is to be bought in this run: the lines that a person pressed for. Never stored, so that a restart buys nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use tokio::sync::Notify;

use crate::book::{GroupKey, LineKey};
use crate::desk::model::Failure;

#[derive(Default)]
pub(super) struct ToBuy {
    state: Mutex<State>,
    signal: Notify,
}

#[derive(Default)]
struct State {
    lines: BTreeSet<LineKey>,
    /// The line that is being bought.
    buying: Option<LineKey>,
    /// Those of them that somebody wants although the same was sold a moment ago. Like a press it is for this once.
    insisted: BTreeSet<LineKey>,
    /// Lines that somebody is changing: until they are through nothing adds them.
    held: BTreeSet<LineKey>,
    /// What made a group stop by itself, until it goes on.
    stopped: BTreeMap<GroupKey, Failure>,
    /// How many times each group was stopped, by itself or by a person.
    stops: BTreeMap<GroupKey, u32>,
    revision: u32,
}

/// What is going on with groups.
#[derive(Clone, Debug, Default, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupsNow {
    /// The groups of which lines are being bought.
    pub going: Vec<GroupKey>,
    /// What made others stop.
    pub stopped: Vec<GroupStopped>,
    /// Another one each time that a line of any group changed.
    pub revision: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
pub struct GroupStopped {
    pub group: GroupKey,
    pub why: Failure,
}

impl ToBuy {
    /// A person pressed for these. What is being bought already is not bought once more after that, however it goes: two
    /// presses, one after the other, mean one.
    pub(super) fn add(&self, lines: impl IntoIterator<Item = LineKey>) {
        self.lock().add(lines);
        self.signal.notify_one();
    }

    /// The same for lines of one group that were looked at when it had been stopped so many times. False, and nothing is added,
    /// where it was stopped since: whoever pressed has not seen why, nor what its lines have become.
    pub(super) fn add_since(&self, group: GroupKey, stops: u32, lines: Vec<LineKey>) -> bool {
        self.add_unless_stopped(group, stops, lines, false)
    }

    /// The same, by somebody who wants them although the same was sold a moment ago.
    pub(super) fn insist_since(&self, group: GroupKey, stops: u32, lines: Vec<LineKey>) -> bool {
        self.add_unless_stopped(group, stops, lines, true)
    }

    fn add_unless_stopped(
        &self,
        group: GroupKey,
        stops: u32,
        lines: Vec<LineKey>,
        insists: bool,
    ) -> bool {
        let mut state = self.lock();
        if state.stops(group) != stops {
            return false;
        }
        if insists {
            state.insisted.extend(&lines);
        }
        state.add(lines);
        drop(state);
        self.signal.notify_one();
        true
    }

    /// Whether somebody insists on the line that is being bought.
    pub(super) fn is_insisted(&self, line: LineKey) -> bool {
        self.lock().insisted.contains(&line)
    }

    /// How many times the group was stopped.
    pub(super) fn stops(&self, group: GroupKey) -> u32 {
        self.lock().stops(group)
    }

    /// The next line; none where there is none, and then [`ToBuy::something_is_to_buy`] tells when to look again.
    pub(super) fn next(&self) -> Option<LineKey> {
        let mut state = self.lock();
        let next = state.lines.pop_first();
        state.buying = next;
        next
    }

    /// The line is done with, however it went.
    pub(super) fn done(&self) {
        let mut state = self.lock();
        if let Some(line) = state.buying.take() {
            state.insisted.remove(&line);
        }
        state.revision += 1;
    }

    /// Nothing more of this group is bought until somebody says so.
    pub(super) fn stop(&self, group: GroupKey, why: Option<Failure>) {
        let mut state = self.lock();
        state.lines.retain(|line| line.group != group);
        state.insisted.retain(|line| line.group != group);
        *state.stops.entry(group).or_default() += 1;
        if let Some(why) = why {
            state.stopped.insert(group, why);
        }
        state.revision += 1;
    }

    /// Nothing of this group waits to be bought or to be mended any more: what made it stop is in nobody's way.
    pub(super) fn is_through(&self, group: GroupKey) {
        let mut state = self.lock();
        state.stopped.remove(&group);
        state.revision += 1;
    }

    /// The line does not come in its turn any more, and nobody adds it while what is returned is there. `None` where it
    /// is being bought already.
    pub(super) fn hold(&self, line: LineKey) -> Option<Held<'_>> {
        let mut state = self.lock();
        state.revision += 1;
        if state.buying == Some(line) {
            return None;
        }
        state.lines.remove(&line);
        state.insisted.remove(&line);
        state.held.insert(line);
        Some(Held { to_buy: self, line })
    }

    /// Whether the line is being bought, or comes in its turn.
    pub(super) fn is_to_buy(&self, line: LineKey) -> bool {
        let state = self.lock();
        state.buying == Some(line) || state.lines.contains(&line)
    }

    /// The lines of this group that are being bought, or come in their turn.
    pub(super) fn of_group(&self, group: GroupKey) -> BTreeSet<LineKey> {
        let state = self.lock();
        let lines = state.lines.iter().chain(&state.buying);
        lines.filter(|line| line.group == group).copied().collect()
    }

    pub(super) async fn something_is_to_buy(&self) {
        self.signal.notified().await;
    }

    pub(super) fn now(&self) -> GroupsNow {
        let state = self.lock();
        let lines = state.lines.iter().chain(&state.buying);
        let going: BTreeSet<GroupKey> = lines.map(|line| line.group).collect();
        let stopped = state.stopped.iter().map(|(group, why)| GroupStopped {
            group: *group,
            why: why.clone(),
        });
        GroupsNow {
            going: going.into_iter().collect(),
            stopped: stopped.collect(),
            revision: state.revision,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn add(&mut self, lines: impl IntoIterator<Item = LineKey>) {
        for line in lines {
            self.stopped.remove(&line.group);
            // The line that is being bought just now needs no second press.
            if self.buying != Some(line) && !self.held.contains(&line) {
                self.lines.insert(line);
            }
        }
        self.revision += 1;
    }

    fn stops(&self, group: GroupKey) -> u32 {
        self.stops.get(&group).copied().unwrap_or_default()
    }
}

/// A line that is being changed.
pub(super) struct Held<'r> {
    to_buy: &'r ToBuy,
    line: LineKey,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.to_buy.lock().held.remove(&self.line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_that_comes_after_a_stop_and_was_made_before_it_adds_nothing() {
        let to_buy = ToBuy::default();
        let (group, other) = (GroupKey(1), GroupKey(2));
        let line = LineKey { group, line: 2 };
        let stops = to_buy.stops(group);
        to_buy.stop(other, None);
        assert!(to_buy.add_since(group, stops, vec![line]), "another group");
        to_buy.stop(group, Some(Failure::OrdersFail));
        assert!(!to_buy.add_since(group, stops, vec![line]), "not seen yet");
        assert_eq!(to_buy.next(), None);
        assert_eq!(to_buy.now().stopped.len(), 1, "it still says why");
        assert!(to_buy.add_since(group, to_buy.stops(group), vec![line]));
        assert_eq!(to_buy.next(), Some(line));
    }
}
