//! Every change of the book's file, as SQL. What is to be written, `record` and the rules have decided; what is to be
//! sealed comes sealed.

use jiff::Timestamp;
use rusqlite::params;

use super::{WriteTx, numbers, read};
use crate::book::error::BookError;
use crate::book::keys::Month;
use crate::book::order::{Asked, GuestNames, NewOrder, Order, OrderKey, OrderKind, Verdict};
use crate::book::seal::Field;
use crate::book::state::OrderState;
use crate::book::stored::json;
use crate::book::transition::Kept;

/// A new order at [`OrderState::Sending`], with nothing sealed and no timeline yet.
pub(in crate::book) fn insert(
    tx: &WriteTx<'_>,
    new_order: &NewOrder,
) -> Result<OrderKey, BookError> {
    let known_subscriptions = new_order
        .known_subscriptions
        .as_ref()
        .map(json)
        .transpose()?;
    let (guest_amount, guest_currency) = new_order.guest_pays.as_ref().cloned().unzip();
    let (kind, iccid) = match &new_order.asked {
        Asked::NewEsim => (OrderKind::NewEsim, None),
        Asked::TopUp { iccid } => (OrderKind::TopUp, Some(iccid)),
    };
    let key = numbers::next(&tx.sql)?;
    tx.sql
        .prepare_cached(
            "INSERT INTO orders (key, month, account, created_at, state, plan, reference, already_there,
                                 staff, guest_amount, guest_currency, note, kind, iccid,
                                 instead_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        )?
        .execute(
            params![
                key,
                Month::of(new_order.at).to_string(),
                new_order.account.0,
                new_order.at.as_millisecond(),
                OrderState::Sending.name(),
                json(&new_order.plan)?,
                new_order.reference,
                known_subscriptions,
                new_order.staff,
                guest_amount,
                guest_currency,
                new_order.note,
                kind.name(),
                iccid,
                new_order.instead_of.map(|order| order.0),
            ],
        )?;
    numbers::given(&tx.sql, key)?;
    tx.sql
        .prepare_cached("INSERT INTO sealed (order_key) VALUES (?1)")?
        .execute([key])?;
    Ok(OrderKey(key))
}

/// Takes the rows of an order as a whole, where the book has older ones of it or none; [`super::read::order`] gives them.
/// Its ids and what is sealed are not among them. Returns whether there were none.
pub(in crate::book) fn restore(tx: &WriteTx<'_>, order: &Order) -> Result<bool, BookError> {
    let is_missing = !read::is_there(tx, order.key)?;
    if is_missing {
        insert_again(tx, order)?;
    }
    if let Some(rival) = order.rival {
        rivals_again(tx, order.key, rival)?;
    }
    tx.sql
        .prepare_cached(
            "UPDATE orders SET state = ?2, guest_language = coalesce(?3, guest_language),
                               guest_phone = coalesce(?4, guest_phone),
                               refunded_at = coalesce(?5, refunded_at),
                               shown_at = coalesce(shown_at, ?6), not_as_sold = ?7 WHERE key = ?1",
        )?
        .execute(params![
            order.key.0,
            order.state.name(),
            order.guest.language,
            order.guest.phone,
            order.refunded_at.map(Timestamp::as_millisecond),
            order.shown_at.map(Timestamp::as_millisecond),
            order.as_sold.map(|as_sold| !as_sold)
        ])?;
    for (step, entry) in (1_u32..).zip(&order.timeline) {
        tx.sql
            .prepare_cached(
                "INSERT OR REPLACE INTO moments (order_key, step, at, state, detail)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                order.key.0,
                step,
                entry.at.as_millisecond(),
                entry.state.name(),
                entry.detail
            ])?;
    }
    Ok(is_missing)
}

/// The other one may be lost, or come back later: until then an order is its own rival, which withholds it as well.
fn rivals_again(tx: &WriteTx<'_>, order: OrderKey, rival: OrderKey) -> Result<(), BookError> {
    let known = match read::is_there(tx, rival)? {
        true => rival,
        false => order,
    };
    tx.sql
        .prepare_cached("UPDATE orders SET rival = ?2 WHERE key = ?1")?
        .execute([order.0, known.0])?;
    tx.sql
        .prepare_cached(
            "UPDATE orders SET rival = ?2 WHERE key = ?1 AND (rival IS NULL OR rival = key)",
        )?
        .execute([known.0, order.0])?;
    Ok(())
}

