//! The keys of the order book's sealed fields: fetched from the keychain, and stored there before they are used.
//!
//! The item goes by the book's own id, whatever its folder is called. Earlier programs named it after the folder: such an
//! item is looked for once, taken if it opens the book, and moved. Without a keychain the book works all the same; it keeps
//! no customer then (rulings 16).

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use secrecy::ExposeSecret;

use crate::book::{Book, BookError, BookKeys, Month};
use crate::desk::model::Failure;
use crate::keychain::{Item, Keychain, KeychainError, KeychainState};

/// The keys of one book, as the keychain has them.
pub(super) struct Keys {
    keychain: Keychain,
    folder: PathBuf,
    /// Whether the book has keys.
    open: AtomicBool,
    /// Whether they open all that is sealed in it. A keychain may have nothing now and the keys later: what is missing is asked
    /// for again.
    whole: AtomicBool,
    /// Held while the keys are changed in the keychain, so that nobody writes back an older set.
    turn: tokio::sync::Mutex<()>,
}

/// Held by whoever changes the keys.
pub(super) struct KeysTurn<'a> {
    keys: &'a Keys,
    _held: tokio::sync::MutexGuard<'a, ()>,
}

/// What the keychain has for a book.
enum Stored {
    Keys(BookKeys),
    Nothing,
    /// Something that cannot be read. It is not written over: whoever can mend the entry gets the old customers back.
    Unreadable,
    /// The keychain does not answer now.
    Away,
}

impl Keys {
    pub(super) fn new(keychain: Keychain, folder: &Path) -> Keys {
        Keys {
            keychain,
            folder: folder.to_owned(),
            open: AtomicBool::new(false),
            whole: AtomicBool::new(false),
            turn: tokio::sync::Mutex::new(()),
        }
    }

    pub(super) fn are_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// Gives the book its keys, if the keychain has them or takes new ones. Gives the months that stay closed all the same,
    /// where that is known just now.
    pub(super) async fn open(&self, book: &Book) -> Option<Vec<Month>> {
        // A keychain that waits for a person is not asked again and again: when it answers, this is called.
        if self.whole.load(Ordering::Acquire)
            || *self.keychain.state().borrow() == KeychainState::WaitingForUnlock
        {
            return None;
        }
        // One after the other: an answer from before the keychain had the keys must not be taken after them.
        let turn = self.turn().await;
        if self.are_open() {
            return turn.learn(book).await;
        }
        let keys = match self.read(&item(book)).await {
            Stored::Keys(keys) => keys,
            Stored::Nothing => self.of_earlier_programs(book).await?,
            Stored::Unreadable => {
                tracing::error!("the keys of the order book cannot be read");
                return blocking(book, |book| book.closed_months(&BookKeys::new())).await;
            }
            Stored::Away => return None,
        };
        let closed = blocking(book, move |book| book.take_keys(keys)).await?;
        self.open.store(true, Ordering::Release);
        self.whole.store(closed.is_empty(), Ordering::Release);
        Some(closed)
    }

    /// The keys under the name of the folder, in each of its spellings, moved to the book's own item; none where there are
    /// none of this book. `None` where the keychain does not answer.
    async fn of_earlier_programs(&self, book: &Book) -> Option<BookKeys> {
        let whole = std::path::absolute(&self.folder).ok();
        let canonical = self.folder.canonicalize().ok();
        let mut names = vec![self.folder.clone()];
        names.extend(whole.into_iter().chain(canonical));
        names.dedup();
        for name in names {
            let old = Item::book(&name.display().to_string());
            let keys = match self.read(&old).await {
                Stored::Keys(keys) => keys,
                Stored::Nothing | Stored::Unreadable => continue,
                Stored::Away => return None,
            };
            let tried = keys.clone();
            if !blocking(book, move |book| book.fits(&tried)).await? {
                continue;
            }
            let moved = self.write(&item(book), &keys).await.is_ok();
            // What a relative name says depends on where the program was started: another book may need it as well.
            if moved && name.is_absolute() && self.keychain.delete(&old).await.is_err() {
                tracing::warn!("the keys of the order book stay under their old name too");
            }
            return Some(keys);
        }
        Some(BookKeys::new())
    }

    /// Adds the key of the month of `at`, where it has none yet. A key that the keychain does not take is not used. Gives the
    /// months that stay closed, where the keychain turned out to have others.
    pub(super) async fn ensure(&self, book: &Book, at: Timestamp) -> Option<Vec<Month>> {
        // Asked first without waiting for a turn: a keychain that is slow elsewhere holds up no sale that needs nothing of it.
        missing(book, at).await?;
        let turn = self.turn().await;
        let learned = turn.learn(book).await;
        let Some(keys) = missing(book, at).await else {
            return learned;
        };
        if turn.store_for(book, &keys).await.is_ok() {
            blocking(book, move |book| book.take_keys(keys)).await;
        }
        learned
    }

    pub(super) async fn turn(&self) -> KeysTurn<'_> {
        KeysTurn {
            keys: self,
            _held: self.turn.lock().await,
        }
    }

    async fn read(&self, item: &Item) -> Stored {
        match self.keychain.read(item).await {
            Ok(Some(bytes)) => match BookKeys::from_bytes(bytes.expose_secret()) {
                Ok(keys) => Stored::Keys(keys),
                Err(_) => Stored::Unreadable,
            },
            Ok(None) => Stored::Nothing,
            Err(KeychainError::Damaged) => Stored::Unreadable,
            Err(KeychainError::Waiting | KeychainError::NoneHere | KeychainError::Refused) => {
                Stored::Away
            }
        }
    }

    async fn write(&self, item: &Item, keys: &BookKeys) -> Result<(), KeychainError> {
        let bytes = keys.to_bytes().to_vec().into();
        self.keychain.write(item, bytes).await
    }
}

impl KeysTurn<'_> {
    /// Takes the keys that the keychain did not have before, or that somebody else stored for the same book: a copy of its
    /// folder has the same id. Gives the months that stay closed all the same, where any were opened.
    #[must_use = "whoever learns them tells the orders in memory, or nobody does"]
    pub(super) async fn learn(&self, book: &Book) -> Option<Vec<Month>> {
        let Stored::Keys(stored) = self.keys.read(&item(book)).await else {
            return None;
        };
        let closed = blocking(book, move |book| book.add_keys(&stored)).await??;
        self.keys.whole.store(closed.is_empty(), Ordering::Release);
        Some(closed)
    }

    /// Stores the keys in the keychain.
    pub(super) async fn store_for(&self, book: &Book, keys: &BookKeys) -> Result<(), Failure> {
        let stored = self.keys.write(&item(book), keys).await;
        stored.map_err(|error| {
            tracing::warn!(%error, "the keychain did not take the keys of the order book");
            Failure::from(error)
        })
    }
}

fn item(book: &Book) -> Item {
    Item::book(&book.id().to_string())
}

/// The keys with one added for `at`, where that one is missing.
async fn missing(book: &Book, at: Timestamp) -> Option<BookKeys> {
    blocking(book, move |book| book.keys_to_store(at))
        .await
        .flatten()
}

async fn blocking<T: Send + 'static>(
    book: &Book,
    work: impl FnOnce(&Book) -> Result<T, BookError> + Send + 'static,
) -> Option<T> {
    let book = book.clone();
    let done = tokio::task::spawn_blocking(move || work(&book)).await;
    match done.ok()? {
        Ok(done) => Some(done),
        Err(error) => {
            tracing::warn!(%error, "the keys of the order book");
            None
        }
    }
}
