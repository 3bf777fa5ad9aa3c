//! Finding orders by what people know: opened once into memory, then searched there.

use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;

use super::error::BookError;
use super::handle::Book;
use super::keys::BookKeys;
use super::list::{Filter, Page};
use super::order::{AccountId, Customer, OrderKey};
use super::seal::Field;
use super::search_index::Sale;
use super::stored::Seals;
use crate::book::sqlite::{Connection, read};

/// How long the same sale again is asked about, whatever became of the first (rulings 12).
const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// How many customers are opened before the memory is told: a search in between waits for no more than one such batch.
const BATCH: usize = 2000;

impl Book {
    /// Opens every customer's e-mail and name into memory. Slow for a large book: for a thread in the background, after
    /// start and whenever keys came that were missing before.
    pub fn open_customers(&self) -> Result<(), BookError> {
        if self.customers_ready() {
            return Ok(());
        }
        let _opening = self.opening();
        if self.customers_ready() {
            return Ok(());
        }
        let _aside = self.aside();
        let connection = self.own_connection()?;
        let (opens, keys) = self.keys_to_open_with();
        self.load(&connection)?;
        if let Some(keys) = &keys {
            self.noticing(self.open_all(&connection, keys))?;
        }
        // Keys that came meanwhile have opened nothing yet.
        self.set_customers_opened(opens);
        Ok(())
    }

    /// Takes note of whose profile each stored code is, so that none is proved for two eSIMs. Slow for a large book, and
    /// nobody waits for it: for a thread in the background.
    pub fn open_codes(&self) -> Result<(), BookError> {
        let (opens, keys) = self.keys_to_open_with();
        let is_noted = self.index().codes_noted == Some(opens);
        let Some(keys) = keys.as_ref().filter(|_| !is_noted) else {
            return Ok(());
        };
        let _aside = self.aside();
        let connection = self.own_connection()?;
        self.load(&connection)?;
        let opened = connection.read(|tx| {
            read::each_sealed(tx, Field::Code, |key, month, reference, value| {
                let seals = Seals {
                    key,
                    month,
                    reference,
                    keys: Some(keys),
                };
                if let Some(code) = seals.text(Field::Code, value) {
                    self.index_mut().note_code(key, code.expose_secret());
                }
            })
        });
        self.noticing(opened)?;
        self.index_mut().codes_noted = Some(opens);
        Ok(())
    }

    /// The orders that hold every word of `text` in e-mail, name, ICCID, order id, number (`#7`), reference, note or plan
    /// name, newest first.
    pub fn search(&self, text: &str, filter: &Filter) -> Result<Page, BookError> {
        if !self.index().loaded {
            let _aside = self.aside();
            if !self.index().loaded {
                self.load(&self.own_connection()?)?;
            }
        }
        let found = self.index().search(text, filter);
        let shown = found
            .iter()
            .skip(filter.offset as usize)
            .take(filter.limit as usize);
        let orders = self.read(|tx, keys| {
            shown
                .filter_map(|key| read::order(tx, *key).transpose())
                .map(|stored| Ok(stored?.open(keys)))
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
        Ok(self.index().sales_to(account, email).collect())
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
        self.open_customers()?;
        let mut sales = self.index().undecided_or_newest(account, email);
        sales.retain(|sale| {
            // A clock that was set back makes sales of the future; they count as recent.
            let recent = now.duration_since(sale.at) < RECENT;
            sale.product_id == product_id
                && (sale.state.is_undecided() || recent && sale.may_be_charged())
        });
        Ok(sales)
    }

    /// How that e-mail address was typed at earlier sales of this account, where otherwise than now.
    pub fn spellings_of(&self, account: &AccountId, email: &str) -> Result<Vec<String>, BookError> {
        self.open_customers()?;
        Ok(self.index().spellings_of(account, email))
    }

    fn load(&self, connection: &Connection) -> Result<(), BookError> {
        if self.index().loaded {
            return Ok(());
        }
        let entries = self.noticing(connection.read(read::clear_entries))?;
        self.index_mut().load(entries);
        Ok(())
    }

    fn open_all(&self, connection: &Connection, keys: &BookKeys) -> Result<(), BookError> {
        let mut batch: Vec<(OrderKey, Customer)> = Vec::with_capacity(BATCH);
        connection.read(|tx| {
            read::each_sealed(tx, Field::Customer, |key, month, reference, value| {
                let seals = Seals {
                    key,
                    month,
                    reference,
                    keys: Some(keys),
                };
                if let Some(customer) = seals.customer(value) {
                    batch.push((key, customer));
                }
                if batch.len() == BATCH {
                    self.index_mut().open(&batch);
                    batch.clear();
                }
            })
        })?;
        self.index_mut().open(&batch);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;
    use crate::book::keys::Month;

    #[test]
    fn keys_that_come_while_customers_are_opened_open_theirs_afterwards() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = Book::open(folder.path()).expect("a new book").book;
        let month = |text: &str| text.parse().map(Month::of).expect("a time");
        let mut keys = BookKeys::new();
        keys.key_for(month("2026-10-01T00:00:00Z")).expect("made");
        book.take_keys(keys.clone()).expect("taken");
        let (opens, _) = book.keys_to_open_with();
        // From some keys to more, while one thread opens with those.
        keys.key_for(month("2026-11-01T00:00:00Z")).expect("made");
        book.add_keys(&keys).expect("taken");
        book.set_customers_opened(opens);
        assert!(!book.customers_ready(), "the new month is closed yet");
        book.open_customers().expect("opened");
        assert!(book.customers_ready());
    }

    #[test]
    fn a_sale_does_not_wait_behind_a_backup() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = Book::open(folder.path()).expect("a new book").book;
        let _backup = book.aside();
        let (told, asked) = mpsc::channel();
        std::thread::spawn({
            let book = book.clone();
            move || {
                let account = AccountId("a".to_owned());
                let sales = book.sales_to(&account, "anna@hotel.example");
                told.send(sales.map(|sales| sales.len()).ok())
            }
        });
        let sales = asked.recv_timeout(Duration::from_secs(30));
        assert_eq!(sales, Ok(Some(0)), "customers are opened beside it");
    }
}
