//! Orders whose answer was lost: found where they can be nobody else's, offered to the staff otherwise, never sent again.

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{Draft, Failure, OrderView, RecoveryView, SimView};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Fault, Mishap, SimState, Step};

use crate::desk::fixture::{Shop, draft, quick};

/// The order is booked, and its answer is lost.
pub fn lose_the_answer(shop: &Shop) {
    shop.control()
        .cause(Fault::next(Step::Order, Mishap::Drop).after_work());
}

/// The order is not even read.
pub fn lose_the_order(shop: &Shop) {
    shop.control().cause(Fault::next(Step::Order, Mishap::Drop));
}

pub async fn recovery(
    shop: &Shop,
    key: OrderKey,
    what: &str,
    is_so: impl Fn(&RecoveryView) -> bool,
) -> RecoveryView {
    let order = shop
        .until_order(key, what, |order| {
            order.recovery.as_ref().is_some_and(&is_so)
        })
        .await;
    order.recovery.expect("just seen")
}

/// Some minutes in which the order must not be taken.
pub async fn stays_unconfirmed(shop: &Shop, key: OrderKey) -> OrderView {
    shop.until_state(key, OrderState::Unconfirmed).await;
    for _ in 0..36 {
        shop.pass(Duration::from_secs(5)).await;
        assert_eq!(
            shop.order(key).state,
            OrderState::Unconfirmed,
            "what was found may be somebody else's: neither ready nor taken on the way there"
        );
    }
    shop.order(key)
}

#[tokio::test]
async fn a_lost_answer_is_found_and_one_press_from_its_code() {
    let shop = Shop::open().await;
    lose_the_answer(&shop);
    let key = shop.sell().await;

    let ready = shop.until_state(key, OrderState::Ready).await;

    assert_eq!(
        ready.order_id, None,
        "the service tells no number to an e-mail address"
    );
    assert_eq!(ready.iccid, Some(shop.booked(key).iccid), "but the SIM");
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "and the SIM tells the code"
    );
    assert_eq!(shop.posts(), 1, "nothing was sent again");
    assert_eq!(ready.recovery, None, "the search is over");
}

#[tokio::test]
async fn it_is_found_after_a_crash_too() {
    let mut shop = Shop::open().await;
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Slow { millis: 1 }));
    lose_the_answer(&shop);
    let key = shop.sell().await;
    shop.settle().await;
    let code = shop.ledger_code(key);

    shop.restart().await;
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.handed_over(key).await, code, "its own code");

    shop.restart().await;
    assert_eq!(shop.handed_over(key).await, code, "which the book keeps");
    assert_eq!(shop.posts(), 1, "nothing was sent again");
}

#[tokio::test]
async fn the_looks_come_at_their_times() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
    shop.settle().await;
    let before = shop.control().ledger().seen.at(Step::Subscriptions);
    let looks = || shop.control().ledger().seen.at(Step::Subscriptions) - before;

    // By the desk's own clock, which also counts what the steps themselves take.
    let began = tokio::time::Instant::now();
    let mut at = Vec::new();
    while began.elapsed() < Duration::from_secs(130) {
        let so_far = looks();
        shop.pass(Duration::from_secs(1)).await;
        if looks() > so_far {
            at.push(began.elapsed().as_secs());
        }
    }

    assert_eq!(at.len(), 5, "{at:?}");
    for (look, planned) in at.iter().zip([5, 15, 30, 60, 120]) {
        assert!(
            (planned - 1..=planned + 2).contains(look),
            "a look at {look} s instead of {planned} s"
        );
    }
}

#[tokio::test]
async fn own_order_in_flight_for_the_same_e_mail_is_settled_first() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let lost = shop.sell().await;
    shop.until_state(lost, OrderState::Unconfirmed).await;
    // Booked, and its status cannot be read for long: its subscription is there before the book knows of it.
    shop.control()
        .cause(Fault::next(Step::Status, Mishap::Broken).times(1000));
    let running = shop.sell_again().await;

    stays_unconfirmed(&shop, lost).await;
    let view = shop.order(lost).recovery.expect("it is looked for");
    assert_eq!(view.waits_for, Some(running), "which the staff are told");
    assert_eq!(
        view.candidates,
        [],
        "its subscription is nobody's to choose"
    );
    assert_eq!(view.bought_twice, None, "and nobody bought twice");
    assert!(!view.nothing_found, "nor is a third one offered");

    shop.control().calm();
    shop.until_state(running, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(running).await,
        shop.ledger_code(running),
        "it was its own"
    );
    let view = recovery(&shop, lost, "nothing left", |recovery| {
        recovery.waits_for.is_none()
    })
    .await;
    assert_eq!(view.candidates, [], "that eSIM is the other order's");
    assert_eq!(view.bought_twice, None, "and only one was bought");
}

