//! The hand-over from the desk's side: where the SIM is, before its code is shown and while it is.

use std::future::poll_fn;
use std::pin::pin;
use std::task::{Context, Waker};
use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{Failure, HandOverView, OnScreenView, SimView, WhyPutAway};
use esim_desk_core::sandbox::{Fault, Mishap, PhoneAct, Step};
use tokio::time::Instant;

use crate::desk::fixture::Shop;

#[tokio::test]
async fn the_sim_is_followed_from_waiting_to_installed_and_beyond() {
    let (shop, key, iccid) = sold().await;
    let HandOverView::Code { .. } = shown(&shop, key, false).await else {
        panic!("a fresh code is shown at once")
    };
    sees(&shop, SimView::Released).await;
    for (act, sim) in [
        (PhoneAct::Scan, SimView::Downloaded),
        (PhoneAct::Install, SimView::Installed),
        (PhoneAct::Delete, SimView::Unavailable),
    ] {
        shop.control().play_phone(&iccid, act).expect("it is there");
        sees(&shop, sim).await;
    }
    shop.desk.handover.done();
    assert!(
        shop.desk.snapshot().on_screen.is_none(),
        "the customer has gone"
    );
    let asked = sims_asked(&shop);
    shop.pass(Duration::from_secs(60)).await;
    assert!(
        sims_asked(&shop) <= asked + 1,
        "and nobody looks at their SIM any more"
    );
}

#[tokio::test]
async fn after_three_minutes_of_waiting_the_window_is_told() {
    let (shop, key, _) = sold().await;
    let begun = Instant::now();
    shown(&shop, key, false).await;
    sees(&shop, SimView::Released).await;
    while begun.elapsed() < Duration::from_secs(170) {
        shop.pass(Duration::from_secs(1)).await;
    }
    let early = on_screen(&shop);
    // A busy machine lets real seconds go by beside those of the test.
    let is_early = begun.elapsed() < Duration::from_secs(180);
    assert!(
        !(early.waits_long && is_early),
        "most customers need a moment"
    );
    let late = shop
        .until("the advice", |now| {
            now.on_screen
                .as_ref()
                .is_some_and(|on_screen| on_screen.waits_long)
        })
        .await;
    assert_eq!(
        late.on_screen.expect("it is up").sim,
        SimView::Released,
        "still waiting"
    );
}

#[tokio::test]
async fn a_code_that_is_on_a_phone_leaves_only_when_the_staff_say_so() {
    let (shop, key, iccid) = sold().await;
    shown(&shop, key, false).await;
    shop.desk.handover.done();
    let control = shop.control();
    for (act, sim) in [
        (PhoneAct::Scan, SimView::Downloaded),
        (PhoneAct::Install, SimView::Installed),
        (PhoneAct::Delete, SimView::Unavailable),
    ] {
        control.play_phone(&iccid, act).expect("it is there");
        let HandOverView::Used { sim: told } = shown(&shop, key, false).await else {
            panic!("{sim:?} is asked about first")
        };
        assert_eq!(told, sim, "what the service says");
        assert!(
            shop.desk.snapshot().on_screen.is_none(),
            "nothing is handed over yet"
        );
    }
    let HandOverView::Code { .. } = shown(&shop, key, true).await else {
        panic!("the staff decide")
    };
    let HandOverView::Code { .. } = shown(&shop, key, false).await else {
        panic!("once it is up it is not asked about again")
    };
    control
        .play_phone(&iccid, PhoneAct::StartAgain)
        .expect("it is there");
    shop.desk.handover.done();
    let HandOverView::Code { .. } = shown(&shop, key, false).await else {
        panic!("an unused code is shown at once")
    };
}

#[tokio::test]
async fn a_service_that_does_not_say_where_the_sim_is_keeps_no_customer_waiting() {
    let (shop, key, _) = sold().await;
    shown(&shop, key, false).await;
    shop.desk.handover.done();
    shop.control().cause(Fault::next(Step::Sim, Mishap::Broken));
    let HandOverView::Code { .. } = shown(&shop, key, false).await else {
        panic!("without an answer the code is shown")
    };
}

#[tokio::test]
async fn help_reads_the_sim_of_an_order_whose_code_is_not_up() {
    let (shop, key, iccid) = sold().await;
    let sim = shop.moving(shop.desk.handover.sim(key)).await;
    assert_eq!(sim.ok(), Some(SimView::Released), "as the service says");
    shop.control()
        .play_phone(&iccid, PhoneAct::Install)
        .expect("it is there");
    let sim = shop.moving(shop.desk.handover.sim(key)).await;
    assert_eq!(sim.ok(), Some(SimView::Installed), "read anew");
    assert!(
        shop.desk.snapshot().on_screen.is_none(),
        "that is no hand-over"
    );
    shop.control().cause(Fault::next(Step::Sim, Mishap::Broken));
    let failed = shop.moving(shop.desk.handover.sim(key)).await;
    assert!(
        matches!(failed, Err(Failure::ServiceTrouble { .. })),
        "a failure is told"
    );
}

