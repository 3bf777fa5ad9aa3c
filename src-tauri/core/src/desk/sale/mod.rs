//! Selling: from a filled form to one request that is never repeated.
//!
//! ```text
//! draft, notes  what the staff typed, and what is wrong with it
//! checks        what can still stop a sale
//! request       the order as the service takes it, and back
//! place         the way of a sale: checks, the row in the book, then `send`
//! send          the one request that buys
//! again         the same once more, when the first was looked for in vain
//! ```
//!
//! Not here: what becomes of an order once it was sent (`polling`, `recovery`).

mod again;
mod checks;
mod draft;
mod notes;
mod place;
mod request;
mod send;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use crate::book::OrderKey;
use crate::desk::account::Account;
use crate::desk::model::FieldProblem;
use crate::desk::orders::Orders;
use crate::desk::recovery::Recovery;
use crate::desk::setup::Setup;
use crate::settings::SettingsFile;

pub use self::draft::{Draft, StartChoice};
pub use self::notes::SaleNotes;

/// Checks sales and places them as orders.
pub struct Sale {
    setup: Arc<Setup>,
    settings: Arc<SettingsFile>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    recovery: Arc<Recovery>,
    /// The sales of this run by their idempotency key, so that a sale sent twice by the window is one order.
    placed: Mutex<HashMap<String, OrderKey>>,
}

impl Sale {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        settings: Arc<SettingsFile>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        recovery: Arc<Recovery>,
    ) -> Sale {
        Sale {
            setup,
            settings,
            account,
            orders,
            recovery,
            placed: Mutex::default(),
        }
    }

    /// What is wrong with a sale that is being typed.
    pub fn check(&self, draft: &Draft) -> Vec<FieldProblem> {
        draft.problems(Timestamp::now(), &self.setup.zone)
    }

    /// The order that this very sale is already.
    fn placed_before(&self, idempotency_key: &str) -> Option<OrderKey> {
        self.lock().get(idempotency_key).copied()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, OrderKey>> {
        self.placed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
