//! What goes wrong on request.

use std::{io, time::Duration};

use esim_desk_core::sandbox::{Fate, Fault, Mishap, Options, Step};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    time::Instant,
};

use super::caller::{Caller, text};

/// Closed without a byte, or reset: both are no answer.
fn unanswered<T>(sent: &io::Result<Option<T>>) -> bool {
    !matches!(sent, Ok(Some(_)))
}

#[tokio::test]
async fn each_step_has_its_own_faults() {
    let caller = Caller::fresh().await;
    let order = caller.completed().await;
    let plan = caller.plan("Europe 5 GB, 30 days").await;
    let good = caller.esim().await.to_string();
    let control = caller.control();
    let requests = [
        (Step::Products, "GET /products".to_owned()),
        (Step::Product, format!("GET /products/{plan}")),
        (Step::Order, "POST /orders".to_owned()),
        (Step::Status, format!("GET /orders/{}", text(&order["id"]))),
        (
            Step::Sim,
            format!("GET /sims/{}", text(&order["output"]["iccid"])),
        ),
        (Step::Subscriptions, "GET /subscriptions".to_owned()),
    ];
    for (step, request) in &requests {
        control.cause(Fault::next(*step, Mishap::refuse(403, "ACCESS_DENIED", "no")).times(2));
        for (other, quiet) in requests.iter().filter(|(other, _)| other != step) {
            if *other != Step::Order {
                assert!(
                    caller.api(quiet, "").await.status < 300,
                    "{other:?} is not {step:?}"
                );
            }
        }
        for _ in 0..2 {
            let answer = caller.api(request, &good).await;
            assert_eq!(answer.status, 403, "{step:?} is refused twice");
            assert_eq!(answer.json()["messages"][0], "no", "in the error model");
        }
        let answer = caller.api(request, &good).await;
        assert!(answer.status < 300, "{step:?} works the third time");
    }
    control.cause(Fault::next(
        Step::Token,
        Mishap::refuse(400, "invalid_scope", "no"),
    ));
    let answer = caller.ask_token("grant_type=client_credentials").await;
    assert_eq!(
        answer.json()["error"],
        "invalid_scope",
        "in Keycloak's model"
    );
    assert_eq!(
        caller.control().ledger().orders.len(),
        2,
        "refused orders are not booked"
    );
}

#[tokio::test]
async fn each_mishap_is_what_it_says() {
    let caller = Caller::fresh().await;
    let control = caller.control();
    let next = async |mishap| {
        control.cause(Fault::next(Step::Products, mishap));
        caller.get("/products").await
    };
    let headers = vec![
        ("Retry-After".to_owned(), "7".to_owned()),
        ("x-rate-limit-reset".to_owned(), "1".to_owned()),
    ];
    let answer = next(Mishap::TooMany { headers }).await;
    assert_eq!(
        (answer.status, &*answer.kind()),
        (429, "TOO MANY REQUESTS"),
        "with spaces"
    );
    assert_eq!(answer.headers["retry-after"], "7", "the chosen header");
    assert_eq!(answer.headers["x-rate-limit-reset"], "1", "the other one");
    let answer = next(Mishap::Broken).await;
    assert_eq!(
        (answer.status, &*answer.kind()),
        (500, "INTERNAL_ERROR"),
        "documented"
    );
    let answer = next(Mishap::BadGateway).await;
    assert_eq!(answer.status, 502, "a gateway's answer");
    assert!(answer.bytes.starts_with(b"<html>"), "in HTML");
    let answer = next(Mishap::Garbage).await;
    assert_eq!(answer.status, 200, "it pretends to be fine");
    assert!(
        serde_json::from_slice::<Value>(&answer.bytes).is_err(),
        "but is no JSON"
    );
    let answer = next(Mishap::Truncated).await;
    assert!(answer.bytes.starts_with(b"{"), "it begins well");
    assert!(
        serde_json::from_slice::<Value>(&answer.bytes).is_err(),
        "and breaks off"
    );
    let to = "http://127.0.0.1:9/elsewhere".to_owned();
    let answer = next(Mishap::Redirect { to: to.clone() }).await;
    assert_eq!(
        (answer.status, &answer.headers["location"]),
        (307, &to),
        "keeps the method"
    );
    let answer = next(Mishap::Oversized).await;
    assert!(
        answer.bytes.len() > 20_000_000,
        "{} bytes",
        answer.bytes.len()
    );
    assert!(answer.json()["data"].is_array(), "right, only too long");
    let quiet = caller.get("/products").await;
    assert_eq!(quiet.status, 200, "each struck once");
}

