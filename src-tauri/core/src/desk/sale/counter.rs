//! The counter: of one plan to one customer, and of plans on one SIM, there is one sale at a time, so that two cannot pass the
//! checks together, and a sale that the window sends twice is one order. Others do not wait for each other.
//!
//! What is waited for here is another sale, never with a lock held.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::book::OrderKey;
use crate::desk::model::Recent;

/// So many sales of this run are known by their keys: far more than a window could send twice.
const KEPT: usize = 1000;

#[derive(Default)]
pub(super) struct Counter {
    state: Mutex<State>,
    /// A sale left the counter.
    left: Notify,
}

#[derive(Default)]
struct State {
    /// The sales of this run by their idempotency key.
    placed: Recent<String, OrderKey, KEPT>,
    at_counter: Vec<Place>,
}

#[derive(Clone, PartialEq, Eq)]
struct Place {
    idempotency_key: String,
    /// Customer and plan, or the SIM.
    sale: (String, String),
    /// Whether a guest stands there, or it is a line of a group.
    guest: bool,
}

/// How a sale comes to the counter.
pub(super) enum Arrival<'a> {
    /// It is this order already.
    Placed(OrderKey),
    /// It may go on, and leaves when this is dropped.
    Own(AtCounter<'a>),
}

/// A sale that is being checked and written.
pub(super) struct AtCounter<'a> {
    counter: &'a Counter,
    place: Place,
}

impl Counter {
    /// The order that this very sale is already.
    pub(super) fn placed(&self, idempotency_key: &str) -> Option<OrderKey> {
        self.lock().placed.get(&idempotency_key.to_owned()).copied()
    }

    /// Waits until neither the same sale nor another one of the same name is at the counter: to that customer for that plan,
    /// or on that SIM.
    pub(super) async fn turn(&self, idempotency_key: &str, sale: (String, String)) -> Arrival<'_> {
        self.turn_of(idempotency_key, sale, true).await
    }

    /// The same for a line of a group, which lets every guest go first.
    pub(super) async fn turn_of_line(
        &self,
        idempotency_key: &str,
        sale: (String, String),
    ) -> Arrival<'_> {
        self.without_guests().await;
        self.turn_of(idempotency_key, sale, false).await
    }

    /// Waits until no guest stands here.
    pub(super) async fn without_guests(&self) {
        loop {
            let left = self.left.notified();
            if !self.lock().at_counter.iter().any(|place| place.guest) {
                return;
            }
            left.await;
        }
    }

    async fn turn_of(
        &self,
        idempotency_key: &str,
        sale: (String, String),
        guest: bool,
    ) -> Arrival<'_> {
        let place = Place {
            idempotency_key: idempotency_key.to_owned(),
            sale,
            guest,
        };
        loop {
            let left = self.left.notified();
            {
                let mut state = self.lock();
                if let Some(placed) = state.placed.get(&place.idempotency_key) {
                    return Arrival::Placed(*placed);
                }
                if !state.at_counter.iter().any(|other| other.meets(&place)) {
                    state.at_counter.push(place.clone());
                    return Arrival::Own(AtCounter {
                        counter: self,
                        place,
                    });
                }
            }
            left.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn meets(&self, other: &Place) -> bool {
        self.idempotency_key == other.idempotency_key || self.sale == other.sale
    }
}

impl AtCounter<'_> {
    /// The sale became this order.
    pub(super) fn placed(&self, order: OrderKey) {
        let key = self.place.idempotency_key.clone();
        self.counter.lock().placed.insert(key, order);
    }
}

impl Drop for AtCounter<'_> {
    fn drop(&mut self) {
        {
            let mut state = self.counter.lock();
            state.at_counter.retain(|place| *place != self.place);
        }
        self.counter.left.notify_waiters();
    }
}
