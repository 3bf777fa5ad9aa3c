//! The token endpoint (Connect: authentication page), which is a Keycloak realm and answers as one.
//!
//! Not in it: who must show a token (`gate`), and until when one is good (`store::tokens`).

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    Form, Json,
    extract::{State, rejection::FormRejection},
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use serde_json::json;
use uuid::Uuid;

use crate::sandbox::state::Shared;

/// How long a refresh token is good for.
const REFRESH_LIFE: Duration = Duration::from_secs(1_800);

/// An error as Keycloak gives it.
pub(super) fn error(status: StatusCode, kind: &str, description: &str) -> Response {
    let body = json!({ "error": kind, "error_description": description });
    (status, Json(body)).into_response()
}

/// `POST` of a form: `client_credentials`, or `refresh_token`; the client proves itself in the form or by Basic.
pub(in crate::sandbox) async fn issue(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    form: Result<Form<HashMap<String, String>>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return error(
            StatusCode::BAD_REQUEST,
            "invalid_request",
            "The body must be a form",
        );
    };
    if !is_our_client(&shared, &headers, &form) {
        return error(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Invalid client or Invalid client credentials",
        );
    }
    let now = shared.clock.now();
    match form.get("grant_type").map(String::as_str) {
        Some("client_credentials") => {}
        Some("refresh_token") => {
            let Some(token) = form.get("refresh_token") else {
                return error(
                    StatusCode::BAD_REQUEST,
                    "invalid_request",
                    "No refresh token",
                );
            };
            if !shared.lock().tokens.refreshes(token, now) {
                return error(
                    StatusCode::BAD_REQUEST,
                    "invalid_grant",
                    "Token is not active",
                );
            }
        }
        Some(_) => {
            return error(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                "Unsupported grant_type",
            );
        }
        None => {
            return error(
                StatusCode::BAD_REQUEST,
                "invalid_request",
                "Missing form parameter: grant_type",
            );
        }
    }
    new_tokens(&shared, now)
}

fn new_tokens(shared: &Shared, now: Timestamp) -> Response {
    let life = shared.options.token_life;
    let mut state = shared.lock();
    let mut body = json!({
        "access_token": state.tokens.new_access(now, life),
        "expires_in": life.as_secs(),
        "refresh_expires_in": 0,
        "token_type": "bearer",
        "not-before-policy": 0,
        "scope": "profile email",
    });
    if state.quirks.refresh_tokens {
        body["refresh_token"] = state.tokens.new_refresh(now, REFRESH_LIFE).into();
        body["refresh_expires_in"] = REFRESH_LIFE.as_secs().into();
        body["session_state"] = Uuid::new_v4().to_string().into();
    }
    Json(body).into_response()
}

fn is_our_client(shared: &Shared, headers: &HeaderMap, form: &HashMap<String, String>) -> bool {
    let shown = basic(headers).or_else(|| {
        let client_id = form.get("client_id")?;
        Some((client_id.clone(), form.get("client_secret")?.clone()))
    });
    let ours = &shared.options.credentials;
    shown.is_some_and(|(id, secret)| id == ours.client_id && secret == ours.secret.expose_secret())
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let encoded = value.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
