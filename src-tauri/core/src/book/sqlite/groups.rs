//! Groups and their lines in the book's file. What is sealed comes sealed and goes closed.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use super::{Tx, WriteTx, decode, rules};
use crate::book::error::BookError;
use crate::book::guest_group::{GroupRow, LineOrder, LineState, NewGroup};
use crate::book::keys::Month;
use crate::book::order::{AccountId, GroupKey, LineKey, OrderKey, Verdict, may_be_charged};
use crate::book::state::OrderState;

/// The row of a group.
pub(in crate::book) struct StoredGroup {
    pub(in crate::book) month: Month,
    pub(in crate::book) account: AccountId,
    pub(in crate::book) at: Timestamp,
    pub(in crate::book) reference: String,
    pub(in crate::book) staff: Option<String>,
}

/// The row of a line, closed.
pub(in crate::book) struct StoredLine {
    pub(in crate::book) line: u32,
    pub(in crate::book) state: LineState,
    pub(in crate::book) text: Option<Vec<u8>>,
    pub(in crate::book) order: Option<LineOrder>,
}

pub(in crate::book) fn by_reference(
    tx: &Tx<'_>,
    reference: &str,
) -> Result<Option<GroupKey>, BookError> {
    let key = tx
        .sql
        .prepare_cached("SELECT key FROM guest_groups WHERE reference = ?1")?
        .query_row([reference], |row| row.get(0))
        .optional()?;
    Ok(key.map(GroupKey))
}

pub(in crate::book) fn insert(tx: &WriteTx<'_>, new: &NewGroup) -> Result<GroupKey, BookError> {
    // Orders know their group by its number: one whose group is lost must not become another's.
    let key: u32 = tx.sql.query_row(
        "SELECT 1 + max((SELECT coalesce(max(key), 0) FROM guest_groups),
                        (SELECT coalesce(max(group_key), 0) FROM orders))",
        [],
        |row| row.get(0),
    )?;
    tx.sql.execute(
        "INSERT INTO guest_groups (key, month, account, created_at, reference, staff)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            key,
            Month::of(new.at).to_string(),
            new.account.0,
            new.at.as_millisecond(),
            new.reference,
            new.staff
        ],
    )?;
    Ok(GroupKey(key))
}

