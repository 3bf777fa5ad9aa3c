//! Whether keys are those that this book was sealed with (rulings 40). What is sealed and has no key here is told, and no
//! month of which something is sealed ever gets a new key beside the one that is missing.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::error::BookError;
use super::handle::Book;
use super::keys::{BookKeys, Key, Month};
use super::seal;
use super::stored::Seals;
use crate::book::sqlite::{Tx, meta, months};

/// How many of a month's customers are tried where it has no check value yet.
const TRIED: u32 = 20;

impl Book {
    /// Uses these keys from now on, those of them that are this book's. Gives the months of which something is sealed that
    /// none of them opens.
    pub fn take_keys(&self, mut keys: BookKeys) -> Result<Vec<Month>, BookError> {
        let (foreign, closed) = self.write(
            |tx, _| {
                let found = examine(tx, &keys)?;
                for (month, key) in keys.all() {
                    if !found.0.contains(&month) && !is_checked(tx, month, key)? {
                        meta::set_key_check(tx, month, &seal::check_value(key, month)?)?;
                    }
                }
                Ok(found)
            },
            |_, _| {},
        )?;
        keys.set_foreign(foreign);
        self.use_keys(Some(keys));
        Ok(closed)
    }

    /// The keys in use, with those added that `others` has besides, but for months that are forgotten. Gives the months that
    /// stay closed, where any key is new: then customers that did not open before are opened by the next
    /// [`Book::open_customers`].
    pub fn add_keys(&self, others: &BookKeys) -> Result<Option<Vec<Month>>, BookError> {
        let Some(mut keys) = self.keys().clone() else {
            return Ok(None);
        };
        let before = keys.clone();
        keys.add(others);
        for month in self.read(|tx, _| months::forgotten(tx))? {
            keys.forget(month);
        }
        let brings_any = keys.all().any(|(month, _)| !before.has(month));
        let closed = self.take_keys(keys)?;
        if brings_any {
            self.open_anew();
        }
        Ok(brings_any.then_some(closed))
    }

    /// Whether these may be the book's keys: one of them opens something of it, or nothing is sealed.
    pub fn fits(&self, keys: &BookKeys) -> Result<bool, BookError> {
        self.read(|tx, _| {
            let sealed = months::sealed(tx)?;
            for (month, key) in keys.all().filter(|(month, _)| sealed.contains(month)) {
                if is_checked(tx, month, key)? || opens(tx, month, key)? {
                    return Ok(true);
                }
            }
            Ok(sealed.is_empty())
        })
    }

    /// The months of which something is sealed that none of these opens.
    pub fn closed_months(&self, keys: &BookKeys) -> Result<Vec<Month>, BookError> {
        self.read(|tx, _| Ok(examine(tx, keys)?.1))
    }

    /// The keys with one added for orders placed at `at`, where that month has none yet. To be stored in the keychain and
    /// then given to [`Book::take_keys`], before the first order of the month. `None` where nothing is to do, no keys are in
    /// use, or the month had a key that is not there any more: forgotten, or lost with something sealed.
    pub fn keys_to_store(&self, at: Timestamp) -> Result<Option<BookKeys>, BookError> {
        let month = Month::of(at);
        let Some(mut keys) = self.keys().clone().filter(|keys| !keys.has(month)) else {
            return Ok(None);
        };
        let had_one = self.read(|tx, _| {
            let forgotten = months::forgotten(tx)?.contains(&month);
            Ok(forgotten || months::is_sealed(tx, month)?)
        })?;
        if had_one {
            tracing::warn!(%month, "a month that had a key gets no other one");
            return Ok(None);
        }
        Ok(keys.key_for(month)?.then_some(keys))
    }
}

/// The keys that are not this book's, and the months that stay closed.
fn examine(tx: &Tx<'_>, keys: &BookKeys) -> Result<(BTreeSet<Month>, Vec<Month>), BookError> {
    let sealed = months::sealed(tx)?;
    let mut foreign = BTreeSet::new();
    for (month, key) in keys.all().filter(|(month, _)| sealed.contains(month)) {
        if !is_checked(tx, month, key)? && !opens(tx, month, key)? {
            foreign.insert(month);
        }
    }
    let closed = sealed
        .into_iter()
        .filter(|month| !keys.has(*month) || foreign.contains(month))
        .collect();
    Ok((foreign, closed))
}

fn is_checked(tx: &Tx<'_>, month: Month, key: &Key) -> Result<bool, BookError> {
    let value = meta::key_check(tx, month)?;
    Ok(value.is_some_and(|value| seal::checks(key, month, &value)))
}

/// Whether the key opens one of the month's last customers.
fn opens(tx: &Tx<'_>, month: Month, key: &Key) -> Result<bool, BookError> {
    let keys = BookKeys::of(month, key.clone());
    let customers = months::customers(tx, month, TRIED)?;
    Ok(customers.iter().any(|(order, reference, value)| {
        let seals = Seals {
            key: *order,
            month,
            reference,
            keys: Some(&keys),
        };
        seals.customer(Some(value)).is_some()
    }))
}
