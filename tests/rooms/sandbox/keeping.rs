//! The ledger across starts, and the control interface over HTTP.

use std::{fs, io::Write as _};

use esim_desk_core::sandbox::{Options, OrderStatus, Sandbox, SandboxError, SimState};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

use super::caller::{Caller, send, text};

#[tokio::test]
async fn the_ledger_survives_a_restart_and_a_torn_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("demo").join("sandbox.jsonl");
    let options = || Options {
        ledger: Some(file.clone()),
        pace: 10_000,
        ..Options::default()
    };
    let caller = Caller::of(options()).await;
    let order = caller.completed().await;
    let iccid = text(&order["output"]["iccid"]);
    let plan = text(&order["output"]["subscription_id"]);
    let control = caller.control();
    control
        .move_sim(&iccid, SimState::Installed)
        .expect("it exists");
    control.burn(&plan, 1_000).expect("it exists");
    caller.sandbox.stop().await;
    let mut torn = fs::OpenOptions::new()
        .append(true)
        .open(&file)
        .expect("it is there");
    torn.write_all(b"\n{\"order\":{\"id\":\"6d41")
        .expect("it can be written");
    drop(torn);

    let caller = Caller::of(options()).await;
    let path = format!("/orders/{}", text(&order["id"]));
    let again = caller.get(&path).await.json();
    assert_eq!(again["output"], order["output"], "the same order");
    let sim = caller.get(&format!("/sims/{iccid}")).await.json();
    assert_eq!(sim["status"], "Installed", "where it was");
    let spent = caller.get(&format!("/subscriptions/{plan}")).await.json();
    assert_eq!(spent["spend_balance"], 1_000, "what was used");
    caller.completed().await;
    caller.sandbox.stop().await;

    let caller = Caller::of(options()).await;
    assert_eq!(
        caller.control().ledger().orders.len(),
        2,
        "the torn line spoils no other"
    );
    caller.control().reset().expect("it can be written");
    caller.sandbox.stop().await;
    let caller = Caller::of(options()).await;
    assert!(
        caller.control().ledger().orders.is_empty(),
        "a reset lasts too"
    );
}

#[tokio::test]
async fn what_cannot_be_used_is_said() {
    let first = Sandbox::start(Options::default())
        .await
        .expect("a free port");
    let taken = Options {
        port: first.address().port(),
        ..Options::default()
    };
    let again = Sandbox::start(taken.clone()).await;
    assert!(
        matches!(again, Err(SandboxError::Port { .. })),
        "the port is taken"
    );
    first.stop().await;
    assert!(Sandbox::start(taken).await.is_ok(), "stopping frees it");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let not_a_file = Options {
        ledger: Some(folder.path().to_owned()),
        ..Options::default()
    };
    let bad = Sandbox::start(not_a_file).await;
    assert!(
        matches!(bad, Err(SandboxError::Ledger { .. })),
        "a folder is no ledger"
    );
}

#[tokio::test]
async fn dropping_it_ends_open_connections() {
    let caller = Caller::fresh().await;
    let address = caller.sandbox.address();
    let mut open = TcpStream::connect(address).await.expect("it listens");
    // An answer shows that the connection was taken, and it stays open for more.
    open.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        .await
        .expect("it is open");
    assert!(open.read_u8().await.is_ok(), "it answers");
    drop(caller);
    let mut rest = Vec::new();
    // Ends only because the other side closes, by an end or a reset.
    let _ = open.read_to_end(&mut rest).await;
    let sent = send(address, "GET /connect-api/v2/products", &[], "").await;
    assert!(!matches!(sent, Ok(Some(_))), "nobody answers any more");
}

#[tokio::test]
async fn control_needs_the_key_of_this_start() {
    let caller = Caller::fresh().await;
    let other = Caller::fresh().await;
    assert_ne!(
        caller.sandbox.control_key(),
        other.sandbox.control_key(),
        "each start has its own"
    );
    let wrong = format!("x-sandbox-key: {}", other.sandbox.control_key());
    let bearer = format!("Authorization: Bearer {}", caller.token);
    for headers in [&[][..], &[&*wrong], &[&*bearer]] {
        for request in [
            "GET /control/ledger",
            "POST /control/reset",
            "GET /control/nothing",
        ] {
            let answer = send(caller.sandbox.address(), request, headers, "").await;
            let answer = answer.expect("it holds").expect("there is one");
            assert_eq!(answer.status, 404, "{request} is not there without the key");
        }
    }
    let ledger = caller.command("GET /control/ledger", &Value::Null).await;
    assert_eq!(ledger.status, 200, "with it, it is");
}

