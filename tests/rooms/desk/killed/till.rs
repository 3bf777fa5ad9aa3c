//! What is killed: a desk that sells as it is told by files, and nobody stops it. Run by the other half of the test.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{
    AccountForm, AccountState, CredentialForm, Desk, Draft, HandOverView, Keep, Mode, Opening,
    OrderView, OrdersQuery, ServiceChoice, Verdict,
};
use esim_desk_core::keychain::Keychain;
use serde_json::json;

use crate::desk::fixture::Window;

/// The data folder, and the folder for what both halves tell each other.
pub const DATA: &str = "ESIM_DESK_TEST_DATA";
pub const TOLD: &str = "ESIM_DESK_TEST_TOLD";
pub const SERVICE: &str = "ESIM_DESK_TEST_SERVICE";
pub const CLIENT: &str = "ESIM_DESK_TEST_CLIENT";
/// Not a secret of anybody's.
pub const SECRET: &str = "ESIM_DESK_TEST_SECRET";

/// Files in the folder of what is told.
pub const DRAFTS: &str = "drafts.json";
pub const SUBSCRIPTIONS: &str = "subscriptions.json";
pub const PLANS: &str = "plans.json";
pub const CODES: &str = "codes.json";

/// What the provider says of an order that its ledger does not have.
const NOT_BOUGHT: Verdict = Verdict::NotBought;
const PATIENCE: Duration = Duration::from_secs(120);

#[tokio::test]
#[ignore = "run by the other half"]
async fn connects() {
    let desk = open().await;
    let form = AccountForm {
        service: ServiceChoice::Other {
            address: told(SERVICE),
        },
        credential: CredentialForm::Client {
            id: told(CLIENT),
            secret: told(SECRET).into(),
        },
        desk_name: "Front desk".to_owned(),
        country: "GB".to_owned(),
        several_desks: Some(false),
        keep: Keep::Keychain,
    };
    let connected = desk.sign_in.connect(form).await;
    connected.expect("the service knows these credentials");
    let catalogue = desk.plans.read().await.expect("the service has plans");
    say(PLANS, &json!(catalogue.plans));
}

/// Only a kill ends it.
#[tokio::test]
#[ignore = "run by the other half"]
async fn sells_until_it_is_killed() {
    let desk = signed_in().await;
    let drafts = fs::read(place(DRAFTS)).expect("the other half wrote it");
    let drafts: Vec<Draft> = serde_json::from_slice(&drafts).expect("sales");
    for draft in drafts {
        let desk = desk.clone();
        // What becomes of it stands in the book.
        tokio::spawn(async move { drop(desk.sale.place(draft).await) });
    }
    std::future::pending().await
}

/// The program runs as long as it needs. What it may not decide by itself, the staff do, with what the provider told them of
/// each reference.
#[tokio::test]
#[ignore = "run by the other half"]
async fn goes_on_to_the_end() {
    let desk = signed_in().await;
    let bought = fs::read(place(SUBSCRIPTIONS)).expect("the other half wrote it");
    let bought: BTreeMap<String, String> = serde_json::from_slice(&bought).expect("a table");
    let begun = Instant::now();
    loop {
        let orders = desk.snapshot().orders;
        let mut left = 0;
        for order in &orders {
            match order.state {
                OrderState::Sending | OrderState::Accepted | OrderState::Preparing => left += 1,
                OrderState::Unconfirmed => {
                    let Some(told) = bought.get(&order.reference) else {
                        // Nobody bought it. Where an earlier sale to the same house waits for that, it has to be said.
                        let waits = |other: &OrderView| {
                            let recovery = other.recovery.as_ref();
                            recovery.is_some_and(|view| view.waits_for == Some(order.key))
                        };
                        if orders.iter().any(waits) {
                            let settled = desk.recovery.settle(order.key, NOT_BOUGHT, "Kim");
                            drop(settled.await);
                        }
                        continue;
                    };
                    left += 1;
                    let view = order.recovery.as_ref();
                    let mut shown = view.into_iter().flat_map(|view| &view.candidates);
                    if shown.any(|candidate| candidate.subscription == *told) {
                        // Meanwhile it may have been found without a person.
                        drop(desk.polling.choose_candidate(order.key, told).await);
                    }
                }
                OrderState::Ready
                | OrderState::Refused
                | OrderState::NotSent
                | OrderState::Withheld
                | OrderState::Failed
                | OrderState::Settled
                | OrderState::Added
                | OrderState::Cancelling
                | OrderState::Refunded => {}
            }
        }
        if left == 0 {
            return;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "{left} orders do not come to an end: {orders:?}"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Tells of each order whose it is, and its code where it has one.
#[tokio::test]
#[ignore = "run by the other half"]
async fn hands_everything_over() {
    let desk = signed_in().await;
    let mut told = Vec::new();
    loop {
        let page = desk.lists.orders(OrdersQuery {
            offset: u32::try_from(told.len()).expect("a short list"),
            ..OrdersQuery::default()
        });
        let page = page.await.expect("the book can be read");
        if page.orders.is_empty() {
            break;
        }
        for order in page.orders {
            let mut code = None;
            if order.state == OrderState::Ready
                && let Ok(HandOverView::Code { install_code, .. }) =
                    desk.handover.open(order.key).await
            {
                code = Some(install_code);
            }
            let email = order.customer.map(|customer| customer.email);
            told.push(json!({ "reference": order.reference, "email": email, "code": code }));
        }
    }
    say(CODES, &json!(told));
}

async fn open() -> Desk {
    // A second one finds the first in place, which is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Desk::open(Opening {
        mode: Mode::Live,
        folder: told(DATA).into(),
        keychain: Keychain::of_this_computer().with_patience(Duration::from_secs(30)),
        screen: Arc::new(Window::default()),
        service: None,
        sandbox: None,
        system_language: "en-GB".to_owned(),
        system_country: Some("GB".to_owned()),
    })
    .await
}

/// With the account as the last run left it in the keychain.
async fn signed_in() -> Desk {
    let desk = open().await;
    desk.sign_in.open().await;
    let begun = Instant::now();
    while !matches!(desk.snapshot().account, AccountState::SignedIn { .. }) {
        assert!(
            begun.elapsed() < PATIENCE,
            "the account does not open: {:?}",
            desk.snapshot().account
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    desk
}

fn told(name: &str) -> String {
    env::var(name).expect("set by the other half")
}

fn place(file: &str) -> PathBuf {
    PathBuf::from(told(TOLD)).join(file)
}

fn say(file: &str, what: &serde_json::Value) {
    fs::write(place(file), what.to_string()).expect("the folder is the other half's");
}
