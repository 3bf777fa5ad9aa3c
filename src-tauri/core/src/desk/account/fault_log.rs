//! The last faults of this run, for the support bundle.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::clock;
use crate::connect::Fault;

/// Faults that are remembered.
const FAULTS: usize = 50;

/// Each says step, kind, status and correlation id, never the service's sentences.
#[derive(Default)]
pub(super) struct FaultLog(VecDeque<(Timestamp, String)>);

impl FaultLog {
    pub(super) fn note(&mut self, fault: &Fault) {
        let text = fault.to_string();
        // All who wait for a token meet the same failure to get one.
        if self.0.back().is_some_and(|(_, last)| *last == text) {
            return;
        }
        if self.0.len() == FAULTS {
            self.0.pop_front();
        }
        self.0.push_back((clock::now(), text));
    }

    /// Oldest first.
    pub(super) fn lines(&self) -> Vec<String> {
        self.0
            .iter()
            .map(|(at, fault)| format!("{at}  {fault}"))
            .collect()
    }
}
