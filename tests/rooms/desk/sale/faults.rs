//! The fault matrix: each kind of fault at each step of a sale, once and lasting, and each quirk of the service, with what
//! becomes of the order, what is told, and where it ends.
//!
//! `docs/faults.md` is this matrix as it was last agreed on. The test writes it anew when it is not current, and fails. What
//! no cell may ever show is checked apart from the page.

mod after_quirks;
mod after_sale;
mod cells;
mod document;
mod held;
mod lines;
mod quirks;
mod rows;
mod sims;
mod starts;
mod strikes;
mod waits;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState, Verdict};
use esim_desk_core::desk::{AccountState, Draft, Failure, HandOverView};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Options, Quirks, Step};

use self::document::{Table, document};
use self::quirks::quirks;
use self::rows::{At, Row, STEPS, rows};
use super::long_walk::holds::asks;
use crate::desk::fixture::{Shop, Window, draft};

const DOCUMENT: &str = "docs/faults.md";

/// A sale, and one whose answer is lost.
const SALES: [&str; 2] = ["sale", "its answer lost"];
const STUCK: &str = "**stuck**";

/// One matrix at a time: each keeps the machine busy by itself.
static TURN: Mutex<()> = Mutex::new(());

enum Task {
    Fault {
        part: &'static str,
        row: usize,
        step: usize,
    },
    Quirk {
        row: usize,
        lost: bool,
    },
}

#[test]
fn the_fault_matrix_is_as_documented() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (rows, quirks) = (rows(), quirks());
    let mut tasks: Vec<Task> = Vec::new();
    for part in ["once", "lasting"] {
        for row in 0..rows.len() {
            tasks.extend((0..STEPS.len()).map(|step| Task::Fault { part, row, step }));
        }
    }
    for row in 0..quirks.len() {
        tasks.extend([false, true].map(|lost| Task::Quirk { row, lost }));
    }
    let columns: Vec<&str> = STEPS.iter().map(|(_, name, _)| *name).collect();
    let table = |columns: &[&'static str], names: Vec<String>| Table {
        rows: names
            .into_iter()
            .map(|name| (name, vec![String::new(); columns.len()]))
            .collect(),
        columns: columns.to_vec(),
    };
    let names = || rows.iter().map(|row| row.name.to_owned()).collect();
    let mut once = table(&columns, names());
    let mut lasting = table(&columns, names());
    let sales = quirks.iter().map(|(name, _)| name.clone());
    let mut otherwise = table(&SALES, sales.collect());
    let ends = cells::all(&tasks, async |task| match *task {
        Task::Fault { part, row, step } => fault_cell(&rows[row], step, part == "lasting").await,
        Task::Quirk { row, lost } => quirk_cell(&quirks[row], lost).await,
    });
    for (task, end) in tasks.into_iter().zip(ends) {
        match task {
            Task::Fault {
                part: "lasting",
                row,
                step,
            } => lasting.rows[row].1[step] = end,
            Task::Fault { row, step, .. } => once.rows[row].1[step] = end,
            Task::Quirk { row, lost } => otherwise.rows[row].1[usize::from(lost)] = end,
        }
    }
    let quirks = otherwise;
    let stuck = stuck_cells([("once", &once), ("lasting", &lasting), ("quirks", &quirks)]);
    let fresh = document(&once, &lasting, &quirks);

    let path = crate::project().join(DOCUMENT);
    let is_current = fs::read_to_string(&path).is_ok_and(|text| text == fresh);
    if !is_current {
        fs::create_dir_all(path.parent().expect("a folder"))
            .expect("the project's folder can be written");
        fs::write(&path, fresh).expect("the project's folder can be written");
    }
    assert!(stuck.is_empty(), "cells that end stuck: {stuck:?}");
    assert!(
        is_current,
        "{DOCUMENT} was not current and is written anew: look at every changed cell and commit it"
    );
}

fn stuck_cells(parts: [(&str, &Table); 3]) -> BTreeSet<String> {
    let mut stuck = BTreeSet::new();
    for (part, table) in parts {
        for (name, cells) in &table.rows {
            for (column, cell) in table.columns.iter().zip(cells) {
                if cell.contains(STUCK) {
                    stuck.insert(format!("{part}, {name}, {column}"));
                }
            }
        }
    }
    stuck
}

async fn fault_cell(row: &Row, step: usize, lasting: bool) -> String {
    let (at, _, step) = STEPS[step];
    // At its believable pace an order passes through every status, whatever the machine does meanwhile.
    let shop = Shop::open_with(Options::default()).await;
    let cell = cell(&shop, row, at, step, lasting).await;
    hold(
        &shop,
        &format!("{} at {step:?}, lasting {lasting}", row.name),
    )
    .await;
    cell
}

