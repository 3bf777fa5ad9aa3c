//! What happens after a sale in a walk: eSIMs are topped up and given back, while whatever else happens goes on.
//!
//! With numbers of its own, and in walks of its own, so that the seeds of the others stay the walks that they are.

use std::collections::BTreeSet;

use esim_desk_core::book::{OrderKind, OrderState};
use esim_desk_core::desk::{Phone, TopUpDraft};
use esim_desk_core::sandbox::{Fault, Mishap, Moment, Quirks, Step, TopUpOutput};

use super::{Life, Pressed, Walk};
use crate::desk::chance::Chance;
use crate::desk::sale::topping_up::form;

impl Life {
    pub(super) fn new(seed: u64) -> Life {
        Life {
            chance: Chance(seed.rotate_left(32)),
            wanted: BTreeSet::new(),
            presses: 0,
        }
    }

    pub(super) fn quirks(&mut self, quirks: &mut Quirks) {
        let chance = &mut self.chance;
        quirks.top_up_output = chance.of(&[
            TopUpOutput::Both,
            TopUpOutput::Both,
            TopUpOutput::Sim,
            TopUpOutput::Missing,
        ]);
        quirks.top_ups_under_email = chance.one_in(2);
        quirks.cancel_refused_with = chance.of(&[400, 403, 409, 422]);
        quirks.cancelled_vanish = chance.one_in(2);
        quirks.cancel_lag_millis = chance.of(&[0, 0, 1_000, 60_000]);
    }
}

impl Walk {
    /// One thing happens to an eSIM that was sold, in some of the steps of such a walk.
    pub(super) async fn live(&mut self) {
        let Some(life) = &mut self.life else { return };
        match life.chance.below(12) {
            0..=2 => self.top_up(false).await,
            3 => self.top_up(true).await,
            4..=5 => self.give_back().await,
            6 => self.ask_again_or_keep().await,
            7 => self.spoil_the_next_request(),
            _ => {}
        }
    }

    fn life(&mut self) -> &mut Life {
        self.life.as_mut().expect("such a walk")
    }

    async fn top_up(&mut self, again: bool) {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let of: Vec<_> = orders
            .filter(|order| order.takes_top_ups)
            .filter_map(|order| order.iccid)
            .collect();
        if of.is_empty() {
            return;
        }
        let plans = self.plans.clone();
        let (iccid, plan) = {
            let chance = &mut self.life().chance;
            (chance.of(&of), chance.of(&plans))
        };
        let (email, product) = (format!("SIM {iccid}"), plan.id.clone());
        let undecided = self.undecided_of(&email, &product);
        let asked = self.is_asked();
        let draft = TopUpDraft {
            again,
            phone: Some(Phone::Iphone),
            phone_model: asked.phone_model,
            imei: asked.imei,
            notes: asked.notes,
            ..form(&iccid, plan)
        };
        let placed = self.shop.moving(self.shop.desk.sale.top_up(draft)).await;
        let told = placed.as_ref().err().map(|failure| format!("{failure:?}"));
        self.happens(format!("top up {iccid}, again {again}: {told:?}"));
        let Ok(key) = placed else { return };
        let reference = self.shop.order(key).reference;
        self.asked_for(&reference);
        self.must(again || undecided.is_empty(), || {
            format!("topped up without a second thought beside {undecided:?}")
        });
        self.pressed.insert(reference, Pressed { email, product });
    }

    async fn give_back(&mut self) {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let of: Vec<_> = orders.filter(|order| order.may_be_given_back).collect();
        if of.is_empty() {
            return;
        }
        let order = self.life().chance.of(&of);
        self.life().presses += 1;
        self.life().wanted.insert(order.reference.clone());
        let given = self.shop.desk.refund.give_back(order.key);
        let given = self.shop.moving(given).await;
        self.happens(format!("give {} back: {given:?}", order.key.0));
        if given.is_ok() {
            let code = self.shop.desk.handover.open(order.key).await;
            let state = self.shop.order(order.key).state;
            // It may have been refused meanwhile, and proved again.
            self.must(code.is_err() || state == OrderState::Ready, || {
                format!("{} is given back, and shows its code", order.key.0)
            });
            self.shop.desk.handover.done();
        }
    }

