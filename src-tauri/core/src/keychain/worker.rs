//! What the keychain's thread does with one request, and what each error of a store means.
//!
//! The store is opened anew for each request: that costs some 60 ms a few times a day, and in return neither a daemon that
//! starts late nor one that was restarted needs any care, and no connection stays open in between.

use std::collections::HashMap;
use std::sync::Arc;

use keyring_core::{CredentialStore, Error, Result};
use tokio::sync::{oneshot, watch};

use super::entries::{Entries, SecretBytes};
use super::error::KeychainError;
use super::item::Item;
use super::state::KeychainState;

/// What a request comes to; writing and deleting have no value to give.
pub(super) type Answer = std::result::Result<Option<SecretBytes>, KeychainError>;

pub(super) struct Request {
    pub(super) task: Task,
    pub(super) answer: oneshot::Sender<Answer>,
}

pub(super) enum Task {
    Read(Item),
    Write(Item, SecretBytes),
    Delete(Item),
}

pub(super) struct Worker<Open> {
    open: Open,
    modifiers: HashMap<&'static str, &'static str>,
    state: Arc<watch::Sender<KeychainState>>,
}

impl<Open: Fn() -> Result<Arc<CredentialStore>>> Worker<Open> {
    pub(super) fn new(
        open: Open,
        modifiers: &[(&'static str, &'static str)],
        state: Arc<watch::Sender<KeychainState>>,
    ) -> Self {
        Self {
            open,
            modifiers: modifiers.iter().copied().collect(),
            state,
        }
    }

    /// Carries a request out, unless its caller has gone. May block for ever.
    pub(super) fn serve(&self, request: Request) {
        let Request { task, answer } = request;
        if answer.is_closed() {
            return;
        }
        let outcome = self.carry_out(&task);
        let found = state_after(&outcome);
        self.state.send_if_modified(|state| {
            // Fails when the caller has gone meanwhile; the state tells that the keychain answers.
            drop(answer.send(outcome));
            std::mem::replace(state, found) != found
        });
    }

    fn carry_out(&self, task: &Task) -> Answer {
        let store = (self.open)().map_err(|error| {
            let (_, kind) = meaning(&error);
            tracing::warn!(kind, "keychain: not opened");
            KeychainError::NoneHere
        })?;
        let entries = Entries::new(store.as_ref(), &self.modifiers);
        match task {
            Task::Read(item) => entries.read(item),
            Task::Write(item, value) => entries.write(item, value).map(|()| None),
            Task::Delete(item) => entries.delete(item).map(|()| None),
        }
        .map_err(|error| {
            let (meaning, kind) = meaning(&error);
            tracing::warn!(kind, "keychain: no success");
            meaning
        })
    }
}

fn state_after(outcome: &Answer) -> KeychainState {
    match outcome {
        Ok(_) | Err(KeychainError::Damaged) => KeychainState::Ready,
        Err(KeychainError::Waiting) => KeychainState::WaitingForUnlock,
        Err(KeychainError::NoneHere) => KeychainState::NoneHere,
        Err(KeychainError::Refused) => KeychainState::Refused,
    }
}

/// What an error of an open store means, and its name for the log. Its text is left out: some carry the stored bytes.
fn meaning(error: &Error) -> (KeychainError, &'static str) {
    use KeychainError::{Damaged, Refused};
    match error {
        Error::PlatformFailure(_) => (Refused, "platform failure"),
        Error::NoStorageAccess(_) => (Refused, "no storage access"),
        Error::NoEntry => (Refused, "no entry"),
        Error::TooLong(..) => (Refused, "too long"),
        Error::Invalid(..) => (Refused, "invalid"),
        Error::NoDefaultStore => (Refused, "no store"),
        Error::NotSupportedByStore(_) => (Refused, "not supported"),
        Error::BadEncoding(_) => (Damaged, "bad encoding"),
        Error::BadDataFormat(..) => (Damaged, "bad data format"),
        Error::BadStoreFormat(_) => (Damaged, "bad store format"),
        Error::Ambiguous(_) => (Damaged, "ambiguous"),
        _ => (Refused, "other"),
    }
}
