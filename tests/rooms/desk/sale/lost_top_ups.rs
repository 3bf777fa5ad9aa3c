//! A top-up whose answer is lost: found by looking at its SIM, never sent again without a person, and never another's plan.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, Failure, TopUpDraft, Verdict};
use esim_desk_core::sandbox::{Delays, Fault, Mishap, Quirks, Step, TopUpOutput};

use super::topping_up::{form, other_plan, plans_on, sold, top_up};
use crate::desk::fixture::{Shop, draft, quick};
use crate::desk::recovery::recovering::{
    lose_the_answer, lose_the_order, recovery, stays_unconfirmed,
};

#[tokio::test]
async fn an_answer_that_is_lost_is_found_on_the_sim_and_never_sent_again() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    lose_the_answer(&shop);
    let key = top_up(&shop, &iccid).await;
    let done = shop.until_state(key, OrderState::Added).await;
    let states: Vec<_> = done.timeline.iter().map(|entry| entry.state).collect();
    assert!(states.contains(&OrderState::Unconfirmed), "{states:?}");
    assert_eq!(done.order_id, None, "no list tells its number");
    assert_eq!(plans_on(&shop, &iccid), 2, "the sale, and one top-up");
    assert_eq!(shop.posts(), 2);
}

#[tokio::test]
async fn it_is_found_by_the_next_run_too() {
    let mut shop = Shop::open().await;
    let (sale, iccid) = sold(&shop).await;
    shop.control()
        .cause(Fault::next(Step::Order, Mishap::Slow { millis: 3_600_000 }).after_work());
    let key = top_up(&shop, &iccid).await;
    shop.settle().await;
    assert_eq!(shop.order(key).state, OrderState::Sending);
    shop.restart().await;
    shop.until_state(key, OrderState::Added).await;
    assert_eq!(shop.posts(), 2);
    let sale = shop
        .desk
        .lists
        .order(sale)
        .await
        .expect("it is in the book");
    assert_eq!(sale.state, OrderState::Ready);
}

#[tokio::test]
async fn one_that_was_not_bought_is_looked_for_in_vain_and_a_person_orders_it_again() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    lose_the_order(&shop);
    let key = top_up(&shop, &iccid).await;
    let early = shop.desk.sale.again(key, "again".to_owned()).await;
    assert!(
        matches!(early, Err(Failure::SoldRecently { .. })),
        "{early:?}"
    );
    let view = recovery(&shop, key, "nothing found", |view| view.nothing_found).await;
    assert!(!view.email_needed, "a SIM is enough to look by");
    let again = shop.desk.sale.again(key, "again".to_owned());
    let again = shop.moving(again).await.expect("a person presses");
    shop.until_state(again, OrderState::Added).await;
    assert_eq!(plans_on(&shop, &iccid), 2, "the sale, and the second try");
    assert_eq!(shop.posts(), 3);
    let after = stays_unconfirmed(&shop, key).await;
    let view = after.recovery.expect("it is still looked for");
    assert!(
        view.candidates.is_empty(),
        "the second is no candidate for the first"
    );
    let settled = shop
        .desk
        .recovery
        .settle(key, Verdict::NotBought, "Ana")
        .await;
    settled.expect("there is a way out");
}

#[tokio::test]
async fn beside_another_desk_a_person_says_which_plan_it_is() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let other = shop.other_desk().await;
    let several = esim_desk_core::desk::SettingsChange::SeveralDesks { value: true };
    shop.desk.settings.change(several).expect("it is kept");
    lose_the_answer(&shop);
    let key = top_up(&shop, &iccid).await;
    // A plan is in the lists a moment after its order.
    shop.pass(Duration::from_secs(1)).await;
    assert_eq!(plans_on(&shop, &iccid), 2, "it was bought");
    // The other desk sees a plan that its book does not know, a moment old.
    let plan = other_plan(&shop).await;
    let theirs = shop
        .moving(other.desk.sale.top_up(form(&iccid, plan.clone())))
        .await;
    assert!(
        matches!(theirs, Err(Failure::SoldRecently { .. })),
        "{theirs:?}"
    );
    let sure = TopUpDraft {
        again: true,
        ..form(&iccid, plan)
    };
    let theirs = shop.moving(other.desk.sale.top_up(sure)).await;
    theirs.expect("a person insists");
    let view = recovery(&shop, key, "both plans", |view| view.candidates.len() == 2).await;
    assert_eq!(shop.order(key).state, OrderState::Unconfirmed, "not taken");
    let ours = shop.booked(key).subscription.id;
    assert!(view.candidates.iter().any(|one| one.subscription == ours));
    let chosen = shop.desk.polling.choose_candidate(key, &ours).await;
    chosen.expect("it is one of those shown");
    shop.until_state(key, OrderState::Added).await;
}

