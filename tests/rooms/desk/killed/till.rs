//! What is killed: a desk that sells as it is told by files, and nobody stops it. Run by the other half of the test.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use esim_desk_core::book::{Dialect, LineKey, OrderKind, OrderState};
use esim_desk_core::desk::{
    AccountForm, AccountState, CredentialForm, Desk, Draft, GroupDraft, HandOverView, Keep, Mode,
    Opening, OrderView, OrdersQuery, PlanState, ServiceChoice, StartNow, TopUpDraft, Verdict,
};
use esim_desk_core::keychain::Keychain;
use serde::de::DeserializeOwned;
use serde_json::json;

use super::kept::keychain_in;
use crate::desk::fixture::Window;

/// The data folder, and the folder for what both halves tell each other.
pub const DATA: &str = "ESIM_DESK_TEST_DATA";
pub const TOLD: &str = "ESIM_DESK_TEST_TOLD";
pub const SERVICE: &str = "ESIM_DESK_TEST_SERVICE";
pub const CLIENT: &str = "ESIM_DESK_TEST_CLIENT";
/// A folder in place of this computer's keychain.
pub const KEYCHAIN: &str = "ESIM_DESK_TEST_KEYCHAIN";
/// Not a secret of anybody's.
pub const SECRET: &str = "ESIM_DESK_TEST_SECRET";

