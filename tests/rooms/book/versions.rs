//! A book of every past version still opens, and a book of a later program is left alone.

use esim_desk_lib::book::{Book, BookError, BookKeys, CustomerRecord, OrderKey, OrderState};
use rusqlite::Connection;

use super::{Desk, at, code_of, open};

/// Books as the programs of their time wrote them. A version, once published, gets its line here and is never edited.
const PAST: [&str; 1] = [include_str!("v1.sql")];

/// The key under which the fixtures are sealed.
fn keys() -> BookKeys {
    let mut bytes = vec![1];
    bytes.extend_from_slice(&2026_i16.to_le_bytes());
    bytes.push(11);
    bytes.extend_from_slice(&[7; 32]);
    BookKeys::from_bytes(&bytes).expect("one key")
}

#[test]
fn a_book_of_every_past_version_opens_with_all_it_has() {
    for (version, sql) in (1..).zip(PAST) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = Connection::open(folder.path().join("orders.db")).expect("it opens");
        file.execute_batch(sql).expect("the fixture is sound");
        drop(file);

        let book = open(folder.path());
        book.use_keys(Some(keys()));
        let order = book.order(OrderKey(1)).expect("it is there");
        assert_eq!(order.state, OrderState::Ready, "version {version}");
        assert_eq!(order.plan.name, "Europe 5 GB", "version {version}");
        assert_eq!(
            order.created_at,
            at("2026-11-24T10:00:00Z"),
            "version {version}"
        );
        assert_eq!(order.timeline.len(), 2, "version {version}");
        let CustomerRecord::Known(customer) = order.customer else {
            unreachable!("version {version}: the seals of the past must open");
        };
        assert_eq!(customer.email, "anna@hotel.example", "version {version}");
        assert_eq!(
            code_of(&book, OrderKey(1)).as_deref(),
            Some("LPA:1$rsp.example$CODE-1"),
            "version {version}"
        );
    }
}

#[test]
fn a_book_of_a_later_program_is_refused_and_left_alone() {
    let desk = Desk::new();
    let path = desk.folder.path().to_owned();
    desk.sell("anna@hotel.example");
    let file = Connection::open(path.join("orders.db")).expect("it opens");
    file.pragma_update(None, "user_version", 99)
        .expect("it writes");
    let refused = Book::open(&path).expect_err("from the future");
    assert!(
        matches!(refused, BookError::NewerVersion { found: 99, .. }),
        "{refused}"
    );
    let orders: u32 = file
        .query_row("SELECT count(*) FROM orders", [], |row| row.get(0))
        .expect("it reads");
    assert_eq!(orders, 1, "nothing was changed");
}
