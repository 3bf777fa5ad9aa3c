//! Reading groups out of a file that may say anything, as `salvage` reads orders. A line that cannot be read is left out:
//! nothing is bought for what nobody can read.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::book::error::BookError;
use crate::book::guest_group::LineState;
use crate::book::keys::Month;
use crate::book::seal;

/// No desk has sold to more groups than that.
const MOST: u32 = 100_000;

/// Copies what can be read into `target`, over what stands there.
pub(super) fn groups(source: &Connection, target: &Connection) -> Result<(), BookError> {
    let highest = source
        .query_row("SELECT max(key) FROM guest_groups", [], |row| {
            row.get::<_, Option<u32>>(0)
        })
        // A file of an earlier program has none.
        .unwrap_or_default();
    for key in 1..=highest.unwrap_or(0).min(MOST) {
        if group(source, target, key)? {
            lines(source, target, key)?;
        }
    }
    Ok(())
}

fn group(source: &Connection, target: &Connection, key: u32) -> Result<bool, BookError> {
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
    let Ok((month, account, at, reference, staff)) = read else {
        return Ok(false);
    };
    let of_time = Timestamp::from_millisecond(at).ok().map(Month::of);
    if of_time.is_none() || of_time != Month::parse(&month) {
        return Ok(false);
    }
    target.execute(
        "INSERT OR REPLACE INTO guest_groups (key, month, account, created_at, reference, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![key, month, account, at, reference, staff],
    )?;
    Ok(true)
}

fn lines(source: &Connection, target: &Connection, group: u32) -> Result<(), BookError> {
    let Ok(mut select) = source.prepare_cached(
        "SELECT line, state, text FROM guest_lines WHERE group_key = ?1 ORDER BY line",
    ) else {
        return Ok(());
    };
    let mut rows = select.query([group])?;
    // It ends at the first bad page.
    while let Ok(Some(row)) = rows.next() {
        let read = || Ok::<_, rusqlite::Error>((row.get(0)?, row.get(1)?, row.get(2)?));
        let Ok((line, state, text)): Result<(u32, String, Option<Vec<u8>>), _> = read() else {
            continue;
        };
        let is_sound =
            LineState::from_name(&state).is_some() && text.as_deref().is_none_or(seal::is_one);
        if is_sound {
            target.execute(
                "INSERT OR REPLACE INTO guest_lines (group_key, line, state, text)
                 VALUES (?1, ?2, ?3, ?4)",
                params![group, line, state, text],
            )?;
        }
    }
    Ok(())
}