#[tokio::test]
async fn every_control_works_over_http() {
    let caller = Caller::fresh().await;
    let order = caller.completed().await;
    let iccid = text(&order["output"]["iccid"]);
    let subscription = text(&order["output"]["subscription_id"]);
    let plan = caller.plan("Japan 1 GB, 7 days").await;
    let commands = [
        (
            "POST /control/faults".to_owned(),
            json!({ "step": "product", "mishap": { "slow": { "millis": 1 } } }),
        ),
        (
            "POST /control/faults".to_owned(),
            json!({ "step": "status", "mishap": "drop", "moment": "after_work", "times": 9 }),
        ),
        ("POST /control/calm".to_owned(), Value::Null),
        (
            "POST /control/next-order".to_owned(),
            json!({ "fate": "fails" }),
        ),
        (
            format!("POST /control/sims/{iccid}"),
            json!({ "state": "Downloaded" }),
        ),
        (
            format!("POST /control/subscriptions/{subscription}/burn"),
            json!({ "bytes": 5 }),
        ),
        (
            format!("POST /control/products/{plan}"),
            json!({ "price_cents": 999 }),
        ),
        (
            "PUT /control/quirks".to_owned(),
            json!({ "base_url_placeholder": false }),
        ),
    ];
    for (request, body) in &commands {
        let answer = caller.command(request, body).await;
        assert_eq!(answer.status, 204, "{request} {body}");
    }
    let sim = caller.get(&format!("/sims/{iccid}")).await.json();
    assert_eq!(sim["status"], "Downloaded", "moved");
    let spent = caller
        .get(&format!("/subscriptions/{subscription}"))
        .await
        .json();
    assert_eq!(spent["spend_balance"], 5, "used");
    let changed = caller.get(&format!("/products/{plan}")).await.json();
    assert_eq!(changed["price"], 9.99, "dearer");
    let link = text(&changed["_metadata"]["links"]["_self"]);
    assert!(
        link.starts_with("http://127.0.0.1:"),
        "{link}: the quirk is off"
    );
    let quirks = caller
        .command("GET /control/quirks", &Value::Null)
        .await
        .json();
    assert_eq!(
        quirks["bare_lpa_on_orders"], true,
        "others stay as documented"
    );
    assert_eq!(
        caller
            .get(&format!("/orders/{}", text(&order["id"])))
            .await
            .status,
        200,
        "calm"
    );

    let accepted = caller.order(&caller.esim().await).await;
    let pushed = json!({ "push_millis": 5_000 });
    caller.command("POST /control/clock", &pushed).await;
    let ledger = caller
        .command("GET /control/ledger", &Value::Null)
        .await
        .json();
    let booked = &ledger["orders"][1];
    assert_eq!(booked["id"], accepted["id"], "the second order");
    assert_eq!(booked["status"], "FAILED", "as decided, in its time");
    assert_eq!(booked["email"], "john@doe.com", "for whom");
    assert_eq!(booked["correlation_id"], "caller-1", "by which request");
    assert_eq!(
        ledger["seen"]["posts"][1]["order"], accepted["id"],
        "seen once"
    );
    assert_eq!(ledger["seen"]["requests"]["order"], 2, "two in all");
    let removed = caller
        .command(&format!("DELETE /control/products/{plan}"), &Value::Null)
        .await;
    assert_eq!(removed.status, 204, "taken off the list");
    for request in ["POST /control/sims/1", "POST /control/subscriptions/1/burn"] {
        let answer = caller
            .command(request, &json!({ "state": "Installed", "bytes": 1 }))
            .await;
        assert_eq!(answer.status, 404, "{request}: there is none");
    }
    caller.command("POST /control/reset", &Value::Null).await;
    assert!(caller.control().ledger().orders.is_empty(), "as new");
    assert_eq!(
        caller.get("/products").await.status,
        200,
        "and still signed in"
    );
}

#[tokio::test]
async fn followed_links_and_wrong_secrets_are_noticed() {
    let caller = Caller::fresh().await;
    let order = caller.completed().await;
    let picture = text(&order["_metadata"]["links"]["_qrcode"]);
    let (_, path) = picture.split_once("/connect/").expect("it has a path");
    let request = format!("GET /connect/{path}");
    let answer = send(caller.sandbox.address(), &request, &[], "").await;
    assert_eq!(
        answer.ok().flatten().map(|answer| answer.status),
        Some(404),
        "no picture"
    );
    caller
        .post_form(
            "grant_type=client_credentials&client_id=x&client_secret=y",
            &[],
        )
        .await;
    let ledger = caller.control().ledger();
    assert_eq!(ledger.elsewhere, 1, "one link was followed");
    assert_eq!(ledger.seen.unauthorised, 1, "one secret was wrong");
    assert_eq!(
        ledger.orders[0].status,
        OrderStatus::Completed,
        "the order is done"
    );
}

#[tokio::test]
async fn no_secret_or_code_is_in_debug_output() {
    let options = Options::default();
    let shown = format!("{options:?}");
    assert!(shown.contains("REDACTED"), "{shown} hides its secret");
    let mut options = Options::default();
    options
        .set("client-secret", "canary-7")
        .expect("there is such an option");
    options.set("pace", "50").expect("there is such an option");
    assert!(
        !format!("{options:?}").contains("canary-7"),
        "also one that was set"
    );
    assert_eq!(options.pace, 50, "options are read from text");
    let bad = options
        .set("client-scret", "canary-7")
        .map_err(|bad| bad.to_string());
    assert_eq!(
        bad,
        Err("there is no option client-scret".to_owned()),
        "without its value"
    );
    assert!(options.set("port", "70000").is_err(), "not a port");
}
