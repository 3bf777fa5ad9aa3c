//! What the book knows of itself: names and values in a table of their own. A value that does not read as what its name
//! says counts as not there.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use super::{Tx, WriteTx};
use crate::book::error::BookError;
use crate::book::id::BookId;
use crate::book::keys::Month;

/// The book's random id.
const ID: &str = "book";
/// The highest order number ever given.
pub(super) const HIGHEST: &str = "highest_number";
/// How many numbers up to that one are known to have no order: lost ones, and those that a repair left out.
pub(super) const WITHOUT_ORDER: &str = "numbers_without_order";
/// When customers were last forgotten, in milliseconds.
const FORGOTTEN_AT: &str = "forgotten_at";
/// Begins the name of a month's check value.
const KEY_CHECK: &str = "key_check ";

pub(super) fn get(sql: &Connection, name: &str) -> Result<Option<String>, BookError> {
    Ok(sql
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

pub(super) fn set(sql: &Connection, name: &str, value: &str) -> Result<(), BookError> {
    sql.prepare_cached(
        "INSERT INTO meta (name, value) VALUES (?1, ?2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?
    .execute(params![name, value])?;
    Ok(())
}

pub(super) fn number(sql: &Connection, name: &str) -> Result<Option<u32>, BookError> {
    Ok(get(sql, name)?.and_then(|value| value.parse().ok()))
}

pub(super) fn id(sql: &Connection) -> Result<Option<BookId>, BookError> {
    Ok(get(sql, ID)?.as_deref().and_then(BookId::parse))
}

pub(super) fn set_id(sql: &Connection, id: &BookId) -> Result<(), BookError> {
    set(sql, ID, &id.to_string())
}

pub(in crate::book) fn forgotten_at(tx: &Tx<'_>) -> Result<Option<Timestamp>, BookError> {
    Ok(get(&tx.sql, FORGOTTEN_AT)?
        .and_then(|value| value.parse().ok())
        .and_then(|at| Timestamp::from_millisecond(at).ok()))
}

pub(in crate::book) fn set_forgotten_at(tx: &WriteTx<'_>, at: Timestamp) -> Result<(), BookError> {
    set(&tx.sql, FORGOTTEN_AT, &at.as_millisecond().to_string())
}

/// The check value of a month's key.
pub(in crate::book) fn key_check(tx: &Tx<'_>, month: Month) -> Result<Option<Vec<u8>>, BookError> {
    let value = get(&tx.sql, &format!("{KEY_CHECK}{month}"))?;
    Ok(value.as_deref().and_then(bytes))
}

pub(in crate::book) fn set_key_check(
    tx: &Tx<'_>,
    month: Month,
    value: &[u8],
) -> Result<(), BookError> {
    let value: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    set(&tx.sql, &format!("{KEY_CHECK}{month}"), &value)
}

pub(in crate::book) fn remove_key_check(tx: &WriteTx<'_>, month: Month) -> Result<(), BookError> {
    tx.sql.execute(
        "DELETE FROM meta WHERE name = ?1",
        [format!("{KEY_CHECK}{month}")],
    )?;
    Ok(())
}

/// Takes over what a repair may believe of another file's: the check values and the time of the last forgetting. Id and
/// numbers are decided elsewhere. Whatever cannot be read is left out.
pub(super) fn salvage(source: &Connection, target: &Connection) -> Result<(), BookError> {
    let rows: Vec<(String, String)> = source
        .prepare("SELECT name, value FROM meta")
        .and_then(|mut rows| {
            Ok(rows
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
                .map_while(Result::ok)
                .collect())
        })
        .unwrap_or_default();
    for (name, value) in rows {
        let is_sound = match name.strip_prefix(KEY_CHECK) {
            Some(month) => Month::parse(month).is_some() && bytes(&value).is_some(),
            None => name == FORGOTTEN_AT && value.parse::<i64>().is_ok(),
        };
        if is_sound {
            set(target, &name, &value)?;
        }
    }
    Ok(())
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let pairs = hex.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect()
}
