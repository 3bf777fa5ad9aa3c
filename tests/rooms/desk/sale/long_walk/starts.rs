//! *Start now* in a walk: plans that wait are told to start, by one press and by two at once, while answers are lost, refused
//! or late; and so are plans of what is being given back, which nobody may start any more.

use std::collections::BTreeSet;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{EsimView, PlanOnSim, PlanState, StartNow};
use esim_desk_core::sandbox::{Activation, Fault, Mishap, Step};
use esim_desk_core::typed::same_sim;

use super::Walk;
use crate::desk::chance::Chance;

/// How the service of a walk starts plans.
pub(super) fn activation(chance: &mut Chance) -> Activation {
    chance.of(&[
        Activation::Answered,
        Activation::Answered,
        Activation::Silent,
        Activation::Late { millis: 20_000 },
        Activation::NotPosted,
    ])
}

fn may_be_started(plan: &PlanOnSim) -> bool {
    matches!(plan.start, StartNow::Offered | StartNow::NotStarted)
}

impl Walk {
    pub(super) async fn start_a_plan(&mut self) {
        let (here, back) = self.sims();
        if !back.is_empty() && self.several().chance.one_in(3) {
            let iccid = self.several().chance.of(&back);
            return self.start_what_goes_back(&iccid).await;
        }
        if here.is_empty() {
            return;
        }
        let iccid = self.several().chance.of(&here);
        let looked = self
            .shop
            .moving(self.shop.desk.esims.look(&iccid, true))
            .await;
        let Ok(view) = looked else { return };
        let waiting: Vec<_> = view.plans.into_iter().filter(may_be_started).collect();
        if !waiting.is_empty() {
            let plan = self.several().chance.of(&waiting).subscription;
            self.press_start(&iccid, &plan).await;
        }
    }

    async fn press_start(&mut self, iccid: &str, plan: &str) {
        let twice = self.several().chance.one_in(3);
        let (told, before) = (self.starts_told(), self.starts_at(plan));
        let starts = &mut self.several().starts;
        starts.presses += 1;
        starts.wanted.insert(plan.to_owned());
        let esims = &self.shop.desk.esims;
        let pressed = match twice {
            true => {
                let both = async {
                    tokio::join!(esims.start_now(iccid, plan), esims.start_now(iccid, plan))
                };
                self.shop.moving(both).await.0
            }
            false => self.shop.moving(esims.start_now(iccid, plan)).await,
        };
        let said = pressed.as_ref().map(|view| state_of(view, plan));
        self.happens(format!("start {plan}, twice {twice}: {said:?}"));
        let more = self.starts_told() - told;
        self.must(more <= 1, || format!("{plan} was told {more} times"));
        if pressed.is_err() && !twice {
            let after = self.starts_at(plan);
            self.must(before == after, || {
                format!("{plan} did not start, as is told, and does: {after:?}")
            });
        }
    }

    /// A page that was opened before the eSIM went back.
    async fn start_what_goes_back(&mut self, iccid: &str) {
        let ledger = self.shop.control().ledger();
        let mut orders = ledger.orders.iter().map(|view| &view.order);
        let Some(order) = orders.find(|order| iccid.starts_with(&order.iccid)) else {
            return;
        };
        let plan = order.subscription.id.clone();
        let told = self.starts_told();
        self.several().starts.presses += 1;
        let pressed = self.shop.desk.esims.start_now(iccid, &plan);
        let pressed = self.shop.moving(pressed).await.map(drop);
        self.happens(format!("start {plan}, which goes back: {pressed:?}"));
        // It may have been kept meanwhile.
        let (_, back) = self.sims();
        let goes_back = back.iter().any(|one| one == iccid);
        self.must(self.starts_told() == told || !goes_back, || {
            format!("a plan of {iccid} was told to start, and goes back")
        });
    }

