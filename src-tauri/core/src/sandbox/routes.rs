//! Which address leads where.
//!
//! Not in it: what the routes do (`api`), the routes of the control interface (`control::http`), and the socket
//! (`api::listen`).

use std::sync::Arc;

use axum::{
    Router, middleware,
    routing::{get, post},
};

use super::{paths, state::Shared};
use crate::sandbox::{
    api::{fallback::fallback, gate, orders, products, sims, subscriptions, token},
    control,
};

/// All routes.
pub(super) fn all(shared: Arc<Shared>) -> Router {
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
        .route(paths::TOKEN, post(token::issue))
        .nest(paths::API, api)
        .layer(middleware::from_fn_with_state(
            Arc::clone(&shared),
            gate::pass,
        ))
        .nest("/control", control::http::routes(&shared))
        .fallback(fallback)
        .with_state(shared)
}
