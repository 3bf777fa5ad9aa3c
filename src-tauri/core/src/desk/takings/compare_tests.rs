//! What the service lists beside what the book has, with made-up lists: what is known again, and what nothing is said of.

use jiff::tz::TimeZone;

use super::*;
use crate::connect::{Iccid, ProductId, SubscriptionId, SubscriptionStatus};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn days() -> Days {
    Days {
        zone: TimeZone::UTC,
        first: "2026-11-10".parse().expect("a day"),
        last: "2026-11-20".parse().expect("a day"),
    }
}

fn listed(id: &str, iccid: &str, created: Option<&str>) -> Subscription {
    Subscription {
        id: SubscriptionId::new(id).expect("an id"),
        name: Some("Europe 5 GB".to_owned()),
        iccid: Iccid::new(iccid).ok(),
        created: created.map(at),
        ..Subscription::bare(SubscriptionStatus::Active)
    }
}

fn sold<'r>(key: u32, time: &str, iccid: Option<&'r str>, id: Option<&'r str>) -> BookedSale<'r> {
    BookedSale {
        key: OrderKey(key),
        kind: OrderKind::NewEsim,
        at: at(time),
        outcome: Outcome::Sold,
        product_id: "europe-5",
        iccid,
        subscription_id: id,
    }
}

fn compared(list: &Newest, sales: &[BookedSale<'_>]) -> Compared {
    let mut comparing = Comparing::new(
        days(),
        list,
        at("2026-11-09T00:00:00Z"),
        at("2026-11-28T00:00:00Z"),
    );
    sales.iter().for_each(|sale| comparing.known(sale));
    sales.iter().for_each(|sale| comparing.by_sim(sale));
    comparing.done()
}

fn whole(seen: Vec<Subscription>) -> Newest {
    Newest {
        count: seen.len(),
        seen,
        unread: 0,
        whole: true,
        any: false,
    }
}

const SIM: &str = "8944478600000205337";

#[test]
fn what_is_known_again_belongs_to_the_books_day_and_not_to_the_services() {
    let list = whole(vec![
        listed("a", SIM, Some("2026-11-21T00:00:30Z")),
        listed("b", "8944474600000109251", Some("2026-11-20T23:59:59Z")),
    ]);
    let sales = [
        sold(1, "2026-11-20T23:59:50Z", None, Some("a")),
        sold(2, "2026-11-21T00:00:01Z", None, Some("b")),
    ];
    let found = compared(&list, &sales);
    assert_eq!((found.provider, found.book, found.same), (1, 1, 1));
    assert!(
        found.differences.is_empty(),
        "half a minute of midnight is no difference"
    );
}

#[test]
fn a_subscription_goes_before_a_sim_and_a_sim_is_taken_once() {
    let list = whole(vec![
        listed("first", SIM, Some("2026-11-12T10:00:00Z")),
        listed("second", SIM, Some("2026-11-13T10:00:00Z")),
    ]);
    // The second plan on the SIM is the one whose number the book has; the first is left for the order that has the SIM only.
    let padded = format!("{SIM}F");
    let sales = [
        sold(1, "2026-11-12T10:00:00Z", Some(&padded), None),
        sold(2, "2026-11-13T10:00:00Z", Some(SIM), Some("second")),
    ];
    let found = compared(&list, &sales);
    assert_eq!((found.same, found.differences.len()), (2, 0));
    let third = [
        sales[0],
        sales[1],
        sold(3, "2026-11-14T10:00:00Z", Some(SIM), None),
    ];
    let found = compared(&list, &third);
    let [difference] = &found.differences[..] else {
        panic!("one plan fewer than orders");
    };
    assert_eq!(difference.kind, DifferenceKind::OnlyBook);
    assert_eq!(difference.orders, [OrderKey(3)]);
}

/// A top-up of which only the SIM is known, as that is from the beginning.
fn top_up(key: u32, time: &str, outcome: Outcome) -> BookedSale<'static> {
    BookedSale {
        kind: OrderKind::TopUp,
        outcome,
        product_id: "world-1",
        ..sold(key, time, Some(SIM), None)
    }
}

fn listed_of(product: &str, id: &str, created: &str) -> Subscription {
    Subscription {
        product_id: Some(ProductId::new(product).expect("an id")),
        ..listed(id, SIM, Some(created))
    }
}

#[test]
fn what_was_on_a_sim_before_or_is_of_another_plan_is_not_its_top_up() {
    for (listed, outcome, kinds) in [
        // The eSIM itself, sold at another desk.
        (
            listed_of("world-1", "before", "2026-11-12T10:00:00Z"),
            Outcome::NotSold,
            vec![DifferenceKind::OnlyProvider],
        ),
        (
            listed_of("europe-5", "other", "2026-11-14T10:00:30Z"),
            Outcome::Unknown,
            vec![DifferenceKind::OnlyProvider, DifferenceKind::UnknownMissing],
        ),
        // By a clock that is some minutes behind.
        (
            listed_of("world-1", "this", "2026-11-14T09:55:00Z"),
            Outcome::Unknown,
            vec![DifferenceKind::UnknownListed],
        ),
    ] {
        let list = whole(vec![listed]);
        let found = compared(&list, &[top_up(1, "2026-11-14T10:00:00Z", outcome)]);
        let named: Vec<_> = found.differences.iter().map(|one| one.kind).collect();
        assert_eq!(named, kinds, "{:?}", list.seen[0].id);
    }
}

#[test]
fn a_sale_without_a_number_leaves_a_top_ups_plan_to_the_top_up() {
    let list = whole(vec![
        listed_of("world-1", "more", "2026-11-14T10:00:30Z"),
        listed_of("europe-5", "first", "2026-11-12T10:00:00Z"),
    ]);
    let sales = [
        sold(1, "2026-11-12T10:00:00Z", Some(SIM), None),
        top_up(2, "2026-11-14T10:00:00Z", Outcome::Sold),
    ];
    let found = compared(&list, &sales);
    assert_eq!((found.same, found.differences.len()), (2, 0));
}

#[test]
fn nothing_is_said_of_days_to_which_the_list_was_not_read() {
    let list = Newest {
        seen: vec![listed("a", SIM, Some("2026-11-15T10:00:00Z"))],
        unread: 2,
        count: 50_000,
        whole: false,
        any: false,
    };
    let sales = [
        sold(1, "2026-11-12T10:00:00Z", None, Some("too early")),
        sold(2, "2026-11-16T10:00:00Z", None, Some("gone")),
    ];
    let found = compared(&list, &sales);
    assert_eq!(
        found.unseen.read_from.as_deref(),
        Some("2026-11-15T10:00:00Z")
    );
    assert_eq!((found.unseen.earlier, found.unseen.unreadable), (1, 2));
    let kinds: Vec<_> = found.differences.iter().map(|one| one.kind).collect();
    assert_eq!(
        kinds,
        [DifferenceKind::OnlyProvider, DifferenceKind::OnlyBook]
    );
    assert_eq!(
        found.book, 1,
        "what was not looked for is not counted beside what was"
    );
}

#[test]
fn an_entry_without_a_date_is_of_no_day_unless_the_book_knows_it() {
    let list = whole(vec![listed("a", SIM, None), listed("b", SIM, None)]);
    let found = compared(&list, &[sold(1, "2026-11-12T10:00:00Z", None, Some("a"))]);
    assert_eq!(
        (found.same, found.provider, found.unseen.undated),
        (1, 1, 1)
    );
}
