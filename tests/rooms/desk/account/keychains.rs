//! Without a keychain, or with one that waits for a person: it is told, and selling goes on without storing customers.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::task::{Context, Waker};
use std::time::Duration;

use esim_desk_core::book::{CustomerRecord, OrderState};
use esim_desk_core::desk::{AccountState, Desk, Draft, Failure, SettingsChange};
use esim_desk_core::keychain::{Item, Keychain, KeychainState};
use esim_desk_core::settings::SettingsFile;
use keyring_core::mock;

use crate::desk::fixture::{EMAIL, Shop, Window, draft, live, quick};
use crate::desk::recovery::recovering::lose_the_answer;

#[tokio::test]
async fn without_a_keychain_the_secret_can_be_kept_until_close() {
    let none = Keychain::start(|| Err(keyring_core::Error::NoDefaultStore));
    let shop = Shop::unconnected(quick(), none).await;

    let refused = shop.connect().await;
    assert!(
        matches!(
            refused,
            Err(Failure::Keychain {
                state: KeychainState::NoneHere
            })
        ),
        "nothing is put into a file instead: {refused:?}"
    );
    shop.connect_until_close().await;

    let key = shop.sell().await;
    let ready = shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        ready.customer.expect("in memory").email,
        EMAIL,
        "this run knows the customer"
    );
    let book = shop.book();
    let kept = book.order(key).expect("its row").customer;
    assert_eq!(kept, CustomerRecord::NotStored, "the disk does not");
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "the code is handed over"
    );
}

/// A desk whose account is in a keychain that answers once what is returned last is dropped.
async fn behind_a_locked_keychain(patience: Duration) -> (Shop, Desk, mpsc::Sender<()>) {
    let store = mock::Store::new().expect("memory");
    let open = {
        let store = store.clone();
        Keychain::start(move || Ok(store.clone()))
    };
    let shop = Shop::unconnected(quick(), open).await;
    shop.connect().await.expect("the keychain takes it");
    let (unlock, locked) = mpsc::channel::<()>();
    let slow = Keychain::start(move || {
        // Nothing is ever sent: this waits until the other end is dropped.
        let _ = locked.recv();
        Ok(store.clone())
    });
    let window = Window::default();
    let slow = slow.with_patience(patience);
    let desk = Desk::open(live(&shop.folder, &slow, &window)).await;
    (shop, desk, unlock)
}

