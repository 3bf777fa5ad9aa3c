//! An order is money: each sale is placed once, and nothing is sold that the button did not say.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::clock;
use esim_desk_core::desk::{AccountState, CredentialForm, Desk, Draft, Failure};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Fate, Fault, Mishap, PlanChange, Quirks, Step};

use super::topping_up::{form, sold};
use crate::desk::fixture::{Shop, Window, bearer, draft, live, quick};
use crate::desk::recovery::recovering::lose_the_answer;

#[tokio::test]
async fn the_same_sale_pressed_three_times_is_one_order() {
    let shop = Shop::open().await;
    let draft = shop.draft().await;

    let (one, two) = tokio::join!(
        shop.desk.sale.place(draft.clone()),
        shop.desk.sale.place(draft.clone())
    );
    let three = shop.desk.sale.place(draft).await;

    assert!(
        one.is_ok() && one == two && two == three,
        "one order: {one:?} {two:?} {three:?}"
    );
    let key = one.expect("just seen");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.posts(), 1, "and one request");
}

#[tokio::test]
async fn the_same_customer_is_known_however_the_address_was_pasted() {
    let shop = Shop::open().await;
    let pasted = Draft {
        email: "mailto:maria.keller@exam\u{ad}ple.com\u{200b}".into(),
        first_name: "\u{feff}Maria".into(),
        ..shop.draft().await
    };
    let first = shop.desk.sale.place(pasted).await.expect("it is placed");
    shop.until_state(first, OrderState::Ready).await;
    for email in [
        "maria.keller@example.com",
        "Maria Keller <MARIA.KELLER@example.com>",
        "\u{feff}maria.keller@example.com",
        "maria.keller@example.com;",
    ] {
        let again = Draft {
            email: email.into(),
            ..shop.draft().await
        };
        let asked = shop.desk.sale.place(again).await;
        assert!(
            matches!(asked, Err(Failure::SoldRecently { .. })),
            "{email:?}: {asked:?}"
        );
    }
    let customer = shop.order(first).customer.expect("it is known");
    assert_eq!(
        (customer.email.as_str(), customer.first_name.as_str()),
        ("maria.keller@example.com", "Maria"),
        "and kept as it was sent"
    );
}

#[tokio::test]
async fn the_same_customer_and_plan_again_needs_a_second_thought() {
    let mut shop = Shop::open().await;
    let first = shop.sell().await;
    let again = Draft {
        email: " Maria.Keller@Example.com ".into(),
        ..shop.draft().await
    };

    let asked = shop.desk.sale.place(again.clone()).await;
    assert!(
        matches!(
            asked,
            Err(Failure::SoldRecently {
                minutes: 0,
                open: true
            })
        ),
        "{asked:?}"
    );
    shop.until_state(first, OrderState::Ready).await;
    let asked = shop.desk.sale.place(again.clone()).await;
    assert!(
        matches!(
            asked,
            Err(Failure::SoldRecently {
                minutes: 0,
                open: false
            })
        ),
        "{asked:?}"
    );
    shop.restart().await;
    let asked = shop.desk.sale.place(again.clone()).await;
    assert!(
        matches!(asked, Err(Failure::SoldRecently { .. })),
        "a restart forgets nothing: {asked:?}"
    );
    assert_eq!(shop.posts(), 1, "nothing was sent so far");

    let second = shop
        .desk
        .sale
        .place(Draft {
            again: true,
            ..again
        })
        .await
        .expect("the staff said yes");
    shop.until_state(second, OrderState::Ready).await;
    assert_eq!(shop.posts(), 2, "now it was");
}

#[tokio::test]
async fn another_customer_or_another_plan_is_not_asked_about() {
    let shop = Shop::open().await;
    shop.sell().await;
    let plans = shop.desk.plans.read().await.expect("plans").plans;

    let other = Draft {
        email: "j.silva@example.com".into(),
        ..draft(plans[0].clone())
    };
    shop.desk.sale.place(other).await.expect("another customer");
    shop.desk
        .sale
        .place(draft(plans[1].clone()))
        .await
        .expect("another plan");
}

