//! Every file that ever stands in the data folder is its owner's alone, whatever the system's own habit is.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use esim_desk_core::files::private;
use esim_desk_core::settings::SettingsFile;

use super::{Desk, NOW, new_order, open};

fn mode(path: &Path) -> u32 {
    let found = fs::symlink_metadata(path).expect("it is there");
    found.permissions().mode() & 0o777
}

fn assert_private(folder: &Path, when: &str) -> usize {
    let mut files = 0;
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        assert_eq!(mode(&path), 0o600, "{when}: {}", path.display());
        files += 1;
    }
    files
}

#[test]
fn a_busy_life_with_backup_and_repair_leaves_no_file_open_to_others() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let folder = parent.path().join("data");
    // As an older program left them, with the system's own habit.
    fs::create_dir(&folder).expect("it is made");
    for name in ["orders.backup.db.new", "settings.unreadable.json"] {
        fs::write(folder.join(name), "").expect("it writes");
    }
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).expect("it is ours");

    let settings = SettingsFile::open(&folder);
    settings
        .change(|settings| settings.desk_name = "Front".into())
        .expect("it writes");
    let book = open(&folder);
    assert_eq!(mode(&folder), 0o700);
    for round in 0..3 {
        let sold = book.begin(&new_order("anna@hotel.example", NOW));
        sold.expect("it is written");
        assert_private(&folder, "selling");
        book.back_up().expect("it copies");
        assert_private(&folder, "with a backup");
        if round > 0 {
            book.repair().expect("it rebuilds");
            assert_private(&folder, "rebuilt");
        }
        let sold = book.begin(&new_order("anna@hotel.example", NOW));
        sold.expect("it is written");
    }
    drop(book);
    fs::remove_file(folder.join("orders.db")).expect("it is removed");
    fs::set_permissions(
        folder.join("orders.backup.db"),
        fs::Permissions::from_mode(0o644),
    )
    .expect("somebody copied it");
    let opened = esim_desk_core::book::Book::open(&folder).expect("it opens");
    assert!(opened.repaired.is_some(), "from the backup");
    let files = assert_private(&folder, "after all");
    assert!(
        files >= 8,
        "book, WAL, shm, backup, two set aside, number, settings: {files}"
    );
}

#[tokio::test]
async fn the_demos_ledger_is_private_too() {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let folder = parent.path().join("demo");
    let options = || esim_desk_core::sandbox::Options {
        ledger: Some(folder.join("sandbox.json")),
        ..Default::default()
    };
    drop(
        esim_desk_core::sandbox::Sandbox::start(options())
            .await
            .expect("it starts"),
    );
    assert_eq!(mode(&folder), 0o700);
    let ledger = folder.join("sandbox.json");
    fs::set_permissions(&ledger, fs::Permissions::from_mode(0o644)).expect("it is ours");
    drop(
        esim_desk_core::sandbox::Sandbox::start(options())
            .await
            .expect("it starts"),
    );
    assert_private(&folder, "the demo");
}

#[test]
fn a_book_of_an_earlier_version_is_brought_up_without_leaving_a_copy_open() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("old");
    private::folder(&folder).expect("it is made");
    rusqlite::Connection::open(folder.join("orders.db"))
        .and_then(|file| file.execute_batch(include_str!("v1.sql")))
        .expect("the fixture is sound");
    let _book = open(&folder);
    assert!(folder.join("orders-before-v3.db").exists());
    assert_private(&folder, "brought up");
}
