//! Orders whose answer was lost while others sell under the same e-mail address: never another guest's eSIM (rulings 34).

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{Draft, Failure, SettingsChange, SimView};
use esim_desk_core::sandbox::{Fault, Mishap, Step};

use crate::desk::fixture::{EMAIL, Shop, draft};

use super::recovering::{lose_the_answer, lose_the_order, recovery, stays_unconfirmed};

/// The plan in that place of the catalogue, sold by that desk to the usual address, until its code is there.
async fn sold_by(shop: &Shop, plan: usize) -> OrderKey {
    let plans = shop.desk.plans.read().await.expect("plans").plans;
    let sale = Draft {
        again: true,
        ..draft(plans[plan].clone())
    };
    let key = shop.desk.sale.place(sale).await.expect("a person insists");
    shop.until_state(key, OrderState::Ready).await;
    key
}

#[tokio::test]
async fn what_another_desk_sold_that_day_under_the_address_leaves_the_choice_to_a_person() {
    for plan in [0, 3] {
        let here = Shop::open().await;
        let there = here.other_desk().await;
        sold_by(&there, plan).await;
        lose_the_order(&here);
        let lost = here.sell_again().await;
        here.until_state(lost, OrderState::Unconfirmed).await;
        let theirs = sold_by(&there, 0).await;

        let order = stays_unconfirmed(&here, lost).await;

        assert_eq!(order.state, OrderState::Unconfirmed, "nothing was taken");
        let view = order.recovery.expect("it is looked for");
        let shown: Vec<_> = view.candidates.iter().map(|one| &one.iccid).collect();
        assert_eq!(
            shown,
            [&Some(there.order(theirs).iccid.expect("it is ready"))],
            "plan {plan}: a person sees it, and decides"
        );
        assert_eq!(here.posts(), 3, "and nothing was sent again");
    }
}

#[tokio::test]
async fn an_account_that_nobody_was_asked_about_counts_as_used_at_several_desks() {
    let mut shop = Shop::open().await;
    shop.close().await;
    // As an earlier version wrote it, whose box was merely left empty.
    let path = shop.folder.path().join("settings.json");
    let text = std::fs::read_to_string(&path).expect("the settings");
    let mut settings: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let account = settings["account"].as_object_mut().expect("an account");
    assert_eq!(account["several_desks"], false, "the old name stays");
    account
        .remove("several_desks_answered")
        .expect("the new one stands beside it");
    std::fs::write(&path, settings.to_string()).expect("the settings");
    shop.restart().await;
    lose_the_answer(&shop);
    let key = shop.sell().await;

    let order = stays_unconfirmed(&shop, key).await;
    assert_eq!(order.state, OrderState::Unconfirmed, "nothing was taken");
    assert_eq!(order.recovery.expect("a search").candidates.len(), 1);

    shop.desk
        .settings
        .change(SettingsChange::SeveralDesks { value: false })
        .expect("the answer is kept");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
}

#[tokio::test]
async fn a_sim_that_cannot_be_read_is_shown_as_that_and_never_taken() {
    for mishap in [
        Mishap::refuse(404, "SIM_NOT_FOUND", "No such SIM"),
        Mishap::Broken,
        Mishap::Garbage,
        Mishap::Drop,
    ] {
        let shop = Shop::open().await;
        shop.control()
            .cause(Fault::next(Step::Sim, mishap.clone()).times(10_000));
        lose_the_answer(&shop);
        let key = shop.sell().await;

        let view = recovery(&shop, key, "a candidate", |recovery| {
            !recovery.candidates.is_empty()
        })
        .await;

        assert_eq!(
            view.candidates[0].sim_status,
            SimView::NotRead,
            "{mishap:?}"
        );
        assert_eq!(shop.order(key).state, OrderState::Unconfirmed, "{mishap:?}");
        let shown = view.candidates[0].subscription.clone();
        shop.desk
            .recovery
            .search_with_email(key, EMAIL)
            .await
            .expect("every other way stays open");
        shop.desk
            .polling
            .choose_candidate(key, &shown)
            .await
            .expect("also choosing it");
        shop.control().calm();
        shop.until_state(key, OrderState::Ready).await;
    }
}

#[tokio::test]
async fn with_a_tag_of_its_own_an_order_is_found_for_sure_whoever_else_sells() {
    let here = Shop::open().await;
    let there = here.other_desk().await;
    for shop in [&here, &there] {
        for change in [
            SettingsChange::HouseEmail {
                value: EMAIL.into(),
            },
            SettingsChange::SeveralDesks { value: true },
        ] {
            shop.desk.settings.change(change).expect("it is kept");
        }
    }
    sold_by(&here, 1).await;
    lose_the_answer(&here);
    let lost = here.sell_again().await;
    let theirs = there
        .desk
        .sale
        .place(Draft {
            again: true,
            ..here.draft().await
        })
        .await
        .expect("the same plan to the same house");

    here.until_state(lost, OrderState::Ready).await;
    there.until_state(theirs, OrderState::Ready).await;

    assert_eq!(here.handed_over(lost).await, here.ledger_code(lost));
    let sent = here.booked(lost).email.expect("an address");
    assert!(
        sent.starts_with("maria.keller+") && sent.ends_with("@example.com"),
        "its own address: {sent}"
    );
    let customer = here.order(lost).customer.expect("known");
    assert_eq!(customer.email, EMAIL, "to the staff it is the house");
    assert_eq!(here.posts(), 3, "one each");
}

