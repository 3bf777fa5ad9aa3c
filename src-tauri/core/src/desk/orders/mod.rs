//! The orders: the door to the order book, and what memory knows of the orders of this run beside it.
//!
//! ```text
//! record  what happened to an order, on disk and then in memory
//! told    what else the other parts tell of one
//! load    the open orders of an account, as an earlier run left them
//! keys    the keys of the book's sealed fields, in the keychain
//! forget  customers of long ago
//! repair  a damaged book, rebuilt
//! live    one order of this run (live_orders: all of them)
//! quiet   how long there has been no news of one
//! second_look  until when one that failed is looked at again
//! memory  those, behind the lock of this part
//! view    what the window is shown of the book
//! ```
//!
//! Nobody else reaches the book. Not here: any request to the service, and what to do about an order.

pub(in crate::desk) mod forget;
mod keys;
mod live;
mod live_orders;
pub(in crate::desk) mod load;
mod memory;
mod quiet;
mod record;
mod repair;
mod second_look;
mod told;
mod view;

use std::path::Path;

use jiff::Timestamp;
use tokio::sync::Notify;

use self::keys::Keys;
use self::memory::Memory;
use self::repair::Repairs;
use crate::book::{AccountId, Book, BookError, Month, Order, OrderKey, OrderState};
use crate::connect::Iccid;
use crate::desk::changes::Changes;
use crate::desk::model::{Failure, WhyBook, why_book};
use crate::keychain::Keychain;

pub(in crate::desk) use self::live::LiveOrder;
pub(in crate::desk) use self::live_orders::LiveOrders;
pub(in crate::desk) use self::view::Shown;
pub use self::view::{BookNotes, RepairView};

/// The orders of this desk.
pub(in crate::desk) struct Orders {
    book: Result<Book, WhyBook>,
    changes: Changes,
    keys: Keys,
    repairs: Repairs,
    /// One at a time of whatever needs the orders to stay as they are until it is done: writing the row of a sale or of a
    /// refund, changing the account, adopting a sale, reading the open orders again, installing a newer version. See
    /// `Admission`.
    admission: tokio::sync::Mutex<()>,
    /// One at a time of whoever writes down what happened: the row that the book gives is memory's until the next one.
    writing: tokio::sync::Mutex<()>,
    /// An order is to be polled from now on.
    poll: Notify,
    /// The book is to be looked after now.
    maintain: Notify,
    memory: Memory,
}

/// Held by whoever is admitted: by a sale from its last look into memory and book to its row, by the others as long as no sale
/// may come in between. Never over a request: what a sale asks of the service, it asks before.
pub(in crate::desk) struct Admission<'a> {
    _held: tokio::sync::MutexGuard<'a, ()>,
}

impl Orders {
    /// Opens the book in `folder`. A desk whose book does not open sells nothing, and says why.
    pub(in crate::desk) async fn open(
        folder: &Path,
        keychain: Keychain,
        changes: Changes,
    ) -> Orders {
        let at = folder.to_owned();
        let opened = tokio::task::spawn_blocking(move || Book::open(&at))
            .await
            .map_err(|_| WhyBook::Other)
            .and_then(|opened| opened.map_err(|error| why_book(&error)));
        let (book, repaired) = match opened {
            Ok(opened) => (Ok(opened.book), opened.repaired),
            Err(why) => (Err(why), None),
        };
        let around = book.as_ref().map(Book::surroundings).unwrap_or_default();
        Orders {
            book,
            changes,
            keys: Keys::new(keychain, folder),
            repairs: Repairs::default(),
            admission: tokio::sync::Mutex::new(()),
            writing: tokio::sync::Mutex::new(()),
            poll: Notify::new(),
            maintain: Notify::new(),
            memory: Memory::new(
                repaired.as_ref().map(RepairView::of),
                BookNotes {
                    copied_folder: around.copied_folder,
                    other_books: around.other_books,
                    ..BookNotes::default()
                },
            ),
        }
    }

    /// Why nothing can be sold, where the book is the reason.
    pub(in crate::desk) fn check_book(&self) -> Result<(), Failure> {
        self.opened()?;
        self.memory.unread().map_or(Ok(()), Err)
    }

