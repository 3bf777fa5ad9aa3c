//! Every question that the book asks its file, as SQL. What a row says: `decode`.

use std::collections::HashSet;

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, params, params_from_iter};

use super::rules::{self, names};
use super::{Tx, decode, numbers};
use crate::book::error::BookError;
use crate::book::keys::Month;
use crate::book::list::Filter;
use crate::book::order::{
    AccountId, Order, OrderFacts, OrderKey, OrderKind, PlanSale, TimelineEntry,
};
use crate::book::seal::Field;
use crate::book::search_index::Entry;
use crate::book::state::OrderState;
use crate::book::stored::{StoredField, StoredOrder};
use crate::typed::sim_number;

/// The rows of an order as a whole, or `None` where the book has no such order. [`super::write::restore`] takes them.
pub(in crate::book) fn order(tx: &Tx<'_>, key: OrderKey) -> Result<Option<StoredOrder>, BookError> {
    let row = tx
        .sql
        .prepare_cached(
            "SELECT o.*, s.customer, s.words, f.month AS forgotten
             FROM orders o
             LEFT JOIN sealed s ON s.order_key = o.key
             LEFT JOIN forgotten f ON f.month = o.month
             WHERE o.key = ?1",
        )?
        .query_row([key.0], |row| Ok(decode::order(row)))
        .optional()?;
    let Some(order) = row else {
        return Ok(None);
    };
    let mut order = order?;
    order.clear.timeline = timeline(tx, key)?;
    Ok(Some(order))
}

/// The rows of an order that the book must have.
pub(in crate::book) fn known(tx: &Tx<'_>, key: OrderKey) -> Result<StoredOrder, BookError> {
    order(tx, key)?.ok_or(BookError::UnknownOrder(key))
}

fn timeline(tx: &Tx<'_>, key: OrderKey) -> Result<Vec<TimelineEntry>, BookError> {
    tx.sql
        .prepare_cached("SELECT at, state, detail FROM moments WHERE order_key = ?1 ORDER BY step")?
        .query_and_then([key.0], decode::timeline_entry)?
        .collect()
}

/// Whether the book has such an order.
pub(super) fn is_there(tx: &Tx<'_>, key: OrderKey) -> Result<bool, BookError> {
    Ok(tx
        .sql
        .prepare_cached("SELECT 1 FROM orders WHERE key = ?1")?
        .exists([key.0])?)
}

/// One sealed field of an order, or `None` where the book has no such order.
pub(in crate::book) fn sealed(
    tx: &Tx<'_>,
    key: OrderKey,
    field: Field,
) -> Result<Option<StoredField>, BookError> {
    let sql = format!(
        "SELECT o.month, o.reference, s.{0} AS value FROM orders o JOIN sealed s ON s.order_key = o.key WHERE o.key = ?1",
        field.column()
    );
    let found = tx
        .sql
        .prepare_cached(&sql)?
        .query_row([key.0], |row| {
            Ok((decode::month(row), row.get("reference")?, row.get("value")?))
        })
        .optional()?;
    let Some((month, reference, value)) = found else {
        return Ok(None);
    };
    Ok(Some(StoredField {
        key,
        month: month?,
        reference,
        field,
        value,
    }))
}

/// The orders that fit, newest first, and how many the whole list has.
pub(in crate::book) fn page(
    tx: &Tx<'_>,
    filter: &Filter,
) -> Result<(Vec<StoredOrder>, u32), BookError> {
    let (condition, mut values) = condition(filter);
    let total = count(tx, filter)?;
    let first = match filter.from {
        Some(from) if filter.or_open => format!(
            "created_at < {} AND refunded_at IS NULL DESC, ",
            from.as_millisecond()
        ),
        Some(_) | None => String::new(),
    };
    values.extend([filter.limit, filter.offset].map(|number| Value::from(i64::from(number))));
    let found: Vec<u32> = tx
        .sql
        .prepare_cached(&format!(
            "SELECT key FROM orders WHERE {condition} ORDER BY {first}key DESC LIMIT ? OFFSET ?"
        ))?
        .query_and_then(params_from_iter(values), |row| row.get(0))?
        .collect::<Result<_, rusqlite::Error>>()?;
    let orders = found
        .into_iter()
        .filter_map(|key| order(tx, OrderKey(key)).transpose())
        .collect::<Result<_, _>>()?;
    Ok((orders, total))
}

/// How many orders fit, on all pages.
pub(in crate::book) fn count(tx: &Tx<'_>, filter: &Filter) -> Result<u32, BookError> {
    let (condition, values) = condition(filter);
    Ok(tx
        .sql
        .prepare_cached(&format!("SELECT count(*) FROM orders WHERE {condition}"))?
        .query_row(params_from_iter(values), |row| row.get(0))?)
}

