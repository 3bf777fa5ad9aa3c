//! The sandbox's own interface, for tests and the demo's panel: what goes wrong next, what the customer's phone does, what
//! is in the ledger.
//!
//! Nothing here exists in the real service. The same over HTTP is in `control_routes`.

use std::{
    io,
    sync::{Arc, atomic::Ordering},
};

use serde::Serialize;

use super::{
    catalogue::{Catalogue, PlanChange},
    invent,
    ledger::{Order, OrderStatus, Sim, SimState},
    mishap::{Fate, Fault},
    options::Quirks,
    service::{Seen, Service},
};

/// A handle to a running sandbox.
#[derive(Clone)]
pub struct Control {
    pub(super) service: Arc<Service>,
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
    /// Requests that belong to no route, such as followed links.
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
    /// Has something go wrong with the next requests at a step. Faults at the same step wait in line.
    pub fn cause(&self, fault: Fault) {
        if fault.times > 0 {
            self.service.known().faults.push(fault);
        }
    }

    /// Decides what becomes of the next order that is booked. Several decisions wait in line.
    pub fn next_order(&self, fate: Fate) {
        self.service.known().fates.push_back(fate);
    }

    /// Takes back all faults and fates that still wait.
    pub fn calm(&self) {
        let mut known = self.service.known();
        known.faults.clear();
        known.fates.clear();
    }

    /// Plays the customer's phone: a SIM is downloaded, installed, or deleted (`Unavailable`).
    ///
    /// # Errors
    /// If there is no such SIM yet, or the ledger cannot be written.
    pub fn move_sim(&self, iccid: &str, state: SimState) -> Result<(), ControlError> {
        let now = self.service.clock.now();
        let mut known = self.service.known();
        let sim = known.ledger.sim(iccid, now).cloned();
        let mut sim = sim.ok_or(ControlError::NoSuchSim)?;
        sim.state = state;
        sim.modified = now;
        if state == SimState::Installed && sim.eid.is_none() {
            sim.eid = Some(invent::eid());
        }
        Ok(known.ledger.put_sim(sim)?)
    }

    /// Uses data of a subscription; the first use starts one that waits for it.
    ///
    /// # Errors
    /// If there is no such subscription yet, or the ledger cannot be written.
    pub fn burn(&self, subscription_id: &str, bytes: u64) -> Result<(), ControlError> {
        let now = self.service.clock.now();
        let mut known = self.service.known();
        let order = known.ledger.subscription(subscription_id, now).cloned();
        let mut order = order.ok_or(ControlError::NoSuchSubscription)?;
        order.subscription.burn(bytes, now);
        Ok(known.ledger.put_order(order)?)
    }

    /// Changes a plan in the catalogue, until the next start or reset.
    ///
    /// # Errors
    /// If there is no such plan.
    pub fn change_plan(&self, product_id: &str, change: PlanChange) -> Result<(), ControlError> {
        let changed = self.service.known().catalogue.change(product_id, change);
        changed.then_some(()).ok_or(ControlError::NoSuchPlan)
    }

    /// Takes a plan out of the catalogue, until the next start or reset.
    ///
    /// # Errors
    /// If there is no such plan.
    pub fn remove_plan(&self, product_id: &str) -> Result<(), ControlError> {
        let removed = self.service.known().catalogue.remove(product_id);
        removed.then_some(()).ok_or(ControlError::NoSuchPlan)
    }

    /// The quirks in force.
    pub fn quirks(&self) -> Quirks {
        self.service.known().quirks.clone()
    }

    /// Puts other quirks into force, for all answers from now on.
    pub fn set_quirks(&self, quirks: Quirks) {
        self.service.known().quirks = quirks;
    }

    /// Moves the sandbox's clock by so many milliseconds, also backwards: orders get on, tokens and plans expire.
    pub fn push_clock(&self, millis: i64) {
        self.service.clock.push(millis);
    }

    /// Everything the sandbox knows of its past.
    pub fn ledger(&self) -> LedgerView {
        let now = self.service.clock.now();
        let known = self.service.known();
        let orders = known.ledger.orders().iter().map(|order| OrderView {
            status: order.status(now),
            order: order.clone(),
        });
        LedgerView {
            orders: orders.collect(),
            sims: known.ledger.sims().cloned().collect(),
            seen: known.seen.clone(),
            elsewhere: self.service.elsewhere.load(Ordering::Relaxed),
        }
    }

    /// Back to a fresh sandbox: no orders, faults or counts; the first catalogue and quirks. Tokens stay good.
    ///
    /// # Errors
    /// If the ledger's file cannot be written.
    pub fn reset(&self) -> Result<(), ControlError> {
        let mut known = self.service.known();
        known.ledger.clear()?;
        known.catalogue = Catalogue::fresh();
        known.quirks = self.service.options.quirks.clone();
        known.faults.clear();
        known.fates.clear();
        known.seen = Seen::default();
        self.service.elsewhere.store(0, Ordering::Relaxed);
        Ok(())
    }
}