#[tokio::test]
async fn a_locked_keychain_is_told_and_opened_as_soon_as_it_answers() {
    let (_shop, desk, unlock) = behind_a_locked_keychain(Duration::from_millis(50)).await;
    desk.sign_in.open().await;
    let snapshot = desk.snapshot();
    assert!(
        matches!(snapshot.account, AccountState::Locked { .. }),
        "{:?}",
        snapshot.account
    );
    assert_eq!(
        snapshot.keychain,
        KeychainState::WaitingForUnlock,
        "and why"
    );

    drop(unlock);

    for _ in 0..200 {
        if matches!(desk.snapshot().account, AccountState::SignedIn { .. }) {
            desk.plans.read().await.expect("with the stored secret");
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!(
        "nobody had to press anything: {:?}",
        desk.snapshot().account
    );
}

#[tokio::test]
async fn what_is_answered_of_the_account_while_the_keychain_is_asked_is_so_afterwards() {
    let (_shop, desk, unlock) = behind_a_locked_keychain(Duration::from_secs(60)).await;
    let mut opening = std::pin::pin!(desk.sign_in.open());
    let mut nobody = Context::from_waker(Waker::noop());
    let waits = opening.as_mut().poll(&mut nobody).is_pending();
    assert!(waits, "for the keychain, which has been asked");

    let several = SettingsChange::SeveralDesks { value: true };
    desk.settings.change(several).expect("it is kept");
    drop(unlock);
    opening.await;

    let AccountState::SignedIn { account } = desk.snapshot().account else {
        panic!("the keychain gave the secret");
    };
    let stored = desk.settings.current().account.expect("an account");
    assert_eq!(stored.several_desks(), Some(true), "the file has it");
    assert_eq!(account.several_desks, Some(true), "and so has memory");
}

#[tokio::test]
async fn a_secret_that_gets_into_the_keychain_after_everybody_gave_up_does_not_stay_there() {
    let store = mock::Store::new().expect("memory");
    let looking = {
        let store = store.clone();
        Keychain::start(move || Ok(store.clone()))
    };
    let (unlock, locked) = mpsc::channel::<()>();
    let slow = Keychain::start(move || {
        // Nothing is ever sent: this waits until the other end is dropped.
        let _ = locked.recv();
        Ok(store.clone())
    });
    let slow = slow.with_patience(Duration::from_millis(50));
    let shop = Shop::unconnected(quick(), slow).await;
    let given_up = shop.connect().await;
    assert!(
        matches!(given_up, Err(Failure::Keychain { .. })),
        "{given_up:?}"
    );
    let service = shop.sandbox.base().parse().expect("an address");
    let item = Item::account(&service, &shop.sandbox.credentials().client_id);

    drop(unlock);

    let noted = || {
        SettingsFile::open(shop.folder.path())
            .current()
            .left_in_keychain
    };
    while !noted().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let kept = looking.read(&item).await.expect("it answers");
    assert!(kept.is_none(), "nobody signed in with it");

    shop.connect().await.expect("the keychain is open now");
    let kept = looking.read(&item).await.expect("it answers");
    assert!(kept.is_some(), "unlocking took nothing away that is in use");
}

/// A sale that waits for the keychain takes at least so long; one that does not is quicker on any machine.
const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_keychain_that_waits_does_not_hold_up_each_sale() {
    let (unlock, locked) = mpsc::channel::<()>();
    let slow = Keychain::start(move || {
        let _ = locked.recv();
        Err(keyring_core::Error::NoDefaultStore)
    });
    let shop = Shop::unconnected(quick(), slow.with_patience(PATIENCE)).await;
    shop.connect_until_close().await;
    let draft = shop.draft().await;

    let began = std::time::Instant::now();
    shop.desk.sale.place(draft).await.expect("it sells");

    assert!(
        began.elapsed() < PATIENCE,
        "{:?}: asked once, at the start",
        began.elapsed()
    );
    drop(unlock);
}

/// A keychain that keeps what it has while it is locked, and the lock.
fn lockable() -> (Keychain, Arc<AtomicBool>) {
    let store = mock::Store::new().expect("memory");
    let locked = Arc::new(AtomicBool::new(false));
    let is_locked = Arc::clone(&locked);
    let keychain = Keychain::start(move || match is_locked.load(Ordering::SeqCst) {
        true => Err(keyring_core::Error::NoDefaultStore),
        false => Ok(store.clone()),
    });
    (keychain, locked)
}

#[tokio::test]
async fn a_keychain_that_is_locked_in_the_middle_stops_nothing_and_loses_nobody() {
    let (keychain, locked) = lockable();
    let mut shop = Shop::unconnected(quick(), keychain).await;
    shop.connect().await.expect("the keychain takes it");
    let first = shop.sell().await;
    locked.store(true, Ordering::SeqCst);

    shop.until_state(first, OrderState::Ready).await;
    let mut draft = shop.draft().await;
    draft.again = true;
    let second = shop.desk.sale.place(draft).await.expect("it sells");
    shop.until_state(second, OrderState::Ready).await;
    let codes = [first, second].map(|key| shop.ledger_code(key));

    shop.restart().await;
    assert!(
        matches!(shop.desk.snapshot().account, AccountState::Locked { .. }),
        "told, with nothing to type again: {:?}",
        shop.desk.snapshot().account
    );
    locked.store(false, Ordering::SeqCst);
    shop.desk.sign_in.open().await;
    for (key, code) in [first, second].into_iter().zip(codes) {
        assert_eq!(shop.handed_over(key).await, code, "each code is there");
        let book = shop.book();
        assert!(
            !matches!(
                book.order(key).expect("its row").customer,
                CustomerRecord::NotStored
            ),
            "the customer was sealed with the key that this run had"
        );
    }
    assert_eq!(shop.posts(), 2, "nothing was sent twice");
}

#[tokio::test]
async fn a_keychain_that_answers_late_takes_no_code_from_the_screen_of_who_signed_in_meanwhile() {
    let store = mock::Store::new().expect("memory");
    let (locked, busy) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(())));
    let keychain = Keychain::start({
        let (locked, busy) = (Arc::clone(&locked), Arc::clone(&busy));
        move || {
            let _wait = busy.lock().unwrap_or_else(PoisonError::into_inner);
            match locked.load(Ordering::SeqCst) {
                true => Err(keyring_core::Error::NoDefaultStore),
                false => Ok(store.clone()),
            }
        }
    });
    let mut shop = Shop::unconnected(quick(), keychain).await;
    shop.connect().await.expect("the keychain takes it");
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    locked.store(true, Ordering::SeqCst);
    shop.restart().await;

    {
        let answering = busy.lock().unwrap_or_else(PoisonError::into_inner);
        locked.store(false, Ordering::SeqCst);
        let mut late = std::pin::pin!(shop.desk.sign_in.open());
        let once = late.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        assert!(once.is_pending(), "nobody answered");
        drop(answering);
        shop.desk.sign_in.open().await;
        shop.handed_over(key).await;
        late.await;
    }

    assert_eq!(shop.desk.handover.on_screen(), Some(key), "still there");
    assert_eq!(shop.posts(), 1);
}

#[tokio::test]
async fn a_keychain_that_is_unlocked_later_gives_listed_orders_their_customers_back() {
    let (keychain, locked) = lockable();
    let mut shop = Shop::unconnected(quick(), keychain).await;
    shop.connect().await.expect("the keychain takes it");
    lose_the_answer(&shop);
    let lost = shop.sell().await;
    shop.until_state(lost, OrderState::Unconfirmed).await;
    let plan = shop.plan().await;
    locked.store(true, Ordering::SeqCst);
    shop.restart().await;
    assert_eq!(shop.order(lost).customer, None, "listed, and closed");

    locked.store(false, Ordering::SeqCst);
    shop.desk.sign_in.open().await;

    let customer = shop.order(lost).customer.expect("open again");
    assert_eq!(customer.email, EMAIL, "in place of the closed one");
    let other = Draft {
        email: "j.silva@example.com".into(),
        ..draft(plan)
    };
    shop.desk
        .sale
        .place(other)
        .await
        .expect("nobody takes another customer's order for this one's");
    shop.until_state(lost, OrderState::Ready).await;
    assert_eq!(shop.posts(), 2, "and it was found by itself");
}
