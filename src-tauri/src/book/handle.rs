//! The order book: every order this desk ever placed, on disk before it is sent, with its customer's fields sealed.
//!
//! Kept in one SQLite file. All calls wait for the disk, so a caller on an async thread moves them off it. Not here: what an
//! answer of the service means (`connect`), what to do next (`desk`), and where the keys are kept (`keychain`).

mod backup;
mod csv;
mod error;
mod file;
mod folder;
mod forgetting;
mod keys;
mod migrations;
mod order;
mod people;
mod reading;
mod repair;
mod rows;
mod seal;
mod searching;
mod state;
mod writing;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use self::file::Files;
use self::people::People;

pub use self::csv::{COLUMNS, CsvLayout, csv};
pub use self::error::BookError;
pub use self::forgetting::Forgetting;
pub use self::keys::{BookKeys, Month};
pub use self::order::{
    AccountId, AdoptedSale, Customer, CustomerRecord, GuestNames, NewOrder, Order, OrderFacts,
    OrderKey, PlanSold, TimelineEntry,
};
pub use self::people::Sale;
pub use self::reading::{Filter, OpenOrders, Page};
pub use self::repair::Repair;
pub use self::state::{OrderEvent, OrderState};

/// How old the regular backup may grow.
const BACKUP_AGE: Duration = Duration::from_secs(24 * 60 * 60);

/// The order book. Clones are the same book.
#[derive(Clone)]
pub struct Book {
    inner: Arc<Inner>,
}

/// A book that was opened, and what had to be done for it.
#[derive(Debug)]
pub struct Opened {
    pub book: Book,
    /// Told to the staff: the file was damaged and has been rebuilt.
    pub repaired: Option<Repair>,
}

struct Inner {
    files: Files,
    writer: Mutex<Connection>,
    /// Lists do not wait while an order is being written through to the disk.
    reader: Mutex<Connection>,
    keys: RwLock<Option<BookKeys>>,
    people: RwLock<People>,
    /// Held by whoever reads through a connection of its own. A repair waits for them: SQLite removes the WAL by its name
    /// when the last connection closes, and by then that name would be the new book's.
    aside: Mutex<()>,
    customers_ready: AtomicBool,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Book")
    }
}

impl Book {
    /// Opens the book in `folder`, or begins one. A damaged file is kept aside and rebuilt, a missing one
    /// comes back from its backup.
    pub fn open(folder: &Path) -> Result<Opened, BookError> {
        std::fs::create_dir_all(folder).map_err(|error| BookError::of_file(&error))?;
        folder::refuse_network(folder)?;
        let files = Files::new(folder);
        repair::finish(&files)?;
        let connected = match repair::is_gone(&files) {
            true => Err(BookError::Damaged),
            false => connect(&files),
        };
        let (connections, repaired) = match connected {
            Err(BookError::Damaged) => {
                let repair = repair::rebuild(&files)?;
                (connect(&files)?, Some(repair))
            }
            connections => (connections?, None),
        };
        let (writer, reader) = connections;
        let inner = Inner {
            files,
            writer: Mutex::new(writer),
            reader: Mutex::new(reader),
            keys: RwLock::new(None),
            people: RwLock::default(),
            aside: Mutex::new(()),
            customers_ready: AtomicBool::new(false),
        };
        let book = Self {
            inner: Arc::new(inner),
        };
        Ok(Opened { book, repaired })
    }

    /// The keys of the sealed fields from now on; `None` where the keychain cannot be reached. Customers that did not open
    /// before are opened by the next [`Book::open_customers`].
    pub fn use_keys(&self, keys: Option<BookKeys>) {
        let mut current = self
            .inner
            .keys
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if current.is_none() && keys.is_some() {
            self.inner.customers_ready.store(false, Ordering::Release);
        }
        *current = keys;
    }

    /// The keys with one added for orders placed at `at`, where that month has none yet. To be stored in the keychain and
    /// then given to [`Book::use_keys`], before the first order of the month. `None` where nothing is to do, or no keys are in use.
    pub fn keys_to_store(&self, at: Timestamp) -> Result<Option<BookKeys>, BookError> {
        let Some(mut keys) = self.keys().clone() else {
            return Ok(None);
        };
        Ok(keys.key_for(Month::of(at))?.then_some(keys))
    }

