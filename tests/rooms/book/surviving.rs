//! What a repair must not lose or believe: rivals, numbers, single columns, and a book that could not be rebuilt.

use std::fs;
use std::path::Path;

use esim_desk_core::book::{
    Asked, Book, BookError, Filter, KnownSubscriptions, NewOrder, Order, OrderEvent, OrderFacts,
    OrderKey, OrderState, Repair,
};
use rusqlite::Connection;
use tempfile::TempDir;

use super::{Desk, NOW, at, code_of, completed, fixed_keys, new_order, open};

fn folder_with(orders: u32, backed_up: u32) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    for number in 1..=orders {
        sell(&book);
        if number == backed_up {
            book.back_up().expect("it copies");
        }
    }
    folder
}

fn sell(book: &Book) -> OrderKey {
    let key = book.begin(&new_order("anna@hotel.example", NOW));
    let key = key.expect("it is written");
    book.record(key, OrderEvent::CodeProved, &completed(key.0), at(NOW))
        .expect("it is written");
    key
}

fn spoil(folder: &Path, file: &str, sql: &str) {
    Connection::open(folder.join(file))
        .and_then(|direct| direct.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")))
        .expect("somebody spoils it");
}

fn reopened(folder: &Path) -> (Book, Repair) {
    let opened = Book::open(folder).expect("it opens");
    opened.book.use_keys(Some(fixed_keys()));
    (opened.book, opened.repaired.expect("it is told"))
}

/// The second order claims what is the first one's.
fn claim(desk: &Desk) -> [OrderKey; 2] {
    let first = desk.sell("anna@hotel.example");
    let second = desk.place("bert@hotel.example");
    let claimed = desk
        .book
        .record(second, OrderEvent::CodeProved, &completed(first.0), at(NOW));
    assert!(matches!(claimed, Err(BookError::ClaimedTwice { .. })));
    [first, second]
}

fn assert_rivals(book: &Book, [first, second]: [OrderKey; 2], why: &str) {
    for (key, rival) in [(first, second), (second, first)] {
        let order = book.order(key).expect("it survived");
        assert_eq!(order.rival, Some(rival), "{why}");
        assert_eq!(order.state, OrderState::Withheld, "{why}");
        assert_eq!(code_of(book, key), None, "{why}");
    }
}

#[test]
fn two_orders_that_claim_one_esim_survive_a_repair_with_their_doubt() {
    let newer_than_the_backup = Desk::new();
    newer_than_the_backup.sell("carl@hotel.example");
    newer_than_the_backup.book.back_up().expect("it copies");
    let both = claim(&newer_than_the_backup);
    newer_than_the_backup.book.repair().expect("it rebuilds");
    assert_rivals(&newer_than_the_backup.book, both, "both newer");

    let known_to_the_backup = Desk::new();
    let first = known_to_the_backup.sell("anna@hotel.example");
    known_to_the_backup.book.back_up().expect("it copies");
    let second = known_to_the_backup.place("bert@hotel.example");
    let facts = completed(first.0);
    let claimed = known_to_the_backup
        .book
        .record(second, OrderEvent::CodeProved, &facts, at(NOW));
    assert!(matches!(claimed, Err(BookError::ClaimedTwice { .. })));
    known_to_the_backup.book.repair().expect("it rebuilds");
    let both = [first, second];
    assert_rivals(
        &known_to_the_backup.book,
        both,
        "the backup has it as ready",
    );
}

#[test]
fn an_order_whose_rival_is_lost_shows_no_code_all_the_same() {
    let desk = Desk::new();
    let [first, second] = claim(&desk);
    // Only the first one's row is left, from before the claim.
    spoil(
        desk.folder.path(),
        "orders.db",
        "UPDATE orders SET state = 'ready', rival = NULL WHERE key = 1;
         UPDATE orders SET rival = 1 WHERE key = 2;",
    );
    desk.book.repair().expect("it rebuilds");
    assert_rivals(&desk.book, [first, second], "the other one tells");

    spoil(
        desk.folder.path(),
        "orders.db",
        "DELETE FROM orders WHERE key = 2;",
    );
    desk.book.repair().expect("it rebuilds");
    let order = desk.book.order(first).expect("it survived");
    assert!(order.rival.is_some(), "somebody claimed it");
    assert_eq!(code_of(&desk.book, first), None);
}

#[test]
fn what_memory_writes_back_carries_the_rival() {
    let desk = Desk::new();
    let both = claim(&desk);
    let known: Vec<Order> = both
        .iter()
        .map(|key| desk.book.order(*key).expect("it is there"))
        .collect();
    spoil(
        desk.folder.path(),
        "orders.db",
        "DELETE FROM orders; DELETE FROM sealed; DELETE FROM moments;",
    );
    for order in &known {
        desk.book.restore(order, None).expect("it is written");
    }
    assert_rivals(&desk.book, both, "whichever came first");
}

/// One value of each wrong kind that a strict table takes.
const COLUMNS: [(&str, &str); 34] = [
    ("orders", "month"),
    ("orders", "account"),
    ("orders", "created_at"),
    ("orders", "state"),
    ("orders", "plan"),
    ("orders", "reference"),
    ("orders", "already_there"),
    ("orders", "order_id"),
    ("orders", "iccid"),
    ("orders", "subscription_id"),
    ("orders", "staff"),
    ("orders", "settled_by"),
    ("orders", "guest_amount"),
    ("orders", "guest_currency"),
    ("orders", "note"),
    ("orders", "rival"),
    ("orders", "guest_language"),
    ("orders", "guest_phone"),
    ("orders", "verdict"),
    ("orders", "kind"),
    ("orders", "refunded_at"),
    ("orders", "group_key"),
    ("orders", "group_line"),
    ("orders", "shown_at"),
    ("orders", "instead_of"),
    ("orders", "not_as_sold"),
    ("moments", "at"),
    ("moments", "state"),
    ("moments", "detail"),
    ("sealed", "customer"),
    ("sealed", "code"),
    ("sealed", "voucher"),
    ("sealed", "words"),
    ("sealed", "body"),
];

#[test]
fn every_column_of_an_order_is_spoilt_by_the_test_below() {
    let folder = folder_with(1, 0);
    let file = Connection::open(folder.path().join("orders.db")).expect("it opens");
    for table in ["orders", "moments", "sealed"] {
        let mut columns = file
            .prepare("SELECT name FROM pragma_table_info(?1)")
            .expect("it is asked");
        let columns = columns.query_map([table], |row| row.get::<_, String>(0));
        for column in columns
            .expect("it is asked")
            .map(|name| name.expect("a name"))
        {
            let identity = ["key", "order_key", "step"].contains(&column.as_str());
            let is_spoilt = COLUMNS.contains(&(table, column.as_str()));
            assert_ne!(identity, is_spoilt, "{table}.{column}");
        }
    }
}

#[test]
fn one_spoilt_value_in_any_column_is_mended_by_one_repair_and_the_backup_gives_it_back() {
    for (table, column) in COLUMNS {
        let value = match column {
            "created_at" | "at" | "rival" | "refunded_at" | "shown_at" | "group_key"
            | "group_line" | "instead_of" | "not_as_sold" => "-9000000000000000000",
            "customer" | "code" | "voucher" | "words" | "body" => "x'09'",
            _ => "CAST(x'80ff07' AS TEXT)",
        };
        let folder = folder_with(3, 3);
        let identity = if table == "orders" {
            "key"
        } else {
            "order_key"
        };
        spoil(
            folder.path(),
            "orders.db",
            &format!("UPDATE {table} SET {column} = {value} WHERE {identity} = 2"),
        );
        let book = open(folder.path());
        book.use_keys(Some(fixed_keys()));
        let before = book.list(&Filter::default());
        book.repair().expect("it rebuilds");
        let listed = book.list(&Filter::default());
        let listed = listed.unwrap_or_else(|error| panic!("{table}.{column}: {error}"));
        assert_eq!(
            listed.orders.len(),
            3,
            "{table}.{column}, before: {}",
            before.is_ok()
        );
        let order = book.order(OrderKey(2)).expect("it reads");
        // Where it cannot be told whether somebody claims its eSIM, no code is shown by mistake.
        let (state, steps) = match column {
            "rival" => (OrderState::Withheld, 3),
            _ => (OrderState::Ready, 2),
        };
        assert_eq!(order.state, state, "{table}.{column}");
        let shown = code_of(&book, OrderKey(2)).is_some();
        assert_eq!(shown, state == OrderState::Ready, "{table}.{column}");
        let facts = completed(2);
        let whole = (order.iccid, order.order_id, order.timeline.len());
        assert_eq!(
            whole,
            (facts.iccid, facts.order_id, steps),
            "{table}.{column}"
        );
    }
}

#[test]
fn a_top_up_whose_kind_is_spoilt_takes_no_sale_its_code() {
    let desk = Desk::new();
    let sold = desk.sell("anna@hotel.example");
    let iccid = desk.book.order(sold).expect("it is there").iccid;
    let iccid = iccid.expect("it has its SIM");
    let top_up = desk.book.begin(&NewOrder {
        asked: Asked::TopUp { iccid },
        ..new_order("anna@hotel.example", NOW)
    });
    let top_up = top_up.expect("it is written");
    spoil(
        desk.folder.path(),
        "orders.db",
        &format!(
            "UPDATE orders SET kind = CAST(x'80' AS TEXT) WHERE key = {}",
            top_up.0
        ),
    );
    let repair = desk.book.repair().expect("it rebuilds");
    assert_eq!(repair.lost, Some(1), "the top-up, which is told");
    let order = desk.book.order(sold).expect("it is there");
    assert_eq!((order.state, order.rival), (OrderState::Ready, None));
    assert!(code_of(&desk.book, sold).is_some());
    desk.book
        .order(top_up)
        .expect_err("nothing was made a sale that was none");
}

#[test]
fn an_order_whose_kind_is_spoilt_is_as_new_as_its_row_where_the_backup_knows_what_it_is() {
    let folder = folder_with(1, 1);
    spoil(
        folder.path(),
        "orders.db",
        "UPDATE orders SET state = 'withheld', kind = CAST(x'80' AS TEXT) WHERE key = 1",
    );
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    book.repair().expect("it rebuilds");
    let order = book.order(OrderKey(1)).expect("it is there");
    assert_eq!(
        order.state,
        OrderState::Withheld,
        "not as the backup has it"
    );
    assert_eq!(code_of(&book, OrderKey(1)), None);
}

#[test]
fn a_backup_is_believed_no_more_than_the_book_and_is_kept_where_it_is_spoilt() {
    let folder = folder_with(2, 2);
    for file in ["orders.db", "orders.backup.db"] {
        spoil(
            folder.path(),
            file,
            "UPDATE moments SET state = 'teleported' WHERE order_key = 1 AND step = 1",
        );
    }
    let book = open(folder.path());
    book.list(&Filter::default()).expect_err("no guess is made");
    book.repair().expect("it rebuilds");
    let listed = book.list(&Filter::default()).expect("it reads again");
    assert_eq!(listed.orders.len(), 2);
    let order = book.order(OrderKey(1)).expect("it reads");
    assert_eq!(
        order.timeline.len(),
        1,
        "without the entry that says nothing"
    );
    let kept = fs::read_dir(folder.path())
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("orders.damaged-") && name.ends_with(".db"))
        .count();
    assert_eq!(kept, 2, "the book and the backup, for somebody to look at");
}

