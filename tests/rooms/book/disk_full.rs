//! When the machine is the trouble: a full disk and a folder that cannot be written, met as an unprivileged user on a small
//! file system of memory (rulings 32).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use esim_desk_core::book::{Book, BookError, OrderEvent, OrderFacts, OrderState};

use super::{NOW, at, completed, new_order, open};

const FOLDER: &str = "ESIM_DESK_TEST_FOLDER";

/// Runs an ignored test as an unprivileged user in a mount of 2 MB, where `before` prepared the folder. Its temporary folders
/// are there too.
pub fn run_unprivileged(test: &str, before: &str) {
    run_unprivileged_on("2m", test, before);
}

/// The same in a mount of that size.
pub fn run_unprivileged_on(size: &str, test: &str, before: &str) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    // Inside a namespace of its own the mount is gone with the process. Root may do that; others become root of
    // a user namespace first. Without its bounding set a user has no capability, so permission bits count.
    let root =
        fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
    let (namespace, user) = match root {
        true => (
            ["-m"].as_slice(),
            "--reuid=65534 --regid=65534 --clear-groups",
        ),
        false => (["-r", "-m"].as_slice(), "--no-new-privs"),
    };
    let script = format!(
        "set -e; mount -t tmpfs -o size={size},mode=0777 none \"$1\"; mkdir -m 0777 \"$1/desk\"; {before}; \
         cd /; exec setpriv {user} --inh-caps=-all --bounding-set=-all \
         env {FOLDER}=\"$1/desk\" TMPDIR=\"$1/desk\" RUST_TEST_THREADS=1 \"$2\" --ignored --exact \"$3\""
    );
    let done = Command::new("unshare")
        .args(namespace)
        .args(["sh", "-c", &script, "sh"])
        .arg(folder.path())
        .arg(std::env::current_exe().expect("this program"))
        .arg(test)
        .output()
        .expect("unshare is part of util-linux");
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(
        done.status.success() && said.contains("1 passed"),
        "{test}: {said}"
    );
}

pub fn desk_folder() -> PathBuf {
    PathBuf::from(std::env::var_os(FOLDER).expect("set by the other half"))
}

/// Fills the file system to the last byte, and proves it.
pub fn fill(folder: &Path) -> PathBuf {
    let filler = folder.join("filler");
    let mut size = 1 << 20;
    let mut file = fs::File::create(&filler).expect("there is room yet");
    while size > 0 {
        if std::io::Write::write_all(&mut file, &vec![1; size]).is_err() {
            size /= 2;
        }
    }
    let plain = fs::write(folder.join("plain"), "x").expect_err("the disk is full");
    assert_eq!(plain.kind(), std::io::ErrorKind::StorageFull);
    fs::remove_file(folder.join("plain")).expect("it was created, empty");
    filler
}

#[test]
fn a_full_disk_is_told_and_nothing_is_lost() {
    run_unprivileged("book::disk_full::on_a_full_disk", ":");
}

#[test]
#[ignore = "run by another test, as another user"]
fn on_a_full_disk() {
    let folder = desk_folder();
    let book = open(&folder);
    let before = book
        .begin(&new_order("anna@hotel.example", NOW))
        .expect("there is room");
    let filler = fill(&folder);

    let begun = (0..100).find_map(|_| book.begin(&new_order("bert@hotel.example", NOW)).err());
    assert!(matches!(begun, Some(BookError::DiskFull)), "{begun:?}");
    let count = book
        .list(&Default::default())
        .expect("reading goes on")
        .total;
    let happened = (0..100).find_map(|number| {
        let facts = OrderFacts {
            detail: Some(format!("attempt {number} {}", "x".repeat(2000))),
            ..OrderFacts::default()
        };
        book.record(before, OrderEvent::Accepted, &facts, at(NOW))
            .err()
    });
    assert!(
        matches!(happened, Some(BookError::DiskFull)),
        "{happened:?}"
    );
    let backup = book.back_up().expect_err("no room for a copy");
    assert!(matches!(backup, BookError::DiskFull), "{backup:?}");

    fs::remove_file(filler).expect("somebody makes room");
    let order = book
        .record(before, OrderEvent::CodeProved, &completed(1), at(NOW))
        .expect("the order in progress is finished");
    assert_eq!(order.state, OrderState::Ready);
    assert_eq!(
        book.list(&Default::default()).expect("it reads").total,
        count,
        "no half order"
    );
    drop(book);
    assert_eq!(
        open(&folder).order(before).expect("it is there").state,
        OrderState::Ready
    );
}

#[test]
fn a_disk_full_from_the_start_is_told() {
    run_unprivileged("book::disk_full::opening_on_a_full_disk", ":");
}

#[test]
#[ignore = "run by another test, as another user"]
fn opening_on_a_full_disk() {
    let folder = desk_folder();
    fill(&folder);
    let refused = Book::open(&folder).expect_err("no room for a book");
    assert!(matches!(refused, BookError::DiskFull), "{refused:?}");
}

#[test]
fn a_folder_that_cannot_be_written_is_told() {
    run_unprivileged(
        "book::disk_full::in_a_folder_of_somebody_else",
        "chmod 0555 \"$1/desk\"",
    );
}

#[test]
#[ignore = "run by another test, as another user"]
fn in_a_folder_of_somebody_else() {
    let folder = desk_folder();
    let plain = fs::write(folder.join("plain"), "x").expect_err("the folder is closed to us");
    assert_eq!(plain.kind(), std::io::ErrorKind::PermissionDenied);
    let refused = Book::open(&folder).expect_err("nothing can be written here");
    assert!(matches!(refused, BookError::ReadOnly), "{refused:?}");
}

#[test]
fn a_book_that_became_read_only_is_told_and_left_alone() {
    run_unprivileged("book::disk_full::with_a_book_that_became_read_only", ":");
}

#[test]
#[ignore = "run by another test, as another user"]
fn with_a_book_that_became_read_only() {
    use std::os::unix::fs::PermissionsExt;

    let folder = desk_folder().join("own");
    let book = open(&folder);
    book.begin(&new_order("anna@hotel.example", NOW))
        .expect("it is written");
    drop(book);
    let file = folder.join("orders.db");
    let before = fs::read(&file).expect("it reads");
    let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
    set(&file, 0o400).expect("our own file");
    set(&folder, 0o500).expect("our own folder");
    let plain = fs::write(folder.join("plain"), "x").expect_err("the folder is closed to us");
    assert_eq!(plain.kind(), std::io::ErrorKind::PermissionDenied);
    let refused = Book::open(&folder).expect_err("it cannot be written");
    assert!(matches!(refused, BookError::ReadOnly), "{refused:?}");
    assert!(fs::read(&file).expect("it reads") == before, "as it was");
    set(&folder, 0o700).expect("our own folder");
    set(&file, 0o600).expect("our own file");
    assert_eq!(
        open(&folder)
            .list(&Default::default())
            .expect("it reads")
            .total,
        1
    );
}
