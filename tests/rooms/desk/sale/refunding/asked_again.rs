//! A refund that nobody knows the end of: a person asks again or keeps the eSIM, one decision at a time.

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{Failure, Verdict};
use esim_desk_core::sandbox::{Fault, Mishap, Moment, Options, Quirks, SimState, Step};
use futures_util::FutureExt;

use super::fixture::{cause, deletes, give_back, no_code, unanswered};
use crate::desk::fixture::{Shop, on_a_line, quick};
use crate::desk::sale::topping_up::sold;

/// What was decided about it comes too early.
const ON_ITS_WAY: Failure = Failure::MovedOn {
    state: OrderState::Cancelling,
};

/// Long enough without news that a person is asked, though nobody has seen the SIM.
const QUIET: Duration = Duration::from_secs(16 * 60);

/// A person who is asked presses *Ask again*.
async fn press_again(shop: &Shop, key: OrderKey) {
    let asked = shop.desk.refund.ask_again(key).await;
    asked.expect("a person presses");
}

/// Where what was given back is seen as it was for ten minutes.
async fn that_gives_back_late() -> Shop {
    Shop::open_with(Options {
        quirks: Quirks {
            cancel_lag_millis: 600_000,
            ..Quirks::default()
        },
        ..quick()
    })
    .await
}

/// An eSIM whose refund got lost on its way, so that a person is asked.
async fn lost_on_its_way(shop: &Shop) -> OrderKey {
    let (key, _) = unanswered(shop, Moment::BeforeWork).await;
    shop.until_order(key, "a person", |order| order.needs_person)
        .await;
    key
}

#[tokio::test]
async fn a_request_that_got_lost_waits_for_a_person_who_asks_again_or_keeps_it() {
    for again in [true, false] {
        let shop = Shop::open().await;
        let (key, _) = unanswered(&shop, Moment::BeforeWork).await;
        shop.until_state(key, OrderState::Cancelling).await;
        for early in [
            shop.desk.refund.ask_again(key).await,
            shop.desk.refund.keep(key).await,
        ] {
            let state = OrderState::Cancelling;
            let still = Err(Failure::MovedOn { state });
            assert_eq!(early, still, "the request may be late");
        }
        let waits = shop
            .until_order(key, "a person", |order| order.needs_person)
            .await;
        assert_eq!(waits.state, OrderState::Cancelling);
        assert!(waits.may_be_closed, "and the case may be closed");
        assert_eq!(deletes(&shop), 1, "not asked again by the program");
        match again {
            true => {
                let asked = shop.desk.refund.ask_again(key).await;
                asked.expect("a person presses");
                shop.until_state(key, OrderState::Refunded).await;
                assert_eq!(deletes(&shop), 2);
            }
            false => {
                shop.desk.refund.keep(key).await.expect("a person says so");
                shop.until_state(key, OrderState::Ready).await;
                assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
            }
        }
    }
}

#[tokio::test]
async fn whoever_keeps_an_esim_decides_alone_and_whoever_comes_later_is_told_its_end() {
    let shop = Shop::open().await;
    let key = lost_on_its_way(&shop).await;
    let reads = || shop.control().ledger().seen.at(Step::Sim);
    let before = reads();
    let late = Fault::next(Step::Sim, Mishap::Slow { millis: 20_000 });
    shop.control().cause(late.after_work());
    let mut keeping = Box::pin(shop.desk.refund.keep(key));
    while reads() == before {
        let begun = keeping.as_mut().now_or_never();
        assert!(begun.is_none(), "the SIM answers late: {begun:?}");
        shop.settle().await;
    }
    // A colleague presses: one of the two decides.
    assert_eq!(shop.desk.refund.ask_again(key).await, Err(ON_ITS_WAY));
    let colleague = shop.desk.recovery.settle(key, Verdict::Refunded, "Ben");
    assert_eq!(colleague.await, Err(ON_ITS_WAY));
    let kept = shop.moving(keeping).await;
    kept.expect("whoever was first");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(deletes(&shop), 1, "nothing more was asked");

    give_back(&shop, key).await.expect("all the same");
    shop.until_state(key, OrderState::Refunded).await;
    let state = OrderState::Refunded;
    let again = shop.desk.refund.ask_again(key).await;
    assert_eq!(again, Err(Failure::MovedOn { state }), "it is gone");
    let kept = shop.desk.refund.keep(key).await;
    assert_eq!(kept, Err(Failure::MovedOn { state }));
    let twice = give_back(&shop, key).await;
    assert_eq!(twice, Err(Failure::MovedOn { state }));
}

