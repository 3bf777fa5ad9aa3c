//! Groups and their lines in the book's file. What is sealed comes sealed and goes closed.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};

use super::{Tx, WriteTx, decode};
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

/// The lines of a group, with the newest order of each.
pub(in crate::book) fn lines(tx: &Tx<'_>, group: GroupKey) -> Result<Vec<StoredLine>, BookError> {
    tx.sql
        .prepare_cached(
            "SELECT l.line, l.state, l.text, o.key AS order_key, o.state AS order_state, o.verdict,
                    o.order_id, o.reference, o.shown_at
             FROM guest_lines l
             LEFT JOIN orders o ON o.key =
               (SELECT max(key) FROM orders WHERE group_key = l.group_key AND group_line = l.line)
             WHERE l.group_key = ?1 ORDER BY l.line",
        )?
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

pub(in crate::book) fn of_account(
    tx: &Tx<'_>,
    account: &AccountId,
    most: u32,
) -> Result<Vec<GroupRow>, BookError> {
    tx.sql
        .prepare_cached(
            "SELECT g.key, g.created_at, count(l.line) AS lines,
                    count(l.line) FILTER (WHERE l.state = ?3 AND l.text IS NOT NULL) AS waiting
             FROM guest_groups g LEFT JOIN guest_lines l ON l.group_key = g.key
             WHERE g.account = ?1 GROUP BY g.key ORDER BY g.key DESC LIMIT ?2",
        )?
        .query_and_then(params![account.0, most, LineState::Waiting.name()], |row| {
            Ok(GroupRow {
                key: GroupKey(row.get("key")?),
                at: decode::time(row, "created_at")?,
                lines: row.get("lines")?,
                waiting: row.get("waiting")?,
            })
        })?
        .collect()
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

/// Orders may be missing: what was bought for a line is not known any more where no order says that it may be charged. A line
/// that was stopped, left out or refused may have been tried again since.
pub(super) fn doubt_all(sql: &rusqlite::Connection) -> Result<(), BookError> {
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
    let mut doubt =
        sql.prepare("UPDATE guest_lines SET state = ?3 WHERE group_key = ?1 AND line = ?2")?;
    for (group, line) in lines.into_iter().filter(|line| !charged.contains(line)) {
        doubt.execute(params![group, line, LineState::Unsure.name()])?;
    }
    Ok(())
}
