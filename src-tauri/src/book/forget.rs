//! Forgetting customers after the time that the manager set (rulings 24). The bookkeeping stays.

use std::sync::PoisonError;

use rusqlite::{Connection, Transaction};

use super::keys::{BookKeys, Month};
use super::{Book, BookError, OrderKey, OrderState};

/// Months about to be forgotten. First the remaining keys go to the keychain, then [`Book::forgotten`] is told.
#[derive(Debug)]
pub struct Forgetting {
    months: Vec<Month>,
    keys: BookKeys,
}

impl Forgetting {
    /// The keys that remain.
    pub fn keys(&self) -> &BookKeys {
        &self.keys
    }

    pub fn months(&self) -> &[Month] {
        &self.months
    }
}

impl Book {
    /// The months before `before` whose customers can be forgotten now: those with orders, none of them open.
    /// `None` where there is nothing to forget.
    pub fn forget_customers(&self, before: Month) -> Result<Option<Forgetting>, BookError> {
        self.read(|connection, keys| {
            let months = months_to_forget(connection, before)?;
            if months.is_empty() {
                return Ok(None);
            }
            let mut keys = keys.ok_or(BookError::KeysMissing)?.clone();
            for month in &months {
                keys.forget(*month);
            }
            Ok(Some(Forgetting { months, keys }))
        })
    }

    /// Completes the forgetting, once the remaining keys are in the keychain: without its key nothing sealed in such a month
    /// opens again, in no copy. The values themselves go too.
    pub fn forgotten(&self, forgetting: Forgetting) -> Result<(), BookError> {
        let months = forgetting.months;
        let write = |change: &Transaction<'_>, _: Option<&BookKeys>| {
            let mut orders = Vec::new();
            for month in &months {
                let month = month.to_string();
                change.execute(
                    "INSERT OR IGNORE INTO forgotten (month) VALUES (?1)",
                    [&month],
                )?;
                change.execute(
                    "DELETE FROM sealed WHERE order_key IN (SELECT key FROM orders WHERE month = ?1)",
                    [&month],
                )?;
                change.execute(
                    "UPDATE orders SET guest_language = NULL, guest_phone = NULL WHERE month = ?1",
                    [&month],
                )?;
                let mut keys = change.prepare("SELECT key FROM orders WHERE month = ?1")?;
                for key in keys.query_map([&month], |row| row.get(0))? {
                    orders.push(OrderKey(key?));
                }
            }
            Ok(orders)
        };
        self.write(write, |people, orders| people.close(orders))?;
        if let Some(keys) = self
            .inner
            .keys
            .write()
            .unwrap_or_else(PoisonError::into_inner)
            .as_mut()
        {
            for month in &months {
                keys.forget(*month);
            }
        }
        Ok(())
    }
}

fn months_to_forget(connection: &Connection, before: Month) -> Result<Vec<Month>, BookError> {
    let open: Vec<String> = OrderState::ALL
        .into_iter()
        .filter(|state| state.is_open())
        .map(|state| format!("'{}'", state.name()))
        .collect();
    connection
        .prepare(&format!(
            "SELECT DISTINCT month FROM orders
             WHERE month < ?1 AND month NOT IN (SELECT month FROM forgotten)
             AND month NOT IN (SELECT month FROM orders WHERE state IN ({}))
             ORDER BY month",
            open.join(", ")
        ))?
        .query_and_then([before.to_string()], super::rows::month)?
        .collect()
}
