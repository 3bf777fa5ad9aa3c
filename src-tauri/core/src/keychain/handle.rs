//! [`Keychain`]: hands requests in to the thread, and waits for their answers no longer than its caller's patience.
//!
//! Not here: what the thread does with a request (`worker`), and how a value lies in the store (`entries`).

use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

use keyring_core::{CredentialStore, mock};
use tokio::sync::{oneshot, watch};

use super::entries::SecretBytes;
use super::error::KeychainError;
use super::item::Item;
use super::native;
use super::state::KeychainState;
use super::worker::{Answer, Request, Task, Worker};

/// How long a caller waits unless told otherwise: ample for a keychain that needs nobody's answer (some 60 ms to open,
/// 20 ms to write), short enough to tell a person that the keychain waits for them.
const PATIENCE: Duration = Duration::from_secs(5);

/// A way to the keychain. Clones share one thread, which ends with the last of them, or with the process if the keychain
/// never answers. Nothing waits for that thread: neither dropping a `Keychain` nor a runtime that shuts down.
///
/// Requests are carried out one at a time, in the order they were made. One that nobody waits for any more is not begun,
/// so a person who dismisses a prompt is not shown another for each earlier try; one that was begun is always finished.
#[derive(Clone)]
pub struct Keychain {
    submit: Arc<dyn Fn(Request) + Send + Sync>,
    state: Arc<watch::Sender<KeychainState>>,
    patience: Duration,
}

impl Keychain {
    /// The keychain the operating system offers: Secret Service, macOS Keychain, or Windows Credential Manager.
    pub fn of_this_computer() -> Self {
        Self::on_a_thread(native::open, native::MODIFIERS)
    }

    /// A keychain in the store that `open` gives. It is opened for each request, on the keychain's thread.
    pub fn start(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static,
    ) -> Self {
        Self::on_a_thread(open, &[])
    }

    /// A keychain that forgets everything with its last clone, for tests. It has no thread and answers at once, so that a
    /// paused clock does not run past the answer.
    pub fn in_memory() -> Self {
        let store = mock::Store::new();
        Self::in_place(move || match &store {
            Ok(store) => Ok(store.clone()),
            Err(_) => Err(keyring_core::Error::NoDefaultStore),
        })
    }

    /// The same keychain for a caller who waits for `patience` instead of the usual five seconds.
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// The present state and its changes.
    pub fn state(&self) -> watch::Receiver<KeychainState> {
        self.state.subscribe()
    }

    /// The value of `item`; `None` when the keychain holds none.
    pub async fn read(&self, item: &Item) -> Result<Option<SecretBytes>, KeychainError> {
        self.ask(Task::Read(item.clone())).await
    }

    /// Stores `value` under `item` in place of what was there, whole or not at all.
    pub async fn write(&self, item: &Item, value: SecretBytes) -> Result<(), KeychainError> {
        self.ask(Task::Write(item.clone(), value)).await.map(drop)
    }

    /// Removes `item`. That it is not there is no error.
    pub async fn delete(&self, item: &Item) -> Result<(), KeychainError> {
        self.ask(Task::Delete(item.clone())).await.map(drop)
    }

    fn on_a_thread(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + 'static,
        modifiers: &'static [(&'static str, &'static str)],
    ) -> Self {
        let (state, _) = watch::channel(KeychainState::NotAsked);
        let state = Arc::new(state);
        let worker = Worker::new(open, modifiers, state.clone());
        let (requests, queue) = mpsc::channel();
        let started = thread::Builder::new()
            .name("keychain".to_owned())
            .spawn(move || {
                for request in queue {
                    worker.serve(request);
                }
            });
        if started.is_err() {
            tracing::error!("keychain: no thread could be started");
        }
        Self {
            // A request that cannot be submitted is dropped, and its caller hears of that through the answer's channel.
            submit: Arc::new(move |request| drop(requests.send(request))),
            state,
            patience: PATIENCE,
        }
    }

    fn in_place(
        open: impl Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync + 'static,
    ) -> Self {
        let (state, _) = watch::channel(KeychainState::NotAsked);
        let state = Arc::new(state);
        let worker = Worker::new(open, &[], state.clone());
        Self {
            submit: Arc::new(move |request| worker.serve(request)),
            state,
            patience: PATIENCE,
        }
    }

    async fn ask(&self, task: Task) -> Answer {
        let (answer, mut answered) = oneshot::channel();
        (self.submit)(Request { task, answer });
        match tokio::time::timeout(self.patience, &mut answered).await {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => self.thread_gone(),
            Err(_) => self.timed_out(&mut answered),
        }
    }

    /// Patience is over. The worker answers under the state's lock, so under it there is either an answer by now, or
    /// there is none and `WaitingForUnlock` cannot overwrite what the worker finds later.
    fn timed_out(&self, answered: &mut oneshot::Receiver<Answer>) -> Answer {
        let mut answer = Err(KeychainError::Waiting);
        self.state
            .send_if_modified(|state| match answered.try_recv() {
                Ok(late) => {
                    answer = late;
                    false
                }
                Err(_) => {
                    std::mem::replace(state, KeychainState::WaitingForUnlock)
                        != KeychainState::WaitingForUnlock
                }
            });
        answer
    }

    /// The thread is gone: it could not be started, or the store's code panicked.
    fn thread_gone(&self) -> Answer {
        self.state.send_replace(KeychainState::NoneHere);
        Err(KeychainError::NoneHere)
    }
}

#[cfg(test)]
mod tests;