#[tokio::test]
async fn what_another_desk_sold_minutes_ago_is_asked_about() {
    let here = Shop::open().await;
    let there = here.other_desk().await;
    let there_key = there
        .desk
        .sale
        .place(here.draft().await)
        .await
        .expect("sold there");
    there.until_state(there_key, OrderState::Ready).await;

    let asked = here.desk.sale.place(here.draft().await).await;

    assert!(
        matches!(asked, Err(Failure::SoldRecently { open: false, .. })),
        "{asked:?}"
    );
    assert_eq!(here.posts(), 1, "only the other desk's was sent");
}

#[tokio::test]
async fn how_long_ago_another_desk_sold_is_told_by_the_services_clock_and_dates_without_a_zone_count()
 {
    let here = Shop::open().await;
    here.control().set_quirks(Quirks {
        dates_without_zone: true,
        ..Quirks::default()
    });
    let there = here.other_desk().await;
    let sold = there.desk.sale.place(here.draft().await).await;
    let sold = sold.expect("sold there");
    there.until_state(sold, OrderState::Ready).await;
    let asked = here.desk.sale.place(here.draft().await).await;
    assert!(
        matches!(asked, Err(Failure::SoldRecently { open: false, .. })),
        "{asked:?}"
    );
    // This computer's clock stands still: the service's alone knows that it was a quarter of an hour ago.
    here.control().push_clock(15 * 60_000);
    let placed = here.desk.sale.place(here.draft().await).await;
    placed.expect("it was a while ago");
}

#[tokio::test]
async fn a_sale_is_dated_by_the_service_where_this_clock_is_days_off() {
    const HOUR: i64 = 3_600_000;
    for hours in [-90 * 24, -48, 48, 90 * 24] {
        let shop = Shop::open().await;
        shop.control().push_clock(hours * HOUR);
        let key = shop.sell().await;
        shop.until_state(key, OrderState::Ready).await;
        let at: jiff::Timestamp = shop.order(key).created_at.parse().expect("a moment");
        let off = at.duration_since(shop.booked(key).created).abs();
        assert!(
            off < jiff::SignedDuration::from_mins(1),
            "{hours} h: what is searched and erased goes by it, and it is {off} off"
        );
        let again = shop.desk.sale.place(shop.draft().await).await;
        assert!(
            matches!(again, Err(Failure::SoldRecently { .. })),
            "{hours} h: {again:?}"
        );
    }
    // Some hours do no harm, and a day's sums are the staff's.
    for hours in [-5, 5] {
        let shop = Shop::open().await;
        shop.control().push_clock(hours * HOUR);
        let key = shop.sell().await;
        let at: jiff::Timestamp = shop.order(key).created_at.parse().expect("a moment");
        let off = clock::now().duration_since(at).abs();
        assert!(
            off < jiff::SignedDuration::from_mins(1),
            "{hours} h: as the staff's clock has it"
        );
    }
}

/// Of minutes that went by for nobody.
fn is_asked<T>(placed: &Result<T, Failure>) -> bool {
    matches!(placed, Err(Failure::SoldRecently { open: false, .. }))
}