#[test]
fn a_torn_count_of_orders_neither_hangs_the_repair_nor_is_believed() {
    for sql in [
        "UPDATE sqlite_sequence SET seq = 4000000000",
        "UPDATE meta SET value = '4000000000' WHERE name = 'highest_number'",
        "UPDATE sqlite_sequence SET seq = 9000000000000000000",
        "UPDATE sqlite_sequence SET seq = 0; DELETE FROM meta WHERE name = 'highest_number'",
    ] {
        let folder = folder_with(4, 2);
        spoil(folder.path(), "orders.db", sql);
        let (book, repair) = reopened(folder.path());
        assert_eq!((repair.orders, repair.lost), (4, Some(0)), "{sql}");
        assert_eq!(sell(&book), OrderKey(5), "{sql}");
    }
}

#[test]
fn a_book_that_is_gone_says_what_is_missing_and_gives_no_number_twice() {
    let folder = folder_with(80, 40);
    fs::remove_file(folder.path().join("orders.db")).expect("somebody tidies up");
    let (book, repair) = reopened(folder.path());
    assert_eq!((repair.orders, repair.lost), (40, Some(40)), "{repair:?}");
    assert_eq!(sell(&book), OrderKey(81));
    drop(book);

    // Told once: the next repair speaks of what is lost then.
    spoil(
        folder.path(),
        "orders.db",
        "DELETE FROM orders WHERE key = 81",
    );
    let book = open(folder.path());
    let repair = book.repair().expect("it rebuilds");
    assert_eq!((repair.orders, repair.lost), (40, Some(1)), "{repair:?}");
}

