//! Several sales at once: none waits for another customer's, none slips past the check of another, and no account changes
//! under one.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, Failure};
use esim_desk_core::sandbox::{Fault, Mishap, Step};
use tokio::time::timeout;

use crate::desk::fixture::{Shop, draft};

fn slow(shop: &Shop, millis: u64) {
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Slow { millis }));
}

#[tokio::test]
async fn a_slow_sale_does_not_hold_up_another_customers() {
    let shop = Shop::open().await;
    let one = shop.draft().await;
    let other = Draft {
        email: "j.silva@example.com".into(),
        ..draft(one.plan.clone())
    };
    slow(&shop, 20_000);
    let desk = shop.desk.clone();
    let first = tokio::spawn(async move { desk.sale.place(one).await });
    shop.settle().await;

    let sold = timeout(Duration::from_secs(10), shop.desk.sale.place(other)).await;

    sold.expect("it does not wait for the first")
        .expect("nothing speaks against it");
    assert!(!first.is_finished(), "which is still being asked about");
    first.abort();
}

#[tokio::test]
async fn two_sales_to_one_customer_at_once_cannot_both_pass() {
    let shop = Shop::open().await;
    let plan = shop.plan().await;
    slow(&shop, 50);

    let (one, two) = tokio::join!(
        shop.desk.sale.place(draft(plan.clone())),
        shop.desk.sale.place(Draft {
            email: " Maria.Keller@EXAMPLE.com".into(),
            ..draft(plan.clone())
        })
    );

    let asked = [&one, &two]
        .into_iter()
        .filter(|sale| matches!(sale, Err(Failure::SoldRecently { open: true, .. })))
        .count();
    assert_eq!(asked, 1, "one is asked about: {one:?} {two:?}");
    shop.settle().await;
    assert_eq!(shop.desk.snapshot().orders.len(), 1, "the other is placed");
}

#[tokio::test]
async fn a_sale_that_failed_lets_the_same_press_try_once_more() {
    let shop = Shop::open().await;
    let sale = shop.draft().await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Broken));

    let (one, two) = tokio::join!(
        shop.desk.sale.place(sale.clone()),
        shop.desk.sale.place(sale.clone())
    );

    let placed: Vec<_> = [one, two].into_iter().flatten().collect();
    assert_eq!(placed.len(), 1, "the second one found the counter free");
    let again = shop.desk.sale.place(sale).await;
    assert_eq!(again, Ok(placed[0]), "and is known by its key");
}

#[tokio::test]
async fn an_account_that_goes_during_a_sale_takes_the_sale_with_it() {
    let shop = Shop::open().await;
    let sale = shop.draft().await;
    slow(&shop, 1_000);
    let desk = shop.desk.clone();
    let selling = tokio::spawn(async move { desk.sale.place(sale).await });
    shop.settle().await;

    timeout(Duration::from_millis(900), shop.desk.sign_in.sign_out())
        .await
        .expect("signing out waits for no request")
        .expect("it is forgotten");

    let sold = selling.await.expect("it ends");
    assert_eq!(sold, Err(Failure::NoAccount), "nobody sells any more");
    assert_eq!(shop.posts(), 0, "and nothing was sent");
}

#[tokio::test]
async fn what_is_long_over_leaves_memory_and_is_given_when_asked_for() {
    let shop = Shop::open().await;
    let plan = shop.plan().await;
    let mut keys = Vec::new();
    for guest in 0..130 {
        let sale = Draft {
            email: format!("guest{guest}@example.com"),
            ..draft(plan.clone())
        };
        let placed = shop.moving(shop.desk.sale.place(sale)).await;
        keys.push(placed.expect("another guest"));
    }
    for key in &keys[..5] {
        shop.until("the first are ready", |snapshot| {
            let mut orders = snapshot.orders.iter();
            orders.all(|order| order.key != *key || order.state == OrderState::Ready)
        })
        .await;
    }
    shop.until("all are ready", |snapshot| {
        snapshot.orders.iter().all(|order| !order.state.is_open())
    })
    .await;
    let one_more = shop.sell().await;

    let shown = shop.desk.snapshot().orders;

    assert!(shown.len() <= 102, "{} orders in a snapshot", shown.len());
    assert!(
        shown.iter().any(|order| order.key == one_more),
        "the newest"
    );
    assert!(
        !shown.iter().any(|order| order.key == keys[0]),
        "not the first"
    );
    let first = shop
        .desk
        .lists
        .order(keys[0])
        .await
        .expect("the book has it");
    assert_eq!(first.state, OrderState::Ready, "as it became");
    assert!(
        shop.handed_over(keys[0]).await.starts_with("LPA:1$"),
        "and it can be handed over"
    );
    shop.desk.handover.done();
    let given = shop.moving(shop.desk.refund.give_back(keys[0])).await;
    given.expect("or given back");
    shop.until_state(keys[0], OrderState::Refunded).await;
}
