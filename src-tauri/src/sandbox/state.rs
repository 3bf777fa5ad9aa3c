//! The service behind the socket: what it knows, and which route leads where.
//!
//! Not in it: the socket itself (`listen`) and what the routes do.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::{
    Router,
    extract::State,
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Serialize;
use tokio::sync::Notify;
use uuid::Uuid;

use super::{
    answer::{Links, Refusal},
    catalogue::Catalogue,
    clock::Clock,
    control_routes, gate,
    ledger::Ledger,
    limit::Window,
    mishap::{Fate, Fault, Step},
    options::{Options, Quirks},
    orders, products, sims, subscriptions, token,
    token::Tokens,
};

/// Where tokens are given out (Connect: authentication page).
pub(super) const TOKEN_PATH: &str = "/auth/realms/tru-staff/protocol/openid-connect/token";
/// What comes before `/products` and the like.
pub(super) const API: &str = "/connect-api/v2";

/// The service, shared by all connections.
pub(super) struct Service {
    pub(super) clock: Clock,
    pub(super) options: Options,
    /// Base address, as `http://127.0.0.1:4321/connect-api`.
    pub(super) base: String,
    pub(super) control_key: String,
    /// Told when the sandbox stops.
    pub(super) closing: Notify,
    /// Requests that belong to no route, such as followed links.
    pub(super) elsewhere: AtomicU64,
    known: Mutex<Known>,
}

/// All that changes while the service runs.
pub(super) struct Known {
    pub(super) ledger: Ledger,
    pub(super) catalogue: Catalogue,
    pub(super) quirks: Quirks,
    pub(super) tokens: Tokens,
    pub(super) window: Window,
    pub(super) faults: Vec<Fault>,
    pub(super) fates: VecDeque<Fate>,
    pub(super) seen: Seen,
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

impl Service {
    pub(super) fn new(options: Options, base: String, control_key: String, ledger: Ledger) -> Self {
        let known = Known {
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
            elsewhere: AtomicU64::new(0),
            known: Mutex::new(known),
        }
    }

    /// What is known; never held across an `await`.
    pub(super) fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Links under these quirks.
    pub(super) fn links<'a>(&'a self, quirks: &'a Quirks) -> Links<'a> {
        Links {
            quirks,
            base: &self.base,
        }
    }

    /// All routes.
    pub(super) fn router(self: Arc<Self>) -> Router {
        let api = Router::new()
            .route("/products", get(products::list))
            .route("/products/{id}", get(products::one))
            .route("/orders", post(orders::place))
            .route("/orders/{id}", get(orders::one))
            .route("/sims/{iccid}", get(sims::one).delete(sims::cancel))
            .route("/subscriptions", get(subscriptions::list))
            .route("/subscriptions/{id}", get(subscriptions::one))
            .route(
                "/subscriptions/{id}/activate",
                post(subscriptions::activate),
            )
            .route("/subscriptions/{id}/expire", post(subscriptions::expire));
        Router::new()
            .route(TOKEN_PATH, post(token::issue))
            .nest(API, api)
            .layer(middleware::from_fn_with_state(
                Arc::clone(&self),
                gate::pass,
            ))
            .nest("/control", control_routes::all(&self))
            .fallback(elsewhere)
            .with_state(self)
    }
}

/// Any other address. Counted, because a client that follows links from answers ends up here.
pub(super) async fn elsewhere(State(service): State<Arc<Service>>) -> Response {
    service.elsewhere.fetch_add(1, Ordering::Relaxed);
    Refusal::not_found("NOT_FOUND", "There is nothing here").into_response()
}
