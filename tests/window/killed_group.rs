//! The kill test of a group. The real program is killed at random moments while it buys a table of guests, from a service that
//! drops and delays answers, and somebody presses *Go on* after each start. Afterwards the service's ledger and the book agree,
//! and each line was bought once.
//!
//! What happens is drawn from a fixed seed; when exactly a kill strikes also depends on the machine. With `ESIM_DESK_LONG` the
//! group is of fifty. Not here: sales at the counter (`killed`), and a group that meets the account's limit (`group`).

use std::collections::BTreeMap;
use std::env;
use std::time::{Duration, Instant};

use esim_desk_lib::sandbox::{Fault, Mishap, Sandbox, Step};
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::driver::computer::Computer;
use crate::driver::service::{SECRET, service};
use crate::driver::window::{PATIENCE, Window, until_free};
use crate::killed::choose;
use crate::kills::{self, agree};

const SEED: u64 = 0x6709_5EED;
/// So many guests are in a short run, and in a long one.
const FEW: usize = 16;
const MANY: usize = 50;
/// More kills than these tell nothing new.
const KILLS: usize = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_killed_at_random_moments_is_bought_once_a_line() {
    let guests = match env::var_os("ESIM_DESK_LONG") {
        Some(_) => MANY,
        None => FEW,
    };
    let service = service().await;
    let computer = Computer::start();
    computer.settings(false, &json!({ "requests_per_second": 200 }));
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.press("[data-testid=several]").await;
    window
        .paste("[data-testid=group-text]", &table(guests))
        .await;
    window.press("[data-testid=group-read]").await;
    window.hear(&format!("Buy {guests} eSIMs for")).await;
    window.press("[data-testid=group-buy]").await;
    window.see("[data-testid=group-progress]").await;

    let mut chance = Chance(SEED);
    let mut window = Some(window);
    let mut kills_in_the_middle = 0;
    for kill in 0..KILLS {
        disturb(&service, &mut chance);
        let asked = posts(&service);
        let more = 1 + usize::try_from(chance.below(3)).expect("small");
        until_posts(&service, (asked + more).min(guests)).await;
        tokio::time::sleep(Duration::from_millis(chance.below(400))).await;
        computer.kill_app();
        drop(window.take());
        until_free(&computer.data()).await;
        kills::every_order_was_written_before_it_was_sent(&computer.data(), &service);
        let before = posts(&service);
        if before < guests {
            kills_in_the_middle += 1;
        }
        let again = computer.open(&[]).await;
        again.see("[data-testid=plan-row]").await;
        again.press("[data-testid=several]").await;
        again.press("[data-testid=earlier-group]").await;
        again.see("[data-testid=group-progress]").await;
        assert_eq!(
            posts(&service),
            before,
            "start {kill}: nothing is bought unasked"
        );
        go_on(&again).await;
        window = Some(again);
    }
    assert!(
        kills_in_the_middle >= 2,
        "it was killed in the middle {kills_in_the_middle} times"
    );
    service.control().calm();
    let window = window.expect("it was started");
    go_on(&window).await;
    until_bought(&window, &service, guests).await;
    let said = format!("{guests} of {guests} bought");
    window.hear(&said).await;

    computer.kill_app();
    drop(window);
    until_free(&computer.data()).await;
    let ledger = service.control().ledger();
    let mut bought = BTreeMap::new();
    for view in &ledger.orders {
        *bought
            .entry(view.order.email.clone().unwrap_or_default())
            .or_insert(0) += 1;
    }
    let wanted: BTreeMap<String, i32> = (1..=guests).map(|guest| (email(guest), 1)).collect();
    assert_eq!(bought, wanted, "each line once, and none is left out");
    agree(&ledger, &kills::rows(&computer.data()));
}

/// Some answers are lost on their way, or late.
fn disturb(service: &Sandbox, chance: &mut Chance) {
    let fault = match chance.below(3) {
        0 => Fault::next(Step::Order, Mishap::Drop).after_work(),
        1 => Fault::next(Step::Order, Mishap::Slow { millis: 700 }).after_work(),
        _ => Fault::next(Step::Status, Mishap::Broken),
    };
    service.control().cause(fault);
}

/// Presses *Go on* where there is something left that nobody has asked for.
async fn go_on(window: &Window) {
    window.press_if_there("[data-testid=group-go-on]").await;
}

/// What the program may not decide by itself, a person does, with what the provider told them of each reference: which plan it
/// is, or that nothing was bought. Then the line is tried again.
async fn until_bought(window: &Window, service: &Sandbox, guests: usize) {
    let begun = Instant::now();
    loop {
        let snapshot = window.snapshot().await;
        let ledger = service.control().ledger();
        let orders = snapshot["orders"].as_array().expect("a list");
        let mut left = guests - ledger.orders.len().min(guests);
        for order in orders {
            let state = order["state"].as_str().unwrap_or_default();
            if ["sending", "accepted", "preparing"].contains(&state) {
                left += 1;
            }
            if state != "unconfirmed" {
                continue;
            }
            left += 1;
            let reference = order["reference"].as_str();
            let mut sold = ledger.orders.iter().map(|view| &view.order);
            match sold.find(|sold| sold.correlation_id.as_deref() == reference) {
                Some(sold) => choose(window, order, &sold.subscription.id).await,
                None => not_bought(window, order).await,
            }
        }
        if left == 0 {
            return;
        }
        go_on(window).await;
        assert!(
            begun.elapsed() < 2 * PATIENCE,
            "{left} lines do not come to an end: {snapshot}"
        );
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// A person heard that nothing was bought, and presses once more for the line.
async fn not_bought(window: &Window, order: &Value) {
    let verdict = json!({ "order": order["key"], "verdict": "not_bought", "by": "Kim" });
    let settled = window.invoke("settle", verdict).await;
    assert_eq!(settled, Ok(Value::Null), "a case is closed");
    let line = json!({ "line": order["line"] });
    let tried = window.invoke("try_line", line).await;
    assert_eq!(tried, Ok(Value::Null), "the line is free again");
}

fn table(guests: usize) -> String {
    let mut text = "Guest;E-mail;Plan;Room\n".to_owned();
    for guest in 1..=guests {
        text.push_str(&format!(
            "Guest {guest};{};Europe 5 GB;{guest}\n",
            email(guest)
        ));
    }
    text
}

fn email(guest: usize) -> String {
    format!("guest{guest}@hotel.example")
}

fn posts(service: &Sandbox) -> usize {
    service.control().ledger().seen.posts.len()
}

/// Or for a while: a kill between writing and sending leaves a line that waits for a person, and perhaps no other.
async fn until_posts(service: &Sandbox, wanted: usize) {
    let begun = Instant::now();
    while posts(service) < wanted && begun.elapsed() < Duration::from_secs(15) {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
