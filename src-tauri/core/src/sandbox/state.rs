//! What all connections share: what is fixed for a run ([`Shared`]), and what changes, behind one lock ([`State`]).
//!
//! Not in it: routes, and anything that reads a request or writes an answer. It names neither, so that each of them can
//! be handed the state.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use jiff::Timestamp;
use serde::Serialize;
use tokio::sync::Notify;
use uuid::Uuid;

use super::{
    faults::{Fate, Fault, Step},
    options::Options,
    quirks::Quirks,
};
use crate::sandbox::store::{
    catalogue::Catalogue, clock::Clock, ledger::Ledger, limit::Window, tokens::Tokens,
};

/// What is handed to every route.
pub(super) struct Shared {
    pub(super) clock: Clock,
    pub(super) options: Options,
    /// Base address, as `http://127.0.0.1:4321/connect-api`.
    pub(super) base: String,
    pub(super) control_key: String,
    /// Told when the sandbox stops.
    pub(super) closing: Notify,
    /// Requests that belong to no route, such as followed links.
    fallbacks: AtomicU64,
    state: Mutex<State>,
}

/// All that changes while the sandbox runs.
pub(super) struct State {
    pub(super) ledger: Ledger,
    pub(super) catalogue: Catalogue,
    pub(super) quirks: Quirks,
    pub(super) tokens: Tokens,
    pub(super) window: Window,
    pub(super) faults: Vec<Waiting>,
    pub(super) fates: VecDeque<Fate>,
    pub(super) seen: Seen,
}

/// A fault that waits for requests.
pub(super) struct Waiting {
    pub(super) fault: Fault,
    /// It strikes every request until then, however often; without it, as often as the fault says.
    pub(super) until: Option<Timestamp>,
}

/// What the service saw of its callers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Seen {
    /// Requests at each step, also those that went wrong.
    pub requests: BTreeMap<Step, u64>,
    /// Every request that would place an order, oldest first.
    pub posts: Vec<Post>,
    /// Requests answered 401, or asking for a token with the wrong credentials.
    pub unauthorised: u64,
    /// Requests over the limit.
    pub over_limit: u64,
}

impl Seen {
    /// Requests at a step so far.
    pub fn at(&self, step: Step) -> u64 {
        self.requests.get(&step).copied().unwrap_or(0)
    }

    pub(super) fn count(&mut self, step: Step) {
        *self.requests.entry(step).or_default() += 1;
    }
}

/// One request that would place an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Post {
    /// Its `X-Correlation-ID`.
    pub correlation_id: Option<String>,
    /// The order it placed, if it did.
    pub order: Option<Uuid>,
}

impl Shared {
    pub(super) fn new(options: Options, base: String, control_key: String, ledger: Ledger) -> Self {
        let state = State {
            ledger,
            catalogue: Catalogue::fresh(),
            quirks: options.quirks.clone(),
            tokens: Tokens::default(),
            window: Window::default(),
            faults: Vec::new(),
            fates: VecDeque::new(),
            seen: Seen::default(),
        };
        Self {
            clock: Clock::start(),
            options,
            base,
            control_key,
            closing: Notify::new(),
            fallbacks: AtomicU64::new(0),
            state: Mutex::new(state),
        }
    }

    /// The state; never held across an `await`.
    pub(super) fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn count_fallback(&self) {
        self.fallbacks.fetch_add(1, Ordering::Relaxed);
    }

    /// Requests that belonged to no route, since the start or the last reset.
    pub(super) fn fallbacks(&self) -> u64 {
        self.fallbacks.load(Ordering::Relaxed)
    }

    pub(super) fn forget_fallbacks(&self) {
        self.fallbacks.store(0, Ordering::Relaxed);
    }
}
