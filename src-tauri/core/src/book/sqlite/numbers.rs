//! Which number the next order gets: never one that was given before, whatever became of the book (rulings 29).
//!
//! The highest number stands in the book twice, and once more in a small file beside it, which a book that is gone, torn or
//! put back from an older copy does not take with it. Where nothing tells, a repair leaves a gap.

use std::io::Write;

use rusqlite::{Connection, OptionalExtension};

use super::file::Files;
use super::meta;
use crate::book::error::BookError;
use crate::book::id::BookId;
use crate::files::private;

/// No desk comes so far: a higher number beside a book is torn, and a repair must not count up to it.
const MOST: u32 = 10_000_000;

/// The number for a new order.
pub(super) fn next(sql: &Connection) -> Result<u32, BookError> {
    let next = highest(sql)?.checked_add(1);
    next.ok_or_else(|| BookError::unreadable("highest_number"))
}

/// Notes that this number is given. The caller inserts the row in the same transaction.
pub(super) fn given(sql: &Connection, number: u32) -> Result<(), BookError> {
    match meta::number(sql, meta::HIGHEST)? {
        Some(highest) if highest >= number => Ok(()),
        Some(_) | None => meta::set(sql, meta::HIGHEST, &number.to_string()),
    }
}

/// The highest number that was ever given, as the book knows it. Where its two notes of it differ, one of them is torn.
pub(super) fn highest(sql: &Connection) -> Result<u32, BookError> {
    let last: u32 = sql
        .prepare_cached("SELECT coalesce(max(key), 0) FROM orders")?
        .query_row([], |row| row.get(0))?;
    let sequence = sequence(sql)?.unwrap_or(0);
    let noted = match meta::number(sql, meta::HIGHEST)? {
        Some(noted) => noted,
        // A book of the versions that did not note it.
        None => sequence,
    };
    if noted != sequence || noted < last {
        return Err(BookError::unreadable("highest_number"));
    }
    Ok(noted)
}

/// The highest number as SQLite keeps it.
pub(super) fn sequence(sql: &Connection) -> Result<Option<u32>, BookError> {
    Ok(sql
        .prepare_cached("SELECT seq FROM sqlite_sequence WHERE name = 'orders'")?
        .query_row([], |row| row.get(0))
        .optional()?)
}

/// Sets both notes of it. For a book that was just built, or that turns out to be older than it should be.
pub(super) fn set_highest(sql: &Connection, highest: u32) -> Result<(), BookError> {
    let known = sequence(sql)?;
    sql.execute(
        match known {
            Some(_) => "UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'orders'",
            None => "INSERT INTO sqlite_sequence (name, seq) VALUES ('orders', ?1)",
        },
        [highest],
    )?;
    meta::set(sql, meta::HIGHEST, &highest.to_string())
}

/// The file beside the book: whose it is, and the highest number given.
pub(super) fn beside(files: &Files) -> Option<(BookId, u32)> {
    let text = std::fs::read_to_string(files.number()).ok()?;
    let (id, number) = text.trim_end().split_once(' ')?;
    let number = number.trim_start().parse().ok()?;
    (number <= MOST).then_some((BookId::parse(id)?, number))
}

/// Notes the number beside the book. Written over in place, always as long as before: a power cut leaves the old or the new
/// one. Without it the book works all the same.
pub(in crate::book) fn note_beside(files: &Files, id: &BookId, number: u32) {
    if beside(files).is_some_and(|(whose, known)| whose == *id && known >= number) {
        return;
    }
    let line = format!("{id} {number:>10}\n");
    let written = private::options()
        .create(true)
        .truncate(false)
        .open(files.number())
        .and_then(|mut file| {
            file.write_all(line.as_bytes())?;
            file.sync_data()
        });
    if let Err(error) = written {
        tracing::warn!(kind = ?error.kind(), "the order number is not noted beside the book");
    }
}