    async fn ask_again_or_keep(&mut self) {
        let orders = self.shop.desk.snapshot().orders.into_iter();
        let waits = orders.filter(|order| order.state == OrderState::Cancelling);
        for order in waits.collect::<Vec<_>>() {
            let act = self.life().chance.below(4);
            if act == 3 {
                // It does not even leave, where no token is had.
                self.shop
                    .control()
                    .cause(Fault::next(Step::Token, Mishap::Drop));
            }
            let refund = &self.shop.desk.refund;
            let asked = match act {
                0 => None,
                _ => Some(refund.ask_again(order.key).await),
            };
            let kept = match act {
                1 => None,
                _ => Some(self.shop.moving(refund.keep(order.key)).await),
            };
            self.life().presses += 1;
            if asked == Some(Ok(())) {
                // A person was asked, and now it waits anew.
                self.undecided_since
                    .retain(|name, _| !name.starts_with(&order.reference));
            }
            self.happens(format!(
                "ask again {asked:?} or keep {kept:?}: {}",
                order.key.0
            ));
            self.must(asked != Some(Ok(())) || kept != Some(Ok(())), || {
                format!("{} is kept while it is being asked again", order.key.0)
            });
        }
    }

    fn spoil_the_next_request(&mut self) {
        let mishap = self.life().chance.of(&[
            Mishap::Drop,
            Mishap::Drop,
            Mishap::Broken,
            Mishap::Slow { millis: 45_000 },
            Mishap::refuse(400, "NO", "No"),
        ]);
        let mut moment = self
            .life()
            .chance
            .of(&[Moment::BeforeWork, Moment::AfterWork]);
        if matches!(mishap, Mishap::Refuse { .. }) {
            // A service that says no and takes it back all the same cannot be told from an honest one.
            moment = Moment::BeforeWork;
        }
        self.happens(format!("the next cancellation: {mishap:?} {moment:?}"));
        self.shop.control().cause(Fault {
            step: Step::Cancel,
            mishap,
            times: 1,
            moment,
        });
    }

    /// After each step: nothing is asked back that nobody wanted back, and what came back is called nothing else.
    pub(super) fn nothing_comes_back_unasked(&self) {
        let Some(life) = &self.life else { return };
        let ledger = self.shop.control().ledger();
        let asked = ledger.seen.at(Step::Cancel);
        self.must(asked <= life.presses, || {
            format!("{asked} cancellations for {} presses", life.presses)
        });
        // Some of it was sold with the other account, at its service.
        let others = self.elsewhere.control().ledger();
        let came_back = |iccid: &str| {
            let mut sims = ledger.sims.iter().chain(&others.sims);
            sims.any(|sim| sim.cancelled.is_some() && iccid.starts_with(&sim.iccid))
        };
        // A book that was spoilt may have forgotten that somebody wanted it.
        if self.spoilt > 0 {
            return;
        }
        for order in self.shop.desk.snapshot().orders {
            let Some(iccid) = order.iccid.as_deref() else {
                continue;
            };
            if order.state == OrderState::Refunded {
                self.must(came_back(iccid), || {
                    format!("{} is refunded, and did not come back", order.key.0)
                });
                let wanted = life.wanted.contains(&order.reference);
                self.must(wanted || order.kind == OrderKind::TopUp, || {
                    format!("{} came back, and nobody wanted it", order.key.0)
                });
            }
            if order.state == OrderState::Ready {
                self.must(!came_back(iccid), || {
                    format!("{} came back, and its code may be shown", order.key.0)
                });
            }
        }
    }
}
