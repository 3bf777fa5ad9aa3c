//! What the book asks its file of whole months: what of them is sealed, and which can be forgotten.

use rusqlite::OptionalExtension;

use super::rules::names;
use super::{Tx, decode};
use crate::book::error::BookError;
use crate::book::keys::Month;
use crate::book::order::OrderKey;
use crate::book::state::OrderState;

/// Whether anything is sealed of an order or of a group of this month.
const IS_SEALED: &str =
    "SELECT 1 FROM orders o JOIN sealed s ON s.order_key = o.key WHERE o.month = ?1
    AND coalesce(s.customer, s.body, s.code, s.voucher, s.words) IS NOT NULL
    UNION ALL SELECT 1 FROM guest_groups g JOIN guest_lines l ON l.group_key = g.key
    WHERE g.month = ?1 AND l.text IS NOT NULL LIMIT 1";

/// A stored customer: whose order it is, its reference and the sealed value.
pub(in crate::book) type SealedCustomer = (OrderKey, String, Vec<u8>);

/// The oldest month before `before` that has orders, none of them open, and something of a customer: it is not forgotten
/// yet, or an order came into it afterwards.
pub(in crate::book) fn to_forget(tx: &Tx<'_>, before: Month) -> Result<Option<Month>, BookError> {
    let months: Vec<Month> = tx
        .sql
        .prepare(&format!(
            "SELECT month FROM (SELECT month FROM orders UNION SELECT month FROM guest_groups)
             WHERE month < ?1 AND month NOT IN (SELECT month FROM orders WHERE state IN ({}))
             ORDER BY month",
            names(OrderState::open())
        ))?
        .query_and_then([before.to_string()], decode::month)?
        .collect::<Result<_, _>>()?;
    let done = forgotten(tx)?;
    for month in months {
        if !done.contains(&month) || is_sealed(tx, month)? {
            return Ok(Some(month));
        }
    }
    Ok(None)
}

/// The months that are forgotten.
pub(in crate::book) fn forgotten(tx: &Tx<'_>) -> Result<Vec<Month>, BookError> {
    tx.sql
        .prepare_cached("SELECT month FROM forgotten")?
        .query_and_then([], decode::month)?
        .collect()
}

/// Whether anything is sealed of an order of that month.
pub(in crate::book) fn is_sealed(tx: &Tx<'_>, month: Month) -> Result<bool, BookError> {
    let found = tx
        .sql
        .prepare_cached(IS_SEALED)?
        .query_row([month.to_string()], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
}

/// The months of which something is sealed, but for those that are forgotten.
pub(in crate::book) fn sealed(tx: &Tx<'_>) -> Result<Vec<Month>, BookError> {
    let months: Vec<Month> = tx
        .sql
        .prepare_cached(
            "SELECT month FROM (SELECT month FROM orders UNION SELECT month FROM guest_groups)
             WHERE month NOT IN (SELECT month FROM forgotten) ORDER BY month",
        )?
        .query_and_then([], decode::month)?
        .collect::<Result<_, _>>()?;
    let mut sealed = Vec::new();
    for month in months {
        if is_sealed(tx, month)? {
            sealed.push(month);
        }
    }
    Ok(sealed)
}

/// The last customers of a month.
pub(in crate::book) fn customers(
    tx: &Tx<'_>,
    month: Month,
    most: u32,
) -> Result<Vec<SealedCustomer>, BookError> {
    tx.sql
        .prepare_cached(
            "SELECT o.key, o.reference, s.customer FROM orders o JOIN sealed s ON s.order_key = o.key
             WHERE o.month = ?1 AND s.customer IS NOT NULL ORDER BY o.key DESC LIMIT ?2",
        )?
        .query_and_then((month.to_string(), most), |row| {
            Ok((OrderKey(row.get(0)?), row.get(1)?, row.get(2)?))
        })?
        .collect()
}
