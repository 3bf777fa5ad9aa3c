//! What was lost is ordered again by a person: one order however often pressed, and told once the first turns up all the same.

use std::time::Duration;

use esim_desk_core::book::{AccountId, NewOrder, OrderEvent, OrderFacts, OrderKey, OrderState};
use esim_desk_core::clock;
use esim_desk_core::desk::{Draft, Failure, SettingsChange, StartChoice, TopUpDraft, Verdict};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Step};

use super::recovering::{lose_the_answer, lose_the_order, recovery};
use crate::desk::fixture::{EMAIL, Shop, draft};
use crate::desk::sale::topping_up::{form, other_plan};

#[tokio::test]
async fn ordering_again_is_one_order_however_often_pressed_and_keeps_the_form() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let first = Draft {
        start: StartChoice::FirstUse,
        residence: "DE".into(),
        ..shop.draft().await
    };
    let key = shop
        .desk
        .sale
        .place(first)
        .await
        .expect("nothing speaks against it");
    recovery(&shop, key, "nothing", |recovery| recovery.nothing_found).await;

    let again = shop
        .desk
        .sale
        .again(key, "again".into())
        .await
        .expect("a person decided");
    let twice = shop
        .desk
        .sale
        .again(key, "again".into())
        .await
        .expect("the same press");

    assert_eq!(again, twice, "one press");
    shop.until_state(again, OrderState::Ready).await;
    assert_eq!(
        shop.booked(again).subscription.activation,
        None,
        "it starts at first use, as typed before"
    );
    assert_eq!(shop.posts(), 2, "the lost one and this one");
    assert_eq!(
        shop.order(key).state,
        OrderState::Unconfirmed,
        "the first is still looked for"
    );
}

#[tokio::test]
async fn another_sale_of_the_same_to_the_same_customer_is_not_told_as_bought_twice() {
    let mut shop = Shop::open().await;
    lose_the_answer(&shop);
    let lost = shop.sell().await;
    shop.until_state(lost, OrderState::Unconfirmed).await;
    // One for each of two guests, under the address of the house.
    let wanted = shop.sell_again().await;
    shop.until_state(wanted, OrderState::Ready).await;
    for restarted in [false, true] {
        if restarted {
            shop.restart().await;
        }
        let view = recovery(&shop, lost, "its own eSIM", |view| {
            view.candidates.len() == 1
        })
        .await;
        assert_eq!(view.bought_twice, None, "restarted: {restarted}");
    }
}

#[tokio::test]
async fn a_match_that_turns_up_after_order_again_is_told_as_bought_twice() {
    bought_twice(Shop::open().await).await;
}

#[tokio::test]
async fn so_is_one_that_could_be_no_other_orders_by_its_address() {
    let shop = Shop::open().await;
    let house = SettingsChange::HouseEmail {
        value: EMAIL.to_owned(),
    };
    shop.desk
        .settings
        .change(house)
        .expect("the folder takes it");
    bought_twice(shop).await;
}

async fn bought_twice(mut shop: Shop) {
    // It takes an hour to complete, so nothing of it shows.
    lose_the_answer(&shop);
    shop.control().next_order(Fate::Completes);
    shop.control().push_clock(3_600_000);
    let key = shop.sell().await;
    shop.settle().await;
    shop.control().push_clock(-3_600_000);
    recovery(&shop, key, "nothing", |recovery| recovery.nothing_found).await;
    let again = shop
        .desk
        .sale
        .again(key, "again".into())
        .await
        .expect("a person decided");
    shop.until_state(again, OrderState::Ready).await;
    // A colleague's press, or one on a page that began anew.
    let posts = shop.posts();
    let third = shop.desk.sale.again(key, "once more".into()).await;
    assert!(
        matches!(third, Err(Failure::SoldRecently { .. })),
        "{third:?}"
    );
    assert_eq!(shop.posts(), posts, "what was bought instead is enough");
    let (code, first, second) = (
        shop.handed_over(again).await,
        shop.booked(key).iccid,
        shop.booked(again).iccid,
    );

    // What was placed in its place is known to the book, not only to this run.
    shop.restart().await;
    shop.control().push_clock(3_600_000);
    let view = recovery(&shop, key, "both", |recovery| {
        recovery.bought_twice.is_some()
    })
    .await;

    let both = view.bought_twice.expect("just seen");
    assert_eq!(
        (both.iccid, both.other_iccid),
        (Some(first), Some(second)),
        "both SIMs"
    );
    assert_eq!(both.other, again, "and the other order");
    assert_eq!(
        shop.order(key).state,
        OrderState::Unconfirmed,
        "a person settles it"
    );
    assert_eq!(
        shop.handed_over(again).await,
        code,
        "the order that was handed over keeps its code"
    );

    shop.desk
        .recovery
        .settle(key, Verdict::HandedOver, "Ana")
        .await
        .expect("it is in doubt");
    assert_eq!(shop.order(key).state, OrderState::Settled, "final");
    assert_eq!(
        shop.order(key).settled_by.as_deref(),
        Some("Ana"),
        "with a name"
    );
}

