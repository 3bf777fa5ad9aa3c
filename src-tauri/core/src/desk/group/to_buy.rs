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
    /// Lines that somebody is changing: until they are through nothing adds them.
    held: BTreeSet<LineKey>,
    /// What made a group stop by itself, until it goes on.
    stopped: BTreeMap<GroupKey, Failure>,
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
        let mut state = self.lock();
        for line in lines {
            state.stopped.remove(&line.group);
            // The line that is being bought just now needs no second press.
            if state.buying != Some(line) && !state.held.contains(&line) {
                state.lines.insert(line);
            }
        }
        state.revision += 1;
        drop(state);
        self.signal.notify_one();
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
        state.buying = None;
        state.revision += 1;
    }

    /// Nothing more of this group is bought until somebody says so.
    pub(super) fn stop(&self, group: GroupKey, why: Option<Failure>) {
        let mut state = self.lock();
        state.lines.retain(|line| line.group != group);
        if let Some(why) = why {
            state.stopped.insert(group, why);
        }
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
        state.held.insert(line);
        Some(Held { to_buy: self, line })
    }

    /// Whether the line is being bought, or comes in its turn.
    pub(super) fn is_to_buy(&self, line: LineKey) -> bool {
        let state = self.lock();
        state.buying == Some(line) || state.lines.contains(&line)
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
