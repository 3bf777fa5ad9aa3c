//! Groups in a book that is rebuilt, or whose older copy somebody put back: a line that may be bought is never taken for one
//! that is not. Groups in a sound book are `guest_groups`.

use esim_desk_core::book::{Book, GroupKey, LineKey, LineState, Opened, OrderEvent, OrderFacts};
use rusqlite::Connection;
use tempfile::TempDir;

use super::guest_groups::new_group;
use super::{Desk, NOW, new_order};

/// Somebody puts the copy in the place of the book.
fn put_back(desk: Desk) -> (TempDir, Opened) {
    let Desk { folder, book } = desk;
    drop(book);
    let path = folder.path();
    for name in ["orders.db-wal", "orders.db-shm"] {
        drop(std::fs::remove_file(path.join(name)));
    }
    std::fs::copy(path.join("orders.backup.db"), path.join("orders.db")).expect("put back");
    let opened = Book::open(path).expect("it opens");
    (folder, opened)
}

#[test]
fn an_older_copy_of_the_book_doubts_what_it_thinks_was_not_bought() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    desk.book.back_up().expect("a copy");
    let line = LineKey { group, line: 2 };
    let order = new_order("anna@hotel.example", NOW);
    desk.book.begin_for(&order, line, None).expect("it is free");
    let (_folder, opened) = put_back(desk);
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
        desk.happens(placed.key, event, &OrderFacts::default());
    }
    desk.book.back_up().expect("a copy");
    // Whatever a person tries now is not in the copy.
    for number in [2, 4, 5] {
        let placed = desk.book.begin_for(&order(), line(number), None);
        placed.expect("it is tried again");
    }
    let (_folder, opened) = put_back(desk);
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
fn a_line_that_is_older_than_its_order_in_a_rebuilt_book_is_ordered() {
    for older in LineState::ALL {
        let desk = Desk::new();
        let group = desk
            .book
            .begin_group(&new_group("g-1", 2))
            .expect("it is written");
        let line = LineKey { group, line: 2 };
        let order = new_order("anna@hotel.example", NOW);
        desk.book.begin_for(&order, line, None).expect("it is free");
        desk.book.back_up().expect("a copy");
        let Desk { folder, book } = desk;
        drop(book);
        let backup = folder.path().join("orders.backup.db");
        let name = serde_json::to_value(older).expect("a name");
        let older_line = "UPDATE guest_lines SET state = ?1 WHERE line = 2";
        let file = Connection::open(&backup).expect("it opens");
        let set = file.execute(older_line, [name.as_str()]);
        assert_eq!(set.expect("it is written"), 1);
        drop(file);
        std::fs::write(folder.path().join("orders.db"), b"not a book").expect("it is lost");
        let opened = Book::open(folder.path()).expect("it is rebuilt");
        let lines = opened.book.group(group).expect("it is there").lines;
        assert_eq!(lines[0].state, LineState::Ordered, "was {older:?}");
    }
}
