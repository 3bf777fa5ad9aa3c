//! Sold on this account, customer unknown: a sale that this book lost comes back, for the customer who bought it only.

use std::fs;
use std::time::Duration;

use esim_desk_core::book::{BookError, OrderEvent, OrderFacts, OrderKey, OrderState, Verdict};
use esim_desk_core::clock;
use esim_desk_core::desk::{Draft, Failure, Field, FieldProblem, Problem, UnmatchedSale};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Quirks, Step};

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

#[tokio::test]
async fn an_order_in_progress_that_has_its_own_subscription_keeps_no_other_sale_from_its_customer()
{
    let (mut shop, code) = shop_without_its_book().await;
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell_again().await;
    shop.until_order(key, "taken", |order| order.order_id.is_some())
        .await;
    shop.close().await;
    let own = OrderFacts {
        subscription_id: Some("its-own".to_owned()),
        ..OrderFacts::default()
    };
    let told = shop
        .book()
        .record(key, OrderEvent::Preparing, &own, clock::now());
    told.expect("it is written");
    shop.restart().await;
    let one = first_listed(&shop).await;
    let opened = shop.desk.unmatched.adopt(&one.subscription, EMAIL).await;
    let opened = opened.expect("the buyer's");
    assert_ne!(opened, key, "nothing is left to be seen of that one");
    shop.until_state(opened, OrderState::Ready).await;
    assert_eq!(shop.handed_over(opened).await, code);
}

/// From now on the service says that of every order.
fn called(shop: &Shop, mishap: Mishap) {
    shop.control()
        .cause(Fault::next(Step::Status, mishap).times(10_000));
}

fn failed() -> Mishap {
    Mishap::Unfinished {
        status: "FAILED".to_owned(),
    }
}

fn not_found() -> Mishap {
    Mishap::refuse(404, "NOT_FOUND", "No such thing")
}

fn ids_of(one: &UnmatchedSale) -> OrderFacts {
    OrderFacts {
        iccid: one.iccid.clone(),
        subscription_id: Some(one.subscription.clone()),
        ..OrderFacts::default()
    }
}

async fn close_as_not_bought(shop: &Shop, key: OrderKey) {
    let settled = shop.desk.recovery.settle(key, Verdict::NotBought, "Ana");
    settled.await.expect("a person closes it");
}

/// A shop with an order that the service calls failed, whose row has the ids of `one` all the same (an output without a code
/// names both), and that a person closed as not bought.
async fn closed_too_early(shop: &mut Shop, key: OrderKey, one: &UnmatchedSale) {
    shop.until_state(key, OrderState::Failed).await;
    shop.close().await;
    let now = clock::now();
    let told = shop
        .book()
        .record(key, OrderEvent::Failed, &ids_of(one), now);
    told.expect("it is written");
    shop.restart().await;
    let listed = shop.desk.unmatched.list().await.expect("a list").sales;
    assert_eq!(listed, [], "it is known");
    close_as_not_bought(shop, key).await;
    let again = first_listed(shop).await;
    assert_eq!(&again, one, "the service says that it was bought");
}

#[tokio::test]
async fn what_was_closed_as_not_bought_too_early_comes_to_its_code_with_its_own_order() {
    // Whatever its number is answered with from then on.
    for answer in [failed(), not_found()] {
        let mut shop = Shop::open().await;
        called(&shop, failed());
        let key = shop.sell().await;
        shop.until_state(key, OrderState::Failed).await;
        let one = first_listed(&shop).await;
        closed_too_early(&mut shop, key, &one).await;
        shop.control().calm();
        called(&shop, answer);

        let stranger = shop
            .desk
            .unmatched
            .adopt(&one.subscription, "somebody@else.example");
        assert_eq!(stranger.await, Err(of_email(Problem::NotTheBuyer)));
        assert_eq!(shop.order(key).verdict, Some(Verdict::NotBought));
        let adopted = shop.desk.unmatched.adopt(&one.subscription, EMAIL).await;
        assert_eq!(adopted, Ok(key), "the same order");
        let ready = shop.until_state(key, OrderState::Ready).await;
        assert_eq!((ready.verdict, ready.settled_by), (None, None));
        assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
        assert_eq!(shop.posts(), 1, "nothing was ordered for it");
        let listed = shop.desk.unmatched.list().await.expect("a list").sales;
        assert_eq!(listed, [], "and known again");
    }
}