/// Files in the folder of what is told.
pub const DRAFTS: &str = "drafts.json";
/// Tables that are bought. Where there is this file, a person also goes on with every group that is there.
pub const GROUPS: &str = "groups.json";
/// Plans that are told to start, with their SIMs.
pub const STARTS: &str = "starts.json";
/// Top-ups that are placed.
pub const TOP_UPS: &str = "top-ups.json";
/// The SIMs that are given back.
pub const REFUNDS: &str = "refunds.json";
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
    if let Some(groups) = heard::<Vec<GroupDraft>>(GROUPS) {
        go_on_with_groups(&desk).await;
        for group in groups {
            let desk = desk.clone();
            tokio::spawn(async move {
                let checked = desk.groups.check(&group).await;
                let agreed = checked.map(|checked| checked.cost).unwrap_or_default();
                drop(desk.groups.begin(group, &agreed).await)
            });
        }
    }
    for (iccid, plan) in heard::<Vec<(String, String)>>(STARTS).unwrap_or_default() {
        let desk = desk.clone();
        tokio::spawn(async move { drop(desk.esims.start_now(&iccid, &plan).await) });
    }
    for form in heard::<Vec<TopUpDraft>>(TOP_UPS).unwrap_or_default() {
        let desk = desk.clone();
        tokio::spawn(async move { drop(desk.sale.top_up(form).await) });
    }
    for iccid in heard::<Vec<String>>(REFUNDS).unwrap_or_default() {
        let desk = desk.clone();
        tokio::spawn(async move {
            let sale = sale_of(&desk, &iccid).await;
            drop(desk.refund.give_back(sale.key).await);
        });
    }
    for draft in heard::<Vec<Draft>>(DRAFTS).expect("the other half wrote it") {
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
    let bought = heard::<BTreeMap<String, String>>(SUBSCRIPTIONS);
    let bought = bought.expect("the other half wrote it");
    let begun = Instant::now();
    go_on_with_groups(&desk).await;
    loop {
        let mut left = desk.snapshot().groups.going.len() + lines_left(&desk).await;
        let orders = desk.snapshot().orders;
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
                        // A line that is not bought is to be tried, and an eSIM of which a top-up is not decided cannot be
                        // given back.
                        let is_in_the_way = order.line.is_some() || order.kind == OrderKind::TopUp;
                        if is_in_the_way || orders.iter().any(waits) {
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
            break;
        }
        assert!(
            begun.elapsed() < PATIENCE,
            "{left} orders do not come to an end: {orders:?}"
        );
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    for (iccid, plan) in heard::<Vec<(String, String)>>(STARTS).unwrap_or_default() {
        starts_at_last(&desk, &iccid, &plan).await;
    }
    for iccid in heard::<Vec<String>>(REFUNDS).unwrap_or_default() {
        given_back_at_last(&desk, &iccid).await;
    }
    for order in desk.snapshot().orders {
        let waits_for_somebody = matches!(
            order.state,
            OrderState::Unconfirmed
                | OrderState::Withheld
                | OrderState::Failed
                | OrderState::Cancelling
        );
        assert!(
            !waits_for_somebody || order.may_be_closed,
            "there is no way out of {order:?}"
        );
    }
}

/// The order that made the SIM, as the staff find it. What a kill kept from being written is written soon.
async fn sale_of(desk: &Desk, iccid: &str) -> OrderView {
    let begun = Instant::now();
    loop {
        let query = OrdersQuery {
            text: iccid.to_owned(),
            ..OrdersQuery::default()
        };
        let page = desk.lists.orders(query).await;
        let mut orders = page.expect("the book can be read").orders.into_iter();
        if let Some(sale) = orders.find(|order| order.kind == OrderKind::NewEsim) {
            return sale;
        }
        assert!(begun.elapsed() < PATIENCE, "this desk sold {iccid}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An eSIM that somebody wanted to give back before a kill: it is, or a person presses again.
async fn given_back_at_last(desk: &Desk, iccid: &str) {
    let begun = Instant::now();
    loop {
        let sale = sale_of(desk, iccid).await;
        match sale.state {
            OrderState::Refunded => return,
            OrderState::Cancelling if sale.needs_person => {
                // It may have been decided just now.
                drop(desk.refund.ask_again(sale.key).await);
            }
            OrderState::Cancelling => {}
            OrderState::Sending
            | OrderState::Accepted
            | OrderState::Preparing
            | OrderState::Ready
            | OrderState::Added
            | OrderState::Refused
            | OrderState::NotSent
            | OrderState::Unconfirmed
            | OrderState::Withheld
            | OrderState::Failed
            | OrderState::Settled => {
                let given_back = desk.refund.give_back(sale.key).await;
                given_back.expect("nothing is in the way");
            }
        }
        assert!(begun.elapsed() < PATIENCE, "it stays {sale:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// A person goes on with every group of which something waits.
async fn go_on_with_groups(desk: &Desk) {
    let list = desk.groups.list(None).await;
    for group in list.expect("the book can be read").groups {
        if group.waiting > 0 {
            let agreed = desk
                .groups
                .view(group.key)
                .await
                .expect("it is there")
                .waiting;
            let gone_on = desk.groups.go_on(group.key, &agreed).await;
            gone_on.expect("the book can be read");
        }
    }
}

/// The lines that are not bought yet. Each that is not on its way is tried by a person.
async fn lines_left(desk: &Desk) -> usize {
    let mut left = 0;
    let list = desk.groups.list(None).await;
    for group in list.expect("the book can be read").groups {
        let view = desk.groups.view(group.key).await;
        for line in view.expect("the book can be read").lines {
            if line.order.is_some_and(|order| order.may_be_charged) {
                continue;
            }
            left += 1;
            if !line.to_buy {
                let at = LineKey {
                    group: group.key,
                    line: line.line,
                };
                // Its order may be known only now.
                drop(desk.groups.try_line(at).await);
            }
        }
    }
    left
}

/// A plan that somebody wanted to start before a kill: it runs, or a person tells it once more.
async fn starts_at_last(desk: &Desk, iccid: &str, plan: &str) {
    let view = desk.esims.look(iccid, true).await;
    let plans = view.expect("the SIM is this account's").plans;
    let mut plans = plans.into_iter().filter(|one| one.subscription == plan);
    let seen = plans.next().expect("it is on its SIM");
    if seen.state == PlanState::Active {
        return;
    }
    assert_eq!(seen.start, StartNow::Offered, "another run's start is over");
    let started = desk.esims.start_now(iccid, plan).await;
    started.expect("nothing is in the way");
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
    let keychain = match env::var_os(KEYCHAIN) {
        Some(folder) => keychain_in(Path::new(&folder)),
        None => Keychain::of_this_computer().with_patience(Duration::from_secs(30)),
    };
    Desk::open(Opening {
        mode: Mode::Live,
        folder: told(DATA).into(),
        keychain,
        screen: Arc::new(Window::default()),
        service: None,
        sandbox: None,
        system_language: "en-GB".to_owned(),
        system_country: Some("GB".to_owned()),
        dialect: || Dialect::POINT,
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

/// What the other half says in that file, where there is one.
fn heard<T: DeserializeOwned>(file: &str) -> Option<T> {
    let text = fs::read(place(file)).ok()?;
    Some(serde_json::from_slice(&text).expect("as it was agreed"))
}

fn place(file: &str) -> PathBuf {
    PathBuf::from(told(TOLD)).join(file)
}

fn say(file: &str, what: &serde_json::Value) {
    fs::write(place(file), what.to_string()).expect("the folder is the other half's");
}
