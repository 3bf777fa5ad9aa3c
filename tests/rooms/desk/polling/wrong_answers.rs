//! Answers that do not add up: a code is withheld rather than guessed.

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{DoubtView, Failure, HandOverView};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Step};

use crate::desk::fixture::{Shop, draft};

#[tokio::test]
async fn an_answer_about_another_order_is_never_shown() {
    let shop = Shop::open().await;
    let first = shop.sell().await;
    shop.until_state(first, OrderState::Ready).await;
    shop.control()
        .cause(Fault::next(Step::Status, Mishap::OtherOrder).times(3));
    let plan = shop
        .desk
        .plans
        .read()
        .await
        .expect("plans")
        .plans
        .swap_remove(1);

    let second = shop
        .desk
        .sale
        .place(draft(plan))
        .await
        .expect("another plan");
    let held = shop
        .until_order(second, "told", |order| {
            matches!(order.trouble, Some(Failure::OtherOrder { .. }))
        })
        .await;
    assert_ne!(
        held.state,
        OrderState::Ready,
        "another order's answer says nothing of this one"
    );
    shop.desk
        .handover
        .open(second)
        .await
        .map(drop)
        .expect_err("there is no code yet");

    let ready = shop.until_state(second, OrderState::Ready).await;
    assert_eq!(ready.trouble, None, "it went on");
    assert_eq!(
        shop.handed_over(second).await,
        shop.ledger_code(second),
        "each order its own code"
    );
    assert_ne!(
        shop.handed_over(first).await,
        shop.handed_over(second).await,
        "and never the other's"
    );
}

#[tokio::test]
async fn a_code_that_contradicts_itself_is_withheld_with_both_values() {
    let shop = Shop::open().await;
    shop.control().next_order(Fate::LpaDisagrees);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Withheld).await;

    let order = shop.booked(key);
    let HandOverView::Withheld {
        doubt: DoubtView::Disagree { lpa, built },
        reference,
    } = shop
        .desk
        .handover
        .open(key)
        .await
        .expect("there is something to say")
    else {
        panic!("it is withheld because the values differ");
    };
    assert_eq!(
        built,
        shop.ledger_code(key),
        "what host and matching id make"
    );
    assert!(lpa.ends_with(&order.other_matching_id), "what `_lpa` says");
    assert_eq!(
        Some(reference),
        order.correlation_id,
        "the reference that support asks for"
    );
    shop.desk
        .handover
        .png(key)
        .await
        .map(drop)
        .expect_err("no picture of a doubted code");
}

#[tokio::test]
async fn a_missing_lpa_is_read_from_the_sim() {
    let shop = Shop::open().await;
    shop.control().next_order(Fate::NoLpa);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;

    assert_eq!(
        shop.control().ledger().seen.at(Step::Sim),
        1,
        "the SIM was asked once; a hand-over would ask for its state too"
    );
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "it said the same"
    );
}

#[tokio::test]
async fn a_missing_smdp_is_taken_from_lpa() {
    let shop = Shop::open().await;
    shop.control().next_order(Fate::NoSmdp);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;

    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "one value is enough for the host"
    );
}

#[tokio::test]
async fn no_code_an_empty_one_and_a_broken_one_are_withheld() {
    for fate in [Fate::NoCode, Fate::EmptyMatchingId, Fate::BrokenMatchingId] {
        let shop = Shop::open().await;
        shop.control().next_order(fate);
        let key = shop.sell().await;
        shop.until_state(key, OrderState::Withheld).await;

        let shown = shop
            .desk
            .handover
            .open(key)
            .await
            .expect("there is something to say");
        assert!(
            matches!(shown, HandOverView::Withheld { .. }),
            "{fate:?} gives no code"
        );
        let texts = shop
            .desk
            .handover
            .text(key, esim_desk_core::desk::CodeText::InstallCode)
            .await;
        assert!(
            matches!(texts, Err(Failure::NoCode)),
            "{fate:?}: nothing to copy either"
        );
    }
}

#[tokio::test]
async fn a_failed_order_is_told_and_followed_no_more() {
    let shop = Shop::open().await;
    shop.control().next_order(Fate::Fails);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Failed).await;

    let asked = shop.control().ledger().seen.at(Step::Status);
    shop.pass(std::time::Duration::from_secs(120)).await;
    assert_eq!(
        shop.control().ledger().seen.at(Step::Status),
        asked,
        "its end is known"
    );
}

#[tokio::test]
async fn a_status_that_nobody_knows_is_no_end() {
    let shop = Shop::open().await;
    // Without an output: one that proves would be the end.
    let unknown = Mishap::Unfinished {
        status: "PONDERING".to_owned(),
    };
    shop.control()
        .cause(Fault::next(Step::Status, unknown).times(4));
    let key = shop.sell().await;

    shop.until_state(key, OrderState::Preparing).await;
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "it came to its end"
    );
}