#[tokio::test]
async fn two_desks_on_one_account_leave_the_choice_to_the_staff() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.several_desks = Some(true);
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("the sandbox knows these credentials");
    lose_the_answer(&shop);
    let key = shop.sell().await;

    let order = stays_unconfirmed(&shop, key).await;

    let view = order.recovery.expect("it is looked for");
    let [one] = view.candidates.as_slice() else {
        panic!("one was found: {view:?}")
    };
    assert_eq!(
        one.sim_status,
        SimView::Released,
        "with the state of its SIM"
    );
    assert_eq!(one.iccid, Some(shop.booked(key).iccid), "and its number");
    let stranger = shop
        .desk
        .polling
        .choose_candidate(key, "something else")
        .await;
    assert!(
        matches!(
            stranger,
            Err(Failure::MovedOn {
                state: OrderState::Unconfirmed
            })
        ),
        "only what is shown can be chosen: {stranger:?}"
    );

    shop.desk
        .polling
        .choose_candidate(key, &one.subscription)
        .await
        .expect("the staff choose");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "and hand it over"
    );
}

#[tokio::test]
async fn a_shared_house_e_mail_leaves_the_choice_to_the_staff() {
    let shop = Shop::open().await;
    let plans = shop.desk.plans.read().await.expect("plans").plans;
    let guest = shop
        .desk
        .sale
        .place(draft(plans[1].clone()))
        .await
        .expect("another guest's");
    shop.until_state(guest, OrderState::Ready).await;
    lose_the_answer(&shop);
    let key = shop.sell().await;

    let order = stays_unconfirmed(&shop, key).await;

    assert_eq!(
        order.recovery.expect("it is looked for").candidates.len(),
        1,
        "one, and not taken"
    );
}

#[tokio::test]
async fn a_match_on_the_second_page_is_found() {
    let shop = Shop::open().await;
    // Two days ago: what others sold today would leave the choice to a person.
    let two_days = 2 * 24 * 3_600_000;
    shop.control().push_clock(-two_days);
    fill_the_first_page(&shop).await;
    shop.control().push_clock(two_days);
    let before = shop.control().ledger().seen.at(Step::Subscriptions);
    lose_the_answer(&shop);
    let key = shop.sell_again().await;

    shop.until_state(key, OrderState::Ready).await;

    assert!(
        shop.control().ledger().seen.at(Step::Subscriptions) >= before + 4,
        "two pages before and two afterwards"
    );
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "the one of 46 that was not there before"
    );
}

/// Forty-five sales to the same customer, straight into the ledger.
async fn fill_the_first_page(shop: &Shop) {
    let other = shop.other_desk().await;
    let plan = shop.plan().await;
    for _ in 0..45 {
        let sale = Draft {
            again: true,
            ..draft(plan.clone())
        };
        let key = shop
            .moving(other.desk.sale.place(sale))
            .await
            .expect("a person insists");
        shop.moving(async {
            while other.order(key).order_id.is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        })
        .await;
    }
    shop.pass(Duration::from_secs(5)).await;
}

#[tokio::test]
async fn a_clock_that_is_five_hours_wrong_changes_nothing() {
    for hours in [-5, 5] {
        let shop = Shop::open().await;
        shop.control().push_clock(hours * 3_600_000);
        lose_the_answer(&shop);
        let key = shop.sell().await;

        shop.until_state(key, OrderState::Ready).await;

        assert_eq!(
            shop.handed_over(key).await,
            shop.ledger_code(key),
            "{hours} hours apart"
        );
    }
}

#[tokio::test]
async fn a_sim_that_is_in_use_is_not_taken_without_a_person() {
    let shop = Shop::open().await;
    lose_the_answer(&shop);
    let key = shop.sell().await;
    shop.settle().await;
    let iccid = shop.booked(key).iccid;
    while shop
        .control()
        .move_sim(&iccid, SimState::Installed)
        .is_err()
    {
        shop.pass(Duration::from_millis(20)).await;
    }

    let order = stays_unconfirmed(&shop, key).await;

    let view = order.recovery.expect("it is looked for");
    assert_eq!(
        view.candidates[0].sim_status,
        SimView::Installed,
        "somebody has it on a phone"
    );
}

#[tokio::test]
async fn without_the_note_of_before_a_person_chooses() {
    let shop = Shop::open().await;
    let draft = shop.draft().await;
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Broken));
    lose_the_answer(&shop);
    let key = shop.desk.sale.place(draft).await.expect("the sale goes on");

    let order = stays_unconfirmed(&shop, key).await;

    assert_eq!(
        order.recovery.expect("it is looked for").candidates.len(),
        1,
        "shown, not taken"
    );
}

#[tokio::test]
async fn what_was_there_before_is_never_a_match() {
    let shop = Shop::open().await;
    let other = shop.other_desk().await;
    let earlier = other
        .desk
        .sale
        .place(shop.draft().await)
        .await
        .expect("another desk's");
    other.until_state(earlier, OrderState::Ready).await;
    shop.pass(Duration::from_secs(2)).await;
    lose_the_order(&shop);
    let key = shop.sell_again().await;

    let order = stays_unconfirmed(&shop, key).await;

    assert_eq!(
        order.recovery.expect("it is looked for").candidates,
        [],
        "it was there before"
    );
}
