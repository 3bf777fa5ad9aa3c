//! What is left to a person where an answer was lost: they choose, type an address, settle. Ordering again: `placed_again`.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Failure, Verdict};
use esim_desk_core::sandbox::{EmptyLists, Fault, Mishap, Quirks, Step};

use super::recovering::{lose_the_answer, lose_the_order, recovery};
use crate::desk::fixture::{EMAIL, Shop, draft};

#[tokio::test]
async fn nothing_found_is_said_after_five_minutes_and_not_before() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    shop.until_order(key, "lost", |order| order.recovery.is_some())
        .await;
    for _ in 0..28 {
        shop.pass(Duration::from_secs(10)).await;
        let recovery = shop.order(key).recovery.expect("it is looked for");
        assert!(
            !recovery.nothing_found,
            "four and a half minutes are not enough"
        );
        let early = shop.desk.sale.again(key, "early".into()).await;
        assert!(
            matches!(early, Err(Failure::SoldRecently { open: true, .. })),
            "{early:?}"
        );
    }
    let view = recovery(&shop, key, "nothing", |recovery| recovery.nothing_found).await;
    assert_eq!(view.candidates, [], "there is nothing");
    assert_eq!(shop.posts(), 1, "and nothing was sent");
}

#[tokio::test]
async fn nothing_is_found_however_the_service_says_so() {
    for empty_lists in [EmptyLists::Null, EmptyLists::NotFound] {
        let shop = Shop::open().await;
        shop.control().set_quirks(Quirks {
            empty_lists,
            no_page_behind_the_last: true,
            ..Quirks::default()
        });
        lose_the_order(&shop);
        let key = shop.sell().await;
        recovery(&shop, key, "nothing", |recovery| recovery.nothing_found).await;
        let again = shop.desk.sale.again(key, "again".into()).await;
        let again = again.expect("a person decided");
        shop.until_state(again, OrderState::Ready).await;
    }
}

#[tokio::test]
async fn an_answer_that_is_lost_is_found_where_nothing_was_sold_before_however_that_is_told() {
    for empty_lists in [EmptyLists::Null, EmptyLists::NotFound] {
        let shop = Shop::open().await;
        shop.control().set_quirks(Quirks {
            empty_lists,
            ..Quirks::default()
        });
        lose_the_answer(&shop);
        let key = shop.sell().await;
        shop.until_state(key, OrderState::Ready).await;
        assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
        assert_eq!(shop.posts(), 1, "found, not bought again");
    }
}

#[tokio::test]
async fn an_order_whose_customer_is_not_stored_asks_for_the_e_mail() {
    let mut shop = Shop::open().await;
    let book = shop.book();
    let plan = shop.plan().await;
    let mut new_order = shop.new_order();
    new_order.plan.product_id.clone_from(&plan.id);
    // No keys were given to this book: it stores no customer.
    let key = book.begin(&new_order).expect("a row");
    drop(book);
    // What that run bought, seen from the service.
    let other = shop.other_desk().await;
    let bought = other.desk.sale.place(draft(plan)).await.expect("sold");
    other.until_state(bought, OrderState::Ready).await;

    shop.restart().await;
    let view = recovery(&shop, key, "asks", |recovery| recovery.email_needed).await;
    assert_eq!(view.looked, None, "it has not looked");
    let slip = shop.desk.recovery.search_with_email(key, "maria").await;
    assert!(matches!(slip, Err(Failure::Fields { .. })), "{slip:?}");
    shop.desk
        .recovery
        .search_with_email(key, EMAIL)
        .await
        .expect("an address");

    let view = recovery(&shop, key, "found", |recovery| {
        !recovery.candidates.is_empty()
    })
    .await;
    assert!(!view.email_needed, "it was typed");
    assert_eq!(
        shop.order(key).state,
        OrderState::Unconfirmed,
        "a typed address is not proof enough"
    );
    shop.desk
        .polling
        .choose_candidate(key, &view.candidates[0].subscription)
        .await
        .expect("the staff choose");
    shop.until_state(key, OrderState::Ready).await;
}

#[tokio::test]
async fn an_order_that_the_service_forgot_needs_a_person_after_ten_minutes() {
    for status in [403, 404] {
        let shop = Shop::open().await;
        shop.control()
            .cause(Fault::next(Step::Status, Mishap::refuse(status, "GONE", "No")).times(10_000));
        let key = shop.sell().await;
        shop.until_order(key, "told", |order| order.trouble.is_some())
            .await;
        // In large steps: what each one takes in real time goes by on this clock too.
        for _ in 0..19 {
            shop.pass(Duration::from_secs(30)).await;
            assert!(
                !shop.order(key).needs_person,
                "{status}: less than ten minutes"
            );
        }
        let order = shop
            .until_order(key, "asks", |order| order.needs_person)
            .await;
        assert_eq!(
            order.state,
            OrderState::Accepted,
            "{status}: it is not failed"
        );

        shop.control().calm();
        let ready = shop.until_state(key, OrderState::Ready).await;
        assert!(!ready.needs_person, "{status}: it came back");
    }
}

#[tokio::test]
async fn after_a_day_the_search_ends_and_a_person_settles() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    recovery(&shop, key, "looked", |recovery| recovery.looked.is_some()).await;
    shop.pass(Duration::from_secs(25 * 60 * 60)).await;
    shop.pass(Duration::from_secs(61)).await;
    let looks = shop.control().ledger().seen.at(Step::Subscriptions);

    shop.pass(Duration::from_secs(600)).await;

    assert_eq!(
        shop.control().ledger().seen.at(Step::Subscriptions),
        looks,
        "a day is enough"
    );
    shop.desk
        .recovery
        .settle(key, Verdict::NotBought, " ")
        .await
        .expect("it is in doubt");
    let settled = shop.order(key);
    assert_eq!(
        settled.settled_by.as_deref(),
        Some("Front desk"),
        "the desk's name, where none is given"
    );
    assert_eq!(settled.verdict, Some(Verdict::NotBought));
    assert!(settled.may_be_closed, "a slip may be put right today");
    shop.desk
        .recovery
        .settle(key, Verdict::HandedOver, "Ana")
        .await
        .expect("a verdict may be corrected the same day");
    let corrected = shop.order(key);
    assert_eq!(
        (corrected.verdict, corrected.settled_by.as_deref()),
        (Some(Verdict::HandedOver), Some("Ana")),
        "the later verdict, and whose it is"
    );
}
