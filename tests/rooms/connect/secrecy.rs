//! Secrets, tokens, codes and customers appear in no `Debug` output, no error text and no log.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use esim_desk_core::connect::{
    CorrelationId, Credentials, Iccid, OrderBody, OrderId, ServiceUrl, SubscriptionFilter,
};
use secrecy::SecretString;
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;

use super::own_process::alone;
use super::placing::{body, request};
use super::stub::{Stub, answer, client_with, fault, fixture, pasted, trusting};

const ORDER: &str = "6d41c4ff-1877-4d13-82b0-7dad02c4b02a";

/// Every value in these tests that nobody may read holds this word.
const CANARY: &str = "canary";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap_or_else(PoisonError::into_inner)).into_owned()
    }
}

fn no_canary(what: &str, text: &str) {
    assert!(
        !text.to_lowercase().contains(CANARY),
        "{what} shows a secret: {text}"
    );
}

fn order_with_canaries() -> String {
    let code = "1$rsp.example$CANARY-CODE";
    json!({ "id": ORDER, "status": "COMPLETED",
        "output": { "matching_id": "CANARY-CODE", "iccid": "8944", "data": { "code": "CANARY" } },
        "_metadata": { "links": { "_lpa": code, "_smdp": "rsp.example", "_qrcode": code } } })
    .to_string()
}

/// Everything a client does, well and badly, with canaries wherever something is secret.
async fn a_whole_day() -> Vec<String> {
    let stub = Stub::signed_in(|seen| match (seen.method.as_str(), seen.target.split(['/', '?']).nth(3)) {
        ("POST", _) if seen.body.contains("TOPUP") => answer(422, r#"{"type":"REFUSED","messages":["canary@mail is known"]}"#),
        ("POST", _) => answer(201, order_with_canaries()),
        (_, Some("orders")) if seen.target.ends_with("/x") => answer(200, r#"{"id":{"canary":1},"status":"canary"}"#),
        (_, Some("orders")) => answer(200, order_with_canaries()),
        (_, Some("sims")) => answer(200, json!({ "iccid": "8944", "eid": "CANARY", "matching_id": "CANARY", "_metadata": { "links": { "_lpa": "CANARY" } } }).to_string()),
        _ => answer(200, r#"{"data":[]}"#),
    })
    .await;
    let client = stub.client();
    let mut shown = Vec::new();
    let mut order = request();
    order.subscriber.email = Some("canary@mail.example".to_owned());
    order.subscriber.first_name = Some("Canary".to_owned());
    order.subscriber.device.eid = Some("canary".to_owned());
    let written = OrderBody::new(&order).expect("a good order");
    shown.push(format!("{order:?} {written:?}"));
    shown.push(format!(
        "{:?}",
        client
            .place_order(&written, &CorrelationId::fresh())
            .await
            .expect("placed")
    ));
    order.operation =
        esim_desk_core::connect::Operation::TopUp(Iccid::new("8944").expect("not empty"));
    let topped = OrderBody::new(&order).expect("a good order");
    let refused = fault(client.place_order(&topped, &CorrelationId::fresh()).await);
    shown.push(format!("{refused} {refused:?}"));
    shown.push(format!(
        "{:?}",
        client
            .order(&OrderId::new(ORDER).expect("not empty"))
            .await
            .expect("an order")
    ));
    let unreadable = fault(client.order(&OrderId::new("x").expect("not empty")).await);
    shown.push(format!("{unreadable} {unreadable:?}"));
    shown.push(format!(
        "{:?}",
        client
            .sim(&Iccid::new("8944").expect("not empty"))
            .await
            .expect("a SIM")
    ));
    let filter = SubscriptionFilter {
        email: Some(SecretString::from("canary@mail.example")),
        ..Default::default()
    };
    client.subscriptions(&filter).await.expect("a list");
    shown.push(format!("{filter:?}"));
    drop(stub);
    let lost = fault(client.subscriptions(&filter).await);
    shown.push(format!("{lost} {lost:?}"));
    shown
}

async fn an_order_over_tls() {
    let stub = Stub::signed_in_tls(|_| answer(201, fixture!("order-accepted.json"))).await;
    let base = format!("https://localhost:{}/x", stub.address().port());
    let service = ServiceUrl::parse(&base).expect("a good address");
    let client = client_with(service, pasted("canary-token"), &trusting());
    client
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("placed");
}

#[tokio::test]
async fn nothing_secret_is_ever_printed() {
    for shown in a_whole_day().await {
        no_canary("Debug or Display", &shown);
    }
    let credentials = Credentials::Client {
        id: "desk".to_owned(),
        secret: SecretString::from("canary-secret"),
    };
    no_canary(
        "credentials",
        &format!("{credentials:?} {:?}", pasted("canary-token")),
    );
}

/// In a process of its own: what is logged depends on every subscriber of a process.
#[tokio::test]
async fn nothing_secret_is_logged_at_any_level() {
    alone(
        concat!(module_path!(), "::a_day_with_everything_logged"),
        &[],
    )
    .await;
}

#[tokio::test]
#[ignore = "run by the test before it, alone in its process"]
async fn a_day_with_everything_logged() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).expect("the only one");
    a_whole_day().await;
    an_order_over_tls().await;
    let text = log.text();
    let told = "place order: refused, 422 REFUSED (correlation id ";
    assert!(text.contains(told), "it tells what it may: {text}");
    assert!(
        text.contains("answer unreadable at id"),
        "the JSON path too"
    );
    assert!(
        text.contains("TRACE hyper_util"),
        "the libraries underneath log as well"
    );
    no_canary("the log", &text);
}

#[tokio::test]
async fn a_refused_pasted_token_is_not_printed() {
    let stub = Stub::raw(|_| {
        answer(
            401,
            r#"{"type":"UNAUTHORISED","messages":["canary-token"]}"#,
        )
    })
    .await;
    let client = client_with(stub.service(), pasted("canary-token"), &Default::default());
    let fault = fault(client.place_order(&body(), &CorrelationId::fresh()).await);
    no_canary("the fault", &format!("{fault} {fault:?}"));
}
