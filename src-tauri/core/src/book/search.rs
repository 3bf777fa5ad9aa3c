//! Finding orders by what people know: opened into memory, then searched there.
//!
//! All customers are opened at the start and at a search. Where nobody searches for a while they are let go, but for those that
//! a sale asks about: what is sold already takes no memory, and no sale waits until they are opened again.

use std::sync::RwLockReadGuard;

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::error::BookError;
use super::handle::Book;
use super::keys::BookKeys;
use super::list::{Filter, Page};
use super::order::{AccountId, Customer, OrderKey};
use super::seal::Field;
use super::search_index::{RECENT, Sale, SearchIndex};
use super::stored::Seals;
use crate::book::sqlite::{Connection, read};
use crate::clock;
use crate::typed::search_words;

/// How many customers are opened before the memory is told: a search in between waits for no more than one such batch.
const BATCH: usize = 2000;

impl Book {
    /// Sees to it that memory has of the customers what a sale asks about. Slow for a large book, where they were never opened
    /// with the keys in use: for a thread in the background, after start and whenever keys came that were missing before.
    pub fn know_customers(&self) -> Result<(), BookError> {
        match self.customers_known() {
            true => Ok(()),
            false => self.open_customers(),
        }
    }

    /// Opens every customer's e-mail and name into memory, where they are not there. Slow for a large book.
    pub fn open_customers(&self) -> Result<(), BookError> {
        self.note_search();
        if self.customers_ready() {
            return Ok(());
        }
        let _opening = self.opening();
        if self.customers_ready() {
            return Ok(());
        }
        let _aside = self.aside();
        // From before the rows are read: what changes meanwhile must not be let go and be put back as it was.
        self.index_mut().partial = false;
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

    /// Lets go of what only a search needs, where nobody has searched since this was last asked. The next search opens it
    /// again.
    pub fn let_go_of_search(&self) {
        let _opening = self.opening();
        if self.take_searched() || !self.customers_known() || self.index().partial {
            return;
        }
        let mut index = self.index_mut();
        self.set_customers_let_go();
        let gone = index.let_go(clock::now());
        // A sale may wait for the index, and this is many small pieces.
        drop(index);
        drop(gone);
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
        let opened = connection.read(|tx| {
            read::each_sealed(tx, Field::Code, |key, month, reference, value| {
                let seals = Seals {
                    key,
                    month,
                    reference,
                    keys: Some(keys),
                };
                if let Some(code) = seals.text(Field::Code, value) {
                    self.index_mut().profiles.note(code.expose_secret());
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
        self.note_search();
        if self.customers_known() {
            // They were let go, and whoever searches for a name is not to be told that there is none.
            self.open_customers()?;
        } else if !self.index().loaded {
            let _aside = self.aside();
            if !self.index().loaded {
                self.load(&self.own_connection()?)?;
            }
        }
        let words = search_words(text);
        let mut found = Vec::new();
        let mut below = Some(OrderKey(u32::MAX));
        // In lots: a sale that has to write into the index waits for one of them, not for a whole search.
        while let Some(next) = below {
            below = self.index().search(&words, filter, next, &mut found);
        }
        let shown = found
            .iter()
            .skip(filter.offset as usize)
            .take(filter.limit as usize);
        let orders = self.read_list(|tx, keys| {
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
        Ok(self.whole_index()?.sales_to(account, email).collect())
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
        self.know_customers()?;
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
        Ok(self.whole_index()?.spellings_of(account, email))
    }

    /// The index with all customers that open, and held so.
    fn whole_index(&self) -> Result<RwLockReadGuard<'_, SearchIndex>, BookError> {
        loop {
            self.open_customers()?;
            let index = self.index();
            // Not where they were let go just now, or keys came.
            if self.customers_ready() {
                return Ok(index);
            }
        }
    }

    fn load(&self, connection: &Connection) -> Result<(), BookError> {
        if self.index().loaded {
            return Ok(());
        }
        let entries = self.noticing(connection.read(read::clear_entries))?;
        let mut entries = entries.into_iter().peekable();
        while entries.peek().is_some() {
            self.index_mut().load(entries.by_ref().take(BATCH));
        }
        self.index_mut().loaded = true;
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
