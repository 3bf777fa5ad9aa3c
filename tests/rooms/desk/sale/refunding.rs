//! Cancel and refund: only what is on no phone and unused, asked by a person, settled by reading the SIM, and with no code
//! to be had anywhere from the moment on that it was wanted.

use jiff::ToSpan;
use std::time::Duration;

use esim_desk_core::book::{NewOrder, OrderEvent, OrderFacts, OrderKey, OrderState};
use esim_desk_core::desk::{
    CodeText, DaySums, DayTable, Failure, Money, OrderHeading, OrdersQuery, Verdict, WhyNoRefund,
    WhyNoTopUp,
};
use esim_desk_core::sandbox::{EmptyLists, Fault, Mishap, Moment, Options, Quirks, SimState, Step};

use super::topping_up::{form, sold};
use crate::desk::fixture::{Shop, quick};

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
    day(shop, jiff::Zoned::now().date()).await.1
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
    let now = jiff::Zoned::now();
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
        decimal_comma: false,
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
            shop.desk.refund.ask_again(key),
            shop.desk.refund.keep(key).await,
        ] {
            assert_eq!(early, Err(Failure::UnknownOrder), "the request may be late");
        }
        let waits = shop
            .until_order(key, "a person", |order| order.needs_person)
            .await;
        assert_eq!(waits.state, OrderState::Cancelling);
        assert!(waits.may_be_closed, "and the case may be closed");
        assert_eq!(deletes(&shop), 1, "not asked again by the program");
        match again {
            true => {
                let asked = shop.desk.refund.ask_again(key);
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
    shop.desk.refund.ask_again(key).expect("a person presses");
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
