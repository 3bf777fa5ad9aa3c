//! Book files that move between systems: what one build wrote, the other one opens, reads and goes on with. Windows is the
//! other half of this test program, under Wine; the keys are the same on both, as if a keychain had moved along.

use std::env;
use std::path::Path;

use esim_desk_core::book::{Book, Filter, OrderEvent, OrderFacts, OrderState};
use secrecy::ExposeSecret;

use super::{at, code_of, completed, fixed_keys, new_order, open};

const FOLDER: &str = "ESIM_DESK_TEST_FOLDER";
/// More than fits one page of the file.
const ORDERS: u32 = 40;

/// Which system this build is for, as it stands in what it sells.
const SYSTEM: &str = env::consts::OS;

#[cfg(target_os = "linux")]
#[test]
#[ignore = "needs the other half: `cargo xtask test --windows` runs it"]
fn a_book_is_written_and_read_on_linux_and_windows_in_turn() {
    use std::fs;

    use crate::wine::{On, OtherHalf, on_windows};

    let folder = tempfile::tempdir().expect("a temporary folder");
    let other_half = |test: &str| {
        let test = format!("book::moved::{test}");
        OtherHalf::passes(On::Wine, &test, &[(FOLDER, on_windows(folder.path()))]);
    };
    for system in ["linux", "windows"] {
        let first = folder.path().join(system);
        fs::create_dir(&first).expect("the folder is ours");
    }
    // A book that began here, and one that began there.
    sell(&folder.path().join("linux"));
    other_half("sells_in_both");
    sell(&folder.path().join("windows"));
    for system in ["linux", "windows"] {
        read(&folder.path().join(system), &["linux", "windows"]);
    }
    other_half("reads_both");
    // A backup serves the other system as well: there is nothing else left.
    for system in ["linux", "windows"] {
        for gone in ["orders.db", "orders.db-wal", "orders.db-shm"] {
            drop(fs::remove_file(folder.path().join(system).join(gone)));
        }
    }
    other_half("rebuilds_both");
    for system in ["linux", "windows"] {
        read(&folder.path().join(system), &["linux", "windows"]);
    }
}

/// Under Wine.
#[test]
#[ignore = "run by the other half"]
fn sells_in_both() {
    let folder = folder();
    read(&folder.join("linux"), &["linux"]);
    for system in ["linux", "windows"] {
        sell(&folder.join(system));
    }
    read(&folder.join("linux"), &["linux", SYSTEM]);
    read(&folder.join("windows"), &[SYSTEM]);
}

/// Under Wine.
#[test]
#[ignore = "run by the other half"]
fn reads_both() {
    for system in ["linux", "windows"] {
        let place = folder().join(system);
        read(&place, &["linux", "windows"]);
        let book = open(&place);
        book.use_keys(Some(fixed_keys()));
        book.back_up().expect("the folder takes a file");
    }
}

/// Under Wine.
#[test]
#[ignore = "run by the other half"]
fn rebuilds_both() {
    for system in ["linux", "windows"] {
        let opened = Book::open(&folder().join(system)).expect("there is a backup");
        assert!(
            opened.repaired.is_some(),
            "there was nothing but the backup"
        );
    }
}

fn folder() -> std::path::PathBuf {
    env::var_os(FOLDER).expect("set by the other half").into()
}

fn email(system: &str, number: u32) -> String {
    format!("guest.{number}@{system}.example")
}

/// Orders in three states, each with a customer.
fn sell(folder: &Path) {
    let book = open(folder);
    book.use_keys(Some(fixed_keys()));
    for number in 0..ORDERS {
        let mut order = new_order(&email(SYSTEM, number), super::NOW);
        order.reference = format!("{SYSTEM}-{number}");
        let key = book.begin(&order).expect("it is written");
        let (event, facts) = match number % 3 {
            0 => (OrderEvent::CodeProved, completed(key.0)),
            1 => (OrderEvent::Refused, OrderFacts::default()),
            _ => continue,
        };
        let recorded = book.record(key, event, &facts, at(super::NOW));
        recorded.expect("it is written");
    }
}

/// All that these systems sold is there, with its customers and codes.
fn read(folder: &Path, systems: &[&str]) {
    let book = open(folder);
    book.use_keys(Some(fixed_keys()));
    book.open_customers().expect("the keys fit");
    let page = book.list(&Filter::default()).expect("it reads");
    let orders = u32::try_from(systems.len()).expect("a few") * ORDERS;
    assert_eq!(page.total, orders, "{systems:?}");
    for system in systems {
        for number in 0..ORDERS {
            let found = book
                .search(&email(system, number), &Filter::default())
                .expect("it reads");
            let [order] = found.orders.as_slice() else {
                panic!("{} has {} orders", email(system, number), found.total);
            };
            assert_eq!(order.reference, format!("{system}-{number}"));
            let state = match number % 3 {
                0 => OrderState::Ready,
                1 => OrderState::Refused,
                _ => OrderState::Sending,
            };
            assert_eq!(order.state, state);
            let code = completed(order.key.0).code.filter(|_| number % 3 == 0);
            assert_eq!(
                code_of(&book, order.key),
                code.map(|code| code.expose_secret().to_owned()),
                "sealed there, opened on {SYSTEM}"
            );
        }
    }
}