#[tokio::test]
async fn answers_can_be_about_the_wrong_order() {
    let caller = Caller::fresh().await;
    let control = caller.control();
    let other_order = || Fault::next(Step::Status, Mishap::OtherOrder);
    let first = caller.completed().await;
    let path = format!("/orders/{}", text(&first["id"]));
    control.cause(other_order());
    let strange = caller.get(&path).await.json();
    assert_ne!(strange["id"], first["id"], "an id that nobody has");
    let second = caller.completed().await;
    control.cause(other_order());
    let strange = caller.get(&path).await.json();
    assert_eq!(strange["id"], second["id"], "the id of the other order");
    assert_eq!(strange["output"], first["output"], "with the right code");
    let status = "ON_HOLD".to_owned();
    control.cause(Fault::next(Step::Status, Mishap::UnknownStatus { status }));
    let strange = caller.get(&path).await.json();
    assert_eq!(strange["status"], "ON_HOLD", "a status nobody knows");
    assert_eq!(strange["data"], Value::Null, "and nothing else is changed");
}

#[tokio::test]
async fn a_dropped_connection_gives_no_answer() {
    let caller = Caller::fresh().await;
    let body = caller.esim().await.to_string();
    let control = caller.control();
    control.cause(Fault::next(Step::Order, Mishap::Drop));
    assert!(
        unanswered(&caller.try_api("POST /orders", &body).await),
        "not a byte"
    );
    assert!(
        control.ledger().orders.is_empty(),
        "dropped before it was booked"
    );
    control.cause(Fault::next(Step::Order, Mishap::Drop).after_work());
    assert!(
        unanswered(&caller.try_api("POST /orders", &body).await),
        "not a byte"
    );
    let ledger = control.ledger();
    assert_eq!(ledger.orders.len(), 1, "dropped after it was booked");
    let posts = &ledger.seen.posts;
    assert_eq!(posts.len(), 2, "two requests were seen");
    assert_eq!(posts[0].order, None, "the first placed nothing");
    assert_eq!(
        posts[1].order,
        Some(ledger.orders[0].order.id),
        "the second did"
    );
    assert_eq!(
        posts[1].correlation_id.as_deref(),
        Some("caller-1"),
        "and is known by its id"
    );
}

#[tokio::test]
async fn a_drop_does_not_even_wait_for_the_body() {
    let caller = Caller::fresh().await;
    caller
        .control()
        .cause(Fault::next(Step::Order, Mishap::Drop));
    let mut stream = TcpStream::connect(caller.sandbox.address())
        .await
        .expect("it listens");
    let head = "POST /connect-api/v2/orders HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n";
    stream
        .write_all(head.as_bytes())
        .await
        .expect("the head is sent");
    let mut bytes = Vec::new();
    // Ends only because the other side closes; whether by an end or a reset is the system's affair.
    let _ = stream.read_to_end(&mut bytes).await;
    assert!(bytes.is_empty(), "closed without a byte");
}