fn condition(filter: &Filter) -> (String, Vec<Value>) {
    let mut within = "1".to_owned();
    let mut values = Vec::new();
    for (bound, at) in [(">=", filter.from), ("<", filter.until)] {
        if let Some(at) = at {
            within = format!("{within} AND created_at {bound} ?");
            values.push(Value::from(at.as_millisecond()));
        }
    }
    let mut condition = within;
    if !values.is_empty() {
        // A look into an index each; with OR the whole table would be read.
        let mut looks = vec![condition];
        if filter.or_open {
            looks.push(format!("state IN ({})", names(OrderState::open())));
        }
        if filter.or_refunded {
            looks.push(looks[0].replace("created_at", "refunded_at"));
            values.extend(values.clone());
        }
        let looks: Vec<String> = looks
            .iter()
            .map(|look| format!("SELECT key FROM orders WHERE {look}"))
            .collect();
        condition = match looks.as_slice() {
            [one] => one.replacen("SELECT key FROM orders WHERE ", "", 1),
            more => format!("key IN ({})", more.join(" UNION ")),
        };
    }
    if let Some(account) = &filter.account {
        condition.push_str(" AND account = ?");
        values.push(Value::from(account.0.clone()));
    }
    if !filter.states.is_empty() {
        let wanted = names(filter.states.iter().copied());
        let mut of_these = format!("state IN ({wanted})");
        if !filter.or_these.is_empty() {
            let these = filter.or_these.iter().map(|key| key.0.to_string());
            let these: Vec<String> = these.collect();
            of_these = format!("({of_these} OR key IN ({}))", these.join(", "));
        }
        condition = format!("{condition} AND {of_these}");
    }
    if !filter.verdicts.is_empty() {
        let wanted: Vec<String> = filter
            .verdicts
            .iter()
            .map(|verdict| format!("'{}'", verdict.name()))
            .collect();
        condition = format!(
            "{condition} AND (state <> '{}' OR verdict IN ({}))",
            OrderState::Settled.name(),
            wanted.join(", ")
        );
    }
    (condition, values)
}

/// Another order of the account that already has one of the ids. A SIM is that of one new eSIM, and top-ups claim none.
pub(in crate::book) fn rival(
    tx: &Tx<'_>,
    order: &Order,
    facts: &OrderFacts,
) -> Result<Option<OrderKey>, BookError> {
    let found = tx
        .sql
        .prepare_cached(
            "SELECT key FROM orders WHERE account = ?1 AND key <> ?2
             AND (order_id = ?3 OR kind IS NULL AND iccid IN (?4, ?4 || 'F', ?4 || 'f') OR subscription_id = ?5)
             ORDER BY key LIMIT 1",
        )?
        .query_row(
            params![
                order.account.0,
                order.key.0,
                facts.order_id,
                facts
                    .iccid
                    .as_deref()
                    .filter(|_| order.kind == OrderKind::NewEsim)
                    .map(sim_number),
                facts.subscription_id
            ],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found.map(OrderKey))
}

/// The order of the account that made that SIM.
pub(in crate::book) fn of_sim(
    tx: &Tx<'_>,
    account: &AccountId,
    iccid: &str,
) -> Result<Option<OrderKey>, BookError> {
    let key = tx
        .sql
        .prepare_cached(
            "SELECT key FROM orders WHERE account = ?1 AND iccid IN (?2, ?2 || 'F', ?2 || 'f') AND kind IS NULL
             ORDER BY key LIMIT 1",
        )?
        .query_row([account.0.as_str(), sim_number(iccid)], |row| row.get(0))
        .optional()?;
    Ok(key.map(OrderKey))
}

/// The top-ups of the account on that SIM, oldest first.
pub(in crate::book) fn top_ups(
    tx: &Tx<'_>,
    account: &AccountId,
    iccid: &str,
) -> Result<Vec<OrderKey>, BookError> {
    tx.sql
        .prepare_cached(
            "SELECT key FROM orders WHERE account = ?1 AND iccid IN (?2, ?2 || 'F', ?2 || 'f') AND kind = 'top_up'
             ORDER BY key",
        )?
        .query_and_then([account.0.as_str(), sim_number(iccid)], |row| {
            Ok(OrderKey(row.get(0)?))
        })?
        .collect()
}

/// Up to `limit` orders that fit and are older than `below`, newest first, without their timelines: two questions less for
/// each of very many rows.
pub(in crate::book) fn rows(
    tx: &Tx<'_>,
    filter: &Filter,
    below: Option<OrderKey>,
    limit: u32,
) -> Result<Vec<StoredOrder>, BookError> {
    let (condition, mut values) = condition(filter);
    values.push(Value::from(below.map_or(i64::MAX, |key| i64::from(key.0))));
    values.push(Value::from(i64::from(limit)));
    tx.sql
        .prepare_cached(&format!(
            "SELECT o.*, s.customer, s.words, f.month AS forgotten
             FROM orders o
             LEFT JOIN sealed s ON s.order_key = o.key
             LEFT JOIN forgotten f ON f.month = o.month
             WHERE o.key IN (SELECT key FROM orders WHERE {condition} AND key < ?
                             ORDER BY key DESC LIMIT ?)
             ORDER BY o.key DESC"
        ))?
        .query_and_then(params_from_iter(values), decode::order)?
        .collect()
}