#[tokio::test]
async fn a_plan_that_was_on_the_sim_before_is_not_taken_for_one_that_came() {
    let nothing = Mishap::refuse(404, "CUSTOMER_NOT_FOUND", "No such customer");
    for look_before in [Mishap::Broken, nothing] {
        an_old_plan_is_not_it(look_before).await;
    }
}

async fn an_old_plan_is_not_it(look_before: Mishap) {
    let shop = Shop::open().await;
    // An hour ago another desk put the same plan on that SIM.
    const HOUR: i64 = 3_600_000;
    shop.control().push_clock(-HOUR);
    let (_, iccid) = sold(&shop).await;
    let other = shop.other_desk().await;
    let plan = other_plan(&shop).await;
    let theirs = shop
        .moving(other.desk.sale.top_up(form(&iccid, plan)))
        .await;
    let theirs = theirs.expect("nothing speaks against it");
    other.until_state(theirs, OrderState::Added).await;
    shop.control().push_clock(HOUR);
    // What is there already could not be read, or in passing there seemed to be nothing; and the order says nothing of its
    // plan, which comes late.
    shop.control().set_quirks(Quirks {
        top_up_output: TopUpOutput::Missing,
        delays: Delays {
            subscription_millis: 600_000,
            ..Delays::default()
        },
        ..Quirks::default()
    });
    shop.control()
        .cause(Fault::next(Step::Subscriptions, look_before));
    let key = top_up(&shop, &iccid).await;
    for _ in 0..8 {
        shop.pass(std::time::Duration::from_secs(60)).await;
        assert_ne!(
            shop.order(key).state,
            OrderState::Added,
            "the old one is not it"
        );
    }
    shop.until_state(key, OrderState::Added).await;
}

#[tokio::test]
async fn a_lost_sale_is_not_taken_for_a_top_up_of_the_same_guest() {
    let shop = Shop::open_with(esim_desk_core::sandbox::Options {
        quirks: Quirks {
            top_ups_under_email: true,
            ..Quirks::default()
        },
        ..quick()
    })
    .await;
    let (_, iccid) = sold(&shop).await;
    let plan = other_plan(&shop).await;
    lose_the_order(&shop);
    let lost = Draft {
        again: true,
        ..draft(plan.clone())
    };
    let lost = shop
        .moving(shop.desk.sale.place(lost))
        .await
        .expect("it is placed");
    shop.until_state(lost, OrderState::Unconfirmed).await;
    let key = top_up(&shop, &iccid).await;
    shop.until_state(key, OrderState::Added).await;
    let order = stays_unconfirmed(&shop, lost).await;
    let view = order.recovery.expect("it is looked for");
    assert!(
        view.candidates.is_empty(),
        "the plan is on a SIM of this desk: {view:?}"
    );
    assert_eq!(
        view.bought_twice, None,
        "a top-up is not the sale, bought again"
    );
}

#[tokio::test]
async fn a_lost_one_takes_no_plan_that_does_not_say_that_it_is_on_its_sim() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let other = shop.other_desk().await;
    let quirks = Quirks {
        ignore_iccid: true,
        lists_name_no_sim: true,
        ..Quirks::default()
    };
    shop.control().set_quirks(quirks);
    // Of the same plan, on another SIM, at the same minute.
    lose_the_order(&shop);
    let lost = top_up(&shop, &iccid).await;
    let theirs = draft(other_plan(&shop).await);
    let theirs = shop.moving(other.desk.sale.place(theirs)).await;
    theirs.expect("nothing speaks against it");
    let after = stays_unconfirmed(&shop, lost).await;
    let view = after.recovery.expect("it is looked for");
    assert!(view.candidates.is_empty(), "{:?}", view.candidates);

    // Its own, which the plan itself says to be there, is found all the same.
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    shop.control().set_quirks(Quirks {
        ignore_iccid: true,
        lists_name_no_sim: true,
        ..Quirks::default()
    });
    lose_the_answer(&shop);
    let lost = top_up(&shop, &iccid).await;
    shop.until_state(lost, OrderState::Added).await;
}

