//! Forgetting customers after the time that the manager set (rulings 24), one month at a time. The bookkeeping stays. When
//! it is time, and how often at the most, is the desk's.

use jiff::Timestamp;

use super::error::BookError;
use super::handle::Book;
use super::keys::{BookKeys, Month};
use crate::book::sqlite::{meta, months, write};
use crate::clock;

/// A month about to be forgotten. First the remaining keys go to the keychain, then [`Book::forgotten`] is told.
#[derive(Debug)]
pub struct Erasure {
    month: Month,
    keys: BookKeys,
}

impl Erasure {
    /// The keys that remain.
    pub fn keys(&self) -> &BookKeys {
        &self.keys
    }

    pub fn month(&self) -> Month {
        self.month
    }
}

impl Book {
    /// The oldest month before `before` whose customers can be forgotten now: one with orders, none of them open.
    /// `None` where there is nothing to forget.
    pub fn forget_customers(&self, before: Month) -> Result<Option<Erasure>, BookError> {
        self.read(|tx, keys| {
            let Some(month) = months::to_forget(tx, before)? else {
                return Ok(None);
            };
            let mut keys = keys.ok_or(BookError::KeysMissing)?.clone();
            keys.forget(month);
            Ok(Some(Erasure { month, keys }))
        })
    }

    /// Completes the forgetting, once the remaining keys are in the keychain: without its key nothing sealed in such a month
    /// opens again, in no copy. The values themselves go too.
    pub fn forgotten(&self, erasure: &Erasure) -> Result<(), BookError> {
        let month = erasure.month;
        self.write(
            |tx, _| {
                meta::remove_key_check(tx, month)?;
                meta::set_forgotten_at(tx, clock::now())?;
                write::forget(tx, month)
            },
            |index, orders| index.close(orders),
        )?;
        if let Some(keys) = self.keys_mut().as_mut() {
            keys.forget(month);
        }
        Ok(())
    }

    /// When a month was last forgotten, by this computer's clock.
    pub fn last_forgotten(&self) -> Result<Option<Timestamp>, BookError> {
        self.read(|tx, _| meta::forgotten_at(tx))
    }
}
