//! An account with very many plans, all under a house's address, at a service that does not heed `?iccid=`: what asks for one
//! SIM reads a few pages, and not all of them.

use std::fs;
use std::path::Path;

use esim_desk_core::book::OrderState;
use esim_desk_core::clock;
use esim_desk_core::sandbox::{Options, Quirks, SimState, Step, Totals};
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::recovering::lose_the_answer;
use crate::desk::fixture::{EMAIL, Shop, quick};

/// 38 pages.
const HOUSE: usize = 1_500;

/// In place of the one order in the ledger, so many: one every half hour, the last of them two days ago.
fn multiply(ledger: &Path, house: usize) {
    let text = fs::read_to_string(ledger).expect("the ledger");
    let lines: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let order = lines.iter().rev().find_map(|line| line.get("order"));
    let order = order.expect("the order that was placed").clone();
    let newest = clock::now() - SignedDuration::from_hours(48);
    let mut written = String::new();
    for number in 0..house {
        let ago = i64::try_from(house - number).expect("small") * 30;
        let at = (newest - SignedDuration::from_mins(ago)).to_string();
        let mut one = order.clone();
        one["id"] = json!(uuid::Uuid::new_v4());
        one["iccid"] = json!(format!("8944470000000{number:06}"));
        for name in ["created", "fulfilling", "done"] {
            one[name] = json!(at);
        }
        one["subscription"]["id"] = json!(format!("subscription-{number:06}"));
        written.push_str(&json!({ "order": one }).to_string());
        written.push('\n');
    }
    fs::write(ledger, written).expect("there is room");
}

/// A shop whose account sold all that before this book began.
async fn house() -> (Shop, tempfile::TempDir) {
    let quirks = Quirks {
        ignore_iccid: true,
        ..Quirks::default()
    };
    house_of(HOUSE, quirks).await
}

/// The same, as large and as odd as one likes.
async fn house_of(house: usize, quirks: Quirks) -> (Shop, tempfile::TempDir) {
    let file = tempfile::tempdir().expect("a temporary folder");
    let ledger = file.path().join("sandbox.json");
    let options = Options {
        ledger: Some(ledger.clone()),
        ..quick()
    };
    let shop = Shop::open_with(options.clone()).await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let Shop { sandbox, desk, .. } = shop;
    drop(desk);
    sandbox.stop().await;
    multiply(&ledger, house);
    let shop = Shop::open_with(Options { quirks, ..options }).await;
    (shop, file)
}

fn lists(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Subscriptions)
}

#[tokio::test]
async fn what_asks_for_one_sim_reads_a_few_pages_of_a_list_of_everything() {
    let (shop, _file) = house().await;
    let key = shop.moving(shop.desk.sale.place(shop.draft().await)).await;
    let key = key.expect("nothing speaks against it");
    shop.until_state(key, OrderState::Ready).await;
    for _ in 0..4 {
        shop.pass(std::time::Duration::from_secs(15)).await;
    }
    let sold = lists(&shop);
    assert!(sold <= 10, "a sale and its comparison: {sold} pages");
    assert!(!shop.order(key).not_as_sold, "it is under its address");

    shop.moving(shop.desk.refund.check(key))
        .await
        .expect("it is unused");
    let asked = lists(&shop) - sold;
    assert!(asked <= 5, "whether it may be given back: {asked} pages");
    let given = shop.moving(shop.desk.refund.give_back(key)).await;
    given.expect("it is unused");
    shop.until_state(key, OrderState::Refunded).await;
    let all = lists(&shop) - sold;
    assert!(all <= 20, "and what became of it: {all} pages");
}

#[tokio::test]
async fn a_used_one_is_not_given_back_where_everything_is_listed() {
    let (shop, _file) = house().await;
    let key = shop.moving(shop.desk.sale.place(shop.draft().await)).await;
    let key = key.expect("nothing speaks against it");
    let order = shop.until_state(key, OrderState::Ready).await;
    let iccid = order.iccid.expect("its SIM");
    let moved = shop.control().move_sim(&iccid, SimState::Installed);
    moved.expect("a phone has it");
    let burnt = shop.booked(key).subscription.id;
    shop.control()
        .burn(&burnt, 1_000_000)
        .expect("some is used");
    let given = shop.moving(shop.desk.refund.give_back(key)).await;
    assert!(given.is_err(), "{given:?}");
}

#[tokio::test]
async fn a_sale_of_long_ago_is_found_for_its_customer_among_all() {
    let (shop, _file) = house().await;
    let listed = shop.moving(shop.desk.unmatched.list()).await;
    let listed = listed.expect("a list");
    assert_eq!((listed.sales.len(), listed.in_part), (HOUSE, false));
    let oldest = listed.sales.last().expect("some");
    let wrong = shop
        .desk
        .unmatched
        .adopt(&oldest.subscription, "somebody@else.example");
    assert!(shop.moving(wrong).await.is_err(), "not the buyer");
    let before = lists(&shop);
    let newest = listed.sales.first().expect("some");
    let key = shop.desk.unmatched.adopt(&newest.subscription, EMAIL);
    shop.moving(key).await.expect("its buyer");
    let asked = lists(&shop) - before;
    assert!(asked <= 5, "one of two days ago: {asked} pages");
    let key = shop.desk.unmatched.adopt(&oldest.subscription, EMAIL);
    shop.moving(key).await.expect("its buyer");
}

#[tokio::test]
async fn a_lost_answer_is_found_behind_pages_that_are_shorter_than_was_asked_for() {
    for (capped, totals, always_one) in [
        (32, Totals::Missing, false),
        (16, Totals::Unreadable, false),
        (24, Totals::Right, true),
    ] {
        let quirks = Quirks {
            capped_page: Some(capped),
            totals,
            page_count_always_one: always_one,
            ..Quirks::default()
        };
        let (shop, _file) = house_of(70, quirks).await;
        lose_the_answer(&shop);
        let key = shop.moving(shop.desk.sale.place(shop.draft().await)).await;
        let key = key.expect("nothing speaks against it");
        shop.until_state(key, OrderState::Ready).await;
        let code = shop.ledger_code(key);
        assert_eq!(shop.handed_over(key).await, code, "{capped} a page");
        assert_eq!(shop.posts(), 1, "and it was not bought again");
    }
}