#[tokio::test]
async fn any_failure_can_hide_a_booked_order() {
    let caller = Caller::fresh().await;
    let body = caller.esim().await.to_string();
    let control = caller.control();
    for (booked, mishap) in [Mishap::Broken, Mishap::BadGateway, Mishap::Garbage]
        .into_iter()
        .enumerate()
    {
        control.cause(Fault::next(Step::Order, mishap.clone()));
        caller.api("POST /orders", &body).await;
        assert_eq!(
            control.ledger().orders.len(),
            booked,
            "{mishap:?} before the work"
        );
        control.cause(Fault::next(Step::Order, mishap.clone()).after_work());
        caller.api("POST /orders", &body).await;
        assert_eq!(
            control.ledger().orders.len(),
            booked + 1,
            "{mishap:?} after the work"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_slow_service_books_though_the_caller_has_gone() {
    let caller = Caller::fresh().await;
    let body = caller.esim().await.to_string();
    let control = caller.control();
    let wait = Duration::from_secs(60);
    control.cause(Fault::next(Step::Order, Mishap::Slow { millis: 60_000 }));
    let asked = Instant::now();
    let seen = async {
        while control.ledger().seen.posts.is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = caller.try_api("POST /orders", &body) => panic!("the answer is a minute away"),
        () = seen => {}
    }
    assert!(
        control.ledger().orders.is_empty(),
        "seen, but not booked yet"
    );
    while control.ledger().orders.is_empty() && asked.elapsed() < 2 * wait {
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    assert!(asked.elapsed() >= wait, "booked only after its time");
    let ledger = control.ledger();
    assert_eq!(
        ledger.seen.posts[0].order,
        ledger.orders.first().map(|booked| booked.order.id),
        "booked all the same, and noted with its request"
    );
    assert_eq!(ledger.orders.len(), 1, "once");
}

#[tokio::test]
async fn orders_meet_their_fate() {
    let caller = Caller::fresh().await;
    let fates = [
        Fate::Fails,
        Fate::Stalls,
        Fate::NoLpa,
        Fate::NoSmdp,
        Fate::NoCode,
        Fate::LpaDisagrees,
        Fate::EmptyMatchingId,
        Fate::BrokenMatchingId,
        Fate::Completes,
    ];
    for fate in fates {
        caller.control().next_order(fate);
        let order = caller.completed().await;
        let output = &order["output"];
        let links = &order["_metadata"]["links"];
        let matching_id = output["matching_id"].as_str();
        let lpa = links["_lpa"].as_str();
        let agrees = lpa
            == matching_id
                .map(|id| format!("1$rsp.sandbox.example${id}"))
                .as_deref();
        let what_it_is = match fate {
            Fate::Fails => order["status"] == "FAILED" && output.is_null(),
            Fate::Stalls => order["status"] == "FULFILLING" && output.is_null(),
            Fate::NoLpa => lpa.is_none() && matching_id.is_some() && links["_smdp"].is_string(),
            Fate::NoSmdp => links["_smdp"].is_null() && agrees && lpa.is_some(),
            Fate::NoCode => lpa.is_none() && matching_id.is_none() && links["_smdp"].is_null(),
            Fate::LpaDisagrees => lpa.is_some() && matching_id.is_some() && !agrees,
            Fate::EmptyMatchingId => matching_id == Some("") && agrees,
            Fate::BrokenMatchingId => matching_id.is_some_and(|id| id.contains('\n')) && agrees,
            Fate::Completes => order["status"] == "COMPLETED" && agrees && lpa.is_some(),
        };
        assert!(what_it_is, "{fate:?} does not show");
        if let Some(iccid) = output["iccid"].as_str() {
            let sim = caller.get(&format!("/sims/{iccid}")).await.json();
            assert_eq!(
                sim["matching_id"].as_str(),
                matching_id,
                "{fate:?}: the SIM says the same"
            );
        }
    }
    let plans = caller.get("/subscriptions?page_size=100").await.json();
    assert_eq!(
        plans["data"].as_array().map(Vec::len),
        Some(fates.len() - 2),
        "failed and stalled orders have no plan"
    );
}

#[tokio::test(start_paused = true)]
async fn the_limit_is_stated_and_kept() {
    let caller = Caller::of(Options {
        requests_per_minute: Some(3),
        ..Options::default()
    })
    .await;
    let control = caller.control();
    for left in ["2", "1", "0"] {
        let answer = caller.get("/products").await;
        assert_eq!(answer.status, 200, "within the limit");
        assert_eq!(answer.headers["x-rate-limit-limit"], "3", "the limit");
        assert_eq!(
            answer.headers["x-rate-limit-remaining"], left,
            "what is left"
        );
    }
    let over = caller.get("/products").await;
    assert_eq!(over.status, 429, "the fourth is too many");
    let wait: i64 = over.headers["retry-after"].parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait} s until the next minute");
    assert_eq!(control.ledger().seen.over_limit, 1, "and is counted");
    let tokens = caller.ask_token("grant_type=client_credentials").await;
    assert_eq!(tokens.status, 200, "tokens are not counted");
    control.push_clock(wait * 1_000);
    assert_eq!(caller.get("/products").await.status, 200, "a new minute");
}
