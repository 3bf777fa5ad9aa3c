//! The keychain against a store that fails, blocks and loses entries on demand. The real daemons are in `tests/rooms`.

mod entries;
mod waiting;

use std::io::Write;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use keyring_core::api::CredentialStoreApi;
use keyring_core::{Error, mock};
use secrecy::ExposeSecret;

use crate::keychain::item::SERVICE;
use crate::keychain::{Item, Keychain, KeychainError, KeychainState, SecretBytes};

const CANARY: &str = "canary-9f2c";

fn store() -> Arc<mock::Store> {
    mock::Store::new().expect("the mock store always opens")
}

fn over(store: &Arc<mock::Store>) -> Keychain {
    let store = store.clone();
    Keychain::in_place(move || Ok(store.clone()))
}

fn item() -> Item {
    Item::book("main")
}

fn secret(bytes: &[u8]) -> SecretBytes {
    SecretBytes::from(bytes.to_vec())
}

fn on_entry<T>(store: &mock::Store, user: &str, look: impl FnOnce(&mock::Cred) -> T) -> T {
    let entry = store
        .build(SERVICE, user, None)
        .expect("the mock store builds any entry");
    look(
        entry
            .as_any()
            .downcast_ref()
            .expect("the mock store builds mock entries"),
    )
}

fn fail_next(store: &mock::Store, user: &str, error: Error) {
    on_entry(store, user, |cred| cred.set_error(error));
}

async fn read(keychain: &Keychain) -> Result<Option<Vec<u8>>, KeychainError> {
    let value = keychain.read(&item()).await?;
    Ok(value.map(|value| value.expose_secret().to_vec()))
}

async fn write(keychain: &Keychain, value: &[u8]) -> Result<(), KeychainError> {
    keychain.write(&item(), secret(value)).await
}

fn now<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime without i/o needs nothing from the system")
        .block_on(work)
}

#[tokio::test(start_paused = true)]
async fn a_value_is_read_back_until_it_is_deleted() {
    let keychain = Keychain::in_memory();
    assert_eq!(
        read(&keychain).await,
        Ok(None),
        "a keychain without the item is no error"
    );
    write(&keychain, "für Zürich".as_bytes())
        .await
        .expect("the mock takes it");
    assert_eq!(
        read(&keychain).await,
        Ok(Some("für Zürich".as_bytes().to_vec())),
        "what was written"
    );
    keychain.delete(&item()).await.expect("the mock deletes it");
    assert_eq!(read(&keychain).await, Ok(None), "it was deleted");
    assert_eq!(
        keychain.delete(&item()).await,
        Ok(()),
        "deleting nothing is no error"
    );
}

#[tokio::test(start_paused = true)]
async fn items_do_not_mix() {
    let keychain = Keychain::in_memory();
    write(&keychain, b"one").await.expect("the mock takes it");
    let other = keychain
        .read(&Item::book("other"))
        .await
        .expect("the mock answers");
    assert!(other.is_none(), "another book has other keys");
}

#[tokio::test(start_paused = true)]
async fn each_error_of_a_store_has_a_meaning_and_a_state() {
    use KeychainState::{Ready, Refused};
    let foreign = || -> Box<dyn std::error::Error + Send + Sync> { CANARY.into() };
    let bytes = || CANARY.as_bytes().to_vec();
    for (error, meaning, state) in [
        (
            Error::PlatformFailure(foreign()),
            KeychainError::Refused,
            Refused,
        ),
        (
            Error::NoStorageAccess(foreign()),
            KeychainError::Refused,
            Refused,
        ),
        (
            Error::TooLong("user".into(), 513),
            KeychainError::Refused,
            Refused,
        ),
        (
            Error::Invalid("user".into(), CANARY.into()),
            KeychainError::Refused,
            Refused,
        ),
        (Error::BadEncoding(bytes()), KeychainError::Damaged, Ready),
        (
            Error::BadDataFormat(bytes(), foreign()),
            KeychainError::Damaged,
            Ready,
        ),
        (
            Error::BadStoreFormat(CANARY.into()),
            KeychainError::Damaged,
            Ready,
        ),
        (Error::Ambiguous(Vec::new()), KeychainError::Damaged, Ready),
    ] {
        let name = format!("{error:?}");
        let store = store();
        let keychain = over(&store);
        fail_next(&store, "book main", error);
        assert_eq!(read(&keychain).await, Err(meaning), "{name}");
        assert_eq!(*keychain.state().borrow(), state, "{name}");
        assert_eq!(read(&keychain).await, Ok(None), "{name} is over");
        assert_eq!(*keychain.state().borrow(), Ready, "{name} is over");
    }
}

