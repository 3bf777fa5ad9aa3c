//! Reading orders out of a file that may say anything: row by row, each column looked at before it is believed (`plausible`),
//! and nothing taken from the file for a bound without a limit. Which files, and what becomes of the new one: `repair`.

use jiff::Timestamp;
use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params, params_from_iter};

use super::plausible::{self, Columns};
use super::{groups, meta, numbers, salvage_groups};
use crate::book::error::BookError;
use crate::book::keys::Month;
use crate::book::order::Verdict;
use crate::book::state::OrderState;
use crate::book::transition;

/// No row of an order is shorter than this in a file, so a file has no more orders than that.
const SHORTEST_ROW: u64 = 64;

/// What is read of one file.
pub(super) struct Salvaged {
    /// How many orders were read.
    pub(super) recovered: u32,
    /// The highest number that the file speaks of, where it does and that can be.
    pub(super) highest: Option<u32>,
    /// How many numbers it knows to have no order.
    pub(super) without_order: u32,
    /// Whether something of an order in it could not be believed.
    pub(super) spoiled: bool,
}

/// Copies every order that can be read from `source`, a file of `length` bytes, into `target`, over what stands there of
/// it. `trusted` is a number that other places say was given.
pub(super) fn orders(
    source: &Connection,
    length: u64,
    target: &Connection,
    trusted: u32,
) -> Result<Salvaged, BookError> {
    let most = u32::try_from(length / SHORTEST_ROW).unwrap_or(u32::MAX);
    let most = trusted.saturating_add(most);
    let read = |sql: &str| source.query_row(sql, [], |row| row.get::<_, u32>(0)).ok();
    let highest = [
        numbers::sequence(source).ok().flatten(),
        meta::number(source, meta::HIGHEST).ok().flatten(),
        read("SELECT max(key) FROM orders"),
    ]
    .into_iter()
    .flatten()
    // A torn number is not believed: no file of this size has so many orders.
    .filter(|number| *number <= most)
    .max();
    complete_columns(source, target);

    let mut salvaged = Salvaged {
        recovered: 0,
        highest,
        without_order: meta::number(source, meta::WITHOUT_ORDER)
            .ok()
            .flatten()
            .unwrap_or(0),
        spoiled: false,
    };
    let all = target.unchecked_transaction()?;
    // By number, one by one: a scan would end at the first bad page.
    for key in 1..=highest.map_or(most, |highest| highest.max(trusted)) {
        let Some(mut row) = table_row(source, "orders", "key", key, &mut salvaged.spoiled) else {
            continue;
        };
        // What an order is never changes: another file may know it.
        if !plausible::says_its_kind(&row)
            && let Some(kind) = kind_of(&all, key)?
        {
            row.insert("kind".to_owned(), kind);
            salvaged.spoiled = true;
        }
        let Some(order) = plausible::order(row, key, &mut salvaged.spoiled) else {
            salvaged.spoiled = true;
            continue;
        };
        put_order(&all, key, order)?;
        salvaged.recovered += 1;
        if let Some(row) = table_row(source, "sealed", "order_key", key, &mut salvaged.spoiled) {
            put(&all, "sealed", &["order_key"], plausible::sealed(row, key))?;
        }
        timeline(source, &all, key, &mut salvaged.spoiled)?;
    }
    for month in months_forgotten(source) {
        all.execute(
            "INSERT OR IGNORE INTO forgotten (month) VALUES (?1)",
            [month.to_string()],
        )?;
    }
    salvage_groups::groups(source, &all, &mut salvaged.spoiled)?;
    meta::salvage(source, &all)?;
    all.commit()?;
    Ok(salvaged)
}

/// What only shows once all files are read: each of two rivals knows of the other, an order with a rival shows no code, and
/// a settled order has a verdict.
pub(super) fn agree(target: &Connection, at: Timestamp) -> Result<(), BookError> {
    let all = target.unchecked_transaction()?;
    // One whose rival is lost stays withheld: it is its own then.
    all.execute(
        "UPDATE orders SET rival = key
         WHERE rival IS NOT NULL AND rival NOT IN (SELECT key FROM orders)",
        [],
    )?;
    let claims: Vec<(u32, u32)> = all
        .prepare("SELECT key, rival FROM orders WHERE rival IS NOT NULL ORDER BY key")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (key, rival) in claims {
        all.execute(
            "UPDATE orders SET rival = ?1 WHERE key = ?2 AND rival IS NULL",
            [key, rival],
        )?;
    }
    let shown: Vec<(u32, String)> = all
        .prepare("SELECT key, state FROM orders WHERE rival IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (key, state) in shown {
        if let Some(state) = OrderState::from_name(&state).filter(|state| state.has_code()) {
            withhold(&all, key, transition::withheld(state), at)?;
        }
    }
    // The backup may have what was forgotten since.
    all.execute(
        "DELETE FROM sealed WHERE order_key IN
         (SELECT key FROM orders WHERE month IN (SELECT month FROM forgotten))",
        [],
    )?;
    all.execute(
        "UPDATE guest_lines SET text = NULL WHERE group_key IN
         (SELECT key FROM guest_groups WHERE month IN (SELECT month FROM forgotten))",
        [],
    )?;
    groups::ask_the_orders(&all)?;
    all.execute(
        "UPDATE orders SET verdict = ?1 WHERE state = ?2 AND verdict IS NULL",
        [Verdict::NotKnown.name(), OrderState::Settled.name()],
    )?;
    all.commit()?;
    let broken = target
        .prepare("PRAGMA foreign_key_check")?
        .query([])?
        .next()?
        .is_some();
    match broken {
        true => Err(BookError::Damaged),
        false => Ok(()),
    }
}