#[tokio::test]
async fn the_ten_minutes_of_this_run_are_counted_by_a_clock_that_nobody_sets() {
    const DAY_AND_MORE: i64 = 25 * 3_600_000;
    let shop = Shop::open().await;
    // Dated a day before the staff's clock, as if that had been set afterwards.
    shop.control().push_clock(-DAY_AND_MORE);
    let (_, iccid) = sold(&shop).await;
    let topped_up = shop.moving(shop.desk.sale.top_up(form(&iccid, shop.plan().await)));
    let topped_up = topped_up.await.expect("nothing speaks against it");
    shop.until_state(topped_up, OrderState::Added).await;
    shop.control().push_clock(DAY_AND_MORE);
    shop.desk.plans.read().await.expect("the new date is heard");

    for (wait, asked) in [(0, true), (9 * 60, true), (70, false)] {
        shop.pass(Duration::from_secs(wait)).await;
        let top_up = form(&iccid, shop.plan().await);
        let top_up = shop.moving(shop.desk.sale.top_up(top_up)).await;
        assert_eq!(is_asked(&top_up), asked, "{wait} s later: {top_up:?}");
        let sale = shop.desk.sale.place(shop.draft().await);
        let sale = shop.moving(sale).await;
        assert_eq!(is_asked(&sale), asked, "{wait} s later: {sale:?}");
    }
}

#[tokio::test]
async fn a_clock_that_is_set_forward_and_a_restart_hide_no_sale_of_just_now() {
    let mut shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let topped_up = shop.moving(shop.desk.sale.top_up(form(&iccid, shop.plan().await)));
    let topped_up = topped_up.await.expect("nothing speaks against it");
    shop.until_state(topped_up, OrderState::Added).await;
    shop.close().await;
    let file = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
    let file = file.expect("it opens");
    file.execute("UPDATE orders SET created_at = created_at - 3600000", [])
        .expect("this computer's clock is an hour ahead of what it was");
    drop(file);
    shop.restart().await;

    for (later, asked) in [(0, true), (11 * 60_000, false)] {
        shop.control().push_clock(later);
        shop.desk.plans.read().await.expect("the new date is heard");
        let top_up = form(&iccid, shop.plan().await);
        let top_up = shop.moving(shop.desk.sale.top_up(top_up)).await;
        assert_eq!(is_asked(&top_up), asked, "{later} ms later: {top_up:?}");
        let sale = shop.desk.sale.place(shop.draft().await);
        let sale = shop.moving(sale).await;
        assert_eq!(is_asked(&sale), asked, "{later} ms later: {sale:?}");
    }
}

#[tokio::test]
async fn a_wait_for_a_day_is_ended_by_a_person_who_presses() {
    let shop = Shop::open().await;
    let draft = shop.draft().await;
    let day = vec![("retry-after".to_owned(), "86400".to_owned())];
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::TooMany { headers: day }));
    let refused = shop.desk.sale.place(draft.clone()).await;
    assert!(
        matches!(refused, Err(Failure::SlowDown { .. })),
        "{refused:?}"
    );
    let key = shop.desk.sale.place(draft).await.expect("pressed again");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn a_plan_that_is_not_what_the_button_said_is_not_bought() {
    let changes = [
        PlanChange {
            price_cents: Some(12_345),
            ..PlanChange::default()
        },
        PlanChange {
            name: Some("Other".into()),
            ..PlanChange::default()
        },
        PlanChange {
            days: Some(3),
            ..PlanChange::default()
        },
        PlanChange {
            megabytes: Some(77),
            ..PlanChange::default()
        },
    ];
    for change in changes {
        let shop = Shop::open().await;
        let draft = shop.draft().await;
        shop.control()
            .change_plan(&draft.plan.id, change.clone())
            .expect("the plan is there");

        let refused = shop.desk.sale.place(draft.clone()).await;

        let Err(Failure::PlanChanged { now }) = refused else {
            panic!("{change:?}: {refused:?}")
        };
        assert_ne!(*now, draft.plan, "both can be shown");
        assert_eq!(shop.posts(), 0, "{change:?}: nothing was sent");
        assert_eq!(
            shop.desk.snapshot().orders,
            [],
            "and nothing is in the book"
        );
    }
}

