//! What each refusal means, from the documented errors and from what gateways answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use esim_desk_core::connect::{
    CorrelationId, Fault, FaultKind, Iccid, Network, OrderId, PostMeaning, Refusal, Resource, Step,
    Unanswered,
};
use secrecy::ExposeSecret as _;

use super::placing::body;
use super::stub::{Reply, Stub, answer, answer_with, client_with, fault, fixture, pasted};

fn order_id() -> OrderId {
    OrderId::new("6d41c4ff-1877-4d13-82b0-7dad02c4b02a").expect("not empty")
}

fn words(refusal: &Refusal) -> Vec<&str> {
    refusal
        .messages
        .iter()
        .map(|text| text.expose_secret())
        .collect()
}

/// Reading an order from a service that always answers so.
async fn reading(
    status: u16,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> Fault {
    let stub = Stub::signed_in(move |_| answer_with(status, headers, body)).await;
    fault(stub.client().order(&order_id()).await)
}

#[tokio::test]
async fn a_refusal_keeps_the_services_own_words() {
    let fault = reading(422, &[], fixture!("error.json")).await;
    let FaultKind::Refused(refusal) = &fault.kind else {
        panic!("{fault}")
    };
    assert_eq!(
        (refusal.status, refusal.error_type.as_deref()),
        (422, Some("INVALID_REQUEST_PARAMS")),
        "status and type"
    );
    assert_eq!(
        words(refusal),
        ["The country is not known", "The currency is not known"],
        "every message"
    );
}

#[tokio::test]
async fn the_status_decides_whatever_the_type_is_called() {
    // C19: the documentation prints UNAUTHORISED, UNACCEPTABLE and TOO MANY REQUESTS.
    for (status, named) in [
        (400, "refused"),
        (401, "not signed in"),
        (403, "not allowed"),
        (404, "not found"),
        (406, "limit reached"),
        (409, "refused"),
        (418, "refused"),
        (422, "refused"),
        (429, "too many requests"),
        (500, "service in trouble"),
        (503, "service in trouble"),
        (301, "redirected"),
        (304, "redirected"),
    ] {
        let fault = reading(
            status,
            &[],
            r#"{"type":"ODD TYPE: anna@x.de","messages":"one"}"#,
        )
        .await;
        assert!(
            fault.kind.to_string().starts_with(named),
            "{status} gave {fault}"
        );
        if let Some(refusal) = fault.refusal() {
            assert_eq!(
                (refusal.status, refusal.error_type.as_deref()),
                (status, None),
                "what has an address in it is no kind, also not squeezed into one word"
            );
            assert_eq!(
                words(refusal),
                ["one", "ODD TYPE: anna@x.de"],
                "a single message is a list of one, and the rest is words too"
            );
        }
    }
}

#[tokio::test]
async fn bodies_that_are_not_the_services_own_are_no_second_failure() {
    for body in [
        "",
        "<html><h1>502 Bad Gateway</h1></html>",
        r#"{"type":"#,
        "[]",
        "null",
        r#"{"type":{"a":1},"messages":{}}"#,
    ] {
        let fault = reading(502, &[("content-type", "text/html")], body).await;
        assert!(
            matches!(&fault.kind, FaultKind::ServiceTrouble(refusal) if refusal.status == 502),
            "{body:?} gave {fault}"
        );
    }
    let stub = Stub::signed_in(|_| Reply::Half(403)).await;
    let fault = fault(stub.client().order(&order_id()).await);
    assert!(
        matches!(fault.kind, FaultKind::NotAllowed(_)),
        "a cut-off explanation does not change the no: {fault}"
    );
}

#[tokio::test]
async fn a_type_is_fit_for_a_log() {
    let long = "M".repeat(65);
    for text in ["A\\nB", "A\\u001b[31mB", &long] {
        let body = format!("{{\"type\":\"{text}\"}}").leak();
        let fault = reading(400, &[], body).await;
        let refusal = fault.refusal().expect("it was refused");
        assert_eq!(refusal.error_type, None, "{text} is no word");
        assert!(
            !fault.to_string().contains(char::is_control),
            "no line of its own, no colours"
        );
    }
}

#[tokio::test]
async fn a_sentence_in_place_of_a_type_is_the_services_words_and_not_logged() {
    for (body, told) in [
        (r#"{"type":"Guest Anna Berg is blocked"}"#, "Anna"),
        (r#"{"type":"anna@hotel.example"}"#, "anna@hotel.example"),
        (r#"{"error":"Łuczak"}"#, "Łuczak"),
        (
            r#"{"type":"CUSTOMER MARIA KELLER ALREADY EXISTS"}"#,
            "MARIA",
        ),
        (r#"{"type":"CUSTOMER/MARIA/KELLER"}"#, "MARIA"),
        (r#"{"error":"BLOCKED: KELLER"}"#, "KELLER"),
        (
            r#"{"type":"CUSTOMER_WITH_THE_NAME_OF_MARIA_KELLER_ALREADY_EXISTS_IN_THIS_ACCOUNT"}"#,
            "MARIA",
        ),
        (
            r#"{"type":"IN_USE_8944478600002053373"}"#,
            "8944478600002053373",
        ),
    ] {
        let fault = reading(422, &[], body).await;
        let refusal = fault.refusal().expect("it was refused");
        assert_eq!(refusal.error_type, None, "{told} is no kind");
        assert!(
            words(refusal).iter().any(|words| words.contains(told)),
            "the staff may read it"
        );
        assert!(!fault.to_string().contains(told), "{fault}");
    }
    let documented = reading(429, &[], r#"{"type":"TOO MANY REQUESTS"}"#).await;
    assert!(
        documented
            .refusal()
            .is_some_and(|refusal| refusal.error_type.is_some())
    );
}

#[tokio::test]
async fn the_wait_of_a_429_is_read_in_each_way() {
    const DATE: (&str, &str) = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    type Headers = &'static [(&'static str, &'static str)];
    let cases: [(Headers, Option<u64>); 8] = [
        (&[("retry-after", "7")], Some(7)),
        (
            &[DATE, ("retry-after", "Sun, 06 Nov 1994 08:50:07 GMT")],
            Some(30),
        ),
        (&[DATE, ("x-rate-limit-reset", "784111789000")], Some(12)),
        (
            &[
                DATE,
                ("retry-after", "3"),
                ("x-rate-limit-reset", "784111789000"),
            ],
            Some(3),
        ),
        (
            &[DATE, ("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT")],
            None,
        ),
        (&[("retry-after", "soon")], None),
        (&[("retry-after", "99999999999999")], Some(24 * 60 * 60)),
        (&[], None),
    ];
    for (headers, seconds) in cases {
        let stub = Stub::signed_in(move |_| {
            answer_with(429, headers, r#"{"message":"slow","http_status_code":429}"#)
        })
        .await;
        let fault = fault(stub.client().order(&order_id()).await);
        let FaultKind::SlowDown { wait, refusal } = &fault.kind else {
            panic!("{fault}")
        };
        assert_eq!(
            *wait,
            seconds.map(Duration::from_secs),
            "by the service's own clock, not ours: {headers:?}"
        );
        assert_eq!(words(refusal), ["slow"], "a gateway's message is kept");
    }
}

#[tokio::test]
async fn a_pasted_token_that_is_refused_has_expired() {
    let stub = Stub::raw(|_| answer(401, r#"{"type":"UNAUTHORISED"}"#)).await;
    let client = client_with(stub.service(), pasted("old"), &Network::default());
    let fault = fault(client.order(&order_id()).await);
    assert!(matches!(fault.kind, FaultKind::TokenExpired), "{fault}");
    assert_eq!(
        stub.seen().len(),
        1,
        "there is nothing to renew and nothing to ask again"
    );
}

#[tokio::test]
async fn cancelling_a_sim_is_a_delete_that_is_sent_once() {
    let stub = Stub::signed_in(|seen| {
        if seen.target.ends_with("/1") {
            answer(204, "")
        } else {
            Reply::Close
        }
    })
    .await;
    let client = stub.client();
    client
        .cancel_sim(&Iccid::new("1").expect("not empty"))
        .await
        .expect("204 is a success without a body");
    let lost = fault(
        client
            .cancel_sim(&Iccid::new("2").expect("not empty"))
            .await,
    );
    assert!(
        matches!(lost.kind, FaultKind::Unanswered(Unanswered::Lost)),
        "{lost}"
    );
    let methods: Vec<_> = stub
        .asked()
        .iter()
        .map(|seen| format!("{} {}", seen.method, seen.target))
        .collect();
    assert_eq!(
        methods,
        [
            "DELETE /connect-api/v2/sims/1",
            "DELETE /connect-api/v2/sims/2"
        ],
        "each once"
    );
}

#[tokio::test]
async fn a_fault_names_the_request_and_the_id_it_was_sent_with() {
    let stub = Stub::signed_in(|_| answer(404, r#"{"type":"ORDER_NOT_FOUND"}"#)).await;
    let fault = fault(stub.client().order(&order_id()).await);
    assert_eq!(fault.step, Step::Order, "reading an order");
    let sent = stub.asked()[0]
        .header("x-correlation-id")
        .map(str::to_owned);
    assert_eq!(
        sent,
        Some(fault.correlation.to_string()),
        "what the provider finds in its own log"
    );
    assert_eq!(
        fault.to_string(),
        format!(
            "order: not found, 404 ORDER_NOT_FOUND (correlation id {})",
            fault.correlation
        ),
        "all that a log may know"
    );
}

#[tokio::test]
async fn each_status_of_an_order_post_has_one_meaning() {
    let next = Arc::new(AtomicU16::new(200));
    let script = next.clone();
    let stub = Stub::raw(move |_| answer(script.fetch_add(1, Ordering::Relaxed), "{}")).await;
    // A second client after 429, because the first one would wait.
    for statuses in [200..=429, 430..=599] {
        let client = client_with(stub.service(), pasted("t"), &Network::default());
        for status in statuses {
            let fault = fault(client.place_order(&body(), &CorrelationId::fresh()).await);
            let meant = match status {
                400 | 401 | 403 | 404 | 405 | 406 | 413 | 415 | 422 | 429 => PostMeaning::Refused,
                _ => PostMeaning::Unconfirmed,
            };
            assert_eq!(
                fault.meaning_for_order_post(),
                meant,
                "{status} gave {fault}"
            );
        }
    }
    assert_eq!(
        stub.seen().len(),
        400,
        "one POST each, whatever is answered"
    );
}

#[test]
fn each_other_failure_of_an_order_post_has_one_meaning() {
    let meaning = |step, kind| {
        Fault {
            step,
            kind,
            correlation: CorrelationId::fresh(),
        }
        .meaning_for_order_post()
    };
    let trouble = || {
        FaultKind::ServiceTrouble(Refusal {
            status: 500,
            error_type: None,
            messages: Vec::new(),
        })
    };
    for kind in [
        FaultKind::Unanswered(Unanswered::TimedOut),
        FaultKind::Unanswered(Unanswered::Lost),
        FaultKind::TooLarge,
        FaultKind::Mismatched(Resource::Order),
        trouble(),
    ] {
        assert_eq!(
            meaning(Step::PlaceOrder, kind.clone()),
            PostMeaning::Unconfirmed,
            "{kind}: it was sent"
        );
        assert_eq!(
            meaning(Step::Token, kind.clone()),
            PostMeaning::NotSent,
            "{kind}: there was no token to send it with"
        );
    }
    assert_eq!(
        meaning(Step::PlaceOrder, FaultKind::TokenExpired),
        PostMeaning::Refused,
        "a 401"
    );
}

#[tokio::test]
async fn a_byte_order_mark_before_an_answer_is_no_trouble() {
    let marked = |text: &str| format!("\u{feff}{text}");
    let (token, placed) = (
        marked(fixture!("token.json")),
        marked(fixture!("order-accepted.json")),
    );
    let stub = Stub::raw(move |seen| match seen.is_token() {
        true => answer(200, token.clone()),
        false => answer(201, placed.clone()),
    })
    .await;
    stub.client()
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("it is accepted, and nobody has to find that out");
    let stub = Stub::signed_in(|_| answer(406, "\u{feff}{\"type\":\"UNACCEPTABLE\"}")).await;
    let found = fault(
        stub.client()
            .place_order(&body(), &CorrelationId::fresh())
            .await,
    );
    let refusal = found.refusal().expect("a refusal");
    assert_eq!(refusal.error_type.as_deref(), Some("UNACCEPTABLE"));
}