#[tokio::test]
async fn a_page_that_begins_anew_keeps_a_code_only_if_it_has_just_come_up_in_front_of_the_staff() {
    let (shop, key, _) = sold().await;
    let handover = &shop.desk.handover;
    assert!(!handover.outlives_page(true), "nothing is up");
    shown(&shop, key, false).await;
    assert!(handover.outlives_page(true), "it has just come up");
    assert!(!handover.outlives_page(false), "nobody looks at it");
    for _ in 0..61 {
        shop.pass(Duration::from_secs(1)).await;
    }
    assert!(!handover.outlives_page(true), "a minute ago");
    // The same code drawn again, for a language or after help, is no new hand-over.
    shown(&shop, key, false).await;
    assert!(!handover.outlives_page(true), "it has been up all the time");
    handover.done();
    assert!(!handover.outlives_page(true), "the customer has gone");
}

#[tokio::test]
async fn whatever_ends_a_hand_over_ends_one_whose_code_is_still_on_its_way() {
    let (shop, key, _) = sold().await;
    let other = shop.sell_again().await;
    shop.until_state(other, OrderState::Ready).await;
    let handover = &shop.desk.handover;
    let ends: [(&str, &dyn Fn()); 3] = [
        ("done", &|| handover.done()),
        ("a lock", &|| handover.put_away(WhyPutAway::Locked)),
        ("another order", &|| {
            // It comes no further than to be wanted.
            let mut opening = pin!(handover.open(other));
            let _ = opening
                .as_mut()
                .poll(&mut Context::from_waker(Waker::noop()));
        }),
    ];
    for (what, end) in ends {
        let mut steps = 0;
        loop {
            steps += 1;
            let (opened, ended) = ended_at(handover.open(key), steps, end).await;
            if !ended {
                break;
            }
            assert!(
                matches!(opened, Err(Failure::CodePutAway)),
                "{what}, at step {steps}: the code goes nowhere"
            );
            assert_eq!(handover.on_screen(), None, "{what}, at step {steps}");
            assert!(handover.display().code.is_none(), "{what}, at step {steps}");
            if what == "a lock" {
                let told = shop.desk.snapshot().put_away;
                assert_eq!(told.map(|away| away.order), Some(key), "and is told");
            }
        }
        assert!(steps > 2, "{what}: it took {steps} steps to come up");
        assert_eq!(handover.on_screen(), Some(key), "{what}: in the end it did");
        handover.done();
    }
}

#[tokio::test]
async fn an_order_whose_code_is_not_shown_is_not_put_away() {
    let (shop, key, iccid) = sold().await;
    shown(&shop, key, false).await;
    shop.desk.handover.done();
    shop.control()
        .play_phone(&iccid, PhoneAct::Install)
        .expect("it is there");
    let HandOverView::Used { .. } = shown(&shop, key, false).await else {
        panic!("it is on a phone")
    };
    shop.desk.handover.put_away(WhyPutAway::Locked);
    assert_eq!(shop.desk.snapshot().put_away, None, "nothing was up");
}

/// Does `work`, with `end` before its step `at`; whether it came to that.
async fn ended_at<T>(work: impl Future<Output = T>, at: u32, end: &dyn Fn()) -> (T, bool) {
    let mut work = pin!(work);
    let mut steps = 0;
    let done = poll_fn(|cx| {
        if steps == at {
            end();
        }
        steps += 1;
        work.as_mut().poll(cx)
    })
    .await;
    (done, steps > at)
}

async fn sold() -> (Shop, OrderKey, String) {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    let order = shop.until_state(key, OrderState::Ready).await;
    (shop, key, order.iccid.expect("a ready order has a SIM"))
}

async fn shown(shop: &Shop, key: OrderKey, anyway: bool) -> HandOverView {
    let asked = shop.desk.handover.open_unless_used(key, anyway);
    match shop.moving(asked).await {
        Ok(shown) => shown,
        Err(failure) => panic!("a ready order is handed over: {failure:?}"),
    }
}

async fn sees(shop: &Shop, sim: SimView) {
    shop.until(&format!("{sim:?}"), |now| {
        now.on_screen
            .as_ref()
            .is_some_and(|on_screen| on_screen.sim == sim)
    })
    .await;
}

fn on_screen(shop: &Shop) -> OnScreenView {
    shop.desk.snapshot().on_screen.expect("the code is up")
}

fn sims_asked(shop: &Shop) -> u64 {
    shop.control().ledger().seen.requests[&Step::Sim]
}

#[tokio::test]
async fn a_code_that_another_order_claims_leaves_every_screen_and_that_is_told() {
    for restarted in [false, true] {
        let (mut shop, key, _) = sold().await;
        if restarted {
            shop.restart().await;
        }
        let HandOverView::Code { .. } = shown(&shop, key, true).await else {
            panic!("it is proved")
        };
        assert!(shop.desk.handover.display().code.is_some(), "on both");
        // The service answers the next sale with what it made for the first.
        shop.control()
            .cause(Fault::next(Step::Order, Mishap::OtherOrderWhole));
        let rival = shop.sell_again().await;
        shop.until_state(rival, OrderState::Withheld).await;

        let snapshot = shop
            .until("the code is gone", |snapshot| snapshot.on_screen.is_none())
            .await;
        let away = snapshot.put_away.expect("it is told");
        assert_eq!((away.order, away.why), (key, WhyPutAway::Withheld));
        assert!(shop.desk.handover.display().code.is_none(), "of both");
        assert!(
            matches!(shown(&shop, key, true).await, HandOverView::Withheld { .. }),
            "and does not come again"
        );
    }
}
