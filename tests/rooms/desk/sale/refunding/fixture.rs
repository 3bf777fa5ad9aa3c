//! What tests of refunds do and look at.

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::clock;
use esim_desk_core::desk::{CodeText, DaySums, Failure, OrderHeading, OrdersQuery};
use esim_desk_core::sandbox::{Fault, Mishap, Moment, Options, Quirks, Step};

use crate::desk::fixture::{Shop, quick};
use crate::desk::sale::topping_up::sold;

pub async fn give_back(shop: &Shop, key: OrderKey) -> Result<(), Failure> {
    shop.moving(shop.desk.refund.give_back(key)).await
}

pub fn deletes(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Cancel)
}

pub fn cause(shop: &Shop, mishap: Mishap, moment: Moment) {
    shop.control().cause(Fault {
        step: Step::Cancel,
        mishap,
        times: 1,
        moment,
    });
}

/// A person who is asked presses *Ask again*.
pub async fn press_again(shop: &Shop, key: OrderKey) {
    let asked = shop.desk.refund.ask_again(key).await;
    asked.expect("a person presses");
}

/// Where what was given back is seen as it was for ten minutes.
pub async fn that_gives_back_late() -> Shop {
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
pub async fn no_code(shop: &Shop, key: OrderKey) {
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

pub async fn today(shop: &Shop) -> DaySums {
    day(
        shop,
        clock::now().to_zoned(jiff::tz::TimeZone::system()).date(),
    )
    .await
    .1
}

/// The orders of a day's list, and what the day came to.
pub async fn day(shop: &Shop, day: jiff::civil::Date) -> (Vec<OrderKey>, DaySums) {
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
pub fn charged(shop: &Shop) -> usize {
    let ledger = shop.control().ledger();
    let back = |iccid: &str| {
        let sim = ledger.sims.iter().find(|sim| sim.iccid == iccid);
        sim.is_some_and(|sim| sim.cancelled.is_some())
    };
    let orders = ledger.orders.iter().filter(|view| !back(&view.order.iccid));
    orders.count()
}

/// An eSIM whose refund got lost on its way, so that a person is asked.
pub async fn lost_on_its_way(shop: &Shop) -> OrderKey {
    let (key, _) = sold(shop).await;
    cause(shop, Mishap::Drop, Moment::BeforeWork);
    give_back(shop, key).await.expect("it is asked");
    shop.until_order(key, "a person", |order| order.needs_person)
        .await;
    key
}

/// What was decided about it comes too early.
pub const ON_ITS_WAY: Failure = Failure::MovedOn {
    state: OrderState::Cancelling,
};

/// Long enough without news that a person is asked, though nobody has seen the SIM.
pub const QUIET: Duration = Duration::from_secs(16 * 60);
