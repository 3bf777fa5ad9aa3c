//! The keys of the order book's sealed fields: fetched from the keychain, and stored there before they are used.
//!
//! Without a keychain the book works all the same; it keeps no customer then (rulings 16).

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use secrecy::ExposeSecret;

use crate::book::{Book, BookError, BookKeys};
use crate::desk::model::Failure;
use crate::keychain::{Item, Keychain, KeychainError, KeychainState};

/// The keys of one book, as the keychain has them.
pub(super) struct Keys {
    keychain: Keychain,
    item: Item,
    /// Whether the book has its keys.
    open: AtomicBool,
    /// Held while the keys are changed in the keychain, so that nobody writes back an older set.
    turn: tokio::sync::Mutex<()>,
}

/// Held by whoever changes the keys.
pub(super) struct Turn<'a> {
    keys: &'a Keys,
    _held: tokio::sync::MutexGuard<'a, ()>,
}

impl Keys {
    pub(super) fn new(keychain: Keychain, folder: &Path) -> Keys {
        Keys {
            keychain,
            item: Item::book(&folder.display().to_string()),
            open: AtomicBool::new(false),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    pub(super) fn are_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// Gives the book its keys, if the keychain has them or takes new ones; whether it did just now.
    pub(super) async fn open(&self, book: &Book) -> bool {
        // A keychain that waits for a person is not asked again and again: when it answers, this is called.
        if self.are_open() || *self.keychain.state().borrow() == KeychainState::WaitingForUnlock {
            return false;
        }
        let keys = match self.keychain.read(&self.item).await {
            Ok(Some(bytes)) => BookKeys::from_bytes(bytes.expose_secret()).ok(),
            Ok(None) => Some(BookKeys::new()),
            Err(KeychainError::Damaged) => None,
            Err(KeychainError::Waiting | KeychainError::NoneHere | KeychainError::Refused) => {
                return false;
            }
        };
        // Keys that cannot be read are not written over: whoever can mend the entry gets the old customers back.
        let Some(keys) = keys else {
            tracing::error!("the keys of the order book cannot be read");
            return false;
        };
        book.use_keys(Some(keys));
        self.open.store(true, Ordering::Release);
        true
    }

    /// Adds the key of the month of `at`, where it has none yet. A key that the keychain does not take is not used.
    pub(super) async fn ensure(&self, book: &Book, at: Timestamp) {
        // Asked first without waiting for a turn: a keychain that is slow elsewhere holds up no sale that needs nothing of it.
        if missing(book, at).await.is_none() {
            return;
        }
        let turn = self.turn().await;
        let Some(keys) = missing(book, at).await else {
            return;
        };
        if turn.store(&keys).await.is_ok() {
            book.use_keys(Some(keys));
        }
    }

    pub(super) async fn turn(&self) -> Turn<'_> {
        Turn {
            keys: self,
            _held: self.turn.lock().await,
        }
    }
}

impl Turn<'_> {
    /// Stores the keys in the keychain.
    pub(super) async fn store(&self, keys: &BookKeys) -> Result<(), Failure> {
        let bytes = keys.to_bytes().to_vec().into();
        let stored = self.keys.keychain.write(&self.keys.item, bytes).await;
        stored.map_err(|error| {
            tracing::warn!(%error, "the keychain did not take the keys of the order book");
            Failure::from(error)
        })
    }
}

/// The keys with one added for `at`, where that one is missing.
async fn missing(book: &Book, at: Timestamp) -> Option<BookKeys> {
    let book = book.clone();
    let keys = tokio::task::spawn_blocking(move || book.keys_to_store(at)).await;
    let keys: Result<Option<BookKeys>, BookError> = keys.ok()?;
    keys.ok().flatten()
}
