//! What is done after a sale, and for many at once, by keys alone: each way from Sell to its end, the focus in sight at every
//! stop, and Esc back to Sell.

use std::fs;

use esim_desk_lib::sandbox::{Sandbox, Step};
use fantoccini::key::Key;

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::keyboard::Keyboard;
use crate::driver::pictures::code_on_screen;
use crate::driver::service::{SECRET, newest_order, service};
use crate::driver::window::Window;

const SELL: &str = "[data-testid=search]";
const READY: &str = "[data-testid=order-row]:has([data-state=ready])";
const CANCEL: &str = "dialog button:not(.primary)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sold_esim_is_topped_up_without_a_pointer_and_what_was_chosen_survives_escape() {
    let service = service().await;
    let computer = Computer::start();
    let window = sold(&computer, &service, "now").await;
    window.enter("[data-testid=nav-orders]").await;
    window.enter(READY).await;
    window.enter("[data-testid=top-up]").await;
    window.focus_on(SELL).await;
    window.type_text("World").await;
    window.tab_to("[name=plan]").await;
    window.key(Key::Enter).await;
    window.focus_on("[data-testid=top-up-now]").await;

    window.key(Key::Escape).await;
    window.see("[data-testid=order-facts]").await;
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "choosing and going back buys nothing"
    );
    window.enter("[data-testid=top-up]").await;
    window.focus_on(SELL).await;
    window.enter("[data-testid=undo]").await;
    window
        .see("[name=plan]:checked, [data-testid=top-up-now]:not([aria-disabled=true])")
        .await;
    window.enter("[data-testid=top-up-now]").await;
    window.see_order_state("added").await;
    let orders = service.control().ledger().orders;
    assert_eq!(orders.len(), 2, "one more plan");
    assert_eq!(orders[0].order.iccid, orders[1].order.iccid, "on that eSIM");
    back_to_sell(&window, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn any_esim_is_found_by_its_number_without_a_pointer() {
    let service = service().await;
    let computer = Computer::start();
    let window = sold(&computer, &service, "now").await;
    window.enter("[data-testid=nav-orders]").await;
    window.enter("[data-testid=find-esim]").await;
    window.focus_on("[data-testid=find-text]").await;
    window.type_text(&newest_order(&service).order.iccid).await;
    window.key(Key::Enter).await;
    window
        .see("[data-testid=sim-card][data-sim=released]")
        .await;
    window.tab_to("[data-testid=sim-look]").await;
    window.key(Key::Escape).await;
    window.see("[data-testid=orders-search]").await;

    // Whoever comes back finds what was found, and from there the order.
    window.enter("[data-testid=find-esim]").await;
    window
        .enter("[data-testid=found-esim] [data-testid=order-row]")
        .await;
    window.see("[data-testid=order-facts]").await;
    window.key(Key::Escape).await;
    window.see("[data-testid=found-esim]").await;
    back_to_sell(&window, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_esim_of_an_order_is_looked_at_started_and_given_back_without_a_pointer() {
    let service = service().await;
    let computer = Computer::start();
    let window = sold(&computer, &service, "first_use").await;
    let seen = |step| service.control().ledger().seen.at(step);
    window.enter("[data-testid=nav-orders]").await;
    window.enter(READY).await;
    window
        .see("[data-testid=plan-on-sim][data-state=pending_usage]")
        .await;
    let looks = seen(Step::Subscriptions);
    window.enter("[data-testid=sim-look]").await;
    until("one more look", || seen(Step::Subscriptions) > looks);

    window.enter("[data-testid=refund] summary").await;
    window.enter("[data-testid=give-back]").await;
    window.focus_on(CANCEL).await;
    window.key(Key::Escape).await;
    no_dialog(&window).await;
    window.see("[data-testid=give-back]").await;
    assert_eq!(seen(Step::Cancel), 0, "Esc gives nothing back");

    window.enter("[data-testid=start-now]").await;
    window.focus_on(CANCEL).await;
    window.enter("[data-testid=start-sure]").await;
    window
        .see("[data-testid=plan-on-sim][data-state=active]")
        .await;
    assert_eq!(seen(Step::Activation), 1, "started once");
    no_dialog(&window).await;

    window.enter("[data-testid=give-back]").await;
    window.focus_on(CANCEL).await;
    window.enter("[data-testid=give-back-sure]").await;
    window.see_order_state("refunded").await;
    assert_eq!(seen(Step::Cancel), 1, "given back once");
    back_to_sell(&window, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_day_and_the_month_are_chosen_saved_and_compared_without_a_pointer() {
    let service = service().await;
    let (computer, saved) = Computer::start().saving_as("sums.csv");
    let window = sold(&computer, &service, "now").await;
    window.enter("[data-testid=nav-orders]").await;
    window.enter("[data-testid=days]").await;
    window.focus_on("h1").await;
    for group in ["main > .pills [role=group]", ".bar [role=group]"] {
        // This month last, which has what was sold.
        for nth in [3, 1, 2] {
            let pill = format!("{group} .pill:nth-of-type({nth})");
            window.enter(&pill).await;
            window.see(&format!("{pill}[aria-pressed=true]")).await;
        }
    }
    window.enter("[data-testid=days-save]").await;
    until("the table", || saved.exists());
    window.enter("main details summary").await;
    window.see("main details[open]").await;
    window.enter("[data-testid=compare]").await;
    window.see("[data-testid=compared]").await;
    back_to_sell(&window, 2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pasted_group_is_bought_and_handed_over_without_a_pointer() {
    let service = service().await;
    let computer = Computer::start();
    let window = counter(&computer, &service).await;
    let file = computer.home().join("guests.csv");
    let table = "Guest;E-mail;Plan\n\
        Anna;anna@hotel.example;Europe 5 GB\n\
        Bert;bert@hotel.example;Europe 5 GB\n";
    fs::write(&file, table).expect("the home is ours");
    computer.copies(&file);
    window.enter("[data-testid=several]").await;
    window.focus_on("[data-testid=group-text]").await;
    Keyboard::of(&computer).does(&["key", "ctrl+v"]);
    let pasted =
        "return document.querySelector('[data-testid=group-text]').value.includes('bert@')";
    window.until("the table", pasted).await;
    window.enter("[data-testid=group-read]").await;
    window.focus_on("[data-testid=group-buy]").await;
    window.hear("Buy 2 eSIMs for").await;
    // One is changed, and left as it was.
    window
        .enter("[data-line='3'] [data-testid=change-line]")
        .await;
    window.see("dialog[open]").await;
    window.key(Key::Escape).await;
    no_dialog(&window).await;
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        0,
        "nothing is bought yet"
    );

    window.enter("[data-testid=group-buy]").await;
    window.hear("2 of 2 bought").await;
    let ready = "return document.querySelectorAll('[data-order=ready]').length === 2";
    window.until("both codes", ready).await;
    let codes: Vec<String> = service
        .control()
        .ledger()
        .orders
        .into_iter()
        .map(|view| {
            let matching_id = view.order.matching_id.expect("a new eSIM has one");
            format!("LPA:1$rsp.sandbox.example${matching_id}")
        })
        .collect();
    for code in codes {
        window.enter("[data-testid=next-guest]").await;
        window.see_code().await;
        assert_eq!(code_on_screen(&computer), code, "one after the other");
        window.key(Key::Escape).await;
        window.see("[data-testid=group-said]").await;
    }
    window
        .until(
            "nobody left",
            "return document.querySelector('[data-testid=next-guest]') === null",
        )
        .await;
    back_to_sell(&window, 2).await;
}

/// At the counter of an account, nothing sold yet, the focus where a sale begins.
async fn counter(computer: &Computer, service: &Sandbox) -> Window {
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.focus_on(SELL).await;
    window
}

/// The same after one sale, whose code was handed over.
async fn sold(computer: &Computer, service: &Sandbox, start: &str) -> Window {
    let window = counter(computer, service).await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press(&format!("label:has([value={start}])")).await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
    window.key(Key::Escape).await;
    window.focus_on(SELL).await;
    window
}

async fn no_dialog(window: &Window) {
    let gone = "return document.querySelector('dialog[open]') === null";
    window.until("the dialog gone", gone).await;
}

/// Esc, so many times, and a sale can begin.
async fn back_to_sell(window: &Window, steps: usize) {
    for _ in 0..steps {
        let before = "window.before = document.querySelector('main')";
        window.script(before, Vec::new()).await;
        window.key(Key::Escape).await;
        let left = "return document.querySelector('main') !== null && document.querySelector('main') !== window.before";
        window.until("the screen left", left).await;
    }
    window.focus_on(SELL).await;
    window.see("[data-testid=buy]").await;
}
