//! What tests of refunds do and look at.

use esim_desk_core::book::OrderKey;
use esim_desk_core::clock;
use esim_desk_core::desk::{CodeText, DaySums, Failure, OrderHeading, OrdersQuery};
use esim_desk_core::sandbox::{Fault, Mishap, Moment, Step};

use crate::desk::fixture::Shop;
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

/// An eSIM that is being given back, by a request whose answer is lost: it and the number of its SIM.
pub async fn unanswered(shop: &Shop, moment: Moment) -> (OrderKey, String) {
    let (key, iccid) = sold(shop).await;
    cause(shop, Mishap::Drop, moment);
    give_back(shop, key).await.expect("it is asked");
    (key, iccid)
}