/// One sale with one fault in it.
async fn cell(shop: &Shop, row: &Row, at: At, step: Step, lasting: bool) -> String {
    let cause = || row.happens(shop, step, lasting);
    let plan = shop.plan().await;
    if at == At::Sim {
        shop.control().next_order(Fate::NoLpa);
    }
    if at == At::Token {
        // The token runs out between two sales.
        shop.pass(Duration::from_secs(299)).await;
    }
    if at != At::Comparison {
        cause();
    }
    if at == At::Catalogue {
        let read = shop.moving(shop.desk.plans.read()).await;
        let told = told(shop, read.err());
        minutes(shop, 11).await;
        return match shop.moving(shop.desk.plans.read()).await {
            Ok(_) => told,
            Err(failure) => format!("{told} → {STUCK}, {}", kind(&failure)),
        };
    }
    let placed = shop.moving(shop.desk.sale.place(draft(plan.clone()))).await;
    if at == At::Comparison {
        cause();
    }
    match placed {
        Ok(key) => followed(shop, key, !lasting).await,
        Err(failure) => {
            let told = told(shop, Some(failure));
            minutes(shop, 11).await;
            let again = tried_again(shop).await;
            match shop.moving(shop.desk.sale.place(draft(plan))).await {
                Ok(key) => {
                    let end = followed(shop, key, false).await;
                    format!("not sent: {told} → {again}{end}")
                }
                Err(failure) => format!("not sent: {told} → {again}{STUCK}, {}", kind(&failure)),
            }
        }
    }
}

/// One sale to a service with a quirk.
async fn quirk_cell((name, quirks): &(String, Quirks), lost: bool) -> String {
    let shop = Shop::open_with(Options::default()).await;
    shop.control().set_quirks(quirks.clone());
    let catalogue = shop.moving(shop.desk.plans.read()).await;
    let plan = match catalogue.map(|catalogue| catalogue.plans.into_iter().next()) {
        Ok(Some(plan)) => plan,
        Ok(None) => return format!("{STUCK}, no plans"),
        Err(failure) => return unsold("no plans", &shop, failure),
    };
    if lost {
        let fault = Fault::next(Step::Order, Mishap::Drop).after_work();
        shop.control().cause(fault);
    }
    let placed = shop.moving(shop.desk.sale.place(draft(plan))).await;
    let cell = match placed {
        Ok(key) => followed(&shop, key, false).await,
        Err(failure) => unsold("not sent", &shop, failure),
    };
    hold(&shop, name).await;
    cell
}

/// Nothing can be bought while the quirk lasts: what a service does answer must be understood, and waited for.
fn unsold(what: &str, shop: &Shop, failure: Failure) -> String {
    let told = told(shop, Some(failure));
    format!("{what}: {told} → {STUCK}")
}

/// A person whose desk was signed out presses *Try again*, once all may be well.
async fn tried_again(shop: &Shop) -> &'static str {
    let account = shop.desk.snapshot().account;
    if !matches!(account, AccountState::SignedOut { .. }) {
        return "";
    }
    match shop.moving(shop.desk.sign_in.try_again()).await {
        Ok(()) => "signed out, and tried again: ",
        Err(_) => "signed out: ",
    }
}

async fn minutes(shop: &Shop, minutes: u32) {
    for _ in 0..minutes {
        shop.pass(Duration::from_secs(60)).await;
    }
}

fn told(shop: &Shop, failure: Option<Failure>) -> String {
    let told = failure.map_or("no trouble".to_owned(), |failure| kind(&failure));
    if let AccountState::SignedOut { .. } = shop.desk.snapshot().account {
        return format!("{told}, signed out");
    }
    told
}

/// Follows the order for some minutes: what was told meanwhile, and where it stands then.
async fn followed(shop: &Shop, key: OrderKey, closely: bool) -> String {
    if !closely {
        return end(shop, key).await;
    }
    for step in 0..90 {
        let millis = if step < 40 { 500 } else { 5000 };
        shop.pass(Duration::from_millis(millis)).await;
        if matches!(
            shop.order(key).state,
            OrderState::Ready | OrderState::Refused | OrderState::NotSent
        ) {
            break;
        }
    }
    shop.pass(Duration::from_secs(1)).await;
    let mut told = meanwhile(&shop.window, key);
    let order = shop.order(key);
    if let Some(trouble) = &order.trouble {
        told.remove(&kind(trouble));
    }
    let mut cell = format!("**{}**", name(order.state));
    if let Some(trouble) = &order.trouble {
        let _ = write!(cell, ", {}", kind(trouble));
    }
    if let AccountState::SignedOut { .. } = shop.desk.snapshot().account {
        cell.push_str(", signed out");
    }
    if !told.is_empty() {
        let told: Vec<_> = told.into_iter().collect();
        let _ = write!(cell, " (meanwhile {})", told.join(", "));
    }
    let end = end(shop, key).await;
    match end == format!("**{}**", name(order.state)) {
        true => cell,
        false => format!("{cell} → {end}"),
    }
}

