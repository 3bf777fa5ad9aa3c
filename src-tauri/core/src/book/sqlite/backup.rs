//! Copies of the whole book, made while it is in use: the regular backup, and others. What those are for, their callers know.

use std::fs;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use super::file::{Files, beside, check, make_private, open_to_read, remove, sync_folder};
use crate::book::error::BookError;
use crate::files::private;

/// How old the regular backup may grow.
const REGULAR_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// Whether the regular backup is missing or too old.
pub(in crate::book) fn is_due(files: &Files) -> bool {
    let made = fs::metadata(files.backup()).and_then(|file| file.modified());
    // A backup from the future tells nothing of its age, so it is made again.
    !made.is_ok_and(|made| made.elapsed().is_ok_and(|age| age < REGULAR_AGE))
}

/// Makes the regular backup.
pub(in crate::book) fn make(from: &super::Connection, files: &Files) -> Result<(), BookError> {
    copy(&from.sql, &files.backup())
}

/// Copies the book to `target`. An older copy there stays until the new one is complete, sound and on disk.
pub(super) fn copy(from: &Connection, target: &Path) -> Result<(), BookError> {
    let unfinished = beside(target, ".new");
    remove(&unfinished)?;
    let copied = write(from, &unfinished).and_then(|()| {
        // Open for writing: Windows syncs no other.
        private::options()
            .open(&unfinished)
            .and_then(|file| file.sync_all())
            .and_then(|()| crate::files::rename(&unfinished, target))
            .map_err(|error| BookError::of_file(&error))
    });
    if copied.is_err() {
        for suffix in ["", "-wal", "-shm"] {
            remove(&beside(&unfinished, suffix))?;
        }
        return copied;
    }
    target.parent().map_or(Ok(()), sync_folder)
}

fn write(from: &Connection, unfinished: &Path) -> Result<(), BookError> {
    make_private(unfinished)?;
    let mut to = Connection::open(unfinished)?;
    // In one step: a copy in several begins anew whenever somebody writes in between.
    Backup::new(from, &mut to)?.step(-1)?;
    drop(to);
    check(&open_to_read(unfinished)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::sqlite::file::open_to_write;

    #[test]
    fn a_backup_holds_what_was_committed_and_replaces_the_older_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let target = folder.path().join("copy.db");
        let book = open_to_write(&folder.path().join("book.db")).expect("it opens");
        book.execute_batch("CREATE TABLE t (x)").expect("it writes");
        for count in 1..=2 {
            book.execute("INSERT INTO t VALUES (1)", [])
                .expect("it writes");
            copy(&book, &target).expect("it copies");
            let copied: i64 = open_to_read(&target)
                .expect("it opens")
                .query_row("SELECT count(*) FROM t", [], |row| row.get(0))
                .expect("it reads");
            assert_eq!(copied, count, "every committed row is in the copy");
        }
        let left: Vec<_> = fs::read_dir(folder.path())
            .expect("a folder")
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.contains(".new"))
            .collect();
        assert!(left.is_empty(), "nothing unfinished stays behind: {left:?}");
    }
}
