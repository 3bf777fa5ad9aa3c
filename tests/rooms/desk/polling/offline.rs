//! Without a connection: told once, nothing lost, and on again by itself.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::ServiceState;
use esim_desk_core::sandbox::{Fault, Mishap, Options, Step};

use crate::desk::fixture::Shop;

#[tokio::test]
async fn orders_wait_while_the_service_does_not_answer_and_go_on_afterwards() {
    let shop = Shop::open_with(Options::default()).await;
    // Longer than the test looks, until `calm`: however busy the machine is, the order is not read in between.
    let drop_all = |step| {
        shop.control()
            .cause(Fault::next(step, Mishap::Drop).times(100_000));
    };
    drop_all(Step::Status);
    let key = shop.sell().await;
    drop_all(Step::Products);

    let offline = |state: &ServiceState| matches!(state, ServiceState::Offline { .. });
    shop.until("offline", |snapshot| offline(&snapshot.service))
        .await;
    let asked = shop.control().ledger().seen.at(Step::Status);
    shop.pass(Duration::from_secs(1)).await;
    assert_eq!(
        shop.control().ledger().seen.at(Step::Status),
        asked,
        "the orders wait"
    );
    assert_eq!(
        shop.order(key).trouble,
        None,
        "it is told in the status line, not with each order"
    );

    shop.control().calm();
    shop.until_state(key, OrderState::Ready).await;

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
