//! A person decides about what they see, and a look may be faster: then nothing is changed, and they are told how the order
//! stands, which is never called unknown.

use std::time::Duration;

use esim_desk_core::book::{OrderEvent, OrderFacts, OrderKey, OrderState, Verdict};
use esim_desk_core::clock;
use esim_desk_core::desk::{Failure, OrderView};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::recovering::lose_the_answer;
use crate::desk::fixture::{EMAIL, Shop};

/// An order without an answer for which one eSIM is shown, and which the next look takes by itself.
async fn about_to_be_found(shop: &Shop) -> OrderView {
    lose_the_answer(shop);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
    let sims = || shop.control().ledger().seen.at(Step::Sim);
    let before = sims();
    let slow = Mishap::Slow { millis: 3000 };
    shop.control().cause(Fault::next(Step::Sim, slow));
    while sims() == before {
        shop.pass(Duration::from_millis(500)).await;
    }
    // The list of the plan is read by then; whether somebody else sells cannot be told this time.
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Broken));
    shop.until_order(key, "an eSIM is shown", |order| {
        let view = order.recovery.as_ref();
        view.is_some_and(|view| view.candidates.len() == 1)
    })
    .await
}

fn shown(order: &OrderView) -> String {
    let view = order.recovery.as_ref().expect("it is looked for");
    view.candidates[0].subscription.clone()
}

fn moved_on(state: OrderState) -> Result<(), Failure> {
    Err(Failure::MovedOn { state })
}

#[tokio::test]
async fn a_choice_that_a_look_makes_first_is_made() {
    let shop = Shop::open().await;
    let order = about_to_be_found(&shop).await;
    let (key, one) = (order.key, shown(&order));
    let choose = || shop.desk.polling.choose_candidate(key, &one);

    let (begun_before, _) = tokio::join!(choose(), shop.until_state(key, OrderState::Ready));

    assert_eq!(begun_before, Ok(()), "it is what was chosen");
    assert_eq!(choose().await, Ok(()), "and so it stays, also later");
    let other = shop.desk.polling.choose_candidate(key, "another").await;
    assert_eq!(other, moved_on(OrderState::Ready), "that it is not");
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn a_choice_that_a_look_has_just_written_down_is_made() {
    let shop = Shop::open().await;
    let order = about_to_be_found(&shop).await;
    let (key, one) = (order.key, shown(&order));
    // The book has it, and memory does not yet: so it stands while a look takes it.
    let facts = OrderFacts {
        subscription_id: Some(one.clone()),
        iccid: Some(shop.booked(key).iccid),
        ..OrderFacts::default()
    };
    let book = shop.book();
    let written = book.record(key, OrderEvent::Found, &facts, clock::now());
    written.expect("it was looked for");
    assert_eq!(shop.order(key).state, OrderState::Unconfirmed);

    let chosen = shop.desk.polling.choose_candidate(key, &one).await;

    assert_eq!(chosen, Ok(()), "it is what was chosen");
}

#[tokio::test]
async fn a_verdict_and_an_address_that_come_after_the_look_change_nothing() {
    let shop = Shop::open().await;
    let key = about_to_be_found(&shop).await.key;
    shop.until_state(key, OrderState::Ready).await;

    let verdict = shop.desk.recovery.settle(key, Verdict::NotBought, "Ana");
    assert_eq!(verdict.await, moved_on(OrderState::Ready), "it has a code");
    let address = shop.desk.recovery.search_with_email(key, EMAIL);
    assert_eq!(address.await, moved_on(OrderState::Ready), "it is found");

    let order = shop.order(key);
    assert_eq!((order.state, order.verdict), (OrderState::Ready, None));
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
}

#[tokio::test]
async fn an_order_that_the_book_does_not_have_is_unknown() {
    let shop = Shop::open().await;
    let nobodys = OrderKey(4711);
    let unknown = Err(Failure::UnknownOrder);
    let desk = &shop.desk;
    let chosen = desk.polling.choose_candidate(nobodys, "any").await;
    assert_eq!(chosen, unknown);
    let settled = desk.recovery.settle(nobodys, Verdict::NotBought, "Ana");
    assert_eq!(settled.await, unknown);
    let searched = desk.recovery.search_with_email(nobodys, EMAIL).await;
    assert_eq!(searched, unknown);
    assert_eq!(desk.refund.give_back(nobodys).await, unknown);
    assert_eq!(desk.refund.ask_again(nobodys).await, unknown);
    assert_eq!(desk.refund.keep(nobodys).await, unknown);
}
