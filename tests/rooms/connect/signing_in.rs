//! Tokens: fetched once, renewed in time, renewed once for all, and never asked for in vain.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use esim_desk_core::connect::{
    CorrelationId, CredentialField, Credentials, FaultKind, Flaw, OrderId, PostMeaning, Step,
};
use futures_util::future::join_all;
use secrecy::SecretString;
use serde_json::json;

use super::placing::body;
use super::stub::{Reply, Stub, answer, client_with, fault, fixture, pasted};

fn order_id() -> OrderId {
    OrderId::new("6d41c4ff-1877-4d13-82b0-7dad02c4b02a").expect("not empty")
}

/// Moves the monotonic clock on without waiting.
async fn later(seconds: u64) {
    tokio::time::pause();
    tokio::time::advance(Duration::from_secs(seconds)).await;
    tokio::time::resume();
}

/// Hands out `t1`, `t2`, ... with this life, and answers every request of the API.
async fn numbering(expires_in: serde_json::Value) -> Stub {
    let count = AtomicUsize::new(0);
    Stub::raw(move |seen| {
        if !seen.is_token() {
            return answer(200, fixture!("order-completed.json"));
        }
        let number = count.fetch_add(1, Ordering::Relaxed) + 1;
        answer(
            200,
            json!({ "access_token": format!("t{number}"), "expires_in": expires_in }).to_string(),
        )
    })
    .await
}

#[tokio::test]
async fn a_token_is_asked_for_as_documented() {
    let stub = Stub::signed_in(|_| answer(200, fixture!("products.json"))).await;
    stub.client().check().await.expect("signed in");
    let token = &stub.seen()[0];
    assert!(token.method == "POST" && token.is_token(), "first a token");
    assert_eq!(
        token.header("content-type"),
        Some("application/x-www-form-urlencoded"),
        "a form"
    );
    assert_eq!(
        token.body, "grant_type=client_credentials&client_id=desk-1&client_secret=canary-secret",
        "as documented"
    );
    assert!(
        token.header("authorization").is_none(),
        "the secret goes once, in the body"
    );
}

#[tokio::test]
async fn a_token_is_kept_until_shortly_before_its_end() {
    let stub = numbering(json!(300)).await;
    let client = stub.client();
    client.order(&order_id()).await.expect("an order");
    later(269).await;
    client.order(&order_id()).await.expect("an order");
    assert_eq!(stub.token_requests(), 1, "it is good for 300 s, less 30");
    later(2).await;
    client.order(&order_id()).await.expect("an order");
    assert_eq!(stub.token_requests(), 2, "renewed before its end");
    assert_eq!(
        stub.asked()[2].header("authorization"),
        Some("Bearer t2"),
        "and the new one is used"
    );
}

#[tokio::test]
async fn a_short_token_is_renewed_at_half_its_life() {
    let stub = numbering(json!("10")).await;
    let client = stub.client();
    client.order(&order_id()).await.expect("an order");
    later(4).await;
    client.order(&order_id()).await.expect("an order");
    assert_eq!(
        stub.token_requests(),
        1,
        "the first half of 10 s, given as a string"
    );
    later(2).await;
    client.order(&order_id()).await.expect("an order");
    assert_eq!(stub.token_requests(), 2, "the second half");
}

#[tokio::test]
async fn an_absurd_life_is_no_trouble() {
    for life in [
        json!(u64::MAX),
        json!(-5),
        json!("soon"),
        json!(null),
        json!(0),
    ] {
        let stub = numbering(life.clone()).await;
        stub.client()
            .order(&order_id())
            .await
            .unwrap_or_else(|fault| panic!("a life of {life} gave {fault}"));
    }
}

#[tokio::test]
async fn twenty_requests_share_one_token_request() {
    let stub = numbering(json!(300)).await;
    let client = stub.client();
    let id = order_id();
    let outcomes = join_all((0..20).map(|_| client.order(&id))).await;
    assert!(outcomes.iter().all(Result::is_ok), "all answered");
    assert_eq!(stub.token_requests(), 1, "one token for all");
}

