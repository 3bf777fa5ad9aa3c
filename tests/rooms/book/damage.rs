//! A book whose file is damaged: kept aside, never deleted, rebuilt from the backup and from what can still be read.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use esim_desk_core::book::{
    Book, BookError, CustomerRecord, Filter, Month, OrderEvent, OrderFacts, OrderKey, OrderState,
    Repair,
};
use tempfile::TempDir;

use super::{NOW, at, completed, fixed_keys, new_order, open};

const PAGE: u64 = 4096;
const ORDERS: u32 = 80;

fn file(folder: &Path) -> PathBuf {
    folder.join("orders.db")
}

fn sell(book: &Book, count: u32) {
    for _ in 0..count {
        let key = book
            .begin(&new_order("anna@hotel.example", NOW))
            .expect("it is written");
        book.record(key, OrderEvent::CodeProved, &completed(key.0), at(NOW))
            .expect("it is written");
    }
}

/// A closed book of [`ORDERS`], with a backup from when it had `backed_up`.
fn closed_book(backed_up: u32) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let book = open(folder.path());
    assert!(fixed_keys().has(Month::of(at(NOW))));
    book.use_keys(Some(fixed_keys()));
    sell(&book, backed_up);
    if backed_up > 0 {
        book.back_up().expect("it copies");
    }
    sell(&book, ORDERS - backed_up);
    folder
}

/// A tenth of its pages.
fn overwrite_the_middle(file: &Path) {
    let pages = fs::metadata(file).expect("it is there").len() / PAGE;
    overwrite(file, pages / 2..pages / 2 + pages / 10);
}

fn overwrite(file: &Path, pages: std::ops::Range<u64>) {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(file)
        .expect("it opens");
    for page in pages {
        file.seek(SeekFrom::Start(page * PAGE)).expect("it seeks");
        file.write_all(&[0xAA; PAGE as usize]).expect("it writes");
    }
}

fn repaired(folder: &Path) -> (Book, Repair) {
    let opened = Book::open(folder).expect("it opens");
    opened.book.use_keys(Some(fixed_keys()));
    (opened.book, opened.repaired.expect("it was damaged"))
}

fn kept_aside(repair: &Repair) -> PathBuf {
    repair.kept_aside.clone().expect("there was a file")
}

fn assert_whole(book: &Book, key: u32) {
    let order = book.order(OrderKey(key)).expect("it is there");
    assert_eq!(order.state, OrderState::Ready, "order {key}");
    assert_eq!(order.timeline.len(), 2, "order {key}");
    assert!(
        matches!(order.customer, CustomerRecord::Known(_)),
        "order {key}"
    );
    assert!(super::code_of(book, OrderKey(key)).is_some(), "order {key}");
}

fn readable(book: &Book) -> Vec<u32> {
    let page = book.list(&Filter::default()).expect("it reads");
    page.orders.iter().map(|order| order.key.0).collect()
}

#[test]
fn a_destroyed_first_page_loses_nothing_where_there_is_a_backup() {
    let folder = closed_book(50);
    overwrite(&file(folder.path()), 0..1);
    let damaged = fs::read(file(folder.path())).expect("it reads");
    let (book, repair) = repaired(folder.path());
    assert_eq!(
        (
            repair.from_backup,
            repair.recovered,
            repair.orders,
            repair.lost
        ),
        (true, ORDERS, ORDERS, Some(0))
    );
    for key in [1, 50, 51, ORDERS] {
        assert_whole(&book, key);
    }
    let kept = fs::read(kept_aside(&repair)).expect("it reads");
    assert!(kept == damaged, "exactly as it was found");
    drop(book);
    open(folder.path());
}

#[test]
fn without_a_backup_a_file_that_is_no_book_is_kept_and_a_new_one_begun() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let garbage = "not a database, but somebody's letter\n".repeat(500);
    fs::write(file(folder.path()), &garbage).expect("it writes");
    let (book, repair) = repaired(folder.path());
    assert_eq!(
        (repair.from_backup, repair.recovered, repair.orders),
        (false, 0, 0)
    );
    let kept = fs::read(kept_aside(&repair)).expect("it reads");
    assert!(kept == garbage.as_bytes(), "never deleted, never changed");
    sell(&book, 1);
}

