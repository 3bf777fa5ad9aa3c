//! Answers that do not add up: a code is withheld rather than guessed.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{DoubtView, Draft, Failure, HandOverView};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Options, Quirks, Step};

use crate::desk::fixture::{Shop, draft, quick};

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

/// The first order of the ledger is one that this book does not know.
async fn beside_another_desks_sale() -> Shop {
    let shop = Shop::open().await;
    let other = shop.other_desk().await;
    let theirs = Draft {
        email: "somebody@example.org".to_owned(),
        ..other.draft().await
    };
    let placed = shop.moving(other.desk.sale.place(theirs)).await;
    placed.expect("the other desk sells");
    shop.settle().await;
    shop
}

#[tokio::test]
async fn the_id_of_another_desks_order_in_the_answer_to_a_sale_leads_to_no_code_of_theirs() {
    let shop = beside_another_desks_sale().await;
    shop.control()
        .cause(Fault::next(Step::Order, Mishap::OtherOrder));
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "found again by its customer and plan, with its own code"
    );
    assert_eq!(shop.posts(), 2, "one of each desk");
}

#[tokio::test]
async fn an_esim_that_is_not_under_its_customers_address_is_told_beside_the_code() {
    for (ignore_iccid, iccid_wins) in [(false, false), (true, false), (false, true)] {
        let shop = beside_another_desks_sale().await;
        // What was really made for the customer is on another SIM, and listed too where the service does not heed which.
        shop.control().set_quirks(Quirks {
            ignore_iccid,
            iccid_wins,
            ..Quirks::default()
        });
        // Nothing in such an answer is wrong: it repeats nothing of what was sent.
        shop.control()
            .cause(Fault::next(Step::Order, Mishap::OtherOrderWhole));
        let swapped = shop.sell().await;
        shop.until_state(swapped, OrderState::Ready).await;
        shop.pass(Duration::from_secs(60)).await;
        assert!(
            shop.order(swapped).not_as_sold,
            "the same plan, somebody else's; the SIM not heeded: {ignore_iccid}"
        );
    }
}

#[tokio::test]
async fn an_address_in_capitals_and_a_list_that_fails_are_held_against_no_esim() {
    for exact_email in [true, false] {
        let quirks = Quirks {
            exact_email,
            ..Quirks::default()
        };
        let shop = Shop::open_with(Options { quirks, ..quick() }).await;
        for fault in [
            None,
            Some(Mishap::Broken),
            Some(Mishap::refuse(400, "NO", "No")),
        ] {
            let mut draft = shop.draft().await;
            draft.email = "Maria.Keller@Example.com".to_owned();
            draft.again = true;
            let key = shop.desk.sale.place(draft).await.expect("it sells");
            if let Some(mishap) = fault.clone() {
                shop.control()
                    .cause(Fault::next(Step::Subscriptions, mishap));
            }
            shop.until_state(key, OrderState::Ready).await;
            shop.pass(Duration::from_secs(60)).await;
            assert!(
                !shop.order(key).not_as_sold,
                "exact: {exact_email}, {fault:?}"
            );
        }
    }
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
async fn a_failed_order_is_told_and_looked_at_seldom() {
    let shop = Shop::open().await;
    shop.control().next_order(Fate::Fails);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Failed).await;

    let asked = shop.control().ledger().seen.at(Step::Status);
    shop.pass(Duration::from_secs(50)).await;
    shop.pass(Duration::from_secs(70)).await;
    let seldom = shop.control().ledger().seen.at(Step::Status) - asked;
    assert!(seldom <= 2, "nobody waits for it: {seldom}");
    assert_eq!(shop.order(key).state, OrderState::Failed);
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