#[tokio::test]
async fn what_turns_up_has_all_the_time_that_a_new_order_has() {
    let shop = Shop::open().await;
    called(&shop, not_found());
    let key = shop.sell().await;
    shop.until_order(key, "missed for minutes", |order| order.may_be_closed)
        .await;
    let one = first_listed(&shop).await;
    let now = clock::now();
    let told = shop
        .book()
        .record(key, OrderEvent::Accepted, &ids_of(&one), now);
    told.expect("it is written");
    close_as_not_bought(&shop, key).await;
    shop.control()
        .cause(Fault::next(Step::Sim, not_found()).times(10_000));

    let adopted = shop.desk.unmatched.adopt(&one.subscription, EMAIL).await;
    assert_eq!(adopted, Ok(key));
    shop.until_order(key, "followed", |order| order.state == OrderState::Accepted)
        .await;
    shop.pass(Duration::from_secs(30)).await;
    assert!(!shop.order(key).needs_person, "it was missed before");
    shop.until_order(key, "missed again", |order| order.needs_person)
        .await;
}

#[tokio::test]
async fn an_esim_of_one_customer_never_opens_with_the_order_of_another() {
    for is_known in [true, false] {
        let mut shop = Shop::open().await;
        let elsewhere = shop.other_desk().await;
        let sale = Draft {
            email: "bob@inn.example".to_owned(),
            ..elsewhere.draft().await
        };
        let sale = elsewhere.desk.sale.place(sale).await.expect("it is placed");
        elsewhere.until_state(sale, OrderState::Ready).await;
        let bobs = first_listed(&shop).await;
        shop.control().next_order(Fate::Fails);
        let key = shop.sell().await;
        closed_too_early(&mut shop, key, &bobs).await;
        if !is_known {
            shop.close().await;
            rusqlite::Connection::open(shop.folder.path().join("orders.db"))
                .and_then(|direct| direct.execute("UPDATE sealed SET customer = NULL", []))
                .expect("it writes");
            shop.restart().await;
        }

        let adopt = shop
            .desk
            .unmatched
            .adopt(&bobs.subscription, "bob@inn.example");
        assert_eq!(adopt.await, Ok(key), "it is in the book");
        if is_known {
            shop.pass(Duration::from_secs(30)).await;
            let order = shop.order(key);
            assert_eq!(order.verdict, Some(Verdict::NotBought), "as it was");
            let whose = order.customer.map(|customer| customer.email);
            assert_eq!(whose.as_deref(), Some(EMAIL), "and whose it was");
        } else {
            // Nobody says whose it was.
            shop.until_state(key, OrderState::Ready).await;
        }
    }
}

#[tokio::test]
async fn an_esim_that_two_orders_claim_is_not_listed_once_one_is_closed_as_not_bought() {
    let mut shop = Shop::open().await;
    let bought = shop.sell().await;
    shop.until_state(bought, OrderState::Ready).await;
    let order = shop.order(bought);
    shop.close().await;
    let book = shop.book();
    let other = book.begin(&shop.new_order()).expect("it is written");
    let now = clock::now();
    let facts = OrderFacts {
        iccid: order.iccid,
        ..OrderFacts::default()
    };
    let claimed = book.record(other, OrderEvent::Preparing, &facts, now);
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { .. })),
        "{claimed:?}"
    );
    shop.restart().await;
    close_as_not_bought(&shop, bought).await;
    let settled = shop
        .desk
        .recovery
        .settle(other, Verdict::HandedOver, "Ana")
        .await;
    settled.expect("a person closes it");
    let listed = shop.desk.unmatched.list().await.expect("a list").sales;
    assert_eq!(listed, [], "a person said whose it is");
}
