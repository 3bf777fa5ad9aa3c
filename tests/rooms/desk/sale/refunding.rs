//! Cancel and refund: only what is on no phone and unused, asked by a person, settled by reading the SIM, and with no code
//! to be had anywhere from the moment on that it was wanted.

use jiff::ToSpan;
use std::time::Duration;

use esim_desk_core::book::{NewOrder, OrderEvent, OrderFacts, OrderKey, OrderState};
use esim_desk_core::clock;
use esim_desk_core::desk::{
    CodeText, DaySums, DayTable, Failure, HandOverView, Money, OrderHeading, OrdersQuery,
    TopUpDraft, Verdict, WhyNoRefund, WhyNoTopUp,
};
use esim_desk_core::sandbox::{EmptyLists, Fault, Mishap, Moment, Options, Quirks, SimState, Step};
use futures_util::FutureExt;

use super::topping_up::{form, sold};
use crate::desk::fixture::{Shop, on_a_line, quick};

async fn give_back(shop: &Shop, key: OrderKey) -> Result<(), Failure> {
    shop.moving(shop.desk.refund.give_back(key)).await
}

fn deletes(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Cancel)
}

fn cause(shop: &Shop, mishap: Mishap, moment: Moment) {
    shop.control().cause(Fault {
        step: Step::Cancel,
        mishap,
        times: 1,
        moment,
    });
}

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

/// No way leads to the code of that order.
async fn no_code(shop: &Shop, key: OrderKey) {
    let handover = &shop.desk.handover;
    assert_ne!(handover.on_screen(), Some(key), "it is on no screen");
    assert!(handover.display().code.is_none(), "nor on the customer's");
    assert!(handover.open(key).await.is_err(), "it comes up no more");
    assert!(handover.open_unless_used(key, true).await.is_err());
    let text = handover.text(key, CodeText::InstallCode).await;
    assert!(text.is_err(), "it is not copied");
    assert!(handover.png(key).await.is_err(), "it is not saved");
    assert!(handover.rgba(key).await.is_err());
    let kept = shop.book().code(key).expect("the book is read");
    assert!(kept.is_none(), "it is not kept");
}

async fn today(shop: &Shop) -> DaySums {
    day(
        shop,
        clock::now().to_zoned(jiff::tz::TimeZone::system()).date(),
    )
    .await
    .1
}

/// The orders of a day's list, and what the day came to.
async fn day(shop: &Shop, day: jiff::civil::Date) -> (Vec<OrderKey>, DaySums) {
    let query = OrdersQuery {
        text: String::new(),
        heading: OrderHeading::All,
        day: Some(day.to_string()),
        with_open: true,
        offset: 0,
    };
    let page = shop.desk.lists.orders(query).await.expect("a list");
    let keys = page.orders.iter().map(|order| order.key).collect();
    (keys, page.day.expect("of a day there are sums"))
}

/// What the service's ledger charges: every plan that was made, but for those of SIMs that were given back.
fn charged(shop: &Shop) -> usize {
    let ledger = shop.control().ledger();
    let back = |iccid: &str| {
        let sim = ledger.sims.iter().find(|sim| sim.iccid == iccid);
        sim.is_some_and(|sim| sim.cancelled.is_some())
    };
    let orders = ledger.orders.iter().filter(|view| !back(&view.order.iccid));
    orders.count()
}

#[tokio::test]
async fn an_unused_esim_is_given_back_and_its_code_is_gone_at_once() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    shop.handed_over(key).await;
    shop.desk
        .refund
        .check(key)
        .await
        .expect("nothing speaks against it");
    // The request takes a while; nothing of the code outlasts the press.
    cause(&shop, Mishap::Slow { millis: 3_600_000 }, Moment::AfterWork);
    give_back(&shop, key).await.expect("it is asked");
    let stored = shop.book().order(key).expect("it is there").state;
    assert_eq!(stored, OrderState::Cancelling, "on disk before it leaves");
    no_code(&shop, key).await;
    shop.until_state(key, OrderState::Refunded).await;
    no_code(&shop, key).await;
    let form = form(&iccid, shop.plan().await);
    let topped = shop.moving(shop.desk.sale.top_up(form)).await;
    let why = WhyNoTopUp::GivenBack;
    assert_eq!(
        topped,
        Err(Failure::NoTopUp { why }),
        "nothing is put on it"
    );
    assert_eq!(deletes(&shop), 1, "asked once");
}

