//! A change of account: which one is taken into use, and all that goes with it. The hand-over ends, the book gets its keys,
//! and what that account left open is followed again.
//!
//! Which account that is, and how it is stored: `account`.

use std::sync::Arc;

use super::account::{Account, AccountForm, AccountState, Opened};
use super::changes::Changes;
use super::demo::Demo;
use super::handover::HandOver;
use super::model::{Failure, Mode};
use super::orders::{Orders, load};
use super::setup::Setup;
use crate::keychain::{Keychain, KeychainState};

/// Changes the account of a desk.
pub struct SignIn {
    setup: Arc<Setup>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    handover: Arc<HandOver>,
    demo: Arc<Demo>,
}

impl SignIn {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        handover: Arc<HandOver>,
        demo: Arc<Demo>,
    ) -> SignIn {
        SignIn {
            setup,
            account,
            orders,
            handover,
            demo,
        }
    }

    /// Opens the account that the settings name, with the secret that the keychain gives. May take as long as a person
    /// needs to unlock the keychain; what became of it is in the snapshot.
    pub async fn open(&self) {
        let before = self.account.view().0;
        let opened = match self.setup.mode {
            Mode::Demo => self.demo.account(),
            Mode::Live => {
                self.account.tidy().await;
                self.account.open_stored().await
            }
        };
        self.use_unless_overtaken(opened, &before).await;
    }

    /// Another way out of the house was chosen.
    pub(in crate::desk) async fn network_changed(&self) -> Result<(), Failure> {
        if let Some(opened) = self.account.network_changed().await? {
            self.use_account(opened).await;
        }
        Ok(())
    }

    /// Tries the credentials with a real request, and only when the service took them stores them and signs in.
    pub async fn connect(&self, form: AccountForm) -> Result<(), Failure> {
        let opened = self.account.connect(form).await?;
        self.use_account(opened).await;
        Ok(())
    }

    /// A person wants to know now: a token is asked for without waiting any longer, and where the desk is signed out, the
    /// secret is tried once more, from the keychain or, where it is kept nowhere else, from memory.
    pub async fn try_again(&self) -> Result<(), Failure> {
        // The keychain may have by now what it had not: an account's secret is read below, the book's keys here.
        self.orders.open_keys().await;
        if let Ok(client) = self.account.client() {
            client.try_again_now();
            let answer = self.account.observe(&client, client.check().await);
            return answer.map_err(Failure::from);
        }
        let opened = match self.setup.mode {
            Mode::Demo => self.demo.account(),
            Mode::Live => match self.account.refused().await? {
                Some(opened) => opened,
                None => self.account.open_stored().await,
            },
        };
        if let Some(client) = &opened.client {
            client.try_again_now();
            client.check().await?;
        }
        self.use_account(opened).await;
        Ok(())
    }

    /// Forgets the account and its secret. The book, its orders and its key stay.
    pub async fn sign_out(&self) -> Result<(), Failure> {
        if let Some(opened) = self.account.sign_out().await? {
            self.use_account(opened).await;
        }
        Ok(())
    }

    /// The keychain may take long, and whoever signs in meanwhile is not thrown out for what it says in the end: a code may be
    /// on screen by then.
    async fn use_unless_overtaken(&self, opened: Opened, before: &AccountState) {
        let admission = self.orders.admit().await;
        if self.account.view().0 == *before {
            self.change_account(opened).await;
        }
        drop(admission);
        self.orders.wake_polling();
    }

    async fn use_account(&self, opened: Opened) {
        let admission = self.orders.admit().await;
        self.change_account(opened).await;
        drop(admission);
        self.orders.wake_polling();
    }

    /// Only for who is admitted: until the orders of an earlier run are known, a sale cannot be compared with them, so none is
    /// placed meanwhile.
    async fn change_account(&self, opened: Opened) {
        let somebody = opened.account != AccountState::None;
        // First, so that no code of one account is on screen under another.
        self.handover.done();
        self.account.set(opened);
        // A first start has nothing to open, and its window has better things to do.
        if somebody {
            self.orders.open_keys().await;
            self.orders.wake_maintenance();
        }
        load::open_orders(&self.orders, self.account.id()).await;
    }

    /// The keychain answers, perhaps after somebody unlocked it.
    async fn unlocked(&self) {
        if self.setup.mode == Mode::Live {
            self.account.tidy().await;
        }
        let before = self.account.view().0;
        let locked = matches!(before, AccountState::Locked { .. });
        if locked && self.setup.mode == Mode::Live {
            let opened = self.account.open_stored().await;
            self.use_unless_overtaken(opened, &before).await;
        } else {
            self.orders.open_keys().await;
        }
    }
}

/// Shows what becomes of the keychain. Once it answers, what waited for it goes on: the account, the keys of the book.
pub(in crate::desk) async fn follow_keychain(
    sign_in: Arc<SignIn>,
    keychain: Keychain,
    changes: Changes,
) {
    let mut states = keychain.state();
    while states.changed().await.is_ok() {
        changes.notify();
        if *states.borrow_and_update() == KeychainState::Ready {
            sign_in.unlocked().await;
        }
    }
}
