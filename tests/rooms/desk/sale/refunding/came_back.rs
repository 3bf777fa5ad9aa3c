//! What a refund that was none after all brings back, and what goes along with it.

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{HandOverView, TopUpDraft, Verdict};
use esim_desk_core::sandbox::{Mishap, Moment, SimState};

use super::fixture::{cause, give_back, no_code, today, unanswered};
use crate::desk::fixture::Shop;
use crate::desk::sale::topping_up::{form, sold};

#[tokio::test]
async fn what_comes_back_is_believed_of_its_sim_alone() {
    let shop = Shop::open().await;
    let (key, iccid) = unanswered(&shop, Moment::BeforeWork).await;
    shop.until_order(key, "a person", |order| order.still_there)
        .await;
    shop.desk.refund.keep(key).await.expect("a person says so");
    // The request was later than anybody thought. The order stays completed, and its code agrees with itself.
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    let order = shop
        .until_order(key, "a person", |order| order.needs_person)
        .await;
    assert_eq!(order.state, OrderState::Preparing);
    no_code(&shop, key).await;
    let settled = shop.desk.recovery.settle(key, Verdict::Refunded, "Ana");
    settled.await.expect("there is a way out");
}

#[tokio::test]
async fn a_code_that_came_back_is_never_taken_as_fresh() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    cause(&shop, Mishap::refuse(400, "NO", "No"), Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_state(key, OrderState::Ready).await;
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    let shown = shop.desk.handover.open_unless_used(key, false).await;
    assert!(
        matches!(shown, Ok(HandOverView::Used { .. })),
        "its SIM is asked first"
    );
}

#[tokio::test]
async fn top_ups_go_along_with_an_esim_that_a_person_says_came_back() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    let top_up = shop.desk.sale.top_up(form(&iccid, shop.plan().await));
    let top_up = shop.moving(top_up).await.expect("it is placed");
    shop.until_state(top_up, OrderState::Added).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.may_be_closed)
        .await;
    let settle = |key, verdict| shop.desk.recovery.settle(key, verdict, "Ana");
    let told = settle(key, Verdict::Refunded).await;
    told.expect("the provider said so");
    let order = shop.order(top_up);
    assert_eq!(order.state, OrderState::Settled);
    assert_eq!(order.verdict, Some(Verdict::Refunded));
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded), (2, 2), "both came back");
    let corrected = settle(top_up, Verdict::HandedOver).await;
    corrected.expect("the same day");
}

#[tokio::test]
async fn top_ups_come_back_with_an_esim_that_was_not_refunded_after_all_but_for_what_was_said_since()
 {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    let mut top_ups = Vec::new();
    for again in [false, true, true] {
        let form = TopUpDraft {
            again,
            ..form(&iccid, shop.plan().await)
        };
        let top_up = shop.moving(shop.desk.sale.top_up(form)).await;
        let top_up = top_up.expect("it is placed");
        shop.until_state(top_up, OrderState::Added).await;
        top_ups.push(top_up);
    }
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.may_be_closed)
        .await;
    let settle = async |key, verdict| {
        let settled = shop.desk.recovery.settle(key, verdict, "Ana").await;
        settled.expect("a person found out, and corrects it the same day");
    };
    settle(key, Verdict::Refunded).await;
    // By somebody who looked at these two.
    settle(top_ups[1], Verdict::NotKnown).await;
    settle(top_ups[2], Verdict::NotHandedOver).await;
    settle(top_ups[2], Verdict::Refunded).await;
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded, sums.unknown), (3, 3, 1));

    settle(key, Verdict::HandedOver).await;
    let verdicts = || top_ups.iter().map(|key| shop.order(*key).verdict);
    let expected = [Verdict::HandedOver, Verdict::NotKnown, Verdict::Refunded];
    assert!(
        verdicts().eq(expected.map(Some)),
        "{:?}",
        verdicts().collect::<Vec<_>>()
    );
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded, sums.unknown), (3, 1, 1));

    settle(key, Verdict::Refunded).await;
    settle(top_ups[0], Verdict::NotKnown).await;
    settle(key, Verdict::NotHandedOver).await;
    let expected = [Verdict::NotKnown, Verdict::NotKnown, Verdict::Refunded];
    assert!(
        verdicts().eq(expected.map(Some)),
        "as somebody said since, and as it was"
    );
}