/// Where it ends, within a day. What a person is asked about is followed all the same, and may yet end well.
async fn end(shop: &Shop, key: OrderKey) -> String {
    let waits = [(60, 1), (24, 30), (20, 60), (5, 600), (24, 3_600)];
    let waits = waits
        .iter()
        .flat_map(|(times, seconds)| std::iter::repeat_n(*seconds, *times));
    for seconds in waits {
        let state = shop.order(key).state;
        if !state.is_undecided() && !matches!(state, OrderState::Withheld | OrderState::Failed) {
            break;
        }
        shop.pass(Duration::from_secs(seconds)).await;
    }
    let order = shop.order(key);
    let state = format!("**{}**", name(order.state));
    let account = shop.desk.snapshot().account;
    match (order.state.is_undecided(), account) {
        _ if asks(&order) => format!("{state}, a person is asked"),
        (false, _) => state,
        (true, AccountState::SignedOut { .. }) => format!("{state}, {STUCK}, signed out"),
        (true, _) => format!("{state}, {STUCK}"),
    }
}

fn meanwhile(window: &Window, key: OrderKey) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for snapshot in window.shown() {
        let order = snapshot.orders.iter().find(|order| order.key == key);
        told.extend(order.and_then(|order| order.trouble.as_ref()).map(kind));
    }
    told
}

/// What holds in every cell, whatever the table says.
async fn hold(shop: &Shop, cell: &str) {
    let ledger = shop.control().ledger();
    assert!(
        ledger.seen.posts.len() <= 1,
        "{cell}: more than one order was sent"
    );
    assert_eq!(
        ledger.elsewhere, 0,
        "{cell}: a link or a redirect was followed"
    );
    let orders = shop.desk.snapshot().orders;
    assert_eq!(
        orders.len(),
        ledger.seen.posts.len().max(orders.len().min(1)),
        "{cell}: an order that was sent is in the book"
    );
    for order in orders {
        if matches!(order.state, OrderState::Refused | OrderState::NotSent) {
            assert!(
                ledger.orders.is_empty(),
                "{cell}: called unbought, and it is bought"
            );
        }
        let handed = shop.desk.handover.open(order.key).await;
        match handed {
            Ok(HandOverView::Code { install_code, .. }) => {
                assert_eq!(
                    order.state,
                    OrderState::Ready,
                    "{cell}: a code of an order that is not ready"
                );
                assert_eq!(
                    install_code,
                    shop.ledger_code(order.key),
                    "{cell}: a wrong code"
                );
            }
            Ok(HandOverView::Withheld { .. } | HandOverView::Used { .. }) | Err(_) => {
                assert_ne!(
                    order.state,
                    OrderState::Ready,
                    "{cell}: ready without a code"
                );
            }
        }
        if asks(&order) {
            let closed = shop
                .desk
                .recovery
                .settle(order.key, Verdict::NotKnown, "Ana")
                .await;
            assert_eq!(closed, Ok(()), "{cell}: whoever is asked can close it");
        }
    }
}

fn kind(failure: &Failure) -> String {
    let json = serde_json::to_value(failure).expect("it goes to the window as JSON");
    json["kind"].as_str().expect("a kind").replace('_', " ")
}

fn name(state: OrderState) -> String {
    format!("{state:?}").to_lowercase()
}

#[tokio::test]
async fn a_name_that_nobody_has_and_a_service_without_tls_are_told_as_what_they_are() {
    use esim_desk_core::desk::{ServiceChoice, WhyNotSent};
    let shop = Shop::open().await;
    let plain = format!("https://{}/connect-api", shop.sandbox.address());
    for (address, expected) in [
        (
            "https://nobody.invalid/connect-api".to_owned(),
            WhyNotSent::Name,
        ),
        (plain, WhyNotSent::Tls),
        (
            "http://127.0.0.1:1/connect-api".to_owned(),
            WhyNotSent::Connect,
        ),
    ] {
        let mut form = shop.form();
        form.service = ServiceChoice::Other {
            address: address.clone(),
        };
        let failure = shop
            .desk
            .sign_in
            .connect(form)
            .await
            .expect_err("nobody is there");
        assert!(
            matches!(failure, Failure::NotSent { why, .. } if why == expected),
            "{address}: {failure:?}"
        );
    }
    let state = shop.desk.snapshot();
    assert!(
        matches!(state.account, AccountState::SignedIn { .. }),
        "the account in use is not touched"
    );
    assert_ne!(
        shop.desk
            .sale
            .place(Draft {
                again: true,
                ..shop.draft().await
            })
            .await
            .ok(),
        None,
        "and still sells"
    );
}
