//! Between the rows of the book and an [`Order`]. Only reading; the opening of sealed fields is here, not its key.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};
use secrecy::SecretString;
use zeroize::Zeroizing;

use super::keys::{BookKeys, Month};
use super::seal::{self, Field};
use super::{
    AccountId, BookError, Customer, CustomerRecord, GuestNames, Order, OrderKey, OrderState,
    PlanSold, TimelineEntry,
};

/// Whether the row of an order can be read, whatever became of its sealed fields and its timeline.
pub(super) fn is_readable(connection: &Connection, key: OrderKey) -> Result<bool, BookError> {
    let found = connection
        .prepare_cached("SELECT * FROM orders WHERE key = ?1")?
        .query_row([key.0], |row| {
            Ok(month(row).is_ok()
                && state(row).is_ok()
                && time(row, "created_at").is_ok()
                && plan(row).is_ok())
        })
        .optional()?;
    Ok(found.unwrap_or(false))
}

/// One order with its timeline, or `None` where the book has no such row.
pub(super) fn order(
    connection: &Connection,
    keys: Option<&BookKeys>,
    key: OrderKey,
) -> Result<Option<Order>, BookError> {
    let row = connection
        .prepare_cached(
            "SELECT o.*, s.customer, s.words, f.month AS forgotten
             FROM orders o
             LEFT JOIN sealed s ON s.order_key = o.key
             LEFT JOIN forgotten f ON f.month = o.month
             WHERE o.key = ?1",
        )?
        .query_row([key.0], |row| Ok(read(row, keys)))
        .optional()?;
    let Some(order) = row else {
        return Ok(None);
    };
    let mut order = order?;
    order.timeline = timeline(connection, key)?;
    Ok(Some(order))
}

fn read(row: &Row<'_>, keys: Option<&BookKeys>) -> Result<Order, BookError> {
    let key = OrderKey(row.get("key")?);
    let seals = Seals {
        key,
        month: month(row)?,
        keys,
    };
    let sealed_customer: Option<Vec<u8>> = row.get("customer")?;
    let forgotten: Option<String> = row.get("forgotten")?;
    let sealed_words: Option<Vec<u8>> = row.get("words")?;
    let known_subscriptions: Option<String> = row.get("already_there")?;
    Ok(Order {
        key,
        account: AccountId(row.get("account")?),
        plan: plan(row)?,
        customer: seals.customer(sealed_customer.as_deref(), forgotten.is_some()),
        reference: row.get("reference")?,
        known_subscriptions: known_subscriptions
            .map(|list| serde_json::from_str(&list))
            .transpose()
            .map_err(|_| BookError::unreadable("already_there"))?,
        state: state(row)?,
        order_id: row.get("order_id")?,
        iccid: row.get("iccid")?,
        subscription_id: row.get("subscription_id")?,
        staff: row.get("staff")?,
        settled_by: row.get("settled_by")?,
        guest_pays: row
            .get::<_, Option<String>>("guest_amount")?
            .zip(row.get("guest_currency")?),
        note: row.get("note")?,
        // No order is given up for it.
        guest: GuestNames {
            language: row.get("guest_language").unwrap_or_default(),
            phone: row.get("guest_phone").unwrap_or_default(),
        },
        rival: row.get::<_, Option<u32>>("rival")?.map(OrderKey),
        words: seals
            .open(Field::Words, sealed_words.as_deref())
            .and_then(|plain| serde_json::from_slice(&plain).ok())
            .unwrap_or_default(),
        created_at: time(row, "created_at")?,
        timeline: Vec::new(),
    })
}

fn timeline(connection: &Connection, key: OrderKey) -> Result<Vec<TimelineEntry>, BookError> {
    connection
        .prepare_cached("SELECT at, state, detail FROM moments WHERE order_key = ?1 ORDER BY step")?
        .query_and_then([key.0], |row| {
            Ok(TimelineEntry {
                at: time(row, "at")?,
                state: state(row)?,
                detail: row.get("detail")?,
            })
        })?
        .collect()
}

/// One sealed text of an order. `None` where it was never stored, or does not open.
pub(super) fn secret(
    connection: &Connection,
    keys: Option<&BookKeys>,
    key: OrderKey,
    field: Field,
) -> Result<Option<SecretString>, BookError> {
    let sql = format!(
        "SELECT o.month, s.{} FROM orders o JOIN sealed s ON s.order_key = o.key WHERE o.key = ?1",
        field.column()
    );
    let found = connection
        .prepare_cached(&sql)?
        .query_row([key.0], |row| {
            Ok((month(row), row.get::<_, Option<Vec<u8>>>(1)?))
        })
        .optional()?;
    let Some((month, value)) = found else {
        return Ok(None);
    };
    let seals = Seals {
        key,
        month: month?,
        keys,
    };
    let Some(plain) = seals.open(field, value.as_deref()) else {
        return Ok(None);
    };
    Ok(std::str::from_utf8(&plain).ok().map(SecretString::from))
}

/// What is needed to open the sealed fields of one order.
pub(super) struct Seals<'a> {
    pub(super) key: OrderKey,
    pub(super) month: Month,
    pub(super) keys: Option<&'a BookKeys>,
}

impl Seals<'_> {
    pub(super) fn open(&self, field: Field, value: Option<&[u8]>) -> Option<Zeroizing<Vec<u8>>> {
        seal::open(self.keys?.key(self.month)?, self.key, field, value?)
    }

    /// `None` without a key for the month: then the field is not stored (rulings 16).
    pub(super) fn seal(&self, field: Field, plain: &[u8]) -> Result<Option<Vec<u8>>, BookError> {
        self.keys
            .and_then(|keys| keys.key(self.month))
            .map(|key| seal::seal(key, self.key, field, plain))
            .transpose()
    }

    pub(super) fn customer(&self, value: Option<&[u8]>, forgotten: bool) -> CustomerRecord {
        let opened = self
            .open(Field::Customer, value)
            .and_then(|plain| serde_json::from_slice::<Customer>(&plain).ok());
        match (opened, value) {
            (Some(customer), _) => CustomerRecord::Known(customer),
            (None, _) if forgotten => CustomerRecord::Forgotten,
            (None, None) => CustomerRecord::NotStored,
            (None, Some(_)) => CustomerRecord::Closed,
        }
    }
}

pub(super) fn month(row: &Row<'_>) -> Result<Month, BookError> {
    let text: String = row.get("month")?;
    Month::parse(&text).ok_or_else(|| BookError::unreadable("month"))
}

pub(super) fn plan(row: &Row<'_>) -> Result<PlanSold, BookError> {
    let json = row
        .get_ref("plan")?
        .as_str()
        .map_err(rusqlite::Error::from)?;
    serde_json::from_str(json).map_err(|_| BookError::unreadable("plan"))
}

pub(super) fn state(row: &Row<'_>) -> Result<OrderState, BookError> {
    let text: String = row.get("state")?;
    OrderState::from_name(&text).ok_or_else(|| BookError::unreadable("state"))
}

pub(super) fn time(row: &Row<'_>, column: &'static str) -> Result<Timestamp, BookError> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|_| BookError::unreadable(column))
}
