//! An order that was told as failed, and is completed all the same: charged, so it must be shown (rulings 38).

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::sandbox::{Options, Quirks, Step};

use crate::desk::fixture::{Shop, quick};
use crate::desk::sale::topping_up::{sold, top_up};

const MINUTE: u64 = 60_000;

/// For so many minutes an order is called failed.
fn failed_for(minutes: u64) -> Quirks {
    Quirks {
        failed_first_millis: minutes * MINUTE,
        ..Quirks::default()
    }
}

async fn told_as_failed(minutes: u64) -> (Shop, OrderKey) {
    let quirks = failed_for(minutes);
    let shop = Shop::open_with(Options { quirks, ..quick() }).await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Failed).await;
    (shop, key)
}

fn looks(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Status)
}

async fn minutes(shop: &Shop, minutes: u64) {
    for _ in 0..minutes {
        shop.pass(Duration::from_millis(MINUTE)).await;
    }
}

#[tokio::test]
async fn what_was_told_as_failed_is_ready_once_its_output_proves() {
    let (shop, key) = told_as_failed(5).await;
    assert!(shop.order(key).may_be_closed, "a person may end it");
    assert_eq!(shop.desk.lists.open_orders(), 0, "it holds up nothing");

    shop.until_state(key, OrderState::Ready).await;

    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn the_next_run_looks_at_it_too() {
    let (mut shop, key) = told_as_failed(10).await;
    let code = shop.ledger_code(key);
    shop.restart().await;
    assert_eq!(shop.order(key).state, OrderState::Failed);
    assert_eq!(shop.desk.lists.open_orders(), 0, "it holds up nothing");

    shop.until_state(key, OrderState::Ready).await;

    assert_eq!(shop.handed_over(key).await, code);
}

#[tokio::test]
async fn a_top_up_that_was_told_as_failed_is_added_once_its_plan_is_there() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    shop.control().set_quirks(failed_for(5));
    let key = top_up(&shop, &iccid).await;
    shop.until_state(key, OrderState::Failed).await;
    shop.until_state(key, OrderState::Added).await;
    assert_eq!(shop.posts(), 2);
}

#[tokio::test]
async fn it_is_looked_at_seldom_for_an_hour_and_then_when_somebody_opens_it() {
    let (shop, key) = told_as_failed(24 * 60).await;
    let before = looks(&shop);
    minutes(&shop, 10).await;
    let seldom = looks(&shop) - before;
    assert!((5..=10).contains(&seldom), "{seldom} looks in ten minutes");
    let timeline = shop.order(key).timeline;
    let last = timeline.iter().rev().take(2).map(|entry| entry.state);
    let once = [OrderState::Failed, OrderState::Preparing];
    assert_eq!(last.collect::<Vec<_>>(), once, "told once");

    minutes(&shop, 55).await;
    let before = looks(&shop);
    minutes(&shop, 30).await;
    assert_eq!(looks(&shop), before, "its hour is over");
    shop.desk.lists.order(key).await.expect("somebody opens it");
    minutes(&shop, 5).await;
    assert_eq!(looks(&shop), before + 1, "one look, and no more");

    shop.control().push_clock(24 * 3_600_000);
    minutes(&shop, 5).await;
    assert_eq!(shop.order(key).state, OrderState::Failed);
    shop.desk.lists.order(key).await.expect("somebody opens it");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
}

#[tokio::test]
async fn a_case_that_a_person_closed_stays_closed() {
    let (shop, key) = told_as_failed(5).await;
    let verdict = esim_desk_core::book::Verdict::NotHandedOver;
    let settled = shop.desk.recovery.settle(key, verdict, "Ana").await;
    settled.expect("there is a way out");
    let before = looks(&shop);
    minutes(&shop, 10).await;
    assert_eq!(shop.order(key).state, OrderState::Settled);
    assert!(looks(&shop) <= before + 1, "nobody asks any more");
}
