//! Reading groups out of a file that may say anything, as `salvage` reads orders. A line that cannot be read is left out:
//! nothing is bought for what nobody can read.

use jiff::Timestamp;
use rusqlite::{Connection, ErrorCode, params};

use crate::book::error::BookError;
use crate::book::guest_group::LineState;
use crate::book::keys::Month;
use crate::book::seal;

/// No desk has sold to more groups than that.
const MOST: u32 = 100_000;

/// Copies what can be read into `target`, over what stands there.
pub(super) fn groups(
    source: &Connection,
    target: &Connection,
    spoiled: &mut bool,
) -> Result<(), BookError> {
    let highest = source
        .query_row("SELECT max(key) FROM guest_groups", [], |row| {
            row.get::<_, Option<u32>>(0)
        })
        // A file of an earlier program has none.
        .unwrap_or_default();
    for key in 1..=highest.unwrap_or(0).min(MOST) {
        if group(source, target, key, spoiled)? {
            lines(source, target, key, spoiled)?;
        }
    }
    Ok(())
}

fn group(
    source: &Connection,
    target: &Connection,
    key: u32,
    spoiled: &mut bool,
) -> Result<bool, BookError> {
    type Columns = (String, String, i64, String, Option<String>);
    let read: Result<Columns, _> = source.query_row(
        "SELECT month, account, created_at, reference, staff FROM guest_groups WHERE key = ?1",
        [key],
        |row| {
            Ok((
                row.get(0)?,
                row.get(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
            ))
        },
    );
    let (month, account, at, reference, staff) = match read {
        Ok(columns) => columns,
        // A number that was never given.
        Err(rusqlite::Error::QueryReturnedNoRows) => return Ok(false),
        Err(_) => {
            *spoiled = true;
            return Ok(false);
        }
    };
    let of_time = Timestamp::from_millisecond(at).ok().map(Month::of);
    if of_time.is_none() || of_time != Month::parse(&month) {
        *spoiled = true;
        return Ok(false);
    }
    let written = target.execute(
        "INSERT INTO guest_groups (key, month, account, created_at, reference, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (key) DO UPDATE SET month = ?2, account = ?3, created_at = ?4, reference = ?5, staff = ?6",
        params![key, month, account, at, reference, staff],
    );
    taken(written, spoiled)
}

/// Whether it was written. What the new file refuses is not fit to be kept; that it cannot be written at all ends everything.
fn taken(written: rusqlite::Result<usize>, spoiled: &mut bool) -> Result<bool, BookError> {
    match written {
        Ok(_) => Ok(true),
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
            *spoiled = true;
            Ok(false)
        }
        Err(error) => Err(error.into()),
    }
}

fn lines(
    source: &Connection,
    target: &Connection,
    group: u32,
    spoiled: &mut bool,
) -> Result<(), BookError> {
    let Ok(mut select) = source.prepare_cached(
        "SELECT line, state, text FROM guest_lines WHERE group_key = ?1 ORDER BY line",
    ) else {
        *spoiled = true;
        return Ok(());
    };
    let Ok(mut rows) = select.query([group]) else {
        *spoiled = true;
        return Ok(());
    };
    loop {
        let row = match rows.next() {
            Ok(Some(row)) => row,
            Ok(None) => return Ok(()),
            // It ends at the first bad page.
            Err(_) => {
                *spoiled = true;
                return Ok(());
            }
        };
        let read = || Ok::<_, rusqlite::Error>((row.get(0)?, row.get(1)?, row.get(2)?));
        let Ok((line, state, text)): Result<(u32, String, Option<Vec<u8>>), _> = read() else {
            *spoiled = true;
            continue;
        };
        if LineState::from_name(&state).is_none() || !text.as_deref().is_none_or(seal::is_one) {
            *spoiled = true;
            continue;
        }
        let written = target.execute(
            "INSERT OR REPLACE INTO guest_lines (group_key, line, state, text)
             VALUES (?1, ?2, ?3, ?4)",
            params![group, line, state, text],
        );
        taken(written, spoiled)?;
    }
}
