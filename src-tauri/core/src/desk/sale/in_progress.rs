//! The sales that are being checked and written. There is one at a time of a plan to a customer, and one at a time on a SIM:
//! two of them could pass the checks together. Other sales do not wait for it. A sale that the window sends twice is one order.
//!
//! What is waited for here is another sale, never with a lock held.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::book::OrderKey;
use crate::desk::model::Recent;

/// So many sales of this run are known by their keys: far more than a window could send twice.
const KEPT: usize = 1000;

#[derive(Default)]
pub(super) struct SalesInProgress {
    state: Mutex<State>,
    /// A sale was written, or given up.
    ended: Notify,
}

#[derive(Default)]
struct State {
    /// The sales of this run by their idempotency key.
    placed: Recent<String, OrderKey, KEPT>,
    in_progress: Vec<Place>,
}

#[derive(Clone, PartialEq, Eq)]
struct Place {
    idempotency_key: String,
    /// Customer and plan, or the SIM.
    sale: (String, String),
    /// Whether a guest waits for it, or it is a line of a group.
    guest: bool,
}

/// What becomes of a sale that is about to begin.
pub(super) enum Begun<'a> {
    /// It is this order already.
    Placed(OrderKey),
    /// It may go on, and is in progress until this is dropped.
    Own(SaleInProgress<'a>),
}

/// A sale that is being checked and written.
pub(super) struct SaleInProgress<'a> {
    all: &'a SalesInProgress,
    place: Place,
}

impl SalesInProgress {
    /// The order that this very sale is already.
    pub(super) fn placed(&self, idempotency_key: &str) -> Option<OrderKey> {
        self.lock().placed.get(&idempotency_key.to_owned()).copied()
    }

    /// Waits until neither the same sale nor another one of the same name is in progress: to that customer for that plan,
    /// or on that SIM.
    pub(super) async fn begin(&self, idempotency_key: &str, sale: (String, String)) -> Begun<'_> {
        self.begin_one(idempotency_key, sale, true).await
    }

    /// The same for a line of a group, which lets every guest go first.
    pub(super) async fn begin_line(
        &self,
        idempotency_key: &str,
        sale: (String, String),
    ) -> Begun<'_> {
        self.without_guests().await;
        self.begin_one(idempotency_key, sale, false).await
    }

    /// Waits until no sale to a guest is in progress.
    pub(super) async fn without_guests(&self) {
        loop {
            let ended = self.ended.notified();
            if !self.lock().in_progress.iter().any(|place| place.guest) {
                return;
            }
            ended.await;
        }
    }

    async fn begin_one(
        &self,
        idempotency_key: &str,
        sale: (String, String),
        guest: bool,
    ) -> Begun<'_> {
        let place = Place {
            idempotency_key: idempotency_key.to_owned(),
            sale,
            guest,
        };
        loop {
            let ended = self.ended.notified();
            {
                let mut state = self.lock();
                if let Some(placed) = state.placed.get(&place.idempotency_key) {
                    return Begun::Placed(*placed);
                }
                if !state.in_progress.iter().any(|other| other.meets(&place)) {
                    state.in_progress.push(place.clone());
                    return Begun::Own(SaleInProgress { all: self, place });
                }
            }
            ended.await;
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

impl SaleInProgress<'_> {
    /// The sale became this order.
    pub(super) fn placed(&self, order: OrderKey) {
        let key = self.place.idempotency_key.clone();
        self.all.lock().placed.insert(key, order);
    }
}

impl Drop for SaleInProgress<'_> {
    fn drop(&mut self) {
        {
            let mut state = self.all.lock();
            state.in_progress.retain(|place| *place != self.place);
        }
        self.all.ended.notify_waiters();
    }
}
