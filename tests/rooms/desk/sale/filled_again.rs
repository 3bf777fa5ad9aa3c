//! What was typed for an order is there for its form to be filled in again, also in the next run. Not in it: the form.

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, StartChoice, TopUpDraft};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use super::topping_up::{form, other_plan, sold};
use crate::desk::fixture::Shop;

fn refuse_the_next(shop: &Shop) {
    shop.control().cause(Fault::next(
        Step::Order,
        Mishap::Refuse {
            status: 400,
            kind: "BAD_REQUEST".to_owned(),
            messages: vec!["no".to_owned()],
        },
    ));
}

#[tokio::test]
async fn a_refused_sale_keeps_its_start_and_residence_for_the_next_run() {
    let mut shop = Shop::open().await;
    refuse_the_next(&shop);
    let key = shop
        .desk
        .sale
        .place(Draft {
            start: StartChoice::FirstUse,
            residence: "FR".to_owned(),
            ..shop.draft().await
        })
        .await
        .expect("it is sent");
    shop.until_state(key, OrderState::Refused).await;
    shop.restart().await;
    let known = shop.desk.sale.as_ordered(key).await.expect("it is read");
    assert_eq!(known.start, Some(StartChoice::FirstUse));
    assert_eq!(known.residence, "FR");
}

#[tokio::test]
async fn a_refused_top_up_keeps_the_day_on_which_it_was_to_start() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    refuse_the_next(&shop);
    let day = StartChoice::OnDate {
        date: "2099-12-24".to_owned(),
    };
    let draft = TopUpDraft {
        start: day.clone(),
        ..form(&iccid, other_plan(&shop).await)
    };
    let placed = shop.moving(shop.desk.sale.top_up(draft)).await;
    let key = placed.expect("it is sent");
    shop.until_state(key, OrderState::Refused).await;
    let known = shop.desk.sale.as_ordered(key).await.expect("it is read");
    assert_eq!(known.start, Some(day));
}
