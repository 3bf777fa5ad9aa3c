//! Who gets in: tokens, their life, and from where.

use std::time::Duration;

use esim_desk_core::sandbox::{Options, Quirks};
use secrecy::ExposeSecret as _;
use serde_json::Value;

use super::caller::{Caller, text};

#[tokio::test]
async fn only_this_computer_can_reach_it() {
    let caller = Caller::fresh().await;
    let address = caller.sandbox.address();
    assert!(address.ip().is_loopback(), "{address} must be loopback");
    assert_eq!(
        caller.sandbox.base(),
        format!("http://127.0.0.1:{}/connect-api", address.port()),
        "the base address is what settings take"
    );
}

#[tokio::test]
async fn a_token_is_given_for_credentials_in_the_form_or_by_basic() {
    let caller = Caller::of(giving_refresh_tokens()).await;
    let ours = caller.sandbox.credentials();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        ours.client_id,
        ours.secret.expose_secret()
    );
    for answer in [
        caller.post_form(&form, &[]).await,
        caller.ask_token("grant_type=client_credentials").await,
    ] {
        assert_eq!(answer.status, 200, "the credentials are right");
        let body = answer.json();
        assert_eq!(body["expires_in"], 300, "tokens live five minutes");
        assert_eq!(body["token_type"], "bearer", "the documented type");
        assert_eq!(
            body["refresh_expires_in"], 1_800,
            "refreshable for 30 minutes"
        );
        assert!(body["refresh_token"].is_string(), "one comes with it");
        assert!(
            text(&body["access_token"]).len() > 500,
            "real tokens are long"
        );
    }
}

/// As the authentication page has it.
fn giving_refresh_tokens() -> Options {
    Options {
        quirks: Quirks {
            refresh_tokens: true,
            ..Quirks::default()
        },
        ..Options::default()
    }
}

#[tokio::test]
async fn unless_asked_to_it_gives_no_refresh_token_as_newer_keycloak() {
    let caller = Caller::fresh().await;
    let answer = caller.ask_token("grant_type=client_credentials").await;
    let body = answer.json();
    assert_eq!(
        body["refresh_token"],
        Value::Null,
        "a client has its secret"
    );
    assert_eq!(body["refresh_expires_in"], 0, "and nothing to refresh with");
}

#[tokio::test]
async fn token_errors_look_like_keycloaks() {
    let caller = Caller::fresh().await;
    let id = caller.sandbox.credentials().client_id;
    let wrong = format!("grant_type=client_credentials&client_id={id}&client_secret=wrong");
    let answer = caller.post_form(&wrong, &[]).await;
    assert_eq!(answer.status, 401, "the secret is wrong");
    assert_eq!(answer.json()["error"], "invalid_client", "Keycloak's word");
    assert!(answer.json()["error_description"].is_string(), "with words");
    for (form, error) in [
        ("", "invalid_request"),
        ("grant_type=password", "unsupported_grant_type"),
        ("grant_type=refresh_token", "invalid_request"),
        ("grant_type=refresh_token&refresh_token=x", "invalid_grant"),
    ] {
        let answer = caller.ask_token(form).await;
        assert_eq!(answer.status, 400, "{form:?} is a bad request");
        assert_eq!(answer.json()["error"], error, "for {form:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn tokens_really_expire_and_are_renewed() {
    let mut caller = Caller::of(Options {
        token_life: Duration::from_secs(60),
        ..giving_refresh_tokens()
    })
    .await;
    let first = caller
        .ask_token("grant_type=client_credentials")
        .await
        .json();
    let renewal = format!(
        "grant_type=refresh_token&refresh_token={}",
        text(&first["refresh_token"])
    );
    caller.token = text(&first["access_token"]);
    caller.control().push_clock(59_000);
    assert_eq!(
        caller.get("/products").await.status,
        200,
        "one second is left"
    );
    caller.control().push_clock(1_000);
    let late = caller.get("/products").await;
    assert_eq!(late.status, 401, "the minute is over");
    assert_eq!(late.kind(), "UNAUTHORISED", "in the documented spelling");
    let renewed = caller.ask_token(&renewal).await;
    assert_eq!(renewed.status, 200, "the refresh token is still good");
    caller.token = text(&renewed.json()["access_token"]);
    assert_eq!(
        caller.get("/products").await.status,
        200,
        "the new one works"
    );
    caller.control().push_clock(1_800_000);
    assert_eq!(
        caller.ask_token(&renewal).await.status,
        400,
        "refresh tokens expire too"
    );
}