/// An order that was lost, looked for in vain, and bought all the same: it takes an hour to complete.
async fn lost_in_vain(shop: &Shop) -> OrderKey {
    lose_the_answer(shop);
    shop.control().next_order(Fate::Completes);
    shop.control().push_clock(3_600_000);
    let key = shop.sell().await;
    shop.settle().await;
    shop.control().push_clock(-3_600_000);
    recovery(shop, key, "nothing", |recovery| recovery.nothing_found).await;
    key
}

/// Both are told once the first turns up, and nothing is taken.
async fn is_told_as_bought_twice(shop: &Shop, lost: OrderKey, other: OrderKey) {
    shop.control().push_clock(3_600_000);
    let view = recovery(shop, lost, "both", |recovery| {
        recovery.bought_twice.is_some()
    })
    .await;
    assert_eq!(view.bought_twice.expect("just seen").other, other);
    assert_eq!(shop.order(lost).state, OrderState::Unconfirmed, "not taken");
}

#[tokio::test]
async fn what_was_lost_with_one_account_is_not_bought_again_with_another() {
    let shop = Shop::open().await;
    let there = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    let connected = shop.desk.sign_in.connect(there.form()).await;
    connected.expect("another account");
    let shown = shop.desk.lists.order(lost).await.expect("it is listed");
    assert_eq!(shown.recovery, None, "nothing is offered");
    let again = shop.desk.sale.again(lost, "again".into()).await;
    assert_eq!(again, Err(Failure::OtherAccount));
    for again in [false, true] {
        let sale = Draft {
            instead_of: Some(lost),
            again,
            ..shop.draft().await
        };
        let placed = shop.desk.sale.place(sale).await;
        assert_eq!(placed, Err(Failure::OtherAccount), "insisting: {again}");
        let top_up = TopUpDraft {
            instead_of: Some(lost),
            again,
            ..form("8944471234567890123", shop.plan().await)
        };
        let placed = shop.desk.sale.top_up(top_up).await;
        assert_eq!(placed, Err(Failure::OtherAccount), "insisting: {again}");
    }
    let typed = shop.desk.recovery.search_with_email(lost, EMAIL).await;
    assert_eq!(typed, Err(Failure::OtherAccount));
    assert_eq!(there.posts(), 0, "nothing is bought there");
}

#[tokio::test]
async fn what_was_placed_in_its_place_is_told_by_its_number_whoever_it_was_sold_to_and_with_what() {
    let shop = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    // With another account, by an earlier version. Without keys its customer is nobody that is known.
    let book = shop.book();
    let other = book.begin(&NewOrder {
        account: AccountId("another".to_owned()),
        instead_of: Some(lost),
        ..shop.new_order()
    });
    let other = other.expect("written");
    let facts = OrderFacts::default();
    let ready = book.record(other, OrderEvent::CodeProved, &facts, clock::now());
    ready.expect("written");
    is_told_as_bought_twice(&shop, lost, other).await;
}