#[tokio::test]
async fn twenty_requests_share_one_failure_to_get_a_token() {
    let stub = Stub::raw(|_| answer(401, fixture!("token-refused.json"))).await;
    let client = stub.client();
    let id = order_id();
    let outcomes = join_all((0..20).map(|_| client.order(&id))).await;
    assert!(outcomes.iter().all(Result::is_err), "none answered");
    assert_eq!(stub.seen().len(), 1, "asked once, told to all");
    fault(client.order(&id).await);
    assert_eq!(stub.seen().len(), 1, "and the endpoint is left alone");
    later(5).await;
    fault(client.order(&id).await);
    assert_eq!(stub.seen().len(), 2, "but a later request tries again");
}

#[tokio::test]
async fn a_refused_token_is_renewed_once_for_all_and_reads_are_asked_again() {
    let taken_back = Arc::new(AtomicBool::new(false));
    let refuses = Arc::clone(&taken_back);
    let stub = Stub::raw(
        move |seen| match (seen.is_token(), seen.header("authorization")) {
            (true, _) if seen.body.contains("grant_type=refresh_token") => {
                answer(200, r#"{"access_token":"second","expires_in":300}"#)
            }
            (true, _) => answer(200, fixture!("token.json")),
            (false, Some("Bearer second")) => answer(200, fixture!("order-completed.json")),
            (false, _) if refuses.load(Ordering::Relaxed) => answer(
                401,
                r#"{"type":"UNAUTHORISED","messages":["Token not valid"]}"#,
            ),
            (false, _) => answer(200, fixture!("order-completed.json")),
        },
    )
    .await;
    let client = stub.client();
    let id = order_id();
    client.order(&id).await.expect("an order while it is good");
    taken_back.store(true, Ordering::Relaxed);
    let outcomes = join_all((0..5).map(|_| client.order(&id))).await;
    assert!(
        outcomes.iter().all(Result::is_ok),
        "every read was asked again"
    );
    assert_eq!(stub.token_requests(), 2, "one token at first, one renewal");
    assert_eq!(stub.asked().len(), 11, "each of five twice, not more");
}

#[tokio::test]
async fn a_service_that_refuses_every_token_is_asked_twice() {
    let stub = Stub::signed_in(|_| answer(401, r#"{"type":"UNAUTHORISED"}"#)).await;
    let fault = fault(stub.client().order(&order_id()).await);
    assert!(
        matches!(fault.kind, FaultKind::NotSignedIn(_)) && fault.step == Step::Order,
        "{fault}"
    );
    assert_eq!(
        stub.asked().len(),
        2,
        "once more with a new token, then the truth"
    );
}

#[tokio::test]
async fn a_refresh_token_renews_without_the_secret_being_the_only_way() {
    let stub = Stub::signed_in(|_| answer(200, fixture!("order-completed.json"))).await;
    let client = stub.client();
    client.order(&order_id()).await.expect("an order");
    later(280).await;
    client.order(&order_id()).await.expect("an order");
    assert_eq!(
        stub.seen()[2].body,
        "grant_type=refresh_token&refresh_token=canary-refresh&client_id=desk-1&client_secret=canary-secret",
        "as documented"
    );
    later(1900).await;
    client.order(&order_id()).await.expect("an order");
    assert!(
        stub.seen()[4]
            .body
            .starts_with("grant_type=client_credentials"),
        "a refresh token ends after 30 minutes"
    );
}

#[tokio::test]
async fn a_refused_refresh_token_falls_back_to_the_secret_once() {
    let stub = Stub::raw(|seen| match seen.is_token() {
        true if seen.body.contains("refresh_token=") => answer(400, r#"{"error":"invalid_grant"}"#),
        true => answer(200, fixture!("token.json")),
        false => answer(200, fixture!("order-completed.json")),
    })
    .await;
    let client = stub.client();
    client.order(&order_id()).await.expect("an order");
    later(280).await;
    client
        .order(&order_id())
        .await
        .expect("an order, with a token from the secret");
    assert_eq!(stub.token_requests(), 3, "first, refused refresh, secret");
}

#[tokio::test]
async fn whatever_becomes_of_a_refresh_token_the_secret_is_the_way_out() {
    type Script = fn() -> Reply;
    // How long until there is a token again: at once where the service answered, else with the next try.
    let scripts: [(&str, Script, bool); 7] = [
        ("500", || answer(500, ""), true),
        ("503", || answer(503, "<html>"), true),
        ("no token", || answer(200, r#"{"expires_in":300}"#), true),
        ("no JSON", || answer(200, "<html>"), true),
        ("302", || answer(302, ""), true),
        ("lost", || Reply::Close, false),
        ("half", || Reply::Half(200), false),
    ];
    for (name, script, at_once) in scripts {
        let stub = Stub::raw(move |seen| match seen.is_token() {
            true if seen.body.contains("grant_type=refresh_token") => script(),
            true => answer(200, fixture!("token.json")),
            false => answer(200, fixture!("order-completed.json")),
        })
        .await;
        let client = stub.client();
        client.order(&order_id()).await.expect("an order");
        later(280).await;
        let found = client.order(&order_id()).await;
        assert_eq!(found.is_ok(), at_once, "{name}: {found:?}");
        if !at_once {
            client.try_again_now();
            let found = client.order(&order_id()).await;
            found.unwrap_or_else(|fault| panic!("{name}: {fault}"));
        }
        assert_eq!(stub.token_requests(), 3, "{name}: refused once, not more");
    }
}

#[tokio::test]
async fn wrong_credentials_are_not_signed_in_and_nothing_is_bought() {
    for status in [400, 401, 403] {
        let stub = Stub::raw(move |_| answer(status, fixture!("token-refused.json"))).await;
        let fault = fault(
            stub.client()
                .place_order(&body(), &CorrelationId::fresh())
                .await,
        );
        let FaultKind::NotSignedIn(refusal) = &fault.kind else {
            panic!("{fault}")
        };
        assert_eq!(
            refusal.error_type.as_deref(),
            Some("invalid_client"),
            "Keycloak's word for it"
        );
        assert_eq!(
            (fault.step, fault.meaning_for_order_post()),
            (Step::Token, PostMeaning::NotSent),
            "the order never left"
        );
        assert_eq!(stub.asked().len(), 0, "and was never sent");
    }
}

#[tokio::test]
async fn no_trouble_with_the_token_is_ever_a_purchase() {
    type Script = fn() -> Reply;
    let scripts: [(&str, Script); 7] = [
        ("500", || answer(500, "")),
        ("429", || answer(429, "")),
        ("404", || answer(404, "<html>")),
        ("302", || answer(302, "")),
        ("no token", || answer(200, r#"{"expires_in":300}"#)),
        ("a token that is no header", || {
            answer(200, r#"{"access_token":"a\nb"}"#)
        }),
        ("lost", || Reply::Close),
    ];
    for (name, script) in scripts {
        let stub = Stub::raw(move |_| script()).await;
        let fault = fault(
            stub.client()
                .place_order(&body(), &CorrelationId::fresh())
                .await,
        );
        assert_eq!(
            fault.meaning_for_order_post(),
            PostMeaning::NotSent,
            "{name}: {fault}"
        );
        assert_eq!(stub.asked().len(), 0, "{name}: the order was not sent");
    }
}

#[tokio::test]
async fn a_pasted_token_is_used_as_it_is() {
    let stub = Stub::raw(|_| answer(200, fixture!("order-completed.json"))).await;
    client_with(stub.service(), pasted("abc.def-_~+/="), &Default::default())
        .order(&order_id())
        .await
        .expect("an order");
    assert_eq!(
        stub.seen()[0].header("authorization"),
        Some("Bearer abc.def-_~+/="),
        "and no other is asked for"
    );
    assert_eq!(
        stub.token_requests(),
        0,
        "no token endpoint for a pasted token"
    );
}

#[test]
fn a_pasted_token_tells_its_end_if_it_can() {
    // {"alg":"none"} . {"exp":1700000000}
    let end = pasted("eyJhbGciOiJub25lIn0.eyJleHAiOjE3MDAwMDAwMDB9.c2ln").expires_at();
    assert_eq!(
        end.map(|time| time.to_string()).as_deref(),
        Some("2023-11-14T22:13:20Z"),
        "the claim exp"
    );
    for other in ["opaque", "a.b.c", "..", "a.e30.c", "a.eyJleHAiOjFlOTl9.c"] {
        assert_eq!(pasted(other).expires_at(), None, "{other} does not say");
    }
}

#[test]
fn mistyped_credentials_are_told_beside_their_field() {
    let client = |id: &str, secret: &str| Credentials::Client {
        id: id.to_owned(),
        secret: SecretString::from(secret),
    };
    let token = |name: &str, token: &str| Credentials::Token {
        name: name.to_owned(),
        token: SecretString::from(token),
    };
    for (credentials, field, flaw) in [
        (client("", "s"), CredentialField::ClientId, Flaw::Empty),
        (
            client("a\u{0}", "s"),
            CredentialField::ClientId,
            Flaw::ControlCharacter,
        ),
        (
            client("a", "  "),
            CredentialField::ClientSecret,
            Flaw::Empty,
        ),
        (
            client("a", "s\r\nt"),
            CredentialField::ClientSecret,
            Flaw::LineBreak,
        ),
        (token(" ", "t"), CredentialField::TokenName, Flaw::Empty),
        (token("n", "t\nu"), CredentialField::Token, Flaw::LineBreak),
        (token("n", "Bearer t"), CredentialField::Token, Flaw::Space),
        (token("n", "tökén"), CredentialField::Token, Flaw::NotPlain),
    ] {
        let problem = credentials.check().expect_err("a mistake");
        assert_eq!(
            (problem.field, problem.flaw),
            (field, flaw),
            "{credentials:?}"
        );
    }
    assert!(
        client("desk 1", "p w ü").check().is_ok(),
        "an id and a secret may hold anything that can be typed"
    );
}

#[tokio::test]
async fn no_other_answer_of_the_token_endpoint_is_about_the_secret() {
    for (status, body) in [
        (400, r#"{"error":"invalid_request"}"#),
        (400, r#"{"error":"invalid_grant"}"#),
        (401, r#"{"type":"UNAUTHORISED","messages":["No"]}"#),
        (401, "<html>Please sign in to the hotel's network</html>"),
        (403, r#"{"error":"access_denied"}"#),
        (404, r#"{"error":"invalid_client"}"#),
        (500, r#"{"error":"invalid_client"}"#),
        (503, ""),
    ] {
        let stub = Stub::raw(move |_| answer(status, body)).await;
        let found = fault(stub.client().order(&order_id()).await);
        assert!(
            matches!(found.kind, FaultKind::ServiceTrouble(_)) && found.step == Step::Token,
            "{status} {body}: {found}"
        );
    }
    for word in ["invalid_client", "unauthorized_client"] {
        let body = format!(r#"{{"error":"{word}"}}"#);
        let stub = Stub::raw(move |_| answer(401, body.clone())).await;
        let found = fault(stub.client().order(&order_id()).await);
        assert!(matches!(found.kind, FaultKind::NotSignedIn(_)), "{found}");
    }
}

#[tokio::test]
async fn a_resource_that_refuses_every_token_does_not_empty_the_token_endpoint() {
    let stub = Stub::signed_in(|_| answer(401, r#"{"type":"UNAUTHORISED"}"#)).await;
    let client = stub.client();
    for _ in 0..30 {
        fault(client.order(&order_id()).await);
        later(10).await;
    }
    let asked = stub.token_requests();
    assert!(asked <= 8, "{asked} tokens in five minutes");
}

#[tokio::test]
async fn a_token_that_could_not_be_had_is_asked_for_at_growing_times_and_at_once_by_a_person() {
    let stub = Stub::raw(|_| answer(503, "")).await;
    let client = stub.client();
    let mut at = Vec::new();
    for second in 0..400 {
        let before = stub.token_requests();
        fault(client.order(&order_id()).await);
        if stub.token_requests() > before {
            at.push(second);
        }
        later(1).await;
    }
    for (asked, planned) in at.iter().zip([0, 5, 15, 35, 75, 155, 315]) {
        assert!((planned - 4..=planned).contains(asked), "{at:?}");
    }
    assert_eq!(at.len(), 7, "{at:?}");
    client.try_again_now();
    fault(client.order(&order_id()).await);
    assert_eq!(stub.token_requests(), 8, "a person is not kept waiting");
}
