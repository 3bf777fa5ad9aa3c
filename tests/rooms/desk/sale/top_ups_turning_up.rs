//! A top-up that a person closed as not bought, and whose plan the service lists all the same.

use esim_desk_core::book::{OrderEvent, OrderFacts, OrderState, Verdict};
use esim_desk_core::clock;
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::topping_up::{sold, top_up};
use crate::desk::fixture::Shop;

#[tokio::test]
async fn it_is_done_once_its_plan_is_seen_whatever_its_number_is_called() {
    let mut shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let failed = Mishap::Unfinished {
        status: "FAILED".to_owned(),
    };
    shop.control()
        .cause(Fault::next(Step::Status, failed).times(10_000));
    let key = top_up(&shop, &iccid).await;
    shop.until_state(key, OrderState::Failed).await;
    let settled = shop.desk.recovery.settle(key, Verdict::NotBought, "Ana");
    settled.await.expect("a person closes it");
    let facts = OrderFacts {
        subscription_id: Some(shop.booked(key).subscription.id),
        ..OrderFacts::default()
    };
    shop.close().await;
    // The sandbox knows nobody's address for a plan on a SIM, by which it would be taken in.
    let now = clock::now();
    let told = shop.book().record(key, OrderEvent::TurnedUp, &facts, now);
    told.expect("it is written");

    shop.restart().await;
    let added = shop.until_state(key, OrderState::Added).await;
    assert_eq!(added.verdict, None);
}
