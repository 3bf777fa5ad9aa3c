//! The sandbox's own interface, for tests and the demo's panel: what goes wrong next, what the customer's phone does, what
//! is in the ledger.
//!
//! Nothing here exists in the real service. The same over HTTP is in `http`, and what a phone does with a code in
//! `phone`.

pub(super) mod http;
mod phone;

use std::{io, sync::Arc, time::Duration};

use serde::Serialize;

pub use self::phone::{Obstacle, PhoneAct, PhoneSays};
use crate::sandbox::faults::{Fate, Fault};
use crate::sandbox::quirks::Quirks;
use crate::sandbox::state::{Seen, Shared, Waiting};
use crate::sandbox::store::{
    catalogue::{Catalogue, PlanChange},
    clock::later,
    invent,
    ledger::{Order, OrderStatus, Sim, SimState},
};

/// A handle to a running sandbox.
#[derive(Clone)]
pub struct Control {
    shared: Arc<Shared>,
}

/// Why a control request cannot be carried out.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    /// No completed order has this SIM.
    #[error("there is no such SIM")]
    NoSuchSim,
    /// No completed order has this subscription.
    #[error("there is no such subscription")]
    NoSuchSubscription,
    /// No plan has this id.
    #[error("there is no such plan")]
    NoSuchPlan,
    /// The ledger's file cannot be written.
    #[error("the sandbox's ledger cannot be written")]
    Ledger(#[from] io::Error),
}

/// Everything the sandbox knows of its past. Deliberately without `Debug`: it holds e-mail addresses and codes.
#[derive(Serialize)]
pub struct LedgerView {
    /// Orders, oldest first.
    pub orders: Vec<OrderView>,
    /// SIMs, in no order.
    pub sims: Vec<Sim>,
    /// Requests since the start or the last reset.
    pub seen: Seen,
    /// Requests that belong to no route, such as followed links: those the fallback answered.
    pub elsewhere: u64,
}

/// An order and where it stands now.
#[derive(Serialize)]
pub struct OrderView {
    /// Where it stands.
    pub status: OrderStatus,
    /// The order.
    #[serde(flatten)]
    pub order: Order,
}

impl Control {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared }
    }

    /// Has something go wrong with the next requests at a step. Faults at the same step wait in line.
    pub fn cause(&self, fault: Fault) {
        if fault.times > 0 {
            let until = None;
            self.shared.lock().faults.push(Waiting { fault, until });
        }
    }

    /// Has something go wrong with every request at a step for so long, by the sandbox's own clock.
    pub fn cause_for(&self, fault: Fault, time: Duration) {
        let until = Some(later(self.shared.clock.now(), time));
        self.shared.lock().faults.push(Waiting { fault, until });
    }

    /// Decides what becomes of the next order that is booked. Several decisions wait in line.
    pub fn next_order(&self, fate: Fate) {
        self.shared.lock().fates.push_back(fate);
    }

    /// Takes back all faults and fates that still wait.
    pub fn calm(&self) {
        let mut state = self.shared.lock();
        state.faults.clear();
        state.fates.clear();
    }

    /// Plays the customer's phone: a SIM is downloaded, installed, or deleted (`Unavailable`).
    ///
    /// # Errors
    /// If there is no such SIM yet, or the ledger cannot be written.
    pub fn move_sim(&self, iccid: &str, to: SimState) -> Result<(), ControlError> {
        let now = self.shared.clock.now();
        let mut state = self.shared.lock();
        let sim = state.ledger.sim(iccid, now).cloned();
        let mut sim = sim.ok_or(ControlError::NoSuchSim)?;
        sim.state = to;
        sim.modified = now;
        if to == SimState::Installed && sim.eid.is_none() {
            sim.eid = Some(invent::eid());
        }
        Ok(state.ledger.put_sim(sim)?)
    }

    /// Plays a phone with the code of a SIM.
    ///
    /// # Errors
    /// If there is no such SIM yet, or the ledger cannot be written.
    pub fn play_phone(&self, iccid: &str, act: PhoneAct) -> Result<PhoneSays, ControlError> {
        let now = self.shared.clock.now();
        let mut state = self.shared.lock();
        let sim = state.ledger.sim(iccid, now).cloned();
        let mut sim = sim.ok_or(ControlError::NoSuchSim)?;
        let before = (sim.state, sim.eid.clone());
        let says = sim.played(act, now);
        if (sim.state, sim.eid.clone()) != before {
            state.ledger.put_sim(sim)?;
        }
        Ok(says)
    }

    /// Uses data of a subscription; the first use starts one that waits for it.
    ///
    /// # Errors
    /// If there is no such subscription yet, or the ledger cannot be written.
    pub fn burn(&self, subscription_id: &str, bytes: u64) -> Result<(), ControlError> {
        let now = self.shared.clock.now();
        let mut state = self.shared.lock();
        let order = state.ledger.subscription(subscription_id, now).cloned();
        let mut order = order.ok_or(ControlError::NoSuchSubscription)?;
        order.subscription.burn(bytes, now);
        Ok(state.ledger.put_order(order)?)
    }

    /// Changes a plan in the catalogue, until the next start or reset.
    ///
    /// # Errors
    /// If there is no such plan.
    pub fn change_plan(&self, product_id: &str, change: PlanChange) -> Result<(), ControlError> {
        let changed = self.shared.lock().catalogue.change(product_id, change);
        changed.then_some(()).ok_or(ControlError::NoSuchPlan)
    }

    /// Takes a plan out of the catalogue, until the next start or reset.
    ///
    /// # Errors
    /// If there is no such plan.
    pub fn remove_plan(&self, product_id: &str) -> Result<(), ControlError> {
        let removed = self.shared.lock().catalogue.remove(product_id);
        removed.then_some(()).ok_or(ControlError::NoSuchPlan)
    }

    /// The quirks in force.
    pub fn quirks(&self) -> Quirks {
        self.shared.lock().quirks.clone()
    }

    /// Puts other quirks into force, for all answers from now on; what an order is born with, for those placed from now on.
    pub fn set_quirks(&self, quirks: Quirks) {
        self.shared.lock().quirks = quirks;
    }

    /// Moves the sandbox's clock by so many milliseconds, also backwards: orders get on, tokens and plans expire.
    pub fn push_clock(&self, millis: i64) {
        self.shared.clock.push(millis);
    }

    /// Everything the sandbox knows of its past.
    pub fn ledger(&self) -> LedgerView {
        let now = self.shared.clock.now();
        let state = self.shared.lock();
        let orders = state.ledger.orders().iter().map(|order| OrderView {
            status: order.status(now),
            order: order.clone(),
        });
        LedgerView {
            orders: orders.collect(),
            sims: state.ledger.sims().cloned().collect(),
            seen: state.seen.clone(),
            elsewhere: self.shared.fallbacks(),
        }
    }

    /// Back to a fresh sandbox: no orders, faults or counts; the first catalogue and quirks. Tokens stay good.
    ///
    /// # Errors
    /// If the ledger's file cannot be written.
    pub fn reset(&self) -> Result<(), ControlError> {
        let mut state = self.shared.lock();
        state.ledger.clear()?;
        state.catalogue = Catalogue::fresh();
        state.quirks = self.shared.options.quirks.clone();
        state.faults.clear();
        state.fates.clear();
        state.seen = Seen::default();
        self.shared.forget_fallbacks();
        Ok(())
    }
}
