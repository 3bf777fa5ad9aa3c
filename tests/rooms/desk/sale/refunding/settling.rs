//! How a refund ends: by its answer, by the SIM, or not at all.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Failure, Verdict, WhyNoRefund};
use esim_desk_core::sandbox::{EmptyLists, Fault, Mishap, Moment, Options, Quirks, SimState, Step};

use super::fixture::{cause, deletes, give_back, no_code, today, unanswered};
use crate::desk::fixture::{Shop, quick};
use crate::desk::sale::topping_up::sold;

#[tokio::test]
async fn an_answer_that_is_lost_is_settled_by_the_sim() {
    for quirks in [
        Quirks::default(),
        Quirks {
            cancelled_vanish: true,
            ..Quirks::default()
        },
        Quirks {
            cancel_lag_millis: 120_000,
            ..Quirks::default()
        },
    ] {
        for mishap in [Mishap::Drop, Mishap::Broken, Mishap::BadGateway] {
            let shop = Shop::open().await;
            let (key, _) = sold(&shop).await;
            shop.control().set_quirks(quirks.clone());
            cause(&shop, mishap.clone(), Moment::AfterWork);
            give_back(&shop, key).await.expect("it is asked");
            shop.until_state(key, OrderState::Refunded).await;
            assert_eq!(
                deletes(&shop),
                1,
                "{mishap:?}: not asked again by the program"
            );
        }
    }
}

#[tokio::test]
async fn a_no_is_told_and_the_code_comes_back_only_as_proved_again() {
    for status in [400, 403, 404, 405, 409, 422] {
        let shop = Shop::open().await;
        let (key, _) = sold(&shop).await;
        cause(
            &shop,
            Mishap::refuse(status, "REFUSED", "No"),
            Moment::BeforeWork,
        );
        let reads = shop.control().ledger().seen.at(Step::Status);
        give_back(&shop, key).await.expect("it is asked");
        let order = shop.until_state(key, OrderState::Ready).await;
        assert!(
            order.not_given_back.is_some(),
            "{status}: the staff are told"
        );
        let again = shop.control().ledger().seen.at(Step::Status);
        assert!(again > reads, "{status}: it was read again");
        assert_eq!(
            shop.handed_over(key).await,
            shop.ledger_code(key),
            "{status}"
        );
        give_back(&shop, key).await.expect("it may be tried again");
        let order = shop.until_state(key, OrderState::Refunded).await;
        assert_eq!(order.not_given_back, None, "{status}");
    }
}

#[tokio::test]
async fn a_guest_who_installs_meanwhile_keeps_the_esim() {
    let shop = Shop::open().await;
    let (key, iccid) = unanswered(&shop, Moment::BeforeWork).await;
    let moved = shop.control().move_sim(&iccid, SimState::Installed);
    moved.expect("the SIM is there");
    let order = shop.until_state(key, OrderState::Ready).await;
    assert_eq!(order.refunded_at, None);
    let why = WhyNoRefund::Installed;
    assert_eq!(give_back(&shop, key).await, Err(Failure::NoRefund { why }));
}

/// A look at the SIM may come to it first: the answer has the reason.
#[tokio::test]
async fn why_it_was_not_given_back_is_told_whichever_of_answer_and_look_comes_last() {
    for (slow, seconds) in [(Step::Cancel, 20), (Step::Sim, 2)] {
        let shop = Shop::open().await;
        let (key, iccid) = sold(&shop).await;
        give_back(&shop, key).await.expect("it is asked");
        let moved = shop.control().move_sim(&iccid, SimState::Installed);
        moved.expect("the SIM is there");
        let late = Mishap::Slow {
            millis: seconds * 1_000,
        };
        shop.control().cause(Fault::next(slow, late).after_work());
        shop.until_state(key, OrderState::Ready).await;
        shop.pass(Duration::from_secs(60)).await;
        let told = shop.order(key).not_given_back;
        assert!(
            matches!(told, Some(Failure::Refused { .. })),
            "{slow:?}: {told:?}"
        );
    }
}