#[tokio::test]
async fn what_a_phone_has_or_was_used_is_not_offered_and_nothing_is_asked() {
    for (state, why) in [
        (SimState::Downloaded, WhyNoRefund::Downloaded),
        (SimState::Installed, WhyNoRefund::Installed),
        (SimState::Unavailable, WhyNoRefund::Unavailable),
    ] {
        let shop = Shop::open().await;
        let (key, iccid) = sold(&shop).await;
        let moved = shop.control().move_sim(&iccid, state);
        moved.expect("the SIM is there");
        let expected = Err(Failure::NoRefund { why });
        assert_eq!(shop.desk.refund.check(key).await, expected, "{state:?}");
        assert_eq!(give_back(&shop, key).await, expected, "{state:?}");
        assert_eq!(shop.order(key).state, OrderState::Ready, "{state:?}");
        assert_eq!(deletes(&shop), 0, "{state:?}");
    }
    let shop = Shop::open().await;
    let (key, _) = sold(&shop).await;
    let burnt = shop.control().burn(&shop.booked(key).subscription.id, 1);
    burnt.expect("the plan is there");
    let why = WhyNoRefund::Used;
    assert_eq!(give_back(&shop, key).await, Err(Failure::NoRefund { why }));
    assert_eq!(deletes(&shop), 0);
}

#[tokio::test]
async fn an_order_that_made_no_esim_cannot_be_given_back() {
    let shop = Shop::open().await;
    let (_, iccid) = sold(&shop).await;
    let top_up = shop.desk.sale.top_up(form(&iccid, shop.plan().await));
    let top_up = shop.moving(top_up).await.expect("it is placed");
    shop.until_state(top_up, OrderState::Added).await;
    assert_eq!(give_back(&shop, top_up).await, Err(Failure::UnknownOrder));
    assert_eq!(deletes(&shop), 0);
}

#[tokio::test]
async fn its_top_ups_go_with_it_and_the_days_money_is_the_ledgers() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    let top_up = shop.desk.sale.top_up(form(&iccid, shop.plan().await));
    let top_up = shop.moving(top_up).await.expect("it is placed");
    shop.until_state(top_up, OrderState::Added).await;
    let kept = shop.sell_again().await;
    shop.until_state(kept, OrderState::Ready).await;
    let before = today(&shop).await;
    assert_eq!((before.sold, before.refunded), (3, 0));
    assert_eq!(charged(&shop), 3);

    give_back(&shop, key).await.expect("it is asked");
    shop.until_state(key, OrderState::Refunded).await;
    assert_eq!(shop.order(top_up).state, OrderState::Refunded);
    let after = today(&shop).await;
    assert_eq!(
        (after.sold, after.refunded),
        (3, 2),
        "what was sold stays sold"
    );
    assert_eq!(after.charged, before.charged);
    let amount = |money: &[Money]| {
        let amounts = money
            .iter()
            .map(|money| money.amount.parse::<f64>().expect("a number"));
        amounts.sum::<f64>()
    };
    let one = amount(&before.charged) / 3.0;
    assert!(
        (amount(&after.credited) - 2.0 * one).abs() < 0.001,
        "{after:?}"
    );
    assert_eq!(
        charged(&shop),
        1,
        "the service charges what the day list says"
    );
}

#[tokio::test]
async fn a_refund_stands_in_the_list_of_its_own_day_and_leaves_the_day_of_the_sale_as_it_was() {
    let shop = Shop::open().await;
    let now = clock::now().to_zoned(jiff::tz::TimeZone::system());
    let yesterday = now.checked_sub(1.day()).expect("a time");
    let book = shop.book();
    let placed = book.begin(&NewOrder {
        at: yesterday.timestamp(),
        ..shop.new_order()
    });
    let key = placed.expect("written");
    for (event, at) in [
        (OrderEvent::CodeProved, &yesterday),
        (OrderEvent::CancelAsked, &now),
        (OrderEvent::Cancelled, &now),
    ] {
        let facts = OrderFacts::default();
        let recorded = book.record(key, event, &facts, at.timestamp());
        recorded.expect("written");
    }
    let (then, sums) = day(&shop, yesterday.date()).await;
    assert_eq!((then, sums.sold, sums.refunded), (vec![key], 1, 0));
    let other = shop.sell().await;
    shop.until_state(other, OrderState::Ready).await;
    let (today, sums) = day(&shop, now.date()).await;
    assert_eq!((sums.sold, sums.refunded), (1, 1));
    assert_eq!(
        today,
        [other, key],
        "the refund of today is in today's list"
    );
    let table = DayTable {
        day: Some(now.date().to_string()),
        with_customers: false,
        words: std::collections::BTreeMap::new(),
    };
    let table = shop.desk.lists.day_table(table).await.expect("a table");
    let row = table
        .lines()
        .find(|line| line.starts_with(&format!("\"{}\"", key.0)));
    let row = row.expect("it is in the table of the day it came back on");
    assert!(row.ends_with(&format!("\"{}\"", now.date())), "{row}");
}

