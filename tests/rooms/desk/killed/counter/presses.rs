//! What somebody presses for in a run beside selling: groups, starts, top-ups and refunds.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Counter, kills};
use crate::desk::killed::till::{GROUPS, REFUNDS, STARTS, TOP_UPS};

impl Counter {
    /// A new table now and then, and the last one once more: the same person presses again after the start. The plans that
    /// wait are told to start.
    pub(super) fn press_for_groups_and_starts(&mut self) {
        if self.chance.one_in(2) {
            let number = self.groups.len() as u64;
            let group = kills::group(&mut self.chance, &self.plans, number);
            self.groups.push(group);
        }
        let last = self.groups.last().into_iter().collect::<Vec<_>>();
        self.tell(GROUPS, &json!(last));
        let waiting = kills::waiting_plans(&self.service.control().ledger());
        let some: Vec<_> = waiting
            .into_iter()
            .filter(|(iccid, _)| !self.refunds.contains(iccid))
            .take(3)
            .collect();
        self.start_presses += some.len() as u64;
        self.tell(STARTS, &json!(some));
        self.starts.extend(some);
    }

    /// A plan more for some, and some eSIMs back: new ones, and what was pressed for before the last kill once more. Not of
    /// those who stand at the counter: once their eSIM is back, they may well buy another one.
    pub(super) fn press_for_top_ups_and_refunds(&mut self, at_counter: &BTreeSet<&str>) {
        let ledger = self.service.control().ledger();
        let sims = kills::sims_of_guests(&ledger, at_counter);
        let kept: Vec<&String> = sims
            .iter()
            .filter(|iccid| !self.refunds.contains(*iccid))
            .collect();
        let mut top_ups = self.last_top_ups.split_off(0);
        for _ in 0..2 {
            if kept.is_empty() {
                break;
            }
            let plan = self.chance.below(self.plans.len() as u64);
            let plan = usize::try_from(plan).unwrap_or(0);
            let wish = (self.chance.of(&kept).clone(), plan);
            if self.top_ups.insert(wish.clone()) {
                top_ups.push(wish);
            }
        }
        let forms = top_ups
            .iter()
            .map(|(iccid, plan)| kills::top_up(iccid, &self.plans[*plan]));
        self.tell(TOP_UPS, &Value::Array(forms.collect()));
        self.last_top_ups = top_ups;

        let starts = |iccid: &String| self.starts.iter().any(|(of, _)| of == iccid);
        let mut refunds: Vec<String> = sims
            .iter()
            .filter(|iccid| self.refunds.contains(*iccid))
            .cloned()
            .collect();
        let others: Vec<&String> = kept.into_iter().filter(|iccid| !starts(iccid)).collect();
        if !others.is_empty() && self.chance.one_in(2) {
            refunds.push(self.chance.of(&others).clone());
        }
        self.refund_presses += refunds.len() as u64;
        self.tell(REFUNDS, &json!(refunds));
        self.refunds.extend(refunds);
    }
}
