//! What a run did not compare any more with what was sold, and what may have become of it until the next one compares it.

use std::sync::atomic::Ordering;
use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{Draft, Snapshot, StartChoice};
use esim_desk_core::sandbox::{Fault, Mishap, Options, Quirks, Step};

use crate::desk::fixture::{Shop, on_a_line, quick, that_can_lock};

/// Of a service that lets a plan begin at once which was to begin with the first use.
fn hasty() -> Options {
    let quirks = Quirks {
        ignore_first_usage: true,
        ..Quirks::default()
    };
    Options { quirks, ..quick() }
}

async fn sold(shop: &Shop, start: StartChoice) -> OrderKey {
    let draft = Draft {
        start,
        again: true,
        ..shop.draft().await
    };
    let placed = shop.moving(shop.desk.sale.place(draft)).await;
    let key = placed.expect("nothing speaks against it");
    shop.until_state(key, OrderState::Ready).await;
    key
}

/// The book as a run leaves it that ends between code and comparison.
async fn ended_before_it_compared(shop: &mut Shop) {
    shop.pass(Duration::from_secs(60)).await;
    shop.close().await;
    let file = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
    let file = file.expect("it opens");
    file.execute("UPDATE orders SET not_as_sold = NULL", [])
        .expect("the column is there");
}

fn seen<const N: usize>(shop: &Shop, keys: [OrderKey; N]) -> [Option<bool>; N] {
    keys.map(|key| shop.book().order(key).expect("it is there").as_sold)
}

fn is_told(snapshot: &Snapshot) -> bool {
    snapshot.orders.iter().any(|order| order.not_as_sold)
}

fn looks(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Subscriptions)
}

/// Long enough for what is looked at twice, also where the book takes its time in between.
async fn looked_twice(shop: &Shop) {
    for _ in 0..4 {
        shop.pass(Duration::from_secs(45)).await;
    }
}

/// The guest's phone uses the first data.
fn uses(shop: &Shop, key: OrderKey) {
    let plan = shop.booked(key).subscription.id;
    shop.control().burn(&plan, 1_000).expect("it is there");
}

#[tokio::test]
async fn what_a_run_did_not_compare_any_more_is_compared_once_by_the_next() {
    let mut shop = Shop::open_with(hasty()).await;
    let first_use = sold(&shop, StartChoice::FirstUse).await;
    let now = sold(&shop, StartChoice::Now).await;
    ended_before_it_compared(&mut shop).await;

    shop.restart().await;
    shop.until("the guest may still come", is_told).await;
    looked_twice(&shop).await;
    assert_eq!(seen(&shop, [first_use, now]), [Some(false), Some(true)]);
    let before = looks(&shop);
    shop.restart().await;
    shop.pass(Duration::from_secs(90)).await;
    assert_eq!(
        looks(&shop),
        before,
        "what was compared is not compared again"
    );
}

#[tokio::test]
async fn what_a_guest_has_used_meanwhile_is_not_held_against_its_start() {
    let mut shop = Shop::open().await;
    let key = sold(&shop, StartChoice::FirstUse).await;
    shop.handed_over(key).await;
    shop.settle().await;
    uses(&shop, key);
    ended_before_it_compared(&mut shop).await;

    shop.restart().await;
    looked_twice(&shop).await;
    assert!(!is_told(&shop.desk.snapshot()), "it is what was sold");
    assert_eq!(seen(&shop, [key]), [Some(true)], "and it was looked at");
}

#[tokio::test]
async fn what_the_staff_started_meanwhile_is_not_held_against_its_start() {
    let mut shop = Shop::open().await;
    let key = sold(&shop, StartChoice::FirstUse).await;
    shop.control().push_clock(5 * 60_000);
    let booked = shop.booked(key);
    let started = shop
        .desk
        .esims
        .start_now(&booked.iccid, &booked.subscription.id);
    shop.moving(started).await.expect("it waits");
    ended_before_it_compared(&mut shop).await;

    shop.restart().await;
    looked_twice(&shop).await;
    assert!(!is_told(&shop.desk.snapshot()), "a person wanted it");
    assert_eq!(seen(&shop, [key]), [Some(true)], "and it was looked at");
}

#[tokio::test]
async fn what_was_not_compared_is_compared_once_a_till_that_began_offline_reaches_its_service() {
    let (mut shop, line) = on_a_line(hasty()).await;
    let key = sold(&shop, StartChoice::FirstUse).await;
    ended_before_it_compared(&mut shop).await;
    line.cut().await;

    shop.restart().await;
    shop.pass(Duration::from_secs(300)).await;
    assert_eq!(seen(&shop, [key]), [None], "nobody is reached");
    line.mend().await;
    shop.until("told in the same run", is_told).await;
    looked_twice(&shop).await;
    let before = looks(&shop);
    shop.pass(Duration::from_secs(3_600)).await;
    assert_eq!(looks(&shop), before, "once");
}

#[tokio::test]
async fn a_service_that_does_not_answer_is_not_asked_again_and_again() {
    let mut shop = Shop::open_with(hasty()).await;
    let key = sold(&shop, StartChoice::FirstUse).await;
    ended_before_it_compared(&mut shop).await;
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Broken).times(10_000));
    let before = looks(&shop);

    shop.restart().await;
    for _ in 0..60 {
        shop.pass(Duration::from_secs(60)).await;
    }
    let tries = looks(&shop) - before;
    assert!((2..=80).contains(&tries), "{tries} requests within an hour");
    assert_eq!(seen(&shop, [key]), [None], "nobody knows");
    shop.control().calm();
    shop.pass(Duration::from_secs(3_600)).await;
    shop.until("told in the same run", is_told).await;
}

#[tokio::test]
async fn what_was_not_compared_is_compared_once_its_keys_are_there() {
    let (keychain, locked) = that_can_lock();
    let mut shop = Shop::unconnected(hasty(), keychain).await;
    shop.connect().await.expect("the service knows it");
    let key = sold(&shop, StartChoice::FirstUse).await;
    ended_before_it_compared(&mut shop).await;
    locked.store(true, Ordering::SeqCst);

    shop.restart().await;
    shop.connect_until_close().await;
    shop.pass(Duration::from_secs(300)).await;
    assert_eq!(seen(&shop, [key]), [None], "nobody knows whose it is");
    locked.store(false, Ordering::SeqCst);
    // A sale needs the keys, and asks for them.
    sold(&shop, StartChoice::Now).await;
    let told = |snapshot: &Snapshot| {
        let mut orders = snapshot.orders.iter();
        orders.any(|order| order.key == key && order.not_as_sold)
    };
    shop.until("told in the same run", told).await;
}