#[tokio::test]
async fn a_top_up_that_is_under_way_is_decided_first() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    shop.control().cause(Fault::next(Step::Order, Mishap::Drop));
    let top_up = shop.desk.sale.top_up(form(&iccid, shop.plan().await));
    let top_up = shop.moving(top_up).await.expect("it is placed");
    shop.until_state(top_up, OrderState::Unconfirmed).await;
    let why = WhyNoRefund::TopUpOpen;
    assert_eq!(give_back(&shop, key).await, Err(Failure::NoRefund { why }));
    let settled = shop.desk.recovery.settle(top_up, Verdict::NotBought, "Ana");
    settled.await.expect("a person knows");
    give_back(&shop, key).await.expect("now it is");
    shop.until_state(key, OrderState::Refunded).await;
}

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
async fn a_request_that_got_lost_waits_for_a_person_who_asks_again_or_keeps_it() {
    for again in [true, false] {
        let shop = Shop::open().await;
        let (key, _) = sold(&shop).await;
        cause(&shop, Mishap::Drop, Moment::BeforeWork);
        give_back(&shop, key).await.expect("it is asked");
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

/// An eSIM whose refund got lost on its way, so that a person is asked.
async fn lost_on_its_way(shop: &Shop) -> OrderKey {
    let (key, _) = sold(shop).await;
    cause(shop, Mishap::Drop, Moment::BeforeWork);
    give_back(shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.needs_person)
        .await;
    key
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
    let (key, iccid) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
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
    let (key, iccid) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
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
    let (key, _) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
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

#[tokio::test]
async fn nothing_is_asked_that_is_not_on_disk() {
    let shop = Shop::open().await;
    let (key, _) = sold(&shop).await;
    shop.control().cause(Fault::next(Step::Sim, Mishap::Broken));
    let refused = give_back(&shop, key).await;
    assert!(
        matches!(refused, Err(Failure::ServiceTrouble { .. })),
        "{refused:?}"
    );
    assert_eq!(shop.order(key).state, OrderState::Ready);
    assert_eq!(deletes(&shop), 0);
    shop.pass(Duration::from_secs(1)).await;
}

/// Long enough without news that a person is asked, though nobody has seen the SIM.
/// What was decided about it comes too early.
const ON_ITS_WAY: Failure = Failure::MovedOn {
    state: OrderState::Cancelling,
};

const QUIET: Duration = Duration::from_secs(16 * 60);

#[tokio::test]
async fn asking_again_without_a_connection_says_nothing_of_what_the_first_request_has_done() {
    let (shop, line) = on_a_line(quick()).await;
    let (key, _) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::AfterWork);
    give_back(&shop, key).await.expect("it is asked");
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
    let (key, _) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::AfterWork);
    give_back(&shop, key).await.expect("it is asked");
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
    let (key, _) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
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

#[tokio::test]
async fn what_comes_back_is_believed_of_its_sim_alone() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.still_there)
        .await;
    shop.desk.refund.keep(key).await.expect("a person says so");
    // The request was later than anybody thought. The order stays completed, and its code agrees with itself.
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    let order = shop
        .until_order(key, "a person", |order| order.needs_person)
        .await;
    assert_eq!(order.state, OrderState::Preparing);
    no_code(&shop, key).await;
    let settled = shop.desk.recovery.settle(key, Verdict::Refunded, "Ana");
    settled.await.expect("there is a way out");
}

#[tokio::test]
async fn a_code_that_came_back_is_never_taken_as_fresh() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    cause(&shop, Mishap::refuse(400, "NO", "No"), Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_state(key, OrderState::Ready).await;
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    let shown = shop.desk.handover.open_unless_used(key, false).await;
    assert!(
        matches!(shown, Ok(HandOverView::Used { .. })),
        "its SIM is asked first"
    );
}

