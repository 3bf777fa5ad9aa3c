//! Finding orders by what people know: opened once into memory, then searched there.

use std::sync::atomic::Ordering;

use jiff::{SignedDuration, Timestamp};
use rusqlite::Connection;

use super::file::open_to_read;
use super::keys::BookKeys;
use super::people::{Clear, Line};
use super::rows::{self, Seals};
use super::{
    AccountId, Book, BookError, Customer, CustomerRecord, Filter, OrderKey, OrderState, Page, Sale,
};

/// How long the same sale again is asked about, whatever became of the first (rulings 12).
const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// How many customers are opened before the memory is told: a search in between waits for no more than one such lot.
const LOT: usize = 2000;

impl Book {
    /// Opens every customer's e-mail and name into memory. Slow for a large book: for a thread in the background, after
    /// start and whenever keys came that were missing before.
    pub fn open_customers(&self) -> Result<(), BookError> {
        let _aside = self.aside();
        if self.customers_ready() {
            return Ok(());
        }
        // A connection of its own, so that lists need not wait.
        let connection = open_to_read(&self.files().book())?;
        self.load(&connection)?;
        let keys = self.keys().clone();
        if let Some(keys) = &keys {
            self.noticing(self.open_all(&connection, keys))?;
        }
        // Keys that came meanwhile have opened nothing yet.
        let now = self.keys();
        let ready = now.is_some() == keys.is_some();
        self.inner.customers_ready.store(ready, Ordering::Release);
        Ok(())
    }

    /// Whether [`Book::open_customers`] is through. Until then a search finds by the clear fields only.
    pub fn customers_ready(&self) -> bool {
        self.inner.customers_ready.load(Ordering::Acquire)
    }

    /// The orders that hold every word of `text` in e-mail, name, ICCID, order id, number (`#7`), reference, note or plan
    /// name, newest first.
    pub fn search(&self, text: &str, filter: &Filter) -> Result<Page, BookError> {
        if !self.people().loaded {
            let _aside = self.aside();
            if !self.people().loaded {
                self.load(&open_to_read(&self.files().book())?)?;
            }
        }
        let found = self.people().search(text, filter);
        let shown = found
            .iter()
            .skip(filter.offset as usize)
            .take(filter.limit as usize);
        let orders = self.read(|connection, keys| {
            shown
                .filter_map(|key| rows::order(connection, keys, *key).transpose())
                .collect::<Result<Vec<_>, _>>()
        })?;
        Ok(Page {
            orders,
            total: u32::try_from(found.len()).unwrap_or(u32::MAX),
        })
    }

    /// The earlier sales of this account to an e-mail address (trimmed, without case), newest first. Waits until the
    /// customers are opened; those whose fields are not stored or closed are not among them.
    pub fn sales_to(&self, account: &AccountId, email: &str) -> Result<Vec<Sale>, BookError> {
        self.open_customers()?;
        Ok(self.people().sales_to(account, email))
    }

    /// The sales that make *really again?* worth asking: the same e-mail and product, and either undecided, or placed within
    /// the last 10 minutes and not known to have bought nothing (rulings 12).
    pub fn undecided_or_recent(
        &self,
        account: &AccountId,
        email: &str,
        product_id: &str,
        now: Timestamp,
    ) -> Result<Vec<Sale>, BookError> {
        let mut sales = self.sales_to(account, email)?;
        sales.retain(|sale| {
            let bought_nothing = matches!(sale.state, OrderState::NotSent | OrderState::Refused);
            // A clock that was set back makes sales of the future; they count as recent.
            let recent = now.duration_since(sale.at) < RECENT;
            sale.product_id == product_id
                && (sale.state.is_undecided() || recent && !bought_nothing)
        });
        Ok(sales)
    }

    fn load(&self, connection: &Connection) -> Result<(), BookError> {
        if self.people().loaded {
            return Ok(());
        }
        let lines = self.noticing(clear_lines(connection))?;
        self.people_mut().load(lines);
        Ok(())
    }

    fn open_all(&self, connection: &Connection, keys: &BookKeys) -> Result<(), BookError> {
        let mut statement = connection.prepare(
            "SELECT o.key, o.month, s.customer FROM sealed s JOIN orders o ON o.key = s.order_key
             WHERE s.customer IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut lot: Vec<(OrderKey, Customer)> = Vec::with_capacity(LOT);
        while let Some(row) = rows.next()? {
            let key = OrderKey(row.get("key")?);
            let seals = Seals {
                key,
                month: rows::month(row)?,
                keys: Some(keys),
            };
            let value = row
                .get_ref("customer")?
                .as_blob_or_null()
                .map_err(rusqlite::Error::from)?;
            if let CustomerRecord::Known(customer) = seals.customer(value, false) {
                lot.push((key, customer));
            }
            if lot.len() == LOT {
                self.people_mut().open(&lot);
                lot.clear();
            }
        }
        self.people_mut().open(&lot);
        Ok(())
    }
}

fn clear_lines(connection: &Connection) -> Result<Vec<(OrderKey, Line)>, BookError> {
    connection
        .prepare(
            "SELECT key, account, created_at, state, plan, reference, order_id, iccid, note FROM orders",
        )?
        .query_and_then([], |row| {
            let key = OrderKey(row.get("key")?);
            let line = Line::new(&Clear {
                key,
                account: &AccountId(row.get("account")?),
                at: rows::time(row, "created_at")?,
                state: rows::state(row)?,
                plan: &rows::plan(row)?,
                reference: row.get_ref("reference")?.as_str().map_err(rusqlite::Error::from)?,
                order_id: row.get_ref("order_id")?.as_str_or_null().map_err(rusqlite::Error::from)?,
                iccid: row.get_ref("iccid")?.as_str_or_null().map_err(rusqlite::Error::from)?,
                note: row.get_ref("note")?.as_str_or_null().map_err(rusqlite::Error::from)?,
            });
            Ok((key, line))
        })?
        .collect()
}