    /// Whether there is a book, whatever it could not read.
    pub(in crate::desk) fn has_book(&self) -> bool {
        self.book.is_ok()
    }

    /// Whether the open orders could not be read.
    pub(in crate::desk) fn are_unread(&self) -> bool {
        self.memory.unread().is_some()
    }

    /// Runs `work` on the book off the async threads. A book that turns out to be damaged is rebuilt, and the failure says so.
    pub(in crate::desk) async fn book<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Book) -> Result<T, BookError> + Send + 'static,
    ) -> Result<T, Failure> {
        let book = self.opened()?.clone();
        let repairs = self.repairs.done();
        let done = tokio::task::spawn_blocking(move || work(&book))
            .await
            .map_err(|_| Failure::Book {
                why: WhyBook::Other,
            })?;
        match done {
            Ok(done) => Ok(done),
            Err(BookError::Damaged) => self.rebuilt(repairs).await,
            Err(error) => Err(Failure::from(&error)),
        }
    }

    /// The book met damage, and was rebuilt `known` times before.
    async fn rebuilt<T>(&self, known: u32) -> Result<T, Failure> {
        let tell = || {
            self.changes.notify();
            self.wake_maintenance();
        };
        let book = self.opened()?;
        Err(self.repairs.rebuild(book, &self.memory, known, tell).await)
    }

    /// Waits until nobody else is admitted.
    pub(in crate::desk) async fn admit(&self) -> Admission<'_> {
        Admission {
            _held: self.admission.lock().await,
        }
    }

    /// Reads from memory. `work` sees values only; it must not call another part, nor wait.
    pub(in crate::desk) fn read<T>(&self, work: impl FnOnce(&LiveOrders) -> T) -> T {
        self.memory.read(work)
    }

    /// What the window is shown, with what `work` makes of the orders; it is bound as in `read`.
    pub(in crate::desk) fn shown<T>(&self, work: impl FnOnce(&LiveOrders) -> T) -> Shown<T> {
        let shown = self.memory.shown(work);
        Shown {
            book: self.opened().err().or(shown.book),
            ..shown
        }
    }

    /// Reads one order of this run.
    pub(in crate::desk) fn get<T>(
        &self,
        key: OrderKey,
        work: impl FnOnce(&LiveOrder) -> T,
    ) -> Option<T> {
        self.read(|live| live.get(key).map(work))
    }

    pub(in crate::desk) fn state_of(&self, key: OrderKey) -> Option<OrderState> {
        self.get(key, LiveOrder::state)
    }

    /// Changes what memory knows of an order, and shows it. What others may change has a name of its own (`told`).
    fn update<T>(&self, key: OrderKey, change: impl FnOnce(&mut LiveOrder) -> T) -> Option<T> {
        let changed = self.update_unseen(key, change);
        self.changes.notify();
        changed
    }

    /// Changes what memory knows of an order, where that alone is nothing to show.
    fn update_unseen<T>(
        &self,
        key: OrderKey,
        change: impl FnOnce(&mut LiveOrder) -> T,
    ) -> Option<T> {
        self.memory.change(|live| live.get_mut(key).map(change))
    }

    /// Shows the orders that have become quiet: what needs a person is a matter of time, and time gives no signal.
    pub(in crate::desk) fn tell_quiet_ones(&self) {
        let any = self.read(|live| live.iter().any(LiveOrder::needs_person));
        if any {
            self.changes.notify();
        }
    }

    /// Takes an order into memory that was just placed.
    pub(in crate::desk) fn add_placed(&self, live: LiveOrder) {
        self.memory.change(|orders| orders.insert(live));
        self.changes.notify();
    }

    /// Takes an order into memory. Where it is known there already, memory knows better and keeps what it has.
    pub(in crate::desk) fn add_known(&self, live: LiveOrder) {
        self.memory.change(|orders| orders.insert_new(live));
        self.changes.notify();
    }

    /// The order as memory has it, or the book.
    pub(in crate::desk) async fn order(&self, key: OrderKey) -> Result<Order, Failure> {
        match self.get(key, |live| live.order.clone()) {
            Some(order) => Ok(order),
            None => self.book(move |book| book.order(key)).await,
        }
    }

    /// Why an order does not take what a person decided about it: it is not any more what they saw, and how it stands now.
    pub(in crate::desk) async fn moved_on(&self, key: OrderKey) -> Failure {
        match self.order(key).await {
            Ok(Order { state, .. }) => Failure::MovedOn { state },
            Err(failure) => failure,
        }
    }

    /// The SIM of an order, from the book.
    pub(in crate::desk) async fn iccid(&self, key: OrderKey) -> Option<String> {
        let row = self.book(move |book| book.order(key)).await;
        row.ok().and_then(|order| order.iccid)
    }

    /// The SIM of an order, and the account that it was sold with: only its service may be asked of it (rulings 2).
    pub(in crate::desk) async fn sim(&self, key: OrderKey) -> Option<(AccountId, Iccid)> {
        let row = self.book(move |book| book.order(key)).await.ok()?;
        let iccid = Iccid::new(row.iccid.as_deref()?).ok()?;
        Some((row.account, iccid))
    }

    /// How many open orders belong to other accounts.
    pub(in crate::desk) fn of_other_accounts(&self) -> u32 {
        self.memory.of_other_accounts()
    }

    /// What the last rebuilding of the book came to.
    pub(in crate::desk) fn repaired(&self) -> Option<RepairView> {
        self.memory.repaired()
    }

    /// Whether customers can be sealed and opened.
    pub(in crate::desk) fn has_keys(&self) -> bool {
        self.keys.are_open()
    }

    /// Gives the book its keys, if the keychain has them or takes new ones. Ahead of the first search or sale that needs them.
    pub(in crate::desk) async fn open_keys(&self) {
        if let Ok(book) = self.opened()
            && let Some(closed) = self.keys.open(book).await
        {
            self.keys_came(&closed).await;
        }
    }

    /// The book has keys that it had not: what they open is opened, and what stays closed is told.
    async fn keys_came(&self, closed: &[Month]) {
        let closed = closed.iter().map(ToString::to_string).collect();
        self.memory.set_closed_months(closed);
        self.changes.notify();
        self.open_customers().await;
        self.wake_maintenance();
    }

    /// The keys of the book came only now: the customers of orders that memory knows already are opened too. Until then such
    /// an order is looked for by nobody, and may be anybody's.
    async fn open_customers(&self) {
        let closed = self.read(LiveOrders::closed);
        if closed.is_empty() {
            return;
        }
        let opened = self
            .book(move |book| {
                let opened = closed.into_iter().map(|key| book.order(key));
                opened.collect::<Result<Vec<_>, _>>()
            })
            .await;
        let Ok(opened) = opened else {
            return;
        };
        for order in opened {
            self.update_unseen(order.key, |live| live.open_with(order));
        }
        self.changes.notify();
        self.wake_polling();
    }

    /// Sees to it that an order placed at `at` can be sealed. A key that the keychain does not take is not used.
    pub(in crate::desk) async fn ensure_key(&self, at: Timestamp) {
        if !self.has_keys() {
            self.open_keys().await;
        }
        if let Ok(book) = self.opened()
            && self.has_keys()
            && let Some(closed) = self.keys.ensure(book, at).await
        {
            self.keys_came(&closed).await;
        }
    }

    /// There is an order to poll.
    pub(in crate::desk) fn wake_polling(&self) {
        self.poll.notify_one();
    }

    pub(in crate::desk) async fn polling_is_woken(&self) {
        self.poll.notified().await;
    }

    /// There is a reason to look after the book before the hour is over.
    pub(in crate::desk) fn wake_maintenance(&self) {
        self.maintain.notify_one();
    }

    pub(in crate::desk) async fn maintenance_is_woken(&self) {
        self.maintain.notified().await;
    }

    /// Whether the book was rebuilt since this was last asked.
    pub(in crate::desk) fn take_reload(&self) -> bool {
        self.memory.take_reload()
    }

    fn opened(&self) -> Result<&Book, Failure> {
        self.book
            .as_ref()
            .map_err(|why| Failure::Book { why: *why })
    }
}