#[tokio::test]
async fn the_note_of_before_leaves_the_row_once_the_order_is_decided() {
    let shop = Shop::open().await;
    lose_the_answer(&shop);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
    let note = shop.book().order(key).expect("its row").known_subscriptions;
    assert!(note.is_some(), "it is needed to look");

    shop.until_state(key, OrderState::Ready).await;
    shop.pass(Duration::from_secs(1)).await;

    let note = shop.book().order(key).expect("its row").known_subscriptions;
    assert_eq!(note, None, "nobody looks any more");
}

#[tokio::test]
async fn a_candidate_is_shown_though_nobody_can_tell_who_else_sells() {
    let shop = Shop::open().await;
    lose_the_answer(&shop);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
    let sims = || shop.control().ledger().seen.at(Step::Sim);
    let before = sims();
    let slow = Mishap::Slow { millis: 3000 };
    shop.control().cause(Fault::next(Step::Sim, slow));
    while sims() == before {
        shop.pass(Duration::from_millis(500)).await;
    }
    // The list of the plan is read by then; that of all plans comes next.
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Broken));
    for _ in 0..4 {
        shop.pass(Duration::from_secs(1)).await;
    }

    let order = shop.order(key);
    assert_eq!(order.state, OrderState::Unconfirmed, "it is not taken");
    let candidates = order.recovery.expect("a search").candidates;
    assert_eq!(candidates.len(), 1, "a person may choose it");

    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
}

#[tokio::test]
async fn no_candidate_is_chosen_for_an_order_of_another_account() {
    let shop = Shop::open().await;
    let there = Shop::open().await;
    let several = SettingsChange::SeveralDesks { value: true };
    shop.desk.settings.change(several).expect("it is kept");
    lose_the_answer(&shop);
    let key = shop.sell().await;
    let found = recovery(&shop, key, "found", |now| now.candidates.len() == 1).await;
    let connected = shop.desk.sign_in.connect(there.form()).await;
    connected.expect("another account");

    let chosen = shop
        .desk
        .polling
        .choose_candidate(key, &found.candidates[0].subscription)
        .await;

    assert_eq!(chosen, Err(Failure::OtherAccount), "nothing changes it now");
}

#[tokio::test]
async fn what_a_damaged_book_lost_is_taken_for_no_other_order_without_a_person() {
    let mut shop = Shop::open().await;
    lose_the_order(&shop);
    let unconfirmed = shop.sell().await;
    shop.until_state(unconfirmed, OrderState::Unconfirmed).await;
    shop.book().back_up().expect("it copies");
    // A house: the same address is another guest.
    let later = shop.sell_again().await;
    shop.until_state(later, OrderState::Ready).await;
    let sim = shop.order(later).iccid;
    shop.close().await;
    for name in ["orders.db", "orders.db-wal"] {
        let _ = std::fs::remove_file(shop.folder.path().join(name));
    }
    shop.restart().await;
    let told = shop.desk.snapshot().repaired.expect("it is told");
    assert_eq!((told.orders, told.lost), (1, Some(1)), "the later one");

    let order = stays_unconfirmed(&shop, unconfirmed).await;
    let shown = order.recovery.expect("it is looked for").candidates;
    assert_eq!(shown.len(), 1, "a person sees it, and decides");
    assert_eq!(shown[0].iccid, sim, "it is the guest's of the lost order");
}

/// Hours in which this desk is merely open.
fn hours_later(shop: &Shop, hours: i64) {
    shop.control().push_clock(hours * 3_600_000);
}

#[tokio::test]
async fn what_somebody_sold_hours_later_in_another_way_is_for_a_person_to_say() {
    let here = Shop::open().await;
    let portal = here.other_desk().await;
    lose_the_order(&here);
    let lost = here.sell().await;
    here.until_state(lost, OrderState::Unconfirmed).await;
    hours_later(&here, 8);
    let theirs = sold_by(&portal, 0).await;

    let order = stays_unconfirmed(&here, lost).await;

    let shown = order.recovery.expect("it is looked for").candidates;
    let shown: Vec<_> = shown.iter().map(|one| &one.iccid).collect();
    let theirs = portal.order(theirs).iccid.expect("it is ready");
    assert_eq!(shown, [&Some(theirs)], "a person sees it, and decides");
    let timeline = here.order(lost).timeline;
    assert!(timeline.iter().all(|it| it.state != OrderState::Accepted));
    assert_eq!(here.posts(), 2, "and nothing was sent again");
}

#[tokio::test]
async fn an_old_esim_that_the_look_before_did_not_show_is_for_a_person_to_say() {
    let here = Shop::open().await;
    let portal = here.other_desk().await;
    hours_later(&here, -26);
    let old = sold_by(&portal, 0).await;
    hours_later(&here, 26);
    let draft = here.draft().await;
    // In passing, and just what a list without entries may be answered with.
    let nobody = Mishap::refuse(404, "CUSTOMER_NOT_FOUND", "No such customer");
    here.control()
        .cause(Fault::next(Step::Subscriptions, nobody));
    lose_the_order(&here);
    let lost = here.desk.sale.place(draft).await.expect("the sale goes on");
    here.until_state(lost, OrderState::Unconfirmed).await;
    let note = here.book().order(lost).expect("its row");
    let note = note.known_subscriptions.expect("it was looked");
    assert_eq!((note.count, note.strangers), (0, false), "an empty list");

    let order = stays_unconfirmed(&here, lost).await;

    let shown = order.recovery.expect("it is looked for").candidates;
    let shown: Vec<_> = shown.iter().map(|one| &one.iccid).collect();
    let old = portal.order(old).iccid.expect("it is ready");
    assert_eq!(shown, [&Some(old)], "a person sees it, and decides");
}
