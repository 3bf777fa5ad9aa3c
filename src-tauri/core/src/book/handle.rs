//! The book itself: its connections, its keys, what is held of it in memory, and all locks on these. What it is asked and
//! told stands in the files above; they get at it by `read`, `write` and the index only.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::error::BookError;
use super::id::BookId;
use super::keys::BookKeys;
use super::order::OrderKey;
use super::search_index::SearchIndex;
use crate::book::sqlite::file::Files;
use crate::book::sqlite::open::Surroundings;
use crate::book::sqlite::repair::Repair;
use crate::book::sqlite::{Connection, Tx, WriteTx, backup, numbers, open};

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
    /// Held while the number is noted beside the book.
    id: Mutex<BookId>,
    writer: Mutex<Connection>,
    /// Whoever reads does not wait while an order is being written through to the disk.
    reader: Mutex<Connection>,
    /// For lists, which may be long: no sale waits for them.
    lists: Mutex<Connection>,
    keys: RwLock<Option<BookKeys>>,
    index: RwLock<SearchIndex>,
    /// Shared by all who read through a connection of their own, so that none waits for another. A repair waits for them:
    /// SQLite removes the WAL by its name when the last connection closes, and by then that name would be the new book's.
    aside: RwLock<()>,
    /// Held while customers are opened, so that this is done once.
    opening: Mutex<()>,
    /// Counts whenever there is something to open that was not: keys that came, a book that was rebuilt.
    opens: AtomicU64,
    /// The count at which all customers were opened, and those are held since then that a sale asks about.
    customers_known: AtomicU64,
    /// The same while all of them are held; 0 once they were let go.
    customers_opened: AtomicU64,
    /// Whether anybody searched since this was last asked.
    searched: AtomicBool,
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
        let (files, connections, repaired) = open::open(folder)?;
        let inner = Inner {
            files,
            id: Mutex::new(connections.id),
            writer: Mutex::new(connections.writer),
            reader: Mutex::new(connections.reader),
            lists: Mutex::new(connections.lists),
            keys: RwLock::new(None),
            index: RwLock::default(),
            aside: RwLock::new(()),
            opening: Mutex::new(()),
            opens: AtomicU64::new(1),
            customers_known: AtomicU64::new(0),
            customers_opened: AtomicU64::new(0),
            searched: AtomicBool::new(false),
        };
        let book = Self {
            inner: Arc::new(inner),
        };
        Ok(Opened { book, repaired })
    }

    /// The keys of the sealed fields from now on; `None` where the keychain cannot be reached. Customers that did not open
    /// before are opened by the next [`Book::open_customers`].
    pub fn use_keys(&self, keys: Option<BookKeys>) {
        let mut current = self.keys_mut();
        if current.is_none() && keys.is_some() {
            self.open_anew();
        }
        *current = keys;
    }

    /// There are keys that nothing was opened with yet.
    pub(super) fn open_anew(&self) {
        self.inner.opens.fetch_add(1, Ordering::AcqRel);
    }

    /// The keys in use, and the count that what they open is opened at. Keys that come later make it another one.
    pub(super) fn keys_to_open_with(&self) -> (u64, Option<BookKeys>) {
        let opens = self.inner.opens.load(Ordering::Acquire);
        (opens, self.keys().clone())
    }

    /// Makes the regular backup if the last one is older than a day, and says whether it did. Slow for a large book: for
    /// a thread in the background.
    pub fn back_up_when_due(&self) -> Result<bool, BookError> {
        if !backup::is_due(&self.inner.files) {
            return Ok(false);
        }
        self.back_up()?;
        Ok(true)
    }

    /// Makes the regular backup now.
    pub fn back_up(&self) -> Result<(), BookError> {
        let _aside = self.aside();
        let connection = self.own_connection()?;
        self.noticing(backup::make(&connection, &self.inner.files))
    }

    /// Sets the damaged file aside and goes on with a rebuilt one. For [`BookError::Damaged`] while running.
    pub fn repair(&self) -> Result<Repair, BookError> {
        let _nobody_else = self
            .inner
            .aside
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        let mut writer = self.writer();
        let mut reader = self.reader();
        let mut lists = self.lists();
        let repair = open::rebuild(
            &self.inner.files,
            &mut self.id_held(),
            &mut writer,
            &mut reader,
            &mut lists,
        )?;
        *self.index_mut() = SearchIndex::default();
        self.open_anew();
        Ok(repair)
    }

    /// The book's random id, which its keys go by.
    pub fn id(&self) -> BookId {
        self.id_held().clone()
    }

    /// Notes beside the book that this number is given, so that no book put in its place gives it again.
    pub(super) fn note_number(&self, key: OrderKey) {
        numbers::note_beside(&self.inner.files, &self.id_held(), key.0);
    }

    /// What speaks against the folder that the book is in.
    pub fn surroundings(&self) -> Surroundings {
        open::surroundings(&self.inner.files)
    }

    /// Whether [`Book::open_customers`] is through, and nothing was let go since. After the start a search finds by the clear
    /// fields only until then.
    pub fn customers_ready(&self) -> bool {
        let opened = self.inner.customers_opened.load(Ordering::Acquire);
        opened == self.inner.opens.load(Ordering::Acquire)
    }

    /// Whether memory has of the customers what a sale asks about.
    pub(super) fn customers_known(&self) -> bool {
        let known = self.inner.customers_known.load(Ordering::Acquire);
        known == self.inner.opens.load(Ordering::Acquire)
    }

    /// All customers are opened that could be at that count.
    pub(super) fn set_customers_opened(&self, opens: u64) {
        self.inner.customers_opened.store(opens, Ordering::Release);
        self.inner.customers_known.store(opens, Ordering::Release);
    }

    /// To be told while the index is held that lets them go.
    pub(super) fn set_customers_let_go(&self) {
        self.inner.customers_opened.store(0, Ordering::Release);
    }

    pub(super) fn note_search(&self) {
        self.inner.searched.store(true, Ordering::Release);
    }

    /// Whether anybody searched since this was last asked.
    pub(super) fn take_searched(&self) -> bool {
        self.inner.searched.swap(false, Ordering::AcqRel)
    }

    /// Reads from one moment's state of the book.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Tx<'_>, Option<&BookKeys>) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        let connection = self.reader();
        let keys = self.keys();
        let result = connection.read(|tx| work(tx, keys.as_ref()));
        self.noticing(result)
    }

    /// The same for a list, which may be long: no sale waits for it.
    pub(super) fn read_list<T>(
        &self,
        work: impl FnOnce(&Tx<'_>, Option<&BookKeys>) -> Result<T, BookError>,
    ) -> Result<T, BookError> {
        let connection = self.lists();
        // Not held: keys that come meanwhile would wait, and a sale for them.
        let keys = self.keys().clone();
        self.noticing(connection.read(|tx| work(tx, keys.as_ref())))
    }

    /// Changes the book, durably or not at all, and then what is held of it in memory.
    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&WriteTx<'_>, Option<&BookKeys>) -> Result<T, BookError>,
        note: impl FnOnce(&mut SearchIndex, &T),
    ) -> Result<T, BookError> {
        let mut connection = self.writer();
        let keys = self.keys();
        let result = connection.write(|tx| work(tx, keys.as_ref()));
        // Still holding the writer: changes must reach the memory in the order of the disk.
        if let Ok(done) = &result {
            note(&mut self.index_mut(), done);
        }
        self.noticing(result)
    }

    /// Leaves a mark when damage shows, so that the next start checks the whole file.
    pub(super) fn noticing<T>(&self, result: Result<T, BookError>) -> Result<T, BookError> {
        if let Err(BookError::Damaged) = result {
            self.inner.files.mark_doubtful();
        }
        result
    }

    /// To be held while reading through an [`Book::own_connection`].
    pub(super) fn aside(&self) -> RwLockReadGuard<'_, ()> {
        self.inner
            .aside
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// To be held while customers are opened.
    pub(super) fn opening(&self) -> MutexGuard<'_, ()> {
        self.inner
            .opening
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection to read through for long, so that lists need not wait.
    pub(super) fn own_connection(&self) -> Result<Connection, BookError> {
        open::reader(&self.inner.files)
    }

    pub(super) fn keys(&self) -> RwLockReadGuard<'_, Option<BookKeys>> {
        self.inner
            .keys
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn keys_mut(&self) -> RwLockWriteGuard<'_, Option<BookKeys>> {
        self.inner
            .keys
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn index(&self) -> RwLockReadGuard<'_, SearchIndex> {
        self.inner
            .index
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn index_mut(&self) -> RwLockWriteGuard<'_, SearchIndex> {
        self.inner
            .index
            .write()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn id_held(&self) -> MutexGuard<'_, BookId> {
        self.inner.id.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn writer(&self) -> MutexGuard<'_, Connection> {
        self.inner
            .writer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn lists(&self) -> MutexGuard<'_, Connection> {
        self.inner
            .lists
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn reader(&self) -> MutexGuard<'_, Connection> {
        self.inner
            .reader
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use secrecy::SecretString;

    use super::*;
    use crate::book::order::{AccountId, Asked, Customer, NewOrder, PlanSold};

    #[test]
    fn an_order_that_is_written_is_given_without_another_look_at_the_book() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = Book::open(folder.path()).expect("a new book").book;
        let new_order = NewOrder {
            account: AccountId("a".to_owned()),
            at: crate::clock::now(),
            asked: Asked::NewEsim,
            plan: PlanSold::default(),
            customer: Customer::default(),
            body: SecretString::default(),
            reference: "r-1".to_owned(),
            known_subscriptions: None,
            staff: None,
            guest_pays: None,
            note: None,
            instead_of: None,
        };
        // Whatever keeps the other connection from reading just now.
        let _reading = book.reader();
        let (told, placed) = mpsc::channel();
        std::thread::spawn({
            let book = book.clone();
            move || told.send(book.place(&new_order).map(|order| order.reference).ok())
        });
        let placed = placed.recv_timeout(Duration::from_secs(30));
        assert_eq!(
            placed,
            Ok(Some("r-1".to_owned())),
            "the row as it was written"
        );
    }
}