fn withhold(
    target: &Connection,
    key: u32,
    state: OrderState,
    at: Timestamp,
) -> Result<(), BookError> {
    target.execute(
        "UPDATE orders SET state = ?2 WHERE key = ?1",
        params![key, state.name()],
    )?;
    target.execute("UPDATE sealed SET code = NULL WHERE order_key = ?1", [key])?;
    target.execute(
        "INSERT INTO moments (order_key, step, at, state, detail)
         SELECT ?1, coalesce(max(step), 0) + 1, ?2, ?3, 'claimed twice' FROM moments WHERE order_key = ?1",
        params![key, at.as_millisecond(), state.name()],
    )?;
    Ok(())
}

/// A file of an older version, or with an older first page, lacks columns. They were only ever added at the end.
fn complete_columns(source: &Connection, target: &Connection) {
    let columns = |sql: &Connection| -> Vec<String> {
        sql.prepare("SELECT * FROM orders LIMIT 0")
            .map(|statement| statement.column_names().map(str::to_owned).collect())
            .unwrap_or_default()
    };
    let there = columns(source).len();
    for name in columns(target).iter().skip(there) {
        let added = source.execute_batch(&format!("ALTER TABLE orders ADD COLUMN {name} TEXT"));
        if let Err(error) = added {
            tracing::warn!(error = %BookError::from(error), "the damaged book stays without a column");
            return;
        }
    }
}

fn table_row(
    source: &Connection,
    table: &str,
    identity: &str,
    key: u32,
    spoiled: &mut bool,
) -> Option<Columns> {
    let found = source
        .prepare_cached(&format!("SELECT * FROM {table} WHERE {identity} = ?1"))
        .and_then(|mut select| {
            select
                .query_row([key], |row| Ok(plausible::columns(row)))
                .optional()
        });
    if found.is_err() {
        *spoiled = true;
    }
    found.ok().flatten()
}

/// The timeline, without the entries that say nothing this program writes.
fn timeline(
    source: &Connection,
    target: &Connection,
    key: u32,
    spoiled: &mut bool,
) -> Result<(), BookError> {
    let Ok(mut select) =
        source.prepare_cached("SELECT * FROM moments WHERE order_key = ?1 ORDER BY step")
    else {
        *spoiled = true;
        return Ok(());
    };
    let mut rows = select.query([key])?;
    loop {
        let entry = match rows.next() {
            Ok(Some(row)) => plausible::columns(row),
            Ok(None) => return Ok(()),
            Err(_) => {
                *spoiled = true;
                return Ok(());
            }
        };
        if plausible::is_entry(&entry) {
            put(target, "moments", &["order_key", "step"], entry)?;
        } else {
            *spoiled = true;
        }
    }
}

/// The kind of an order, where the target has that order.
fn kind_of(target: &Connection, key: u32) -> Result<Option<Value>, BookError> {
    let kind = target
        .prepare_cached("SELECT kind FROM orders WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    Ok(kind)
}

fn months_forgotten(source: &Connection) -> Vec<Month> {
    let months = source
        .prepare("SELECT month FROM forgotten")
        .and_then(|mut months| {
            Ok(months
                .query_map([], |row| row.get::<_, String>(0))?
                .filter_map(Result::ok)
                .collect::<Vec<_>>())
        });
    let months = months.unwrap_or_default();
    months
        .iter()
        .filter_map(|month| Month::parse(month))
        .collect()
}

/// Writes an order. Where another has one of its ids, which no sound book holds, it is written without them, and they are
/// rivals.
fn put_order(target: &Connection, key: u32, mut order: Columns) -> Result<(), BookError> {
    match put(target, "orders", &["key"], order.clone()) {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {}
        done => return Ok(done?),
    }
    let id = |name: &str| order.get(name).cloned().unwrap_or(Value::Null);
    let other: Option<u32> = target
        .prepare_cached(
            "SELECT key FROM orders WHERE account = ?1 AND key <> ?2
             AND (order_id = ?3 OR iccid = ?4 AND kind IS NULL AND ?6 IS NULL OR subscription_id = ?5)
             ORDER BY key LIMIT 1",
        )?
        .query_row(
            params![
                id("account"),
                key,
                id("order_id"),
                id("iccid"),
                id("subscription_id"),
                id("kind")
            ],
            |row| row.get(0),
        )
        .optional()?;
    // The SIM that a top-up is for is what was asked, and nobody else's claim.
    let claims = match id("kind") {
        Value::Null => ["order_id", "iccid", "subscription_id"].as_slice(),
        Value::Text(_) | Value::Integer(_) | Value::Real(_) | Value::Blob(_) => {
            &["order_id", "subscription_id"]
        }
    };
    for name in claims {
        order.insert((*name).to_owned(), Value::Null);
    }
    order.insert("rival".to_owned(), Value::from(other.unwrap_or(key)));
    Ok(put(target, "orders", &["key"], order)?)
}

fn put(
    target: &Connection,
    table: &str,
    identity: &[&str],
    row: Columns,
) -> Result<(), rusqlite::Error> {
    let names: Vec<&str> = row.keys().map(String::as_str).collect();
    let places = vec!["?"; names.len()].join(", ");
    let changes: Vec<String> = names
        .iter()
        .map(|name| format!("{name} = excluded.{name}"))
        .collect();
    let sql = format!(
        "INSERT INTO {table} ({}) VALUES ({places}) ON CONFLICT ({}) DO UPDATE SET {}",
        names.join(", "),
        identity.join(", "),
        changes.join(", ")
    );
    target
        .prepare_cached(&sql)?
        .execute(params_from_iter(row.into_values()))?;
    Ok(())
}