#[test]
fn where_nothing_tells_how_many_orders_there_were_nobody_says_none_is_lost() {
    let folder = folder_with(80, 40);
    for name in ["orders.db", "orders.number"] {
        fs::remove_file(folder.path().join(name)).expect("somebody tidies up");
    }
    let (book, repair) = reopened(folder.path());
    assert_eq!((repair.orders, repair.lost), (40, None), "{repair:?}");
    assert!(repair.backup_of.is_some(), "since then");
    assert!(sell(&book).0 > 80, "a gap");

    let folder = folder_with(80, 0);
    fs::remove_file(folder.path().join("orders.db")).expect("somebody tidies up");
    let (book, repair) = reopened(folder.path());
    assert_eq!((repair.orders, repair.lost), (0, Some(80)), "{repair:?}");
    assert_eq!(sell(&book), OrderKey(81));
}

#[test]
fn an_older_copy_put_in_the_books_place_is_told_and_gives_no_number_twice() {
    let folder = folder_with(80, 40);
    fs::copy(
        folder.path().join("orders.backup.db"),
        folder.path().join("orders.db"),
    )
    .expect("somebody means well");
    let (book, repair) = reopened(folder.path());
    assert!(!repair.rebuilt, "it is sound: {repair:?}");
    assert_eq!((repair.orders, repair.lost), (40, Some(40)), "{repair:?}");
    assert_eq!(sell(&book), OrderKey(81));
    drop(book);
    open(folder.path());
}