#[tokio::test]
async fn a_form_that_is_filled_in_again_stands_in_the_place_of_the_lost_order() {
    let shop = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    let form = Draft {
        instead_of: Some(lost),
        ..shop.draft().await
    };
    let asked = shop.desk.sale.place(form.clone()).await;
    assert!(
        matches!(asked, Err(Failure::SoldRecently { open: true, .. })),
        "the first may have been bought: {asked:?}"
    );
    let sure = Draft {
        again: true,
        ..form
    };
    let placed = shop.desk.sale.place(sure).await;
    let placed = placed.expect("a person insists");
    shop.until_state(placed, OrderState::Ready).await;

    let third = shop.desk.sale.again(lost, "again".into()).await;
    assert!(
        matches!(third, Err(Failure::SoldRecently { .. })),
        "in its place one was bought: {third:?}"
    );
    let third = Draft {
        instead_of: Some(lost),
        ..shop.draft().await
    };
    let third = shop.desk.sale.place(third).await;
    assert!(
        matches!(third, Err(Failure::SoldRecently { .. })),
        "from the form as well: {third:?}"
    );
    is_told_as_bought_twice(&shop, lost, placed).await;
}

#[tokio::test]
async fn a_form_that_is_filled_in_again_and_sent_twice_is_one_order() {
    let shop = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    let other = other_plan(&shop).await;
    let form = Draft {
        instead_of: Some(lost),
        ..draft(other)
    };
    let once = shop.desk.sale.place(form.clone()).await;
    let twice = shop.desk.sale.place(form).await;
    assert_eq!(once, twice, "one press");
    shop.until_state(once.expect("in its place"), OrderState::Ready)
        .await;
    let bought = shop.control().ledger().orders;
    assert_eq!(
        bought.len(),
        2,
        "the lost one, which nobody sees yet, and this one"
    );
}

#[tokio::test]
async fn another_plan_that_was_bought_in_the_place_of_a_lost_one_is_told_too() {
    let shop = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    let other = other_plan(&shop).await;
    let form = Draft {
        instead_of: Some(lost),
        again: true,
        ..draft(other)
    };
    let placed = shop.desk.sale.place(form).await.expect("a person insists");
    shop.until_state(placed, OrderState::Ready).await;
    is_told_as_bought_twice(&shop, lost, placed).await;
}

#[tokio::test]
async fn what_is_sold_again_after_an_order_that_was_placed_instead_stands_for_the_lost_one() {
    let mut shop = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    let refusal = Mishap::refuse(400, "BAD_REQUEST", "No");
    shop.control().cause(Fault::next(Step::Order, refusal));
    let refused = shop.desk.sale.again(lost, "again".into()).await;
    let refused = refused.expect("a person decided");
    shop.until_state(refused, OrderState::Refused).await;

    // *Back to the sale* of the refused one, also after a restart.
    shop.restart().await;
    recovery(&shop, lost, "nothing", |recovery| recovery.nothing_found).await;
    let form = Draft {
        instead_of: Some(refused),
        again: true,
        ..shop.draft().await
    };
    let placed = shop.desk.sale.place(form).await.expect("a person insists");
    shop.until_state(placed, OrderState::Ready).await;
    is_told_as_bought_twice(&shop, lost, placed).await;
}

#[tokio::test]
async fn one_that_was_placed_instead_and_is_lost_too_is_not_ordered_again_once_the_first_turned_up()
{
    let shop = Shop::open().await;
    let lost = lost_in_vain(&shop).await;
    lose_the_order(&shop);
    let second = shop.desk.sale.again(lost, "again".into()).await;
    let second = second.expect("a person decided");
    shop.until_state(second, OrderState::Unconfirmed).await;
    shop.desk
        .recovery
        .settle(lost, Verdict::HandedOver, "Ana")
        .await
        .expect("the provider told them");
    shop.control().push_clock(3_600_000);
    shop.pass(Duration::from_secs(400)).await;
    let posts = shop.posts();
    let third = shop.desk.sale.again(second, "once more".into()).await;
    assert!(
        matches!(third, Err(Failure::SoldRecently { .. })),
        "what it stands for was bought: {third:?}"
    );
    assert_eq!(shop.posts(), posts);
}

#[tokio::test]
async fn a_sale_that_is_filled_in_again_after_a_refusal_is_a_sale_of_its_own() {
    let shop = Shop::open().await;
    let refusal = Mishap::refuse(400, "BAD_REQUEST", "No");
    shop.control().cause(Fault::next(Step::Order, refusal));
    let refused = shop.sell().await;
    shop.until_state(refused, OrderState::Refused).await;
    let form = Draft {
        instead_of: Some(refused),
        ..shop.draft().await
    };
    let placed = shop.desk.sale.place(form).await;
    let placed = placed.expect("nothing was bought before");
    shop.until_state(placed, OrderState::Ready).await;
}
