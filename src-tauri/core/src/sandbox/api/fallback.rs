//! Every address that is no route.
//!
//! Counted, because a client that follows links from answers ends up here. Not in it: unknown ids, which the routes
//! answer themselves.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};

use super::answer::Refusal;
use crate::sandbox::state::Shared;

/// 404, for whatever was asked.
pub(in crate::sandbox) async fn fallback(State(shared): State<Arc<Shared>>) -> Response {
    shared.count_fallback();
    Refusal::not_found("NOT_FOUND", "There is nothing here").into_response()
}