fn insert_again(tx: &WriteTx<'_>, order: &Order) -> Result<(), BookError> {
    let known_subscriptions = order.known_subscriptions.as_ref().map(json).transpose()?;
    let (guest_amount, guest_currency) = order.guest_pays.as_ref().cloned().unzip();
    tx.sql
        .prepare_cached(
            "INSERT INTO orders (key, month, account, created_at, state, plan, reference, already_there,
                                 staff, guest_amount, guest_currency, note, kind, group_key, group_line,
                                 instead_of)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        )?
        .execute(params![
            order.key.0,
            Month::of(order.created_at).to_string(),
            order.account.0,
            order.created_at.as_millisecond(),
            order.state.name(),
            json(&order.plan)?,
            order.reference,
            known_subscriptions,
            order.staff,
            guest_amount,
            guest_currency,
            order.note,
            order.kind.name(),
            order.line.map(|line| line.group.0),
            order.line.map(|line| line.line),
            order.instead_of.map(|order| order.0),
        ])?;
    tx.sql
        .prepare_cached("INSERT OR IGNORE INTO sealed (order_key) VALUES (?1)")?
        .execute([order.key.0])?;
    numbers::given(&tx.sql, order.key.0)
}

/// Sets the state and adds it to the timeline. A code that is not proved any more is dropped: the service has it, should it
/// be proved again.
pub(in crate::book) fn step(
    tx: &WriteTx<'_>,
    key: OrderKey,
    state: OrderState,
    detail: Option<&str>,
    at: Timestamp,
) -> Result<(), BookError> {
    tx.sql
        .prepare_cached("UPDATE orders SET state = ?2 WHERE key = ?1")?
        .execute(params![key.0, state.name()])?;
    if !state.is_undecided() {
        // Nobody looks for it any more.
        tx.sql
            .prepare_cached(
                "UPDATE orders SET already_there = NULL WHERE key = ?1 AND already_there IS NOT NULL",
            )?
            .execute([key.0])?;
    }
    if state.is_refunded() {
        tx.sql
            .prepare_cached(
                "UPDATE orders SET refunded_at = ?2 WHERE key = ?1 AND refunded_at IS NULL",
            )?
            .execute(params![key.0, at.as_millisecond()])?;
    }
    if !state.has_code() {
        tx.sql
            .prepare_cached(
                "UPDATE sealed SET code = NULL WHERE order_key = ?1 AND code IS NOT NULL",
            )?
            .execute([key.0])?;
    }
    timeline_entry(tx, key, state, detail, at)
}

/// Adds to the timeline only.
pub(in crate::book) fn timeline_entry(
    tx: &WriteTx<'_>,
    key: OrderKey,
    state: OrderState,
    detail: Option<&str>,
    at: Timestamp,
) -> Result<(), BookError> {
    tx.sql
        .prepare_cached(
            "INSERT INTO moments (order_key, step, at, state, detail)
             SELECT ?1, coalesce(max(step), 0) + 1, ?2, ?3, ?4 FROM moments WHERE order_key = ?1",
        )?
        .execute(params![key.0, at.as_millisecond(), state.name(), detail])?;
    Ok(())
}

/// Writes what is in clear of `kept`. An id that another order has is left out by `OR IGNORE`, one by one.
pub(in crate::book) fn facts(
    tx: &WriteTx<'_>,
    key: OrderKey,
    kept: &Kept<'_>,
) -> Result<(), BookError> {
    for (column, value) in [
        ("order_id", kept.order_id),
        ("iccid", kept.iccid),
        ("subscription_id", kept.subscription_id),
        ("settled_by", kept.settled_by),
        ("verdict", kept.verdict.map(Verdict::name)),
    ] {
        if let Some(value) = value {
            tx.sql
                .prepare_cached(&format!(
                    "UPDATE OR IGNORE orders SET {column} = ?2 WHERE key = ?1"
                ))?
                .execute(params![key.0, value])?;
        }
    }
    Ok(())
}