pub(in crate::book) fn insert_line(
    tx: &WriteTx<'_>,
    at: LineKey,
    state: LineState,
    text: &[u8],
) -> Result<(), BookError> {
    tx.sql
        .prepare_cached(
            "INSERT INTO guest_lines (group_key, line, state, text) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![at.group.0, at.line, state.name(), text])?;
    Ok(())
}

pub(in crate::book) fn group(tx: &Tx<'_>, key: GroupKey) -> Result<Option<StoredGroup>, BookError> {
    let found = tx
        .sql
        .prepare_cached("SELECT * FROM guest_groups WHERE key = ?1")?
        .query_row([key.0], |row| {
            let group = || {
                Ok::<_, BookError>(StoredGroup {
                    month: decode::month(row)?,
                    account: AccountId(row.get("account")?),
                    at: decode::time(row, "created_at")?,
                    reference: row.get("reference")?,
                    staff: row.get("staff")?,
                })
            };
            Ok(group())
        })
        .optional()?;
    found.transpose()
}

/// The lines of a group, with the newest order of each: of those that may be charged, where there are such. A line may have been
/// tried again before what was closed as not bought turned up.
pub(in crate::book) fn lines(tx: &Tx<'_>, group: GroupKey) -> Result<Vec<StoredLine>, BookError> {
    tx.sql
        .prepare_cached(&format!(
            "SELECT l.line, l.state, l.text, o.key AS order_key, o.state AS order_state, o.verdict,
                    o.order_id, o.reference, o.shown_at
             FROM guest_lines l
             LEFT JOIN orders o ON o.key =
               (SELECT key FROM orders WHERE group_key = l.group_key AND group_line = l.line
                ORDER BY {} DESC, key DESC LIMIT 1)
             WHERE l.group_key = ?1 ORDER BY l.line",
            rules::may_be_charged()
        ))?
        .query_and_then([group.0], |row| {
            let key: Option<u32> = row.get("order_key")?;
            let order = key.map(|key| order(row, OrderKey(key))).transpose()?;
            Ok(StoredLine {
                line: row.get("line")?,
                state: line_state(row)?,
                text: row.get("text")?,
                order,
            })
        })?
        .collect()
}

fn order(row: &Row<'_>, key: OrderKey) -> Result<LineOrder, BookError> {
    let state = decode::state_of(row, "order_state")?;
    let verdict = decode::verdict(row)?;
    Ok(LineOrder {
        key,
        state,
        order_id: row.get("order_id")?,
        reference: row.get("reference")?,
        verdict,
        may_be_charged: may_be_charged(state, verdict),
        refunded: state.is_refunded()
            || state == OrderState::Settled && verdict == Some(Verdict::Refunded),
        was_shown: row.get::<_, Option<i64>>("shown_at")?.is_some(),
    })
}

fn line_state(row: &Row<'_>) -> Result<LineState, BookError> {
    let name: String = row.get("state")?;
    LineState::from_name(&name).ok_or_else(|| BookError::unreadable("line state"))
}

pub(in crate::book) fn state(tx: &Tx<'_>, at: LineKey) -> Result<Option<LineState>, BookError> {
    let found = tx
        .sql
        .prepare_cached("SELECT state FROM guest_lines WHERE group_key = ?1 AND line = ?2")?
        .query_row([at.group.0, at.line], |row| Ok(line_state(row)))
        .optional()?;
    found.transpose()
}

/// The orders of this line that may be charged.
pub(in crate::book) fn charged_orders(
    tx: &Tx<'_>,
    at: LineKey,
) -> Result<Vec<LineOrder>, BookError> {
    let orders: Vec<LineOrder> = tx
        .sql
        .prepare_cached(
            "SELECT key, state AS order_state, verdict, order_id, reference, shown_at FROM orders
             WHERE group_key = ?1 AND group_line = ?2",
        )?
        .query_and_then([at.group.0, at.line], |row| {
            order(row, OrderKey(row.get("key")?))
        })?
        .collect::<Result<_, _>>()?;
    let charged = orders.into_iter().filter(|order| order.may_be_charged);
    Ok(charged.collect())
}

pub(in crate::book) fn orders(tx: &Tx<'_>, group: GroupKey) -> Result<Vec<OrderKey>, BookError> {
    tx.sql
        .prepare_cached("SELECT key FROM orders WHERE group_key = ?1 ORDER BY key")?
        .query_and_then([group.0], |row| Ok(OrderKey(row.get(0)?)))?
        .collect()
}

/// The newest groups of an account that were begun after `since`.
pub(in crate::book) fn begun_since(
    tx: &Tx<'_>,
    account: &AccountId,
    since: Timestamp,
    most: u32,
) -> Result<Vec<GroupKey>, BookError> {
    tx.sql
        .prepare_cached(
            "SELECT key FROM guest_groups WHERE account = ?1 AND created_at > ?2
             ORDER BY key DESC LIMIT ?3",
        )?
        .query_and_then(params![account.0, since.as_millisecond(), most], |row| {
            Ok(GroupKey(row.get(0)?))
        })?
        .collect()
}

/// Looks at the lines of these groups only, and at their orders, however many there are of others.
pub(in crate::book) fn of_account(
    tx: &Tx<'_>,
    account: &AccountId,
    before: Option<GroupKey>,
    most: u32,
) -> Result<Vec<GroupRow>, BookError> {
    let mut sql = tx.sql.prepare_cached(&format!(
        "SELECT g.key, g.created_at, l.state, l.text IS NOT NULL AS is_kept,
                o.state AS order_state, o.verdict, count(l.line) AS lines
         FROM (SELECT key, created_at FROM guest_groups
               WHERE account = ?1 AND (?2 IS NULL OR key < ?2) ORDER BY key DESC LIMIT ?3) g
         LEFT JOIN guest_lines l ON l.group_key = g.key
         LEFT JOIN orders o ON o.key =
           (SELECT key FROM orders WHERE group_key = l.group_key AND group_line = l.line
            ORDER BY {} DESC, key DESC LIMIT 1)
         GROUP BY g.key, l.state, is_kept, o.state, o.verdict ORDER BY g.key DESC",
        rules::may_be_charged()
    ))?;
    let mut rows = sql.query(params![account.0, before.map(|key| key.0), most])?;
    let mut groups: Vec<GroupRow> = Vec::new();
    while let Some(row) = rows.next()? {
        let key = GroupKey(row.get("key")?);
        if groups.last().is_none_or(|group| group.key != key) {
            groups.push(GroupRow {
                key,
                at: decode::time(row, "created_at")?,
                lines: 0,
                waiting: 0,
                bought: 0,
                needs_person: 0,
            });
        }
        let lines: u32 = row.get("lines")?;
        if let Some(group) = groups.last_mut().filter(|_| lines > 0) {
            let order: Option<String> = row.get("order_state")?;
            let order = order.map(|_| {
                let state = decode::state_of(row, "order_state")?;
                Ok::<_, BookError>((state, decode::verdict(row)?))
            });
            group.add(
                lines,
                (line_state(row)?, row.get("is_kept")?),
                order.transpose()?,
            );
        }
    }
    Ok(groups)
}

/// Writes the state of a line, and its text where there is another one.
pub(in crate::book) fn set_line(
    tx: &WriteTx<'_>,
    at: LineKey,
    state: LineState,
    text: Option<&[u8]>,
) -> Result<(), BookError> {
    let changed = tx
        .sql
        .prepare_cached(
            "UPDATE guest_lines SET state = ?3, text = coalesce(?4, text)
             WHERE group_key = ?1 AND line = ?2",
        )?
        .execute(params![at.group.0, at.line, state.name(), text])?;
    match changed {
        0 => Err(BookError::UnknownGroup(at.group)),
        _ => Ok(()),
    }
}

/// An order of this line may be charged after all. The line may be lost.
pub(in crate::book) fn has_order(tx: &WriteTx<'_>, at: LineKey) -> Result<(), BookError> {
    match set_line(tx, at, LineState::Ordered, None) {
        Err(BookError::UnknownGroup(_)) => Ok(()),
        done => done,
    }
}

pub(in crate::book) fn set_order(
    tx: &WriteTx<'_>,
    order: OrderKey,
    at: LineKey,
) -> Result<(), BookError> {
    tx.sql
        .prepare_cached("UPDATE orders SET group_key = ?2, group_line = ?3 WHERE key = ?1")?
        .execute(params![order.0, at.group.0, at.line])?;
    Ok(())
}

/// Orders may be missing, and lines may be older than their orders: what was bought for a line is not known any more where no
/// order says that it may be charged, and is known where one does. A line that was stopped, left out or refused may have been
/// tried again since.
pub(super) fn ask_the_orders(sql: &rusqlite::Connection) -> Result<(), BookError> {
    let charged: HashSet<(u32, u32)> = sql
        .prepare(
            "SELECT key, state AS order_state, verdict, order_id, reference, shown_at, group_key, group_line
             FROM orders WHERE group_key IS NOT NULL AND group_line IS NOT NULL",
        )?
        .query_and_then([], |row| {
            let order = order(row, OrderKey(row.get("key")?))?;
            let line = (row.get("group_key")?, row.get("group_line")?);
            Ok(order.may_be_charged.then_some(line))
        })?
        .filter_map(Result::transpose)
        .collect::<Result<_, BookError>>()?;
    let lines: Vec<(u32, u32)> = sql
        .prepare("SELECT group_key, line FROM guest_lines")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let mut set =
        sql.prepare("UPDATE guest_lines SET state = ?3 WHERE group_key = ?1 AND line = ?2")?;
    for at in lines {
        let state = match charged.contains(&at) {
            true => LineState::Ordered,
            false => LineState::Unsure,
        };
        set.execute(params![at.0, at.1, state.name()])?;
    }
    Ok(())
}