#[test]
fn bad_pages_met_while_running_are_told_and_repaired_on_the_spot() {
    let folder = closed_book(60);
    overwrite_the_middle(&file(folder.path()));
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let met = book
        .list(&Filter::default())
        .expect_err("bad pages are in the way");
    assert!(matches!(met, BookError::Damaged), "{met}");

    let repair = book.repair().expect("it rebuilds");
    assert!(
        repair.from_backup && kept_aside(&repair).exists(),
        "{repair:?}"
    );
    assert_eq!(
        repair.orders + repair.lost.expect("it is known"),
        ORDERS,
        "{repair:?}"
    );
    assert!(
        repair.recovered > 0,
        "what is not on bad pages was read: {repair:?}"
    );
    let readable = readable(&book);
    assert_eq!(readable.len(), repair.orders as usize);
    assert!(
        (1..=60).all(|key| readable.contains(&key)),
        "all of the backup"
    );
    for key in 1..=60 {
        assert_whole(&book, key);
    }
    let next = book
        .begin(&new_order("anna@hotel.example", NOW))
        .expect("the book works again");
    assert_eq!(
        next,
        OrderKey(ORDERS + 1),
        "no number is given twice, not even a lost one"
    );
    drop(book);
    open(folder.path());
}

#[test]
fn the_number_of_a_lost_order_is_never_given_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let book = open(folder.path());
    sell(&book, 3);
    rusqlite::Connection::open(file(folder.path()))
        .and_then(|direct| {
            direct.execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM orders WHERE key = 3;")
        })
        .expect("the last row is lost");
    let repair = book.repair().expect("it rebuilds");
    assert_eq!((repair.orders, repair.lost), (2, Some(1)), "{repair:?}");
    let next = book
        .begin(&new_order("anna@hotel.example", NOW))
        .expect("it is written");
    assert_eq!(next, OrderKey(4), "3 was somebody's order");
}

#[test]
fn damage_that_was_met_is_repaired_by_the_next_start() {
    let folder = closed_book(ORDERS);
    overwrite_the_middle(&file(folder.path()));
    let book = open(folder.path());
    book.list(&Filter::default())
        .expect_err("bad pages are in the way");
    drop(book);
    let (book, repair) = repaired(folder.path());
    assert_eq!((repair.orders, repair.lost), (ORDERS, Some(0)));
    assert_eq!(readable(&book).len(), ORDERS as usize);
}

#[test]
fn what_happened_after_the_backup_wins_over_the_backup() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let key = book
        .begin(&new_order("anna@hotel.example", NOW))
        .expect("it is written");
    book.back_up().expect("it copies");
    book.record(key, OrderEvent::CodeProved, &completed(1), at(NOW))
        .expect("it is written");
    drop(book);
    overwrite(&file(folder.path()), 0..1);
    let (book, _) = repaired(folder.path());
    assert_whole(&book, key.0);
}

#[test]
fn what_stands_only_in_the_wal_is_recovered_too() {
    let folder = closed_book(50);
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    sell(&book, 5);
    // As after a crash: the files are taken while the book is open.
    let crashed = tempfile::tempdir().expect("a temporary folder");
    for name in ["orders.db", "orders.db-wal", "orders.backup.db"] {
        fs::copy(folder.path().join(name), crashed.path().join(name)).expect("it copies");
    }
    drop(book);
    overwrite_the_middle(&file(crashed.path()));
    let (book, repair) = repaired(crashed.path());
    assert_eq!(
        repair.orders + repair.lost.expect("it is known"),
        ORDERS + 5,
        "{repair:?}"
    );
    for key in [1, 50, ORDERS + 1, ORDERS + 5] {
        assert_whole(&book, key);
    }
    let mut wal = kept_aside(&repair).into_os_string();
    wal.push("-wal");
    assert!(Path::new(&wal).exists(), "the WAL is kept aside too");
}

#[test]
fn a_repair_cut_off_before_its_last_step_is_completed() {
    let folder = closed_book(0);
    let book = open(folder.path());
    book.back_up().expect("it copies");
    drop(book);
    fs::rename(
        folder.path().join("orders.backup.db"),
        folder.path().join("orders.rebuilt.db"),
    )
    .expect("it moves");
    overwrite(&file(folder.path()), 0..1);
    let book = open(folder.path());
    assert_eq!(readable(&book).len(), ORDERS as usize);
    let kept = fs::read_dir(folder.path())
        .expect("a folder")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with("orders.damaged-"))
        .count();
    assert_eq!(kept, 1, "the damaged file is still there");
}