    /// Makes the regular backup if the last one is older than a day, and says whether it did. Slow for a large book: for
    /// a thread in the background.
    pub fn back_up_when_due(&self) -> Result<bool, BookError> {
        let target = self.files().backup();
        let age = std::fs::metadata(&target).and_then(|file| file.modified());
        // A backup from the future tells nothing of its age, so it is made again.
        if age.is_ok_and(|made| made.elapsed().is_ok_and(|age| age < BACKUP_AGE)) {
            return Ok(false);
        }
        self.back_up()?;
        Ok(true)
    }

    /// Makes the regular backup now.
    pub fn back_up(&self) -> Result<(), BookError> {
        let _aside = self.aside();
        let connection = file::open_to_read(&self.files().book())?;
        self.noticing(backup::copy(&connection, &self.files().backup()))
    }

    /// Sets the damaged file aside and goes on with a rebuilt one. For [`BookError::Damaged`] while running.
    pub fn repair(&self) -> Result<Repair, BookError> {
        let _nobody_else = self.aside();
        let mut writer = self
            .inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut reader = self
            .inner
            .reader
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        for connection in [&*writer, &*reader] {
            file::leave_wal(connection, true)?;
        }
        // Closed before the files move: Windows moves no open file.
        *writer = Connection::open_in_memory()?;
        *reader = Connection::open_in_memory()?;
        let repair = repair::rebuild(self.files())?;
        (*writer, *reader) = connect(self.files())?;
        *self.people_mut() = People::default();
        self.inner.customers_ready.store(false, Ordering::Release);
        Ok(repair)
    }

    /// Reads from one moment's state of the book.
    fn read<T>(
        &self,
        work: impl FnOnce(&Connection, Option<&BookKeys>) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        let connection = self
            .inner
            .reader
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let keys = self.keys();
        let result = connection
            .unchecked_transaction()
            .map_err(BookError::from)
            .and_then(|moment| work(&moment, keys.as_ref()));
        self.noticing(result)
    }

    /// Changes the book, durably or not at all, and then what is held of it in memory.
    fn write<T>(
        &self,
        work: impl FnOnce(&Transaction<'_>, Option<&BookKeys>) -> Result<T, BookError>,
        note: impl FnOnce(&mut People, &T),
    ) -> Result<T, BookError> {
        let mut connection = self
            .inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let keys = self.keys();
        let result = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(BookError::from)
            .and_then(|change| {
                let done = work(&change, keys.as_ref())?;
                change.commit()?;
                Ok(done)
            });
        // Still holding the writer: changes must reach the memory in the order of the disk.
        if let Ok(done) = &result {
            note(&mut self.people_mut(), done);
        }
        self.noticing(result)
    }

    /// Leaves a mark when damage shows, so that the next start checks the whole file.
    fn noticing<T>(&self, result: Result<T, BookError>) -> Result<T, BookError> {
        if let Err(BookError::Damaged) = result
            && let Err(error) = std::fs::write(self.files().doubt(), "")
        {
            tracing::warn!(kind = %error.kind(), "the damage could not be marked");
        }
        result
    }

    fn aside(&self) -> MutexGuard<'_, ()> {
        self.inner
            .aside
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn files(&self) -> &Files {
        &self.inner.files
    }

    fn keys(&self) -> RwLockReadGuard<'_, Option<BookKeys>> {
        self.inner
            .keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn people(&self) -> RwLockReadGuard<'_, People> {
        self.inner
            .people
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn people_mut(&self) -> RwLockWriteGuard<'_, People> {
        self.inner
            .people
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The writer and the reader of a book that is sound as far as can be told, and of the newest version.
fn connect(files: &Files) -> Result<(Connection, Connection), BookError> {
    let doubtful = files.is_doubtful();
    let mut writer = file::open_to_write(&files.book())?;
    // The whole file is read only where there is a reason: that takes long in a large book.
    if doubtful {
        file::leave_wal(&writer, true)?;
        file::check(&writer)?;
        file::leave_wal(&writer, false)?;
        file::remove(&files.doubt())?;
    }
    migrations::migrate(&mut writer, files, migrations::STEPS)?;
    let reader = file::open_to_read(&files.book())?;
    Ok((writer, reader))
}
