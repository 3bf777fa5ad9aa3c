//! The book and its keys: whose they are, what is closed, and what never gets another key.

use esim_desk_core::book::{BookKeys, CustomerRecord, Month, OrderEvent, OrderFacts};

use super::{Desk, NOW, at, new_order, open};

const OCTOBER: &str = "2026-10-15T10:00:00Z";

fn other_keys(months: &[&str]) -> BookKeys {
    let mut keys = BookKeys::new();
    for month in months {
        keys.key_for(Month::of(at(month))).expect("randomness");
    }
    keys
}

/// A book with a sale in October and one in November, and its keys.
fn two_months() -> (Desk, BookKeys) {
    let desk = Desk::new();
    let keys = desk.keys().expect("a new month");
    desk.book.take_keys(keys.clone()).expect("it is written");
    for time in [OCTOBER, NOW] {
        let key = desk.book.begin(&new_order("anna@hotel.example", time));
        let key = key.expect("it is written");
        desk.happens(key, OrderEvent::Refused, &OrderFacts::default());
    }
    (desk, keys)
}

#[test]
fn a_book_keeps_its_id_and_no_two_have_the_same() {
    let (desk, other) = (Desk::new(), Desk::new());
    assert_ne!(desk.book.id(), other.book.id());
    desk.sell("anna@hotel.example");
    desk.book.back_up().expect("it copies");
    let id = desk.book.id();
    desk.book.repair().expect("it rebuilds");
    assert_eq!(desk.book.id(), id, "through a repair");
    let path = desk.folder.path().join("orders.db");
    std::fs::write(&path, vec![0xAA; 50_000]).expect("it writes");
    let repaired = desk.book.repair();
    repaired.expect("it rebuilds");
    assert_eq!(desk.book.id(), id, "also where nothing of the file reads");
}

#[test]
fn what_is_sealed_with_a_missing_or_a_foreign_key_is_told_and_its_month_gets_no_other() {
    let (desk, keys) = two_months();
    let months = [Month::of(at(OCTOBER)), Month::of(at(NOW))];
    let mut without_october = keys.clone();
    without_october.forget(months[0]);
    for (given, closed) in [
        (keys, &months[..0]),
        (without_october, &months[..1]),
        (other_keys(&[OCTOBER, NOW]), &months[..]),
        (BookKeys::new(), &months[..]),
    ] {
        let book = open(desk.folder.path());
        assert_eq!(book.take_keys(given).expect("it reads"), closed);
        for month in closed {
            let time = if *month == months[0] { OCTOBER } else { NOW };
            let added = book.keys_to_store(at(time)).expect("it reads");
            assert!(added.is_none(), "never a second key beside the missing one");
            let key = book.begin(&new_order("bert@hotel.example", time));
            let order = book.order(key.expect("it is written")).expect("it reads");
            assert_eq!(order.customer, CustomerRecord::NotStored);
        }
        let december = book.keys_to_store(at("2026-12-05T10:00:00Z"));
        let december = december.expect("it reads");
        let empty = december.is_none_or(|keys| keys.has(Month::of(at("2026-12-05T10:00:00Z"))));
        assert!(empty, "a month without rows gets one");
    }
}

#[test]
fn keys_of_before_there_were_check_values_are_known_by_what_they_open() {
    let (desk, keys) = two_months();
    rusqlite::Connection::open(desk.folder.path().join("orders.db"))
        .and_then(|direct| direct.execute("DELETE FROM meta WHERE name LIKE 'key_check%'", []))
        .expect("as an older program left it");
    let book = open(desk.folder.path());
    let foreign = other_keys(&[OCTOBER, NOW]);
    assert!(!book.fits(&foreign).expect("it reads"));
    assert!(book.fits(&keys).expect("it reads"));
    assert!(book.take_keys(keys).expect("it reads").is_empty());
}

#[test]
fn a_sale_that_comes_into_a_forgotten_month_keeps_no_customer_and_gets_no_key() {
    let (desk, _) = two_months();
    let erasure = desk.book.forget_customers(Month::of(at(NOW)));
    let erasure = erasure.expect("it reads").expect("October");
    desk.book.forgotten(&erasure).expect("it is written");
    assert!(desk.book.last_forgotten().expect("it reads").is_some());
    let added = desk.book.keys_to_store(at(OCTOBER)).expect("it reads");
    assert!(added.is_none(), "its key was deleted on purpose");
    let key = desk.book.begin(&new_order("late@hotel.example", OCTOBER));
    let key = key.expect("it is written");
    let customer = desk.book.order(key).expect("it reads").customer;
    assert_eq!(customer, CustomerRecord::Forgotten);
}

#[test]
fn what_an_earlier_program_sealed_in_a_forgotten_month_is_forgotten_again() {
    let (desk, keys) = two_months();
    let october = Month::of(at(OCTOBER));
    let erasure = desk.book.forget_customers(Month::of(at(NOW)));
    let erasure = erasure.expect("it reads").expect("October");
    desk.book.forgotten(&erasure).expect("it is written");
    // It made another key.
    desk.book.use_keys(Some(keys));
    let key = desk.book.begin(&new_order("late@hotel.example", OCTOBER));
    desk.happens(
        key.expect("it is written"),
        OrderEvent::Refused,
        &OrderFacts::default(),
    );
    let again = desk.book.forget_customers(Month::of(at(NOW)));
    let again = again.expect("it reads").expect("October once more");
    assert_eq!(again.month(), october);
    desk.book.forgotten(&again).expect("it is written");
    let done = desk.book.forget_customers(Month::of(at(NOW)));
    assert!(done.expect("it reads").is_none());
}

#[test]
fn one_month_is_forgotten_at_a_time_the_oldest_first() {
    let desk = Desk::new();
    for time in [OCTOBER, NOW] {
        let key = desk.book.begin(&new_order("anna@hotel.example", time));
        desk.happens(
            key.expect("it is written"),
            OrderEvent::Refused,
            &OrderFacts::default(),
        );
    }
    let december = Month::of(at("2026-12-05T10:00:00Z"));
    let first = desk.book.forget_customers(december).expect("it reads");
    assert_eq!(first.expect("two months").month(), Month::of(at(OCTOBER)));
}
