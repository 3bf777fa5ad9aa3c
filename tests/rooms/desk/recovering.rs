//! Orders whose answer was lost: found where they can be nobody else's, offered to the staff otherwise, never sent again.

use std::time::Duration;

use esim_desk_lib::book::{Book, OrderKey, OrderState};
use esim_desk_lib::desk::{Draft, Failure, OrderView, RecoveryView, SimView, StartChoice, Verdict};
use esim_desk_lib::keychain::Keychain;
use esim_desk_lib::sandbox::{Fate, Fault, Mishap, SimState, Step};

use super::restarting::intent;
use super::shop::{EMAIL, Shop, draft, quick};

/// The order is booked, and its answer is lost.
pub fn lose_the_answer(shop: &Shop) {
    shop.control()
        .cause(Fault::next(Step::Order, Mishap::Drop).after_work());
}

/// The order is not even read.
fn lose_the_order(shop: &Shop) {
    shop.control().cause(Fault::next(Step::Order, Mishap::Drop));
}

async fn recovery(
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
async fn stays_unconfirmed(shop: &Shop, key: OrderKey) -> OrderView {
    for _ in 0..36 {
        shop.pass(Duration::from_secs(5)).await;
        assert_ne!(
            shop.order(key).state,
            OrderState::Ready,
            "it may be somebody else's"
        );
    }
    shop.order(key)
}

#[tokio::test]
async fn a_lost_answer_is_found_and_one_press_from_its_code() {
    let shop = Shop::open().await;
    lose_the_answer(&shop);
    let key = shop.sell().await;

    let ready = shop
        .until_order(key, "found", |order| order.state == OrderState::Ready)
        .await;

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
    shop.until_order(key, "found", |order| order.state == OrderState::Ready)
        .await;
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
    shop.until_order(key, "lost", |order| order.state == OrderState::Unconfirmed)
        .await;
    shop.settle().await;
    let before = shop.control().ledger().seen.at(Step::Subscriptions);
    let looks = || shop.control().ledger().seen.at(Step::Subscriptions) - before;

    let mut at = Vec::new();
    for second in 1..=130 {
        let so_far = looks();
        shop.pass(Duration::from_secs(1)).await;
        if looks() > so_far {
            at.push(second);
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
async fn nothing_found_is_said_after_five_minutes_and_not_before() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    shop.until_order(key, "lost", |order| order.recovery.is_some())
        .await;
    for _ in 0..28 {
        shop.pass(Duration::from_secs(10)).await;
        let recovery = shop.order(key).recovery.expect("it is looked for");
        assert!(
            !recovery.nothing_found,
            "four and a half minutes are not enough"
        );
        let early = shop.desk.place_again(key, "early".into()).await;
        assert!(
            matches!(early, Err(Failure::SoldRecently { open: true, .. })),
            "{early:?}"
        );
    }
    let view = recovery(&shop, key, "nothing", |recovery| recovery.nothing_found).await;
    assert_eq!(view.candidates, [], "there is nothing");
    assert_eq!(shop.posts(), 1, "and nothing was sent");
}

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
        .place(first)
        .await
        .expect("nothing speaks against it");
    recovery(&shop, key, "nothing", |recovery| recovery.nothing_found).await;

    let again = shop
        .desk
        .place_again(key, "again".into())
        .await
        .expect("a person decided");
    let twice = shop
        .desk
        .place_again(key, "again".into())
        .await
        .expect("the same press");

    assert_eq!(again, twice, "one press");
    shop.until_order(again, "ready", |order| order.state == OrderState::Ready)
        .await;
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
async fn a_match_that_turns_up_after_order_again_is_told_as_bought_twice() {
    let shop = Shop::open().await;
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
        .place_again(key, "again".into())
        .await
        .expect("a person decided");
    shop.until_order(again, "ready", |order| order.state == OrderState::Ready)
        .await;
    let (code, first, second) = (
        shop.handed_over(again).await,
        shop.booked(key).iccid,
        shop.booked(again).iccid,
    );

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
        .settle(key, Verdict::SortedOut, "Ana")
        .await
        .expect("it is in doubt");
    assert_eq!(shop.order(key).state, OrderState::Settled, "final");
    assert_eq!(
        shop.order(key).settled_by.as_deref(),
        Some("Ana"),
        "with a name"
    );
}

#[tokio::test]
async fn own_order_in_flight_for_the_same_e_mail_is_settled_first() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let lost = shop.sell().await;
    shop.until_order(lost, "lost", |order| order.state == OrderState::Unconfirmed)
        .await;
    // Booked, and its status cannot be read for long: its subscription is there before the book knows of it.
    shop.control()
        .cause(Fault::next(Step::Status, Mishap::Broken).times(1000));
    let running = Draft {
        again: true,
        ..shop.draft().await
    };
    let running = shop.desk.place(running).await.expect("a person insists");

    stays_unconfirmed(&shop, lost).await;
    let view = shop.order(lost).recovery.expect("it is looked for");
    assert_eq!(
        view.candidates.len(),
        1,
        "the other order's subscription shows, and is not taken"
    );

    shop.control().calm();
    shop.until_order(running, "ready", |order| order.state == OrderState::Ready)
        .await;
    assert_eq!(
        shop.handed_over(running).await,
        shop.ledger_code(running),
        "it was its own"
    );
    recovery(&shop, lost, "nothing left", |recovery| {
        recovery.candidates.is_empty()
    })
    .await;
}

#[tokio::test]
async fn two_desks_on_one_account_leave_the_choice_to_the_staff() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.several_desks = true;
    shop.desk
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
    let stranger = shop.desk.choose_candidate(key, "something else").await;
    assert!(
        matches!(stranger, Err(Failure::UnknownOrder)),
        "only what is shown can be chosen: {stranger:?}"
    );

    shop.desk
        .choose_candidate(key, &one.subscription)
        .await
        .expect("the staff choose");
    shop.until_order(key, "ready", |order| order.state == OrderState::Ready)
        .await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "and hand it over"
    );
}

