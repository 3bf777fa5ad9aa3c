//! Forgetting customers after the time that the manager set (rulings 24). The bookkeeping stays.

use super::error::BookError;
use super::handle::Book;
use super::keys::{BookKeys, Month};
use crate::book::sqlite::{read, write};

/// Months about to be forgotten. First the remaining keys go to the keychain, then [`Book::forgotten`] is told.
#[derive(Debug)]
pub struct Erasure {
    months: Vec<Month>,
    keys: BookKeys,
}

impl Erasure {
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
    pub fn forget_customers(&self, before: Month) -> Result<Option<Erasure>, BookError> {
        self.read(|tx, keys| {
            let months = read::months_to_forget(tx, before)?;
            if months.is_empty() {
                return Ok(None);
            }
            let mut keys = keys.ok_or(BookError::KeysMissing)?.clone();
            for month in &months {
                keys.forget(*month);
            }
            Ok(Some(Erasure { months, keys }))
        })
    }

    /// Completes the forgetting, once the remaining keys are in the keychain: without its key nothing sealed in such a month
    /// opens again, in no copy. The values themselves go too.
    pub fn forgotten(&self, erasure: Erasure) -> Result<(), BookError> {
        let months = erasure.months;
        self.write(
            |tx, _| {
                let mut orders = Vec::new();
                for month in &months {
                    orders.extend(write::forget(tx, *month)?);
                }
                Ok(orders)
            },
            |index, orders| index.close(orders),
        )?;
        if let Some(keys) = self.keys_mut().as_mut() {
            for month in &months {
                keys.forget(*month);
            }
        }
        Ok(())
    }
}
