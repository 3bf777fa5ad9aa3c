//! All that names SQLite: the book's file, its connections and its statements. What goes in and comes out are the book's
//! own types, sealed fields closed. Not here: the rules of an order (`transition`), the keys (`keys`, `seal`), and who
//! may use a connection when (`handle`).

pub(super) mod backup;
mod decode;
mod error;
pub(super) mod file;
mod folder;
pub(super) mod groups;
pub(super) mod lines;
pub(super) mod meta;
mod migrations;
pub(super) mod months;
pub(super) mod numbers;
pub(super) mod open;
mod plausible;
pub(super) mod read;
pub(super) mod repair;
mod rules;
mod salvage;
mod salvage_groups;
pub(super) mod write;

use std::ops::Deref;

use rusqlite::TransactionBehavior;

use crate::book::error::BookError;

/// A connection to a book.
pub(super) struct Connection {
    sql: rusqlite::Connection,
    /// Whether it leads to the book. A repair that failed may leave one that leads nowhere.
    is_open: bool,
}

/// One moment's state of the book, to read from.
pub(super) struct Tx<'c> {
    sql: rusqlite::Transaction<'c>,
}

/// A change of the book, which becomes durable as a whole or not at all.
pub(super) struct WriteTx<'c> {
    tx: Tx<'c>,
}

impl<'c> Deref for WriteTx<'c> {
    type Target = Tx<'c>;

    fn deref(&self) -> &Tx<'c> {
        &self.tx
    }
}

impl Connection {
    fn new(sql: rusqlite::Connection) -> Connection {
        Connection { sql, is_open: true }
    }

    /// Lets go of the file.
    fn close(&mut self) -> Result<(), BookError> {
        self.sql = rusqlite::Connection::open_in_memory()?;
        self.is_open = false;
        Ok(())
    }

    fn check(&self) -> Result<(), BookError> {
        match self.is_open {
            true => Ok(()),
            false => Err(BookError::Damaged),
        }
    }

    /// Reads from one moment's state.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Tx<'_>) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        self.check()?;
        let sql = self.sql.unchecked_transaction()?;
        work(&Tx { sql })
    }

    /// Changes the book. When this returns well, the change is on the disk.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&WriteTx<'_>) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        self.check()?;
        let sql = self
            .sql
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let change = WriteTx { tx: Tx { sql } };
        let done = work(&change)?;
        change.tx.sql.commit()?;
        Ok(done)
    }
}
