//! [`Control`] over HTTP, under `/control`, as JSON. Every request needs the key of this start in `x-sandbox-key`;
//! without it nothing seems to be there.
//!
//! | request | body |
//! |---|---|
//! | `GET /control/ledger` | |
//! | `POST /control/faults` | [`Fault`]: `{"step":"order","mishap":"drop","moment":"after_work","times":1}` |
//! | `POST /control/next-order` | `{"fate":"fails"}`, a [`Fate`] |
//! | `POST /control/calm` | |
//! | `POST /control/sims/{iccid}` | `{"state":"Installed"}`, a [`SimState`] |
//! | `POST /control/subscriptions/{id}/burn` | `{"bytes":1048576}` |
//! | `POST /control/products/{id}` | [`PlanChange`]: `{"price_cents":2150}` |
//! | `DELETE /control/products/{id}` | |
//! | `GET`, `PUT /control/quirks` | [`Quirks`]; what is absent is as documented |
//! | `POST /control/clock` | `{"push_millis":300000}` |
//! | `POST /control/reset` | |
//!
//! A fault with `"for_millis":60000` strikes every request for so long.
//!
//! Not in it: what the requests do ([`Control`] itself).

use std::{sync::Arc, time::Duration};

use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::StatusCode,
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;

use super::{Control, ControlError, LedgerView};
use crate::sandbox::{
    api::fallback::fallback,
    faults::{Fate, Fault},
    quirks::Quirks,
    state::Shared,
    store::{catalogue::PlanChange, ledger::SimState},
};

/// Header that carries the key.
const KEY_HEADER: &str = "x-sandbox-key";
const DONE: StatusCode = StatusCode::NO_CONTENT;

/// All control routes, behind their key.
pub(in crate::sandbox) fn routes(shared: &Arc<Shared>) -> Router<Arc<Shared>> {
    Router::new()
        .route("/ledger", get(ledger))
        .route("/faults", post(cause))
        .route("/next-order", post(next_order))
        .route("/calm", post(calm))
        .route("/sims/{iccid}", post(move_sim))
        .route("/subscriptions/{id}/burn", post(burn))
        .route("/products/{id}", post(change_plan).delete(remove_plan))
        .route("/quirks", get(quirks).put(set_quirks))
        .route("/clock", post(push_clock))
        .route("/reset", post(reset))
        .layer(middleware::from_fn_with_state(Arc::clone(shared), guard))
}

async fn guard(State(shared): State<Arc<Shared>>, request: Request, next: Next) -> Response {
    let key = request.headers().get(KEY_HEADER);
    if key.is_none_or(|key| key.as_bytes() != shared.control_key.as_bytes()) {
        return fallback(State(shared)).await;
    }
    next.run(request).await
}

#[derive(Deserialize)]
struct Cause {
    #[serde(flatten)]
    fault: Fault,
    for_millis: Option<u64>,
}

#[derive(Deserialize)]
struct NextOrder {
    fate: Fate,
}

#[derive(Deserialize)]
struct Move {
    state: SimState,
}

#[derive(Deserialize)]
struct Burn {
    bytes: u64,
}

#[derive(Deserialize)]
struct Push {
    push_millis: i64,
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NoSuchSim | Self::NoSuchSubscription | Self::NoSuchPlan => StatusCode::NOT_FOUND,
            Self::Ledger(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

async fn ledger(State(shared): State<Arc<Shared>>) -> Json<LedgerView> {
    Json(Control::new(shared).ledger())
}

async fn cause(State(shared): State<Arc<Shared>>, Json(cause): Json<Cause>) -> StatusCode {
    let control = Control::new(shared);
    match cause.for_millis {
        Some(millis) => control.cause_for(cause.fault, Duration::from_millis(millis)),
        None => control.cause(cause.fault),
    }
    DONE
}

async fn next_order(State(shared): State<Arc<Shared>>, Json(next): Json<NextOrder>) -> StatusCode {
    Control::new(shared).next_order(next.fate);
    DONE
}

async fn calm(State(shared): State<Arc<Shared>>) -> StatusCode {
    Control::new(shared).calm();
    DONE
}

async fn move_sim(
    State(shared): State<Arc<Shared>>,
    Path(iccid): Path<String>,
    Json(to): Json<Move>,
) -> Result<StatusCode, ControlError> {
    Control::new(shared).move_sim(&iccid, to.state)?;
    Ok(DONE)
}

async fn burn(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Json(burn): Json<Burn>,
) -> Result<StatusCode, ControlError> {
    Control::new(shared).burn(&id, burn.bytes)?;
    Ok(DONE)
}

async fn change_plan(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
    Json(change): Json<PlanChange>,
) -> Result<StatusCode, ControlError> {
    Control::new(shared).change_plan(&id, change)?;
    Ok(DONE)
}

async fn remove_plan(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<StatusCode, ControlError> {
    Control::new(shared).remove_plan(&id)?;
    Ok(DONE)
}

async fn quirks(State(shared): State<Arc<Shared>>) -> Json<Quirks> {
    Json(Control::new(shared).quirks())
}

async fn set_quirks(State(shared): State<Arc<Shared>>, Json(quirks): Json<Quirks>) -> StatusCode {
    Control::new(shared).set_quirks(quirks);
    DONE
}

async fn push_clock(State(shared): State<Arc<Shared>>, Json(push): Json<Push>) -> StatusCode {
    Control::new(shared).push_clock(push.push_millis);
    DONE
}

async fn reset(State(shared): State<Arc<Shared>>) -> Result<StatusCode, ControlError> {
    Control::new(shared).reset()?;
    Ok(DONE)
}