#[test]
fn a_repair_that_fails_leaves_the_book_that_was_and_can_be_tried_again() {
    let folder = folder_with(3, 2);
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let in_the_way = folder.path().join("orders.rebuilding.db");
    fs::create_dir(&in_the_way).expect("something is in the way");
    book.repair().expect_err("nothing can be built");
    let listed = book.list(&Filter::default()).expect("it was sound");
    assert_eq!(listed.orders.len(), 3, "never an empty book");
    let missing = book.record(
        OrderKey(9),
        OrderEvent::Accepted,
        &OrderFacts::default(),
        at(NOW),
    );
    assert!(
        matches!(missing, Err(BookError::UnknownOrder(_))),
        "{missing:?}"
    );
    assert_eq!(sell(&book), OrderKey(4), "and it goes on");
    fs::remove_dir(&in_the_way).expect("it is out of the way");
    book.repair().expect("it is rebuilt");
    let listed = book.list(&Filter::default()).expect("it reads");
    assert_eq!(listed.orders.len(), 4);
}

/// On Windows nobody can remove a book that is open.
#[cfg(unix)]
#[test]
fn a_repair_that_fails_without_a_book_leaves_none_and_can_be_tried_again() {
    let folder = folder_with(3, 2);
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let in_the_way = folder.path().join("orders.rebuilding.db");
    fs::create_dir(&in_the_way).expect("something is in the way");
    fs::remove_file(folder.path().join("orders.db")).expect("it is removed");
    book.repair().expect_err("nothing can be built");
    let told = book
        .list(&Filter::default())
        .expect_err("never an empty book");
    assert!(matches!(told, BookError::Damaged), "as what it is: {told}");
    fs::remove_dir(&in_the_way).expect("it is out of the way");
    book.repair().expect("it rebuilds from the backup");
    let listed = book.list(&Filter::default()).expect("it reads");
    assert_eq!(listed.orders.len(), 2);
}

#[test]
fn the_note_before_an_order_survives_a_repair() {
    let folder = folder_with(2, 2);
    let note = KnownSubscriptions {
        count: 3,
        newest: Some(at(NOW)),
        ids: vec!["s-1".to_owned(), "s-2".to_owned()],
        strangers: true,
        taken: Some(at(NOW)),
    };
    let book = open(folder.path());
    let lost = book.begin(&NewOrder {
        known_subscriptions: Some(note.clone()),
        ..new_order("anna@hotel.example", NOW)
    });
    let lost = lost.expect("it is written");

    let repair = book.repair().expect("it is rebuilt");

    assert!(repair.rebuilt);
    let order = book.order(lost).expect("it survived");
    assert_eq!(
        order.known_subscriptions,
        Some(note),
        "without it, what others bought before would be shown as what may be this order"
    );
}

#[test]
fn a_torn_number_beside_the_book_is_not_counted_up_to() {
    let folder = folder_with(3, 2);
    let beside = folder.path().join("orders.number");
    let text = fs::read_to_string(&beside).expect("it is noted");
    let (id, _) = text.split_once(' ').expect("whose it is");
    fs::write(&beside, format!("{id} 4000000000\n")).expect("somebody spoils it");
    fs::remove_file(folder.path().join("orders.db")).expect("it is there");

    let (book, repair) = reopened(folder.path());

    assert_eq!(repair.orders, 2, "those of the backup");
    assert_eq!(repair.lost, None, "nobody knows");
    let next = sell(&book);
    assert!((1000..10_000).contains(&next.0), "with a gap: {next:?}");
}
