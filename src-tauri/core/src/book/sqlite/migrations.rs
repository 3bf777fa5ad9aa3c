//! The versions of the book's schema and the way from each to the next. A step, once published, is never edited.

use rusqlite::{Connection, TransactionBehavior};

use super::backup;
use super::file::Files;
use crate::book::error::BookError;

/// `STEPS[n]` leads from version n to n + 1. The version is SQLite's `user_version`.
pub(super) const STEPS: &[&str] = &[
    include_str!("schema_v1.sql"),
    include_str!("schema_v2.sql"),
    include_str!("schema_v3.sql"),
    include_str!("schema_v4.sql"),
    include_str!("schema_v5.sql"),
    include_str!("schema_v6.sql"),
    include_str!("schema_v7.sql"),
];

/// Brings the book to the newest version, with a copy of it made before each step.
pub(super) fn migrate(
    connection: &mut Connection,
    files: &Files,
    steps: &[&str],
) -> Result<(), BookError> {
    let found = version(connection)?;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    let done = match usize::try_from(found) {
        Ok(done) if done <= steps.len() => done,
        Ok(_) | Err(_) => return Err(BookError::NewerVersion { found, known }),
    };
    for (version, step) in (1_u32..).zip(steps).skip(done) {
        // A book that was never used has nothing to lose.
        if found > 0 {
            backup::copy(connection, &files.before_version(version))?;
        }
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        change.execute_batch(step)?;
        change.pragma_update(None, "user_version", version)?;
        change.commit()?;
    }
    Ok(())
}

/// The version of the file.
pub(super) fn version(connection: &Connection) -> Result<i64, BookError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::sqlite::file::{open_to_read, open_to_write};

    const TWO: &[&str] = &[
        "CREATE TABLE t (a); INSERT INTO t VALUES (1);",
        "ALTER TABLE t ADD COLUMN b DEFAULT 'new';",
    ];

    fn b_of(connection: &Connection) -> Option<String> {
        connection
            .query_row("SELECT b FROM t", [], |row| row.get(0))
            .ok()
    }

    #[test]
    fn each_step_runs_once_with_a_copy_of_the_book_as_it_was_before() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Files::new(folder.path());
        let mut book = open_to_write(&files.book()).expect("it opens");
        migrate(&mut book, &files, &TWO[..1]).expect("the first version");
        assert!(
            !files.before_version(1).exists(),
            "an empty book needs no copy"
        );

        for _ in 0..2 {
            migrate(&mut book, &files, TWO).expect("to the second version, and no further");
        }
        assert_eq!(b_of(&book).as_deref(), Some("new"), "the step ran");
        assert_eq!(version(&book).expect("a version"), 2);
        let before = open_to_read(&files.before_version(2)).expect("the copy is there");
        assert_eq!(
            version(&before).expect("a version"),
            1,
            "of the version before"
        );
        assert_eq!(b_of(&before), None, "and without the change");
    }

    #[test]
    fn a_new_book_takes_all_steps_and_needs_no_copy_before_any() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Files::new(folder.path());
        let mut book = open_to_write(&files.book()).expect("it opens");
        migrate(&mut book, &files, TWO).expect("both steps");
        assert_eq!(version(&book).expect("a version"), 2);
        for version in 1..=2 {
            assert!(
                !files.before_version(version).exists(),
                "there was nothing before version {version}"
            );
        }
    }

    #[test]
    fn a_step_that_fails_changes_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Files::new(folder.path());
        let mut book = open_to_write(&files.book()).expect("it opens");
        migrate(&mut book, &files, &TWO[..1]).expect("the first version");
        let broken = [TWO[0], "ALTER TABLE t ADD COLUMN b; SELECT nonsense;"];
        migrate(&mut book, &files, &broken).expect_err("the second statement is wrong");
        assert_eq!(
            version(&book).expect("a version"),
            1,
            "still the old version"
        );
        assert!(
            book.prepare("SELECT b FROM t").is_err(),
            "the half step was undone"
        );
    }

    #[test]
    fn a_newer_book_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let files = Files::new(folder.path());
        let mut book = open_to_write(&files.book()).expect("it opens");
        migrate(&mut book, &files, TWO).expect("two steps");
        let refused = migrate(&mut book, &files, &TWO[..1]).expect_err("from the future");
        assert!(
            matches!(refused, BookError::NewerVersion { found: 2, known: 1 }),
            "{refused}"
        );
        assert_eq!(b_of(&book).as_deref(), Some("new"), "untouched");
    }
}
