//! Groups in the book: whole before anything is bought, sealed like everything, and a line never has two orders that may be
//! charged.

use esim_desk_core::book::{
    Book, BookError, GroupKey, LineKey, LineState, NewGroup, NewLine, OrderEvent, OrderFacts,
    OrderState, Verdict,
};
use rusqlite::Connection;
use secrecy::{ExposeSecret, SecretString};

use super::{Desk, NOW, account, at, new_order, open};

const GUEST: &str = r#"{"guest":"Anna Keller","email":"anna@hotel.example"}"#;

pub fn new_group(reference: &str, lines: u32) -> NewGroup {
    NewGroup {
        account: account(),
        at: at(NOW),
        reference: reference.to_owned(),
        staff: Some("Mia".to_owned()),
        lines: (2..lines + 2)
            .map(|line| NewLine {
                line,
                state: LineState::Waiting,
                text: SecretString::from(GUEST.to_owned()),
            })
            .collect(),
    }
}

fn text(book: &Book, line: LineKey) -> Option<String> {
    let lines = book
        .group(line.group)
        .expect("it is there")
        .lines
        .into_iter();
    let mut found = lines.filter(|known| known.line == line.line);
    let text = found.next().expect("it is there").text;
    text.map(|text| text.expose_secret().to_owned())
}

#[test]
fn a_group_is_written_whole_once_and_sealed() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 3))
        .expect("it is written");
    let again = desk
        .book
        .begin_group(&new_group("g-1", 9))
        .expect("it is known");
    assert_eq!(group, again, "a second press is the same group");
    let kept = desk.book.group(group).expect("it is there");
    assert_eq!(kept.lines.len(), 3);
    assert_eq!(
        text(&desk.book, LineKey { group, line: 3 }).as_deref(),
        Some(GUEST)
    );
    let path = desk.folder.path().join("orders.db");
    for name in ["orders.db", "orders.db-wal"] {
        let bytes = std::fs::read(path.with_file_name(name)).unwrap_or_default();
        let told = bytes.windows(5).any(|part| part == b"Anna ");
        assert!(!told, "no guest is in clear in {name}");
    }
    let without = Book::open(tempfile::tempdir().expect("a folder").path()).expect("it opens");
    let refused = without.book.begin_group(&new_group("g-1", 1));
    assert!(
        matches!(refused, Err(BookError::KeysMissing)),
        "lines that cannot be kept are not begun: {refused:?}"
    );
}

#[test]
fn a_line_that_is_moved_to_another_place_does_not_open() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let other = desk
        .book
        .begin_group(&new_group("g-2", 2))
        .expect("it is written");
    let file = Connection::open(desk.folder.path().join("orders.db")).expect("it opens");
    file.execute(
        "UPDATE guest_lines SET text = (SELECT text FROM guest_lines WHERE group_key = ?1 AND line = 3)
         WHERE group_key = ?2 AND line = 3",
        [group.0, other.0],
    )
    .expect("it is moved");
    assert_eq!(
        text(
            &desk.book,
            LineKey {
                group: other,
                line: 3
            }
        ),
        None
    );
    assert_eq!(
        text(
            &desk.book,
            LineKey {
                group: other,
                line: 2
            }
        )
        .as_deref(),
        Some(GUEST)
    );
}

#[test]
fn a_line_has_one_order_that_may_be_charged() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let line = LineKey { group, line: 2 };
    let order = || new_order("anna@hotel.example", NOW);
    let first = desk
        .book
        .begin_for(&order(), line, None)
        .expect("it is free");
    let state = |line: LineKey| {
        let lines = desk.book.group(group).expect("it is there").lines;
        let found = lines.into_iter().find(|known| known.line == line.line);
        found.expect("it is there")
    };
    assert_eq!(state(line).state, LineState::Ordered);
    let before = desk.book.list(&Default::default()).expect("orders").total;
    let taken = |refused: Result<_, BookError>| matches!(refused, Err(BookError::LineHasOrder(_)));
    assert!(
        taken(desk.book.begin_for(&order(), line, None)),
        "while it is being sent"
    );
    assert!(taken(
        desk.book
            .set_line(line, LineState::LeftOut, None)
            .map(|()| first)
    ));
    desk.happens(first, OrderEvent::AnswerLost, &OrderFacts::default());
    assert!(
        taken(desk.book.begin_for(&order(), line, None)),
        "while nobody knows"
    );
    let total = desk.book.list(&Default::default()).expect("orders").total;
    assert_eq!(total, before, "and no row is left of it");

    let facts = OrderFacts {
        verdict: Some(Verdict::NotBought),
        ..OrderFacts::default()
    };
    desk.happens(first, OrderEvent::Settled, &facts);
    let second = desk
        .book
        .begin_for(&order(), line, None)
        .expect("nothing was bought");
    let newest = state(line).order.expect("the second");
    assert_eq!((newest.key, newest.state), (second, OrderState::Sending));
    let kept = desk.book.order(second).expect("it is there");
    assert_eq!(kept.line, Some(line), "the order knows its line");

    let other = LineKey { group, line: 3 };
    desk.book
        .set_line(other, LineState::LeftOut, None)
        .expect("it is free");
    assert!(
        taken(desk.book.begin_for(&order(), other, None)),
        "nobody wants it"
    );
}