#[tokio::test]
async fn a_form_that_is_filled_in_again_stands_in_the_place_of_the_lost_top_up() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    lose_the_answer(&shop);
    // Its plan is not to be seen for an hour.
    shop.control().set_quirks(Quirks {
        delays: Delays {
            subscription_millis: 3_600_000,
            ..Delays::default()
        },
        ..Quirks::default()
    });
    let lost = top_up(&shop, &iccid).await;
    shop.until_state(lost, OrderState::Unconfirmed).await;
    shop.control().set_quirks(Quirks::default());
    recovery(&shop, lost, "nothing found", |view| view.nothing_found).await;
    let draft = TopUpDraft {
        again: true,
        instead_of: Some(lost),
        ..form(&iccid, other_plan(&shop).await)
    };
    let placed = shop.moving(shop.desk.sale.top_up(draft)).await;
    let placed = placed.expect("a person insists");
    shop.until_state(placed, OrderState::Added).await;
    shop.control().push_clock(3_600_000);
    let view = recovery(&shop, lost, "both", |view| view.bought_twice.is_some()).await;
    assert_eq!(view.bought_twice.expect("just seen").other, placed);
    assert_eq!(shop.order(lost).state, OrderState::Unconfirmed, "not taken");
}

#[tokio::test]
async fn what_somebody_puts_on_the_sim_hours_later_is_for_a_person_to_say() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let portal = shop.other_desk().await;
    lose_the_order(&shop);
    let lost = top_up(&shop, &iccid).await;
    shop.until_state(lost, OrderState::Unconfirmed).await;
    shop.control().push_clock(8 * 3_600_000);
    let plan = other_plan(&shop).await;
    let theirs = portal.desk.sale.top_up(form(&iccid, plan));
    let theirs = shop
        .moving(theirs)
        .await
        .expect("nothing speaks against it");
    portal.until_state(theirs, OrderState::Added).await;

    let order = stays_unconfirmed(&shop, lost).await;

    let shown = order.recovery.expect("it is looked for").candidates;
    let shown: Vec<_> = shown.iter().map(|one| &one.subscription).collect();
    let booked = shop.control().ledger().orders;
    let theirs = &booked.last().expect("theirs").order.subscription.id;
    assert_eq!(shown, [theirs], "a person sees it, and decides");
}

/// A service whose orders end with a word that no page has, and of a top-up show nothing.
fn that_ends_with_another_word() -> Quirks {
    Quirks {
        last_word: Some("PENDING_USAGE".to_owned()),
        top_up_output: TopUpOutput::Missing,
        ..Quirks::default()
    }
}

#[tokio::test]
async fn one_that_ends_with_another_word_and_shows_nothing_is_seen_on_its_sim() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    shop.control().set_quirks(that_ends_with_another_word());
    let key = top_up(&shop, &iccid).await;
    shop.until_state(key, OrderState::Added).await;
    assert_eq!(plans_on(&shop, &iccid), 2, "and it was sent once");
}

#[tokio::test]
async fn such_a_word_is_no_purchase_and_takes_nothing_that_is_not_surely_its_own() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let mut quirks = that_ends_with_another_word();
    quirks.last_word_without_output = true;
    shop.control().set_quirks(quirks);
    let key = top_up(&shop, &iccid).await;
    shop.until_state(key, OrderState::Preparing).await;
    // The same plan for the same SIM, which somebody else bought two hours later.
    shop.control().push_clock(2 * 3_600_000);
    shop.control().set_quirks(Quirks::default());
    let other = shop.other_desk().await;
    let theirs = form(&iccid, other_plan(&shop).await);
    let theirs = shop.moving(other.desk.sale.top_up(theirs)).await;
    theirs.expect("nothing speaks against it");
    shop.control().set_quirks(that_ends_with_another_word());
    for _ in 0..30 {
        shop.pass(Duration::from_secs(60)).await;
        assert_eq!(shop.order(key).state, OrderState::Preparing);
    }
    assert!(shop.order(key).needs_person, "a person says what it is");
}