/// What a person said of it turned out not to be so.
pub(in crate::book) fn no_verdict(tx: &WriteTx<'_>, key: OrderKey) -> Result<(), BookError> {
    tx.sql
        .prepare_cached("UPDATE orders SET verdict = NULL, settled_by = NULL WHERE key = ?1")?
        .execute([key.0])?;
    Ok(())
}

/// Writes one sealed field, in place of what stood there.
pub(in crate::book) fn sealed(
    tx: &WriteTx<'_>,
    key: OrderKey,
    field: Field,
    value: &[u8],
) -> Result<(), BookError> {
    tx.sql
        .prepare_cached(&format!(
            "INSERT INTO sealed (order_key, {0}) VALUES (?1, ?2)
             ON CONFLICT (order_key) DO UPDATE SET {0} = excluded.{0}",
            field.column()
        ))?
        .execute(params![key.0, value])?;
    Ok(())
}

/// Notes at each of two orders that the other claims the same eSIM. The first such note stays.
pub(in crate::book) fn rivals(
    tx: &WriteTx<'_>,
    one: OrderKey,
    other: OrderKey,
) -> Result<(), BookError> {
    let mut statement = tx
        .sql
        .prepare_cached("UPDATE orders SET rival = coalesce(rival, ?2) WHERE key = ?1")?;
    statement.execute([one.0, other.0])?;
    statement.execute([other.0, one.0])?;
    Ok(())
}

/// Writes what a guest chose, in place of what they chose before.
pub(in crate::book) fn guest(
    tx: &WriteTx<'_>,
    key: OrderKey,
    guest: &GuestNames,
) -> Result<(), BookError> {
    let changed = tx
        .sql
        .prepare_cached("UPDATE orders SET guest_language = ?2, guest_phone = ?3 WHERE key = ?1")?
        .execute(params![key.0, guest.language, guest.phone])?;
    was_there(key, changed)
}

/// Writes when a code was on screen for the first time.
pub(in crate::book) fn shown(
    tx: &WriteTx<'_>,
    key: OrderKey,
    at: Timestamp,
) -> Result<(), BookError> {
    let changed = tx
        .sql
        .prepare_cached("UPDATE orders SET shown_at = coalesce(shown_at, ?2) WHERE key = ?1")?
        .execute(params![key.0, at.as_millisecond()])?;
    was_there(key, changed)
}

/// Writes whether it is what was sold.
pub(in crate::book) fn as_sold(
    tx: &WriteTx<'_>,
    key: OrderKey,
    as_sold: bool,
) -> Result<(), BookError> {
    let changed = tx
        .sql
        .prepare_cached("UPDATE orders SET not_as_sold = ?2 WHERE key = ?1")?
        .execute(params![key.0, !as_sold])?;
    was_there(key, changed)
}

/// Whether the order was there, of which so many rows were changed.
fn was_there(key: OrderKey, changed: usize) -> Result<(), BookError> {
    match changed {
        0 => Err(BookError::UnknownOrder(key)),
        _ => Ok(()),
    }
}

/// Removes all that tells who bought in that month, and returns the orders.
pub(in crate::book) fn forget(tx: &WriteTx<'_>, month: Month) -> Result<Vec<OrderKey>, BookError> {
    let month = month.to_string();
    tx.sql.execute(
        "INSERT OR IGNORE INTO forgotten (month) VALUES (?1)",
        [&month],
    )?;
    tx.sql.execute(
        "DELETE FROM sealed WHERE order_key IN (SELECT key FROM orders WHERE month = ?1)",
        [&month],
    )?;
    tx.sql.execute(
        "UPDATE guest_lines SET text = NULL
         WHERE group_key IN (SELECT key FROM guest_groups WHERE month = ?1)",
        [&month],
    )?;
    tx.sql.execute(
        "UPDATE orders SET guest_language = NULL, guest_phone = NULL WHERE month = ?1",
        [&month],
    )?;
    tx.sql
        .prepare("SELECT key FROM orders WHERE month = ?1")?
        .query_and_then([&month], |row| Ok(OrderKey(row.get("key")?)))?
        .collect()
}