#[test]
fn a_month_that_is_forgotten_takes_the_guests_of_its_groups() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let next = esim_desk_core::book::Month::of(at("2026-12-01T00:00:00Z"));
    let erasure = desk.book.forget_customers(next).expect("it reads");
    let erasure = erasure.expect("a month with a group and no order");
    desk.book.forgotten(&erasure).expect("it is written");
    assert_eq!(text(&desk.book, LineKey { group, line: 2 }), None);
    let again = desk.book.forget_customers(next).expect("it reads");
    assert!(again.is_none(), "once");
}

#[test]
fn an_older_copy_of_the_book_doubts_what_it_thinks_was_not_bought() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let path = desk.folder.path().to_owned();
    desk.book.back_up().expect("a copy");
    let line = LineKey { group, line: 2 };
    let order = new_order("anna@hotel.example", NOW);
    desk.book.begin_for(&order, line, None).expect("it is free");
    let Desk { folder, book } = desk;
    drop(book);
    for name in ["orders.db-wal", "orders.db-shm"] {
        drop(std::fs::remove_file(path.join(name)));
    }
    std::fs::copy(path.join("orders.backup.db"), path.join("orders.db")).expect("put back");
    let opened = Book::open(folder.path()).expect("it opens");
    assert!(opened.repaired.is_some(), "it is noticed");
    for line in opened.book.group(group).expect("it is there").lines {
        assert_eq!(line.state, LineState::Unsure, "line {}", line.line);
    }
}

#[test]
fn an_older_copy_doubts_every_line_without_an_order_that_may_be_charged() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 6))
        .expect("it is written");
    let line = |line: u32| LineKey { group, line };
    let order = || new_order("anna@hotel.example", NOW);
    for (number, state) in [(2, LineState::Stopped), (3, LineState::LeftOut)] {
        let set = desk.book.set_line(line(number), state, None);
        set.expect("it is free");
    }
    for (number, event) in [
        (4, OrderEvent::Refused),
        (5, OrderEvent::NothingLeft),
        (6, OrderEvent::AnswerLost),
    ] {
        let placed = desk.book.begin_for(&order(), line(number), None);
        let placed = placed.expect("it is free");
        desk.happens(placed, event, &OrderFacts::default());
    }
    let path = desk.folder.path().to_owned();
    desk.book.back_up().expect("a copy");
    // Whatever a person tries now is not in the copy.
    for number in [2, 4, 5] {
        let placed = desk.book.begin_for(&order(), line(number), None);
        placed.expect("it is tried again");
    }
    let Desk { folder, book } = desk;
    drop(book);
    for name in ["orders.db-wal", "orders.db-shm"] {
        drop(std::fs::remove_file(path.join(name)));
    }
    std::fs::copy(path.join("orders.backup.db"), path.join("orders.db")).expect("put back");
    let opened = Book::open(folder.path()).expect("it opens");
    for known in opened.book.group(group).expect("it is there").lines {
        let expected = match known.line {
            6 => LineState::Ordered,
            _ => LineState::Unsure,
        };
        assert_eq!(known.state, expected, "line {}", known.line);
    }
}

#[test]
fn what_cannot_be_believed_of_groups_keeps_the_rest_of_the_book_from_nothing() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let order = new_order("anna@hotel.example", NOW);
    let sold = desk.book.begin(&order).expect("it is written");
    desk.book.back_up().expect("a copy");
    let Desk { folder, book } = desk;
    drop(book);
    let backup = folder.path().join("orders.backup.db");
    let file = Connection::open(&backup).expect("it opens");
    // Two groups of one press, which no sound book has, and a line that says nothing this program writes.
    file.execute_batch(
        "PRAGMA foreign_keys = OFF;
         CREATE TABLE kept AS SELECT * FROM guest_groups;
         DROP TABLE guest_groups;
         ALTER TABLE kept RENAME TO guest_groups;
         INSERT INTO guest_groups SELECT 2, month, account, created_at, reference, staff FROM guest_groups;
         INSERT INTO guest_lines (group_key, line, state) VALUES (2, 2, 'waiting');
         UPDATE guest_lines SET state = 'nonsense' WHERE group_key = 1 AND line = 3;",
    )
    .expect("it is spoiled");
    drop(file);
    std::fs::write(folder.path().join("orders.db"), b"not a book").expect("it is lost");
    let opened = Book::open(folder.path()).expect("the rest is rebuilt");
    assert!(opened.repaired.is_some(), "it is told");
    opened.book.order(sold).expect("the orders are there");
    let lines = opened.book.group(group).expect("and the group").lines;
    let lines: Vec<u32> = lines.iter().map(|line| line.line).collect();
    assert_eq!(lines, [2], "without the line that nobody can read");
    let second = opened.book.group(GroupKey(2));
    assert!(second.is_err(), "nor the second of one press");
    let aside = std::fs::read_dir(folder.path()).expect("it is listed");
    let aside = aside.flatten().filter(|file| {
        let name = file.file_name().to_string_lossy().into_owned();
        let bytes = std::fs::read(file.path()).unwrap_or_default();
        name != "orders.backup.db" && bytes.windows(8).any(|part| part == b"nonsense")
    });
    assert_eq!(aside.count(), 1, "the file that says so is kept aside");
}

#[test]
fn a_book_that_is_opened_again_has_its_groups() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let Desk { folder, book } = desk;
    drop(book);
    let book = open(folder.path());
    let rows = book.groups(&account(), 10).expect("it reads");
    assert_eq!(
        (rows.len(), rows[0].key, rows[0].lines, rows[0].waiting),
        (1, group, 2, 2)
    );
}
