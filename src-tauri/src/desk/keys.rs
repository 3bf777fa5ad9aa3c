//! The keys of the order book's sealed fields: fetched from the keychain, and stored there before they are used.
//!
//! Without a keychain the book works all the same; it keeps no customer then (rulings 16).

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::Inner;
use super::failure::Failure;
use crate::book::BookKeys;
use crate::keychain::{Item, KeychainError, KeychainState};

impl Inner {
    /// Gives the book its keys, if the keychain has them or takes new ones.
    pub(super) async fn open_keys(&self) {
        let Ok(book) = self.book() else {
            return;
        };
        // A keychain that waits for a person is not asked again and again: when it answers, this is called.
        if self.has_keys() || *self.keychain.state().borrow() == KeychainState::WaitingForUnlock {
            return;
        }
        let keys = match self.keychain.read(&self.keys_item()).await {
            Ok(Some(bytes)) => BookKeys::from_bytes(bytes.expose_secret()).ok(),
            Ok(None) => Some(BookKeys::new()),
            Err(KeychainError::Damaged) => None,
            Err(KeychainError::Waiting | KeychainError::NoneHere | KeychainError::Refused) => {
                return;
            }
        };
        // Keys that cannot be read are not written over: whoever can mend the entry gets the old customers back.
        let Some(keys) = keys else {
            tracing::error!("the keys of the order book cannot be read");
            return;
        };
        book.use_keys(Some(keys));
        self.lock().keys = true;
        // Ahead of the first search or sale that needs them, and in nobody's way.
        self.upkeep.notify_one();
    }

    /// Sees to it that an order placed at `at` can be sealed. A key that the keychain does not take is not used.
    pub(super) async fn key_for(&self, at: Timestamp) {
        self.open_keys().await;
        if !self.has_keys() {
            return;
        }
        let missing = async || self.with_book(move |book| book.keys_to_store(at)).await;
        // Asked first without waiting for a turn: a keychain that is slow elsewhere holds up no sale that needs nothing of it.
        if !matches!(missing().await, Ok(Some(_))) {
            return;
        }
        let _turn = self.keys_turn.lock().await;
        let Ok(Some(keys)) = missing().await else {
            return;
        };
        if self.store_keys(&keys).await.is_ok()
            && let Ok(book) = self.book()
        {
            book.use_keys(Some(keys));
        }
    }

    /// Stores the keys; whoever does has the turn.
    pub(super) async fn store_keys(&self, keys: &BookKeys) -> Result<(), Failure> {
        let bytes = keys.to_bytes().to_vec().into();
        let stored = self.keychain.write(&self.keys_item(), bytes).await;
        stored.map_err(|error| {
            tracing::warn!(%error, "the keychain did not take the keys of the order book");
            Failure::from(error)
        })
    }

    pub(super) fn has_keys(&self) -> bool {
        self.lock().keys
    }

    fn keys_item(&self) -> Item {
        Item::book(&self.folder.display().to_string())
    }
}
