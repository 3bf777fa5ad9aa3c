//! What is given back, what is not offered, and what it does to the day's money.

use jiff::ToSpan;
use std::time::Duration;

use esim_desk_core::book::{NewOrder, OrderEvent, OrderFacts, OrderState};
use esim_desk_core::clock;
use esim_desk_core::desk::{DayTable, Failure, Money, Verdict, WhyNoRefund, WhyNoTopUp};
use esim_desk_core::sandbox::{Fault, Mishap, Moment, SimState, Step};

use super::fixture::{cause, day, deletes, give_back, no_code, today};
use crate::desk::fixture::Shop;
use crate::desk::sale::topping_up::{form, sold};

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