#[test]
fn a_damaged_book_never_replaces_a_sound_backup() {
    let folder = closed_book(40);
    let backup = folder.path().join("orders.backup.db");
    let before = fs::read(&backup).expect("it reads");
    overwrite_the_middle(&file(folder.path()));
    let book = open(folder.path());
    let refused = book.back_up().expect_err("the copy is checked");
    assert!(matches!(refused, BookError::Damaged), "{refused}");
    assert!(
        fs::read(&backup).expect("it reads") == before,
        "the sound one stays"
    );
}

#[test]
fn a_book_that_is_gone_comes_back_from_its_backup() {
    let folder = closed_book(40);
    fs::remove_file(file(folder.path())).expect("somebody tidies up");
    let (book, repair) = repaired(folder.path());
    assert_eq!(
        (repair.kept_aside, repair.from_backup, repair.orders),
        (None, true, 40)
    );
    assert_whole(&book, 40);
}

#[test]
fn a_damaged_backup_is_kept_and_the_book_read_without_it() {
    let folder = closed_book(40);
    fs::write(folder.path().join("orders.backup.db"), "no backup any more").expect("it writes");
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let repair = book.repair().expect("it rebuilds");
    assert_eq!(
        (
            repair.from_backup,
            repair.recovered,
            repair.orders,
            repair.lost
        ),
        (false, ORDERS, ORDERS, Some(0))
    );
    let kept = fs::read_dir(folder.path())
        .expect("a folder")
        .filter_map(|entry| fs::read(entry.ok()?.path()).ok())
        .any(|bytes| bytes == b"no backup any more");
    assert!(kept, "under another name, for somebody to look at");
    assert_whole(&book, ORDERS);
}

#[test]
fn the_regular_backup_is_made_once_a_day() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let book = open(folder.path());
    assert!(
        book.back_up_when_due().expect("it copies"),
        "there was none"
    );
    assert!(!book.back_up_when_due().expect("it looks"), "it is fresh");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(25 * 60 * 60);
    fs::OpenOptions::new()
        .write(true)
        .open(folder.path().join("orders.backup.db"))
        .and_then(|backup| backup.set_modified(old))
        .expect("its age is set");
    assert!(
        book.back_up_when_due().expect("it copies"),
        "older than a day"
    );
}

#[test]
fn a_row_that_reads_as_no_order_is_damage_and_comes_back_from_the_backup() {
    for spoiled in [
        "state = 'teleported'",
        "plan = '{'",
        "month = 'May'",
        "created_at = 9e18",
    ] {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = open(folder.path());
        book.use_keys(Some(fixed_keys()));
        sell(&book, 2);
        book.back_up().expect("it copies");
        rusqlite::Connection::open(file(folder.path()))
            .and_then(|direct| {
                direct.execute(&format!("UPDATE orders SET {spoiled} WHERE key = 1"), [])
            })
            .expect("somebody spoils it");
        let met = book.list(&Filter::default()).expect_err("no guess is made");
        assert!(matches!(met, BookError::Damaged), "{spoiled}: {met}");
        let repair = book.repair().expect("it rebuilds");
        assert_eq!(
            (repair.recovered, repair.orders, repair.lost),
            (1, 2, Some(0)),
            "{spoiled}"
        );
        assert_whole(&book, 1);
    }
}

#[test]
fn an_order_in_progress_goes_on_after_a_repair() {
    let folder = closed_book(10);
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let key = book
        .begin(&new_order("anna@hotel.example", NOW))
        .expect("it is written");
    book.record(key, OrderEvent::Accepted, &OrderFacts::default(), at(NOW))
        .expect("it is written");
    book.repair()
        .expect("a sound book is rebuilt just the same");
    let order = book
        .record(key, OrderEvent::CodeProved, &completed(key.0), at(NOW))
        .expect("it is written");
    assert_eq!(order.state, OrderState::Ready);
    assert_eq!(order.timeline.len(), 3, "nothing of its life is lost");
}