#[tokio::test]
async fn a_ready_order_whose_esim_is_gone_can_be_closed_and_only_then() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    let close = || shop.desk.recovery.settle(key, Verdict::Refunded, "Ana");
    let view = shop.desk.esims.look(&iccid, true).await;
    view.expect("it is there");
    assert!(!shop.order(key).may_be_closed, "it can be handed over");
    let state = OrderState::Ready;
    assert_eq!(close().await, Err(Failure::MovedOn { state }));
    // Not found, once: a person may know better, and a later look does.
    let not_found = Mishap::refuse(404, "NOT_FOUND", "No such SIM");
    shop.control().cause(Fault::next(Step::Sim, not_found));
    let why = WhyNoRefund::Unavailable;
    let checked = shop.desk.refund.check(key).await;
    assert_eq!(checked, Err(Failure::NoRefund { why }));
    assert!(shop.order(key).may_be_closed);
    shop.desk.refund.check(key).await.expect("it is there");
    assert!(!shop.order(key).may_be_closed);
    // Given back by another desk of the account, or in the provider's portal.
    let moved = shop.control().move_sim(&iccid, SimState::Unavailable);
    moved.expect("the SIM is there");
    let view = shop.desk.esims.look(&iccid, true).await;
    view.expect("it is read");
    assert!(shop.order(key).may_be_closed, "there is a way out");
    close().await.expect("a person knows");
    assert_eq!(shop.order(key).state, OrderState::Settled);
    no_code(&shop, key).await;
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded), (1, 1));
}

#[tokio::test]
async fn top_ups_go_along_with_an_esim_that_a_person_says_came_back() {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    let top_up = shop.desk.sale.top_up(form(&iccid, shop.plan().await));
    let top_up = shop.moving(top_up).await.expect("it is placed");
    shop.until_state(top_up, OrderState::Added).await;
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.may_be_closed)
        .await;
    let settle = |key, verdict| shop.desk.recovery.settle(key, verdict, "Ana");
    let told = settle(key, Verdict::Refunded).await;
    told.expect("the provider said so");
    let order = shop.order(top_up);
    assert_eq!(order.state, OrderState::Settled);
    assert_eq!(order.verdict, Some(Verdict::Refunded));
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded), (2, 2), "both came back");
    let corrected = settle(top_up, Verdict::HandedOver).await;
    corrected.expect("the same day");
}

#[tokio::test]
async fn top_ups_come_back_with_an_esim_that_was_not_refunded_after_all_but_for_what_was_said_since()
 {
    let shop = Shop::open().await;
    let (key, iccid) = sold(&shop).await;
    let mut top_ups = Vec::new();
    for again in [false, true, true] {
        let form = TopUpDraft {
            again,
            ..form(&iccid, shop.plan().await)
        };
        let top_up = shop.moving(shop.desk.sale.top_up(form)).await;
        let top_up = top_up.expect("it is placed");
        shop.until_state(top_up, OrderState::Added).await;
        top_ups.push(top_up);
    }
    cause(&shop, Mishap::Drop, Moment::BeforeWork);
    give_back(&shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.may_be_closed)
        .await;
    let settle = async |key, verdict| {
        let settled = shop.desk.recovery.settle(key, verdict, "Ana").await;
        settled.expect("a person found out, and corrects it the same day");
    };
    settle(key, Verdict::Refunded).await;
    // By somebody who looked at these two.
    settle(top_ups[1], Verdict::NotKnown).await;
    settle(top_ups[2], Verdict::NotHandedOver).await;
    settle(top_ups[2], Verdict::Refunded).await;
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded, sums.unknown), (3, 3, 1));

    settle(key, Verdict::HandedOver).await;
    let verdicts = || top_ups.iter().map(|key| shop.order(*key).verdict);
    let expected = [Verdict::HandedOver, Verdict::NotKnown, Verdict::Refunded];
    assert!(
        verdicts().eq(expected.map(Some)),
        "{:?}",
        verdicts().collect::<Vec<_>>()
    );
    let sums = today(&shop).await;
    assert_eq!((sums.sold, sums.refunded, sums.unknown), (3, 1, 1));

    settle(key, Verdict::Refunded).await;
    settle(top_ups[0], Verdict::NotKnown).await;
    settle(key, Verdict::NotHandedOver).await;
    let expected = [Verdict::NotKnown, Verdict::NotKnown, Verdict::Refunded];
    assert!(
        verdicts().eq(expected.map(Some)),
        "as somebody said since, and as it was"
    );
}
