//! Sold on this account, customer unknown: a sale that this book lost comes back, for the customer who bought it only.

use std::fs;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Failure, Field, FieldProblem, Problem, UnmatchedSale};
use esim_desk_core::sandbox::{Fate, Quirks};

use crate::desk::fixture::{EMAIL, Shop};

/// A shop that sold something, and whose book is gone with its backups.
async fn shop_without_its_book() -> (Shop, String) {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.ledger_code(key);
    shop.close().await;
    for entry in fs::read_dir(shop.folder.path()).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with("orders")) {
            fs::remove_file(path).expect("it is removed");
        }
    }
    shop.restart().await;
    assert!(
        shop.desk.snapshot().orders.is_empty(),
        "the book knows of nothing"
    );
    (shop, code)
}

fn of_email(problem: Problem) -> Failure {
    Failure::Fields {
        problems: vec![FieldProblem {
            field: Field::Email,
            problem,
        }],
    }
}

async fn first_listed(shop: &Shop) -> UnmatchedSale {
    let listed = shop.desk.unmatched.list().await;
    listed.expect("a list").sales.remove(0)
}

#[tokio::test]
async fn a_sale_that_the_book_lost_opens_for_its_customer_and_nobody_else() {
    let (shop, code) = shop_without_its_book().await;
    let listed = shop.desk.unmatched.list().await.expect("a list").sales;
    let [one] = &listed[..] else {
        panic!("the service sold one: {listed:?}");
    };

    let stranger = shop
        .desk
        .unmatched
        .adopt(&one.subscription, "somebody@else.example")
        .await;
    assert_eq!(stranger, Err(of_email(Problem::NotTheBuyer)));
    let nonsense = shop.desk.unmatched.adopt(&one.subscription, "guest").await;
    assert_eq!(nonsense, Err(of_email(Problem::NotAnEmail)));
    assert!(
        shop.desk.snapshot().orders.is_empty(),
        "nothing came of either"
    );

    let key = shop
        .desk
        .unmatched
        .adopt(&one.subscription, EMAIL)
        .await
        .expect("the buyer's");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.handed_over(key).await, code, "its own code");
    assert_eq!(shop.posts(), 1, "nothing was ordered for it");
    let order = shop.order(key);
    assert_eq!(order.iccid, one.iccid);
    assert_eq!(
        order.customer.map(|customer| customer.email).as_deref(),
        Some(EMAIL)
    );
    assert_eq!(
        shop.desk.unmatched.list().await.expect("a list").sales,
        [],
        "it is known now"
    );
    let again = shop.desk.unmatched.adopt(&one.subscription, EMAIL).await;
    assert_eq!(again, Ok(key), "claimed twice is one order");
}

#[tokio::test]
async fn an_address_is_proved_by_nothing_that_its_sim_finds_without_it() {
    let (shop, _) = shop_without_its_book().await;
    let one = first_listed(&shop).await;
    shop.control().set_quirks(Quirks {
        iccid_wins: true,
        ..Quirks::default()
    });
    let stranger = shop
        .desk
        .unmatched
        .adopt(&one.subscription, "somebody@else.example");
    assert_eq!(
        shop.moving(stranger).await,
        Err(of_email(Problem::NotTheBuyer)),
        "a service that heeds the SIM alone finds it under any address"
    );
    let buyer = shop.desk.unmatched.adopt(&one.subscription, EMAIL);
    shop.moving(buyer).await.expect("the buyer's");
}

#[tokio::test]
async fn a_list_that_names_no_sims_opens_for_its_customer_all_the_same() {
    let (shop, code) = shop_without_its_book().await;
    let one = first_listed(&shop).await;
    shop.control().set_quirks(Quirks {
        lists_name_no_sim: true,
        ..Quirks::default()
    });
    let buyer = shop.desk.unmatched.adopt(&one.subscription, EMAIL);
    let key = shop.moving(buyer).await.expect("the buyer's");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.handed_over(key).await, code, "its own code");
}

#[tokio::test]
async fn what_is_claimed_is_in_the_book_after_a_restart() {
    let (mut shop, code) = shop_without_its_book().await;
    let one = first_listed(&shop).await;
    let key = shop
        .desk
        .unmatched
        .adopt(&one.subscription, EMAIL)
        .await
        .expect("the buyer's");
    shop.restart().await;
    shop.until("no order is open", |snapshot| {
        snapshot.orders.iter().all(|order| !order.state.is_open())
    })
    .await;
    assert_eq!(shop.handed_over(key).await, code);
}

#[tokio::test]
async fn a_sale_that_may_be_an_order_in_progress_opens_that_one() {
    let (shop, _) = shop_without_its_book().await;
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell_again().await;
    shop.until_order(key, "taken", |order| order.order_id.is_some())
        .await;
    let one = first_listed(&shop).await;
    let opened = shop.desk.unmatched.adopt(&one.subscription, EMAIL).await;
    assert_eq!(opened, Ok(key), "first it is seen what that one comes to");
}
