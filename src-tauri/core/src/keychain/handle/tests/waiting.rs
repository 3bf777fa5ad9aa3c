//! A keychain that gives no answer, for a while or for ever.

use std::sync::mpsc;
use std::time::Duration;

use keyring_core::Error;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::sync::oneshot;

use super::{read, store, write};
use crate::keychain::{Keychain, KeychainError, KeychainState};

/// A keychain whose opening blocks until the test lets it through the gate.
struct Gated {
    keychain: Keychain,
    gate: mpsc::Sender<()>,
    begun: UnboundedReceiver<()>,
}

impl Gated {
    fn new() -> Self {
        let (gate, wait) = mpsc::channel();
        let (begin, begun) = unbounded_channel();
        let store = store();
        let keychain = Keychain::start(move || {
            begin.send(()).map_err(|_| Error::NoDefaultStore)?;
            wait.recv().map_err(|_| Error::NoDefaultStore)?;
            Ok(store.clone())
        });
        Self {
            keychain,
            gate,
            begun,
        }
    }

    /// Makes a request, and lets the clock run past its patience once the thread is at the gate with it.
    async fn wait_in_vain_to_write(&mut self, value: &[u8]) {
        let (written, ()) = tokio::join!(write(&self.keychain, value), async {
            self.begun.recv().await.expect("the thread lives");
            tokio::time::pause();
        });
        assert_eq!(
            written,
            Err(KeychainError::Waiting),
            "nobody unlocks the keychain"
        );
    }

    fn open(&self) {
        self.gate.send(()).expect("the thread waits at the gate");
    }
}

#[tokio::test]
async fn a_keychain_without_an_answer_is_waiting_and_a_late_answer_makes_it_ready() {
    let mut gated = Gated::new();
    let mut state = gated.keychain.state();
    gated.wait_in_vain_to_write(b"late").await;
    assert_eq!(
        *state.borrow_and_update(),
        KeychainState::WaitingForUnlock,
        "the screen tells so"
    );
    gated.open();
    state.changed().await.expect("the keychain is alive");
    assert_eq!(
        *state.borrow(),
        KeychainState::Ready,
        "somebody unlocked it"
    );
    gated.open();
    tokio::time::resume();
    assert_eq!(
        read(&gated.keychain).await,
        Ok(Some(b"late".to_vec())),
        "a request once begun is finished"
    );
}

#[tokio::test]
async fn requests_that_nobody_waits_for_are_not_begun() {
    let mut gated = Gated::new();
    gated.wait_in_vain_to_write(b"first").await;
    for _ in 0..3 {
        assert_eq!(
            write(&gated.keychain, b"again").await,
            Err(KeychainError::Waiting),
            "the first blocks the others"
        );
    }
    gated.open();
    gated.open();
    tokio::time::resume();
    assert_eq!(
        read(&gated.keychain).await,
        Ok(Some(b"first".to_vec())),
        "the three given up before their turn were not carried out"
    );
    gated.begun.recv().await.expect("the read was begun");
    assert!(
        gated.begun.try_recv().is_err(),
        "and not begun: one prompt for the four tries"
    );
}

#[test]
fn a_stuck_keychain_does_not_hold_up_a_runtime_that_ends() {
    let mut gated = Gated::new();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime without i/o needs nothing from the system");
    runtime.block_on(gated.wait_in_vain_to_write(b"never"));
    let Gated { keychain, gate, .. } = gated;
    let (ended, end) = mpsc::channel();
    std::thread::spawn(move || {
        drop(keychain);
        drop(runtime);
        ended.send(())
    });
    assert_eq!(
        end.recv_timeout(Duration::from_secs(10)),
        Ok(()),
        "nothing waits for the thread at the gate"
    );
    drop(gate);
}

#[test]
fn a_thread_that_waits_for_its_next_request_ends_with_the_last_clone() {
    let (held, ended) = mpsc::channel::<()>();
    let keychain = Keychain::start(move || {
        let _held = &held;
        Err(Error::NoDefaultStore)
    });
    let clone = keychain.clone();
    drop(keychain);
    assert_eq!(
        ended.try_recv(),
        Err(mpsc::TryRecvError::Empty),
        "a clone still needs the thread"
    );
    drop(clone);
    assert_eq!(
        ended.recv_timeout(Duration::from_secs(10)),
        Err(mpsc::RecvTimeoutError::Disconnected),
        "the thread let go of everything it owned"
    );
}

#[test]
fn an_answer_at_the_last_moment_counts() {
    let keychain = Keychain::in_memory();
    let (answer, mut answered) = oneshot::channel();
    answer.send(Ok(None)).expect("the receiver is here");
    assert!(
        matches!(keychain.timed_out(&mut answered), Ok(None)),
        "patience and waiting ended together"
    );
    assert_eq!(
        *keychain.state().borrow(),
        KeychainState::NotAsked,
        "nothing is reported that is over"
    );
}