/// The subscription ids of the account's orders, and the SIMs that they made, unpadded. Not of what may turn up.
pub(in crate::book) fn sims(
    tx: &Tx<'_>,
    account: &AccountId,
) -> Result<HashSet<String>, BookError> {
    tx.sql
        .prepare_cached(&format!(
            "WITH ours AS (SELECT * FROM orders WHERE account = ?1 AND NOT {})
             SELECT subscription_id FROM ours WHERE subscription_id IS NOT NULL
             UNION SELECT iccid FROM ours WHERE iccid IS NOT NULL AND kind IS NULL",
            rules::may_turn_up()
        ))?
        .query_and_then([&account.0], |row| {
            let id: String = row.get(0)?;
            Ok(sim_number(&id).to_owned())
        })?
        .collect()
}

pub(in crate::book) fn placed_instead_of(
    tx: &Tx<'_>,
    key: OrderKey,
) -> Result<HashSet<OrderKey>, BookError> {
    tx.sql
        .prepare_cached(
            "WITH RECURSIVE instead (key) AS (
               SELECT key FROM orders WHERE instead_of = ?1
               UNION SELECT o.key FROM orders o JOIN instead ON o.instead_of = instead.key
             ) SELECT key FROM instead",
        )?
        .query_and_then([key.0], |row| Ok(OrderKey(row.get(0)?)))?
        .collect()
}

/// The order of the account with that subscription id.
pub(in crate::book) fn of_subscription(
    tx: &Tx<'_>,
    account: &AccountId,
    id: &str,
) -> Result<Option<OrderKey>, BookError> {
    let mut asked = tx
        .sql
        .prepare_cached("SELECT key FROM orders WHERE account = ?1 AND subscription_id = ?2")?;
    let key = asked.query_row([account.0.as_str(), id], |row| row.get(0));
    Ok(key.optional()?.map(OrderKey))
}

/// Whether a number was given that no order has any more, later than the last order before `key` that was placed before
/// `since`.
pub(in crate::book) fn lacks_any(
    tx: &Tx<'_>,
    key: OrderKey,
    since: Timestamp,
) -> Result<bool, BookError> {
    let last: Option<u32> = tx
        .sql
        .prepare_cached(
            "SELECT key FROM orders WHERE key < ?1 AND created_at < ?2 ORDER BY key DESC LIMIT 1",
        )?
        .query_row(params![key.0, since.as_millisecond()], |row| row.get(0))
        .optional()?;
    let last = last.unwrap_or(0);
    let later: u32 = tx
        .sql
        .prepare_cached("SELECT count(*) FROM orders WHERE key > ?1")?
        .query_row([last], |row| row.get(0))?;
    Ok(numbers::highest(&tx.sql)?.saturating_sub(last) > later)
}

/// The plans of the newest orders of the account, as far as they may be charged, newest first.
pub(in crate::book) fn sold_lately(
    tx: &Tx<'_>,
    account: &AccountId,
    most: u32,
) -> Result<Vec<PlanSale>, BookError> {
    tx.sql
        .prepare_cached(&format!(
            "SELECT plan, created_at FROM orders WHERE account = ?1 AND {} ORDER BY key DESC LIMIT ?2",
            rules::may_be_charged()
        ))?
        .query_and_then(params![account.0, most], decode::plan_sale)?
        .collect()
}

/// Every order as it can be searched, customers closed.
pub(in crate::book) fn clear_entries(tx: &Tx<'_>) -> Result<Vec<(OrderKey, Entry)>, BookError> {
    tx.sql
        .prepare(
            "SELECT key, account, created_at, state, verdict, kind, refunded_at, plan, reference, order_id, iccid, note
             FROM orders",
        )?
        .query_and_then([], decode::clear_entry)?
        .collect()
}

/// Gives every stored value of a field to `take`: whose order it is, its month, its reference and the sealed value.
pub(in crate::book) fn each_sealed(
    tx: &Tx<'_>,
    field: Field,
    mut take: impl FnMut(OrderKey, Month, &str, Option<&[u8]>),
) -> Result<(), BookError> {
    let column = field.column();
    let mut statement = tx.sql.prepare(&format!(
        "SELECT o.key, o.month, o.reference, s.{column} FROM sealed s JOIN orders o ON o.key = s.order_key
         WHERE s.{column} IS NOT NULL",
    ))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let value = decode::blob(row, column)?;
        let key = OrderKey(row.get("key")?);
        take(key, decode::month(row)?, decode::reference(row)?, value);
    }
    Ok(())
}
