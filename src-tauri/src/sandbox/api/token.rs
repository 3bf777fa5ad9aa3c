//! The token endpoint (Connect: authentication page), which is a Keycloak realm and answers as one.
//!
//! Not in it: who must show a token (`gate`).

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

use super::{clock, invent, service::Service};

/// How long a refresh token is good for.
const REFRESH_LIFE: Duration = Duration::from_secs(1_800);

/// Tokens given out, and until when they are good.
#[derive(Default)]
pub(super) struct Tokens {
    access: HashMap<String, Timestamp>,
    refresh: HashMap<String, Timestamp>,
}

impl Tokens {
    /// Whether an access token is good.
    pub(super) fn accepts(&self, token: &str, now: Timestamp) -> bool {
        self.access.get(token).is_some_and(|until| now < *until)
    }

    fn refreshes(&self, token: &str, now: Timestamp) -> bool {
        self.refresh.get(token).is_some_and(|until| now < *until)
    }

    fn forget_expired(&mut self, now: Timestamp) {
        self.access.retain(|_, until| now < *until);
        self.refresh.retain(|_, until| now < *until);
    }
}

/// An error as Keycloak gives it.
pub(super) fn error(status: StatusCode, kind: &str, description: &str) -> Response {
    let body = json!({ "error": kind, "error_description": description });
    (status, Json(body)).into_response()
}

/// `POST` of a form: `client_credentials`, or `refresh_token`; the client proves itself in the form or by Basic.
pub(super) async fn issue(
    State(service): State<Arc<Service>>,
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
    if !is_our_client(&service, &headers, &form) {
        return error(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "Invalid client or Invalid client credentials",
        );
    }
    let now = service.clock.now();
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
            if !service.known().tokens.refreshes(token, now) {
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
    new_tokens(&service, now)
}

fn new_tokens(service: &Service, now: Timestamp) -> Response {
    let life = service.options.token_life;
    let access = invent::token();
    let mut body = json!({
        "access_token": access,
        "expires_in": life.as_secs(),
        "refresh_expires_in": 0,
        "token_type": "bearer",
        "not-before-policy": 0,
        "scope": "profile email",
    });
    let mut known = service.known();
    known.tokens.forget_expired(now);
    known.tokens.access.insert(access, clock::later(now, life));
    if known.quirks.refresh_tokens {
        let refresh = invent::token();
        body["refresh_token"] = refresh.clone().into();
        body["refresh_expires_in"] = REFRESH_LIFE.as_secs().into();
        body["session_state"] = Uuid::new_v4().to_string().into();
        let until = clock::later(now, REFRESH_LIFE);
        known.tokens.refresh.insert(refresh, until);
    }
    Json(body).into_response()
}

fn is_our_client(service: &Service, headers: &HeaderMap, form: &HashMap<String, String>) -> bool {
    let shown = basic(headers).or_else(|| {
        let client_id = form.get("client_id")?;
        Some((client_id.clone(), form.get("client_secret")?.clone()))
    });
    let ours = &service.options.credentials;
    shown.is_some_and(|(id, secret)| id == ours.client_id && secret == ours.secret.expose_secret())
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let encoded = value.strip_prefix("Basic ")?;
    let text = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((id.to_owned(), secret.to_owned()))
}