    /// The SIMs of this desk, and those of them that go back.
    fn sims(&self) -> (Vec<String>, Vec<String>) {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let orders = orders.filter(|order| order.other_account.is_none());
        let of = orders.filter_map(|order| Some((order.iccid?, order.state)));
        let of: Vec<(String, OrderState)> = of.collect();
        let goes_back = |iccid: &String| {
            let mut same = of.iter().filter(|(one, _)| same_sim(one, iccid));
            same.any(|(_, state)| state.takes_no_plans())
        };
        let sims: BTreeSet<String> = of.iter().map(|(iccid, _)| iccid.clone()).collect();
        let (back, here) = sims.into_iter().partition(goes_back);
        (here, back)
    }

    pub(super) fn spoil_the_next_start(&mut self) {
        let chance = &mut self.several().chance;
        let mishap = chance.of(&[
            Mishap::Drop,
            Mishap::Drop,
            Mishap::Broken,
            Mishap::Garbage,
            Mishap::Slow { millis: 45_000 },
            Mishap::refuse(400, "NO", "No"),
            Mishap::refuse(401, "NO", "No"),
            Mishap::refuse(404, "NO", "No"),
        ]);
        let refuses = matches!(mishap, Mishap::Refuse { .. });
        let fault = Fault::next(Step::Activation, mishap);
        let fault = match !refuses && chance.one_in(2) {
            true => fault.after_work(),
            false => fault,
        };
        self.happens(format!("the next start: {fault:?}"));
        self.shop.control().cause(fault);
    }

    fn starts_told(&self) -> u64 {
        self.shop.control().ledger().seen.at(Step::Activation)
    }

    /// When the ledger lets a plan start.
    fn starts_at(&self, plan: &str) -> Option<jiff::Timestamp> {
        let orders = self.shop.control().ledger().orders.into_iter();
        let mut plans = orders.map(|view| view.order.subscription);
        plans.find(|one| one.id == plan)?.activation
    }

    /// After each step: nothing is told to start without a press.
    pub(super) fn nothing_starts_by_itself(&self) {
        let Some(several) = &self.several else { return };
        let (told, presses) = (self.starts_told(), several.starts.presses);
        self.must(told <= presses, || {
            format!("{told} plans were told to start for {presses} presses")
        });
    }

    /// At the end, while all is well: a plan that still waits, though somebody wanted it to start, starts when it is told
    /// once more.
    pub(super) async fn each_start_has_a_way_out(&mut self) {
        let Some(several) = &self.several else { return };
        let wanted = several.starts.wanted.clone();
        let (sims, _) = self.sims();
        for iccid in sims {
            let looked = self
                .shop
                .moving(self.shop.desk.esims.look(&iccid, true))
                .await;
            let Ok(view) = looked else { continue };
            let plans = view.plans.iter();
            let waiting = plans.filter(|plan| {
                let waits = matches!(plan.state, PlanState::Pending | PlanState::PendingUsage);
                waits && wanted.contains(&plan.subscription)
            });
            for plan in waiting {
                // A SIM that cannot be read any more may be of no use.
                self.must(
                    may_be_started(plan) || plan.start == StartNow::NotOffered,
                    || format!("{} is {:?} for a day", plan.subscription, plan.start),
                );
                if may_be_started(plan) {
                    self.several().starts.presses += 1;
                    let again = self.shop.desk.esims.start_now(&iccid, &plan.subscription);
                    let again = self.shop.moving(again).await;
                    let state = again
                        .as_ref()
                        .map(|view| state_of(view, &plan.subscription));
                    self.must(matches!(state, Ok(Some(PlanState::Active))), || {
                        format!("{} does not start: {state:?}", plan.subscription)
                    });
                }
            }
        }
    }
}

fn state_of(view: &EsimView, plan: &str) -> Option<PlanState> {
    let mut plans = view.plans.iter();
    let plan = plans.find(|one| one.subscription == plan)?;
    Some(plan.state)
}