#[tokio::test]
async fn no_verdict_is_taken_while_the_end_is_being_written() {
    let shop = Shop::open().await;
    let key = lost_on_its_way(&shop).await;
    let disk = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
    let disk = disk.expect("the book");
    disk.execute_batch("BEGIN IMMEDIATE")
        .expect("whoever writes waits");
    let asked = shop.desk.refund.ask_again(key).await;
    asked.expect("a person presses");
    // What is at work here is at work until the disk is free: nobody can wait for its end.
    let answered = async |shop: &Shop| {
        while deletes(shop) < 2 {
            tokio::time::sleep(Duration::from_millis(8)).await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    answered(&shop).await;
    let waits = shop.order(key);
    assert!(
        waits.state == OrderState::Cancelling && !waits.may_be_closed,
        "its answer is not there yet: {waits:?}"
    );
    // The page that offered it before is a moment behind.
    let closing = shop
        .desk
        .recovery
        .settle(key, Verdict::NotHandedOver, "Ana");
    assert_eq!(closing.await, Err(ON_ITS_WAY));
    disk.execute_batch("COMMIT").expect("the others go on");

    let state = OrderState::Refunded;
    shop.until_state(key, state).await;
    let row = shop.book().order(key).expect("its row");
    assert_eq!((row.state, row.verdict), (state, None));
}

#[tokio::test]
async fn asking_again_without_a_connection_says_nothing_of_what_the_first_request_has_done() {
    let (shop, line) = on_a_line(quick()).await;
    let (key, _) = unanswered(&shop, Moment::AfterWork).await;
    shop.settle().await;
    line.cut().await;
    shop.window.forget();
    shop.pass(QUIET).await;
    let order = shop.order(key);
    assert!(order.needs_person, "there is no news of it");
    assert!(!order.still_there, "and nobody has seen its SIM");
    let kept = shop.desk.refund.keep(key).await;
    assert_eq!(kept, Err(ON_ITS_WAY), "so nobody keeps it");
    press_again(&shop, key).await;
    shop.settle().await;
    assert_eq!(
        shop.order(key).state,
        OrderState::Cancelling,
        "that nothing left now proves nothing"
    );
    line.mend().await;
    shop.until_state(key, OrderState::Refunded).await;
    no_code(&shop, key).await;
    let shown = shop.window.shown();
    let mut states = shown.iter().flat_map(|snapshot| &snapshot.orders);
    let came_back = states.any(|order| order.key == key && order.state == OrderState::Preparing);
    assert!(!came_back, "it was never on its way back");
}

#[tokio::test]
async fn a_no_to_a_second_request_says_nothing_either() {
    let shop = that_gives_back_late().await;
    let (key, _) = unanswered(&shop, Moment::AfterWork).await;
    // It is done, and not seen yet.
    let waits = |order: &esim_desk_core::desk::OrderView| order.still_there;
    shop.until_order(key, "a person", waits).await;
    press_again(&shop, key).await;
    shop.settle().await;
    assert_eq!(deletes(&shop), 2);
    assert_eq!(shop.order(key).state, OrderState::Cancelling, "not Ready");
    shop.until_state(key, OrderState::Refunded).await;
}

#[tokio::test]
async fn nobody_keeps_or_closes_what_is_being_asked_again_and_the_wait_begins_anew() {
    let shop = Shop::open().await;
    let (key, _) = unanswered(&shop, Moment::BeforeWork).await;
    shop.until_order(key, "a person", |order| order.still_there)
        .await;
    // Its answer comes only after a while, and says nothing.
    cause(&shop, Mishap::Slow { millis: 30_000 }, Moment::BeforeWork);
    press_again(&shop, key).await;
    for done in [
        shop.desk.refund.ask_again(key).await,
        shop.desk.refund.keep(key).await,
        shop.desk
            .recovery
            .settle(key, Verdict::HandedOver, "Ana")
            .await,
    ] {
        assert_eq!(done, Err(ON_ITS_WAY), "it is on its way");
    }
    let order = shop.order(key);
    assert!(!order.needs_person && !order.may_be_closed && !order.still_there);
    shop.until_state(key, OrderState::Refunded).await;
    assert_eq!(deletes(&shop), 2);
}

#[tokio::test]
async fn an_answer_that_comes_to_an_order_that_is_not_given_back_any_more_counts_all_the_same() {
    let shop = that_gives_back_late().await;
    let (key, iccid) = sold(&shop).await;
    let late = Mishap::Slow { millis: 60_000 };
    cause(&shop, late, Moment::AfterWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.settle().await;
    // Meanwhile the service says that a phone has it.
    let moved = shop.control().move_sim(&iccid, SimState::Installed);
    moved.expect("the SIM is there");
    shop.until_state(key, OrderState::Ready).await;
    shop.handed_over(key).await;
    shop.until_state(key, OrderState::Refunded).await;
    no_code(&shop, key).await;
}