#[tokio::test]
async fn a_store_that_could_not_be_opened_is_tried_again() {
    let store = store();
    let tries = Arc::new(AtomicUsize::new(0));
    let counted = tries.clone();
    let keychain = Keychain::start(move || match counted.fetch_add(1, Ordering::SeqCst) {
        0 => Err(Error::PlatformFailure("no daemon yet".into())),
        _ => Ok(store.clone()),
    });
    let state = keychain.state();
    assert_eq!(
        *state.borrow(),
        KeychainState::NotAsked,
        "nothing was asked"
    );
    assert_eq!(
        tries.load(Ordering::SeqCst),
        0,
        "it is opened on demand only"
    );
    assert_eq!(
        read(&keychain).await,
        Err(KeychainError::NoneHere),
        "there was none"
    );
    assert_eq!(
        *state.borrow(),
        KeychainState::NoneHere,
        "known as soon as the caller knows"
    );
    assert_eq!(
        write(&keychain, b"now").await,
        Ok(()),
        "a daemon that starts late is found"
    );
    assert_eq!(*state.borrow(), KeychainState::Ready, "it answered");
}

#[tokio::test]
async fn many_requests_at_once_are_carried_out_in_order() {
    let store = store();
    let keychain = Keychain::start(move || Ok(store.clone()));
    let item = item();
    let writes = (0..50_u8).map(|number| keychain.write(&item, secret(&[number])));
    for done in futures_util::future::join_all(writes).await {
        assert_eq!(done, Ok(()), "each is answered");
    }
    assert_eq!(
        read(&keychain).await,
        Ok(Some(vec![49])),
        "the last one stands"
    );
}

#[tokio::test]
async fn a_store_that_panics_is_a_keychain_that_is_not_there() {
    let keychain = Keychain::start(|| panic!("a panic in the store, wanted by this test"));
    for _ in 0..2 {
        assert_eq!(
            read(&keychain).await,
            Err(KeychainError::NoneHere),
            "the caller is not left alone"
        );
        assert_eq!(
            *keychain.state().borrow(),
            KeychainState::NoneHere,
            "and the screen tells so"
        );
    }
}

#[test]
fn no_stored_byte_reaches_a_log_or_an_error_text() {
    let log = Arc::new(Mutex::new(Vec::new()));
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer({
            let log = log.clone();
            move || Shared(log.clone())
        })
        .finish();
    let text = tracing::subscriber::with_default(subscriber, || {
        let store = store();
        let keychain = over(&store);
        let error = Error::BadDataFormat(CANARY.into(), CANARY.into());
        now(write(&keychain, CANARY.as_bytes())).expect("the mock takes it");
        fail_next(&store, "book main", error);
        let error = now(read(&keychain)).expect_err("the mock was told to fail");
        let value = now(keychain.read(&item())).expect("the mock answers");
        format!("{error} {error:?} {value:?}")
    });
    assert!(
        !text.contains(CANARY),
        "errors and values print no secret: {text}"
    );
    let log =
        String::from_utf8(log.lock().expect("no panic before").clone()).expect("a log is text");
    assert!(
        log.contains("bad data format"),
        "the failure is logged by its kind: {log}"
    );
    assert!(!log.contains(CANARY), "the log has no secret: {log}");
}

#[test]
fn the_screen_gets_states_in_snake_case() {
    let text =
        serde_json::to_string(&KeychainState::WaitingForUnlock).expect("a unit variant serialises");
    assert_eq!(
        text, "\"waiting_for_unlock\"",
        "the UI's dictionary is keyed by these words"
    );
}

struct Shared(Arc<Mutex<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0
            .lock()
            .expect("no panic before")
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
