//! Without a connection: told once, nothing lost, and on again by itself.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Failure, ServiceState, Snapshot, WhyNotSent};
use esim_desk_core::sandbox::{Delays, Fault, Mishap, Options, Quirks, Step};

use crate::desk::fixture::{Shop, on_a_line, quick};

fn is_offline(snapshot: &Snapshot) -> bool {
    matches!(snapshot.service, ServiceState::Offline { .. })
}

#[tokio::test]
async fn orders_wait_while_nobody_is_reached_and_go_on_afterwards() {
    let quirks = Quirks {
        delays: Delays {
            output_millis: 100_000,
            ..Delays::default()
        },
        ..Quirks::default()
    };
    let (shop, line) = on_a_line(Options { quirks, ..quick() }).await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    line.cut().await;

    let offline = shop.until("offline", is_offline).await;
    assert!(
        matches!(
            offline.unreached,
            Some(Failure::NotSent {
                why: WhyNotSent::Connect,
                ..
            })
        ),
        "with the reason: {:?}",
        offline.unreached
    );
    shop.pass(Duration::from_secs(120)).await;
    assert_eq!(
        shop.order(key).trouble,
        None,
        "it is told in the status line, not with each order"
    );
    let plans = shop.control().ledger().seen.at(Step::Products);

    line.mend().await;
    shop.until_state(key, OrderState::Ready).await;

    assert_eq!(
        shop.control().ledger().seen.at(Step::Products),
        plans,
        "the service was looked for by way of the order that waits"
    );
    assert_eq!(
        shop.desk.snapshot().service,
        ServiceState::Online,
        "and it is told that it is over"
    );
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "with the right code"
    );
    let told = shop.window.shown();
    let since: std::collections::BTreeSet<_> = told
        .iter()
        .filter_map(|snapshot| match &snapshot.service {
            ServiceState::Offline { since } => Some(since.clone()),
            ServiceState::NotAsked | ServiceState::Online | ServiceState::Trouble { .. } => None,
        })
        .collect();
    assert_eq!(since.len(), 1, "one time without a connection, told as one");
}

#[tokio::test]
async fn without_orders_the_catalogue_tells_that_the_connection_is_back() {
    let (shop, line) = on_a_line(Options::default()).await;
    line.cut().await;
    shop.desk
        .plans
        .read()
        .await
        .map(drop)
        .expect_err("nobody is there");
    assert!(is_offline(&shop.desk.snapshot()), "and that is said");
    line.mend().await;
    shop.until("online", |now| now.service == ServiceState::Online)
        .await;
}

#[tokio::test]
async fn an_endpoint_that_is_silent_stops_no_other() {
    for silent in [
        Step::Products,
        Step::Product,
        Step::Subscriptions,
        Step::Sim,
    ] {
        let shop = Shop::open_with(Options::default()).await;
        let key = shop.sell().await;
        shop.control()
            .cause(Fault::next(silent, Mishap::Slow { millis: 3_600_000 }).times(1000));
        let plans = shop.desk.plans.clone();
        let reading = tokio::spawn(async move { plans.read().await.map(drop) });
        let ready = shop.until_state(key, OrderState::Ready).await;
        reading.abort();

        assert_eq!(ready.state, OrderState::Ready);
        assert_eq!(
            shop.handed_over(key).await,
            shop.ledger_code(key),
            "{silent:?} is silent, and the paid order is followed to its code"
        );
        assert!(
            !shop.window.shown().iter().any(is_offline),
            "{silent:?}: a time-out on an open connection is not offline"
        );
    }
}

#[tokio::test]
async fn an_order_that_is_silent_stops_no_other_and_goes_on_itself() {
    let shop = Shop::open_with(Options::default()).await;
    let first = shop.sell().await;
    shop.until_state(first, OrderState::Accepted).await;
    shop.control().cause(Fault::next(
        Step::Status,
        Mishap::Slow { millis: 3_600_000 },
    ));
    shop.pass(Duration::from_secs(2)).await;
    let second = shop.sell_again().await;
    shop.until_state(second, OrderState::Ready).await;
    shop.until_state(first, OrderState::Ready).await;
}

#[tokio::test]
async fn sleep_and_clock_jumps_bring_one_look_and_no_burst() {
    let shop = Shop::open().await;
    shop.control()
        .next_order(esim_desk_core::sandbox::Fate::Stalls);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    shop.settle().await;
    let before = shop.control().ledger().seen.at(Step::Status);

    shop.pass(Duration::from_secs(8 * 60 * 60)).await;

    let looks = || shop.control().ledger().seen.at(Step::Status) - before;
    shop.until("looked", |_| looks() > 0).await;
    let looks = looks();
    assert!((1..=2).contains(&looks), "{looks} looks after eight hours");
}

#[tokio::test]
async fn what_an_earlier_accounts_service_answers_late_says_nothing_of_the_one_in_use() {
    let (shop, line) = on_a_line(quick()).await;
    let there = Shop::open().await;
    let slow = Mishap::Slow { millis: 20_000 };
    shop.control().cause(Fault::next(Step::Products, slow));
    let change = async {
        shop.pass(Duration::from_secs(1)).await;
        let connected = shop.desk.sign_in.connect(there.form()).await;
        connected.expect("another account at another service");
        shop.window.forget();
        line.cut().await;
        shop.pass(Duration::from_secs(30)).await;
    };

    let (read, ()) = tokio::join!(shop.desk.plans.read(), change);

    assert!(read.is_err(), "the earlier service is gone");
    let now = shop.desk.snapshot();
    for snapshot in shop.window.shown().iter().chain([&now]) {
        assert!(
            matches!(snapshot.service, ServiceState::Online),
            "this one is well: {:?}",
            snapshot.service
        );
        assert_eq!(snapshot.unreached, None);
    }
}

#[tokio::test]
async fn an_order_that_there_is_nothing_to_ask_about_keeps_nobody_offline() {
    let (mut shop, line) = on_a_line(quick()).await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    shop.close().await;
    rusqlite::Connection::open(shop.folder.path().join("orders.db"))
        .and_then(|book| {
            book.execute_batch(
                "UPDATE orders SET state = 'withheld', order_id = '', iccid = NULL, subscription_id = NULL",
            )
        })
        .expect("the book");
    shop.restart().await;
    line.cut().await;
    drop(shop.desk.plans.read().await);
    shop.until("offline", is_offline).await;

    line.mend().await;

    shop.until("online", |now| !is_offline(now)).await;
}