#[tokio::test]
async fn a_plan_that_is_gone_or_unreadable_is_not_bought() {
    let shop = Shop::open().await;
    let draft = shop.draft().await;
    shop.control()
        .cause(Fault::next(Step::Product, Mishap::Garbage));
    let unread = shop.desk.sale.place(draft.clone()).await;
    assert!(
        matches!(unread, Err(Failure::Unreadable { .. })),
        "{unread:?}"
    );

    shop.control()
        .remove_plan(&draft.plan.id)
        .expect("the plan is there");
    let gone = shop.desk.sale.place(draft).await;
    assert!(matches!(gone, Err(Failure::PlanGone { .. })), "{gone:?}");
    assert_eq!(shop.posts(), 0, "nothing was sent");
}

#[tokio::test]
async fn an_order_that_got_no_answer_blocks_the_same_sale_until_a_person_insists() {
    let shop = Shop::open().await;
    sell_without_an_answer(&shop).await;

    let again = shop.desk.sale.place(shop.draft().await).await;

    assert!(
        matches!(again, Err(Failure::SoldRecently { open: true, .. })),
        "{again:?}"
    );
    assert_eq!(shop.posts(), 1, "the program sends nothing on its own");
}

#[tokio::test]
async fn a_worn_token_at_the_order_is_refused_once_and_sold_the_next_time() {
    let shop = Shop::open().await;
    let worn = Mishap::refuse(401, "UNAUTHORIZED", "Expired");
    shop.control().cause(Fault::next(Step::Order, worn));
    let refused = shop.sell().await;
    let told = shop.until_state(refused, OrderState::Refused).await;
    assert!(
        matches!(told.trouble, Some(Failure::TokenWorn { .. })),
        "press again, not sign in: {told:?}"
    );

    let sold = shop
        .desk
        .sale
        .place(shop.draft().await)
        .await
        .expect("still signed in, and nothing was bought");
    shop.until_state(sold, OrderState::Ready).await;

    assert_eq!(
        shop.control().ledger().orders.len(),
        1,
        "one eSIM was bought"
    );
}

#[tokio::test]
async fn a_pasted_token_refused_at_the_order_may_be_pressed_again_and_then_asks_for_a_new_one() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let mut form = shop.form();
    form.credential = CredentialForm::Token {
        name: "test".into(),
        token: bearer(&shop.sandbox).await.into(),
    };
    shop.desk
        .sign_in
        .connect(form)
        .await
        .expect("the token is good");
    let sale = shop.draft().await;
    let worn = Mishap::refuse(401, "UNAUTHORIZED", "Expired");
    shop.control().cause(Fault::next(Step::Order, worn));
    let refused = shop.sell().await;
    let told = shop.until_state(refused, OrderState::Refused).await;
    assert!(
        matches!(told.trouble, Some(Failure::TokenWorn { .. })),
        "{told:?}"
    );
    let account = shop.desk.snapshot().account;
    assert!(
        matches!(account, AccountState::SignedIn { .. }),
        "one refusal proves nothing: {account:?}"
    );

    shop.control().push_clock(400_000);
    let again = shop.desk.sale.place(sale).await;

    assert_eq!(again, Err(Failure::TokenExpired), "now it is known");
    assert_eq!(shop.posts(), 1, "and nothing more was sent");
}

#[tokio::test]
async fn a_sale_pressed_while_the_program_starts_waits_until_earlier_orders_are_known() {
    let shop = Shop::open().await;
    sell_without_an_answer(&shop).await;
    let again = shop.draft().await;

    let desk = Desk::open(live(&shop.folder, &shop.keychain, &Window::default())).await;
    let (_, pressed) = tokio::join!(desk.sign_in.open(), async {
        while !matches!(desk.snapshot().account, AccountState::SignedIn { .. }) {
            tokio::task::yield_now().await;
        }
        desk.sale.place(again).await
    });

    assert!(
        matches!(pressed, Err(Failure::SoldRecently { open: true, .. })),
        "the order of the earlier run may be bought: {pressed:?}"
    );
    assert_eq!(shop.posts(), 1, "nothing was sent again");
}

/// A sale whose order was booked and its answer lost.
async fn sell_without_an_answer(shop: &Shop) {
    shop.control().next_order(Fate::Stalls);
    lose_the_answer(shop);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
}