#[tokio::test]
async fn one_that_is_gone_and_was_used_is_no_refund() {
    let shop = Shop::open().await;
    let (key, iccid) = unanswered(&shop, Moment::BeforeWork).await;
    let burnt = shop
        .control()
        .burn(&shop.booked(key).subscription.id, 1_000);
    burnt.expect("the plan is there");
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    let order = shop
        .until_order(key, "a person", |order| order.needs_person)
        .await;
    assert_eq!(
        order.state,
        OrderState::Cancelling,
        "nobody knows that it came back"
    );
    let settled = shop.desk.recovery.settle(key, Verdict::HandedOver, "Ana");
    settled.await.expect("there is a way out");
}

#[tokio::test]
async fn a_sim_that_is_not_found_once_is_no_refund() {
    let shop = Shop::open().await;
    let (key, _) = unanswered(&shop, Moment::BeforeWork).await;
    let not_found = Mishap::refuse(404, "NOT_FOUND", "No such SIM");
    shop.control().cause(Fault::next(Step::Sim, not_found));
    let order = shop
        .until_order(key, "a person", |order| order.needs_person)
        .await;
    assert_eq!(order.state, OrderState::Cancelling, "it is still there");
    shop.desk.refund.keep(key).await.expect("a person says so");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(today(&shop).await.refunded, 0, "nothing came back");
}

#[tokio::test]
async fn a_sim_that_is_gone_without_an_answer_is_a_refund_only_after_ten_minutes() {
    let shop = Shop::open().await;
    let (key, _) = sold(&shop).await;
    shop.control().set_quirks(Quirks {
        cancelled_vanish: true,
        ..Quirks::default()
    });
    cause(&shop, Mishap::Drop, Moment::AfterWork);
    give_back(&shop, key).await.expect("it is asked");
    for _ in 0..9 {
        shop.pass(Duration::from_secs(60)).await;
        assert_eq!(shop.order(key).state, OrderState::Cancelling);
    }
    shop.until_state(key, OrderState::Refunded).await;
    assert_eq!(deletes(&shop), 1, "not asked again by the program");
}

#[tokio::test]
async fn a_sim_that_is_gone_with_its_plans_is_a_refund_however_the_service_says_so() {
    for empty_lists in [EmptyLists::Null, EmptyLists::NotFound] {
        let shop = Shop::open().await;
        let (key, _) = sold(&shop).await;
        shop.control().set_quirks(Quirks {
            cancelled_vanish: true,
            empty_lists,
            ..Quirks::default()
        });
        cause(&shop, Mishap::Drop, Moment::AfterWork);
        give_back(&shop, key).await.expect("it is asked");
        shop.until_state(key, OrderState::Refunded).await;
    }
}

#[tokio::test]
async fn an_esim_whose_number_comes_in_groups_is_the_same_sim() {
    let quirks = Quirks {
        grouped_iccids: true,
        ..Quirks::default()
    };
    let shop = Shop::open_with(Options { quirks, ..quick() }).await;
    let (key, iccid) = sold(&shop).await;
    assert!(!iccid.contains(' '), "{iccid}");
    give_back(&shop, key).await.expect("its SIM is found");
    shop.until_state(key, OrderState::Refunded).await;
}

#[tokio::test]
async fn a_restart_in_the_middle_goes_on_looking_and_shows_nothing() {
    let mut shop = Shop::open().await;
    let (key, _) = sold(&shop).await;
    cause(
        &shop,
        Mishap::Slow { millis: 3_600_000 },
        Moment::BeforeWork,
    );
    give_back(&shop, key).await.expect("it is asked");
    shop.settle().await;
    shop.restart().await;
    shop.until_state(key, OrderState::Cancelling).await;
    no_code(&shop, key).await;
    let waits = shop.until_order(key, "a person", |order| order.needs_person);
    waits.await;
    let asked = shop.desk.refund.ask_again(key).await;
    asked.expect("a person presses");
    shop.until_state(key, OrderState::Refunded).await;
}