#[tokio::test]
async fn a_shared_house_e_mail_leaves_the_choice_to_the_staff() {
    let shop = Shop::open().await;
    let plans = shop.desk.catalogue().await.expect("plans").plans;
    let guest = shop
        .desk
        .place(draft(plans[1].clone()))
        .await
        .expect("another guest's");
    shop.until_order(guest, "ready", |order| order.state == OrderState::Ready)
        .await;
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
    fill_the_first_page(&shop).await;
    let before = shop.control().ledger().seen.at(Step::Subscriptions);
    lose_the_answer(&shop);
    let lost = Draft {
        again: true,
        ..shop.draft().await
    };
    let key = shop.desk.place(lost).await.expect("a person insists");

    shop.until_order(key, "found", |order| order.state == OrderState::Ready)
        .await;

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
    let other = Shop::unconnected(quick(), Keychain::in_memory()).await;
    other
        .desk
        .connect(shop.form())
        .await
        .expect("the same account");
    let plan = shop.plan().await;
    for _ in 0..45 {
        let sale = Draft {
            again: true,
            ..draft(plan.clone())
        };
        let key = shop
            .moving(other.desk.place(sale))
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

        shop.until_order(key, "found", |order| order.state == OrderState::Ready)
            .await;

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
    let key = shop.desk.place(draft).await.expect("the sale goes on");

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
    let other = Shop::unconnected(quick(), Keychain::in_memory()).await;
    other
        .desk
        .connect(shop.form())
        .await
        .expect("the same account");
    let earlier = other
        .desk
        .place(shop.draft().await)
        .await
        .expect("another desk's");
    other
        .until_order(earlier, "ready", |order| order.state == OrderState::Ready)
        .await;
    shop.pass(Duration::from_secs(2)).await;
    lose_the_order(&shop);
    let sale = Draft {
        again: true,
        ..shop.draft().await
    };
    let key = shop.desk.place(sale).await.expect("a person insists");

    let order = stays_unconfirmed(&shop, key).await;

    assert_eq!(
        order.recovery.expect("it is looked for").candidates,
        [],
        "it was there before"
    );
}

#[tokio::test]
async fn an_order_whose_customer_is_not_stored_asks_for_the_e_mail() {
    let mut shop = Shop::open().await;
    let account = format!(
        "{} {}",
        shop.sandbox.base(),
        shop.sandbox.credentials().client_id
    );
    let book = Book::open(shop.folder.path())
        .expect("SQLite lets two in")
        .book;
    let plan = shop.plan().await;
    // No keys were given to this book: it stores no customer.
    let key = book.begin(&intent(&account, &plan.id)).expect("a row");
    drop(book);
    // What that run bought, seen from the service.
    let other = Shop::unconnected(quick(), Keychain::in_memory()).await;
    other
        .desk
        .connect(shop.form())
        .await
        .expect("the same account");
    let bought = other.desk.place(draft(plan)).await.expect("sold");
    other
        .until_order(bought, "ready", |order| order.state == OrderState::Ready)
        .await;

    shop.restart().await;
    let view = recovery(&shop, key, "asks", |recovery| recovery.email_needed).await;
    assert_eq!(view.looked, None, "it has not looked");
    let slip = shop.desk.look_with_email(key, "maria");
    assert!(matches!(slip, Err(Failure::Fields { .. })), "{slip:?}");
    shop.desk.look_with_email(key, EMAIL).expect("an address");

    let view = recovery(&shop, key, "found", |recovery| {
        !recovery.candidates.is_empty()
    })
    .await;
    assert!(!view.email_needed, "it was typed");
    assert_eq!(
        shop.order(key).state,
        OrderState::Unconfirmed,
        "a typed address is not proof enough"
    );
    shop.desk
        .choose_candidate(key, &view.candidates[0].subscription)
        .await
        .expect("the staff choose");
    shop.until_order(key, "ready", |order| order.state == OrderState::Ready)
        .await;
}

#[tokio::test]
async fn an_order_that_the_service_forgot_needs_a_person_after_ten_minutes() {
    for status in [403, 404] {
        let shop = Shop::open().await;
        shop.control()
            .cause(Fault::next(Step::Status, Mishap::refuse(status, "GONE", "No")).times(10_000));
        let key = shop.sell().await;
        shop.until_order(key, "told", |order| order.trouble.is_some())
            .await;
        for _ in 0..57 {
            shop.pass(Duration::from_secs(10)).await;
            assert!(
                !shop.order(key).needs_person,
                "{status}: less than ten minutes"
            );
        }
        let order = shop
            .until_order(key, "asks", |order| order.needs_person)
            .await;
        assert_eq!(
            order.state,
            OrderState::Accepted,
            "{status}: it is not failed"
        );

        shop.control().calm();
        let ready = shop
            .until_order(key, "ready", |order| order.state == OrderState::Ready)
            .await;
        assert!(!ready.needs_person, "{status}: it came back");
    }
}

#[tokio::test]
async fn after_a_day_the_search_ends_and_a_person_settles() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    recovery(&shop, key, "looked", |recovery| recovery.looked.is_some()).await;
    shop.pass(Duration::from_secs(25 * 60 * 60)).await;
    shop.pass(Duration::from_secs(61)).await;
    let looks = shop.control().ledger().seen.at(Step::Subscriptions);

    shop.pass(Duration::from_secs(600)).await;

    assert_eq!(
        shop.control().ledger().seen.at(Step::Subscriptions),
        looks,
        "a day is enough"
    );
    shop.desk
        .settle(key, Verdict::NotBought, " ")
        .await
        .expect("it is in doubt");
    let settled = shop.order(key);
    assert_eq!(
        settled.settled_by.as_deref(),
        Some("Front desk"),
        "the desk's name, where none is given"
    );
    let again = shop.desk.settle(key, Verdict::SortedOut, "Ana").await;
    assert!(
        matches!(again, Err(Failure::UnknownOrder)),
        "a verdict is final: {again:?}"
    );
}
