//! What only a search needs is let go when nobody searches, and nothing is lost by it.

use esim_desk_core::book::{BookError, OrderEvent, OrderFacts, OrderKey};

use super::finding::found;
use super::{Desk, NOW, account, at, new_order};

/// A book that let go of what only a search needs.
fn unsearched(desk: &Desk) {
    desk.book.open_customers().expect("they open");
    for _ in 0..2 {
        // The first one may come right after a search.
        desk.book.let_go_of_search();
    }
    assert!(!desk.book.customers_ready(), "it was let go");
}

#[test]
fn what_was_let_go_is_found_again_and_a_search_is_not_interrupted() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    desk.book.open_customers().expect("they open");
    desk.book.let_go_of_search();
    assert!(desk.book.customers_ready(), "somebody needed it just now");
    unsearched(&desk);
    desk.sell("bert@hotel.example");
    desk.happens(OrderKey(1), OrderEvent::Cancelled, &OrderFacts::default());
    for (text, expected) in [("anna@hotel", vec![1]), ("meyer", vec![2, 1])] {
        assert_eq!(found(&desk.book, text), expected, "{text:?}");
        assert!(desk.book.customers_ready());
        unsearched(&desk);
    }
    let sales = desk.book.sales_to(&account(), "anna@hotel.example");
    let sales = sales.expect("it opens them again");
    let order = desk.book.order(OrderKey(1)).expect("it reads");
    assert_eq!(sales[0].state, order.state, "as it stands now");
}

#[test]
fn a_sale_that_nobody_searched_beside_opens_nothing_and_still_asks_and_compares() {
    let desk = Desk::new();
    let now = esim_desk_core::clock::now().to_string();
    let open = desk.place("anna@hotel.example");
    let mut recent = new_order("bert@hotel.example", &now);
    recent.reference = "r-recent".to_owned();
    let keys = desk.book.keys_to_store(at(&now)).expect("randomness");
    if let Some(keys) = keys {
        desk.book.use_keys(Some(keys));
    }
    let recent = desk.book.begin(&recent).expect("it is written");
    desk.happens(recent, OrderEvent::CodeProved, &super::completed(2));
    let over = desk.sell("chiara@hotel.example");
    unsearched(&desk);
    for (email, expected) in [
        ("anna@hotel.example", vec![open]),
        ("BERT@hotel.example", vec![recent]),
        ("chiara@hotel.example", vec![]),
    ] {
        let sales = desk
            .book
            .undecided_or_recent(&account(), email, "plan-1", at(&now));
        let sales = sales.expect("it reads").into_iter();
        let keys: Vec<OrderKey> = sales.map(|sale| sale.key).collect();
        assert_eq!(keys, expected, "{email}");
    }
    assert!(!desk.book.customers_ready(), "nothing was opened for it");

    let facts = OrderFacts {
        code: super::completed(over.0).code,
        ..super::completed(9)
    };
    let claimed = desk
        .book
        .record(open, OrderEvent::CodeProved, &facts, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { rival, .. }) if rival == over),
        "one profile is never two eSIMs: {claimed:?}"
    );
}

#[test]
fn who_could_not_be_stored_is_never_let_go() {
    let desk = Desk::new();
    desk.book.use_keys(None);
    let key = desk.place("anna@hotel.example");
    let facts = super::completed(1);
    desk.happens(key, OrderEvent::CodeProved, &facts);
    unsearched(&desk);
    let sales = desk.book.sales_to(&account(), "anna@hotel.example");
    assert_eq!(sales.expect("it reads").len(), 1, "kept in memory only");
    let second = desk.place("bert@hotel.example");
    let same_code = OrderFacts {
        code: facts.code,
        ..super::completed(2)
    };
    let claimed = desk
        .book
        .record(second, OrderEvent::CodeProved, &same_code, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { .. })),
        "nor is its code: {claimed:?}"
    );
}
