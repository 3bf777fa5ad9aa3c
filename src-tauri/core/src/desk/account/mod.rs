//! The account in use: whose requests these are, and what their answers say about it and about the connection.
//!
//! ```text
//! open     the stored account, connecting another one, signing out: what to take into use
//! form     what *Connect our account* asks for
//! secret   the secret as the keychain has it
//! refused  whether the service refuses it for good
//! answer   what one answer says of the service and the connection
//! leftover what has to leave the keychain
//! network  proxy and certificates, and the client that is made with them
//! proxy_login  what becomes of a proxy's password
//! fault_log    the last faults, for support
//! view     what the window is shown of it
//! certificates, trusted_way    the copy of the certificates; the way that a secret was typed under
//! ```
//!
//! An account comes into use with [`Account::set`]; what belongs to a change of account besides is `desk::sign_in`. The
//! secret goes from the form to the service and to the keychain, and from the keychain to the client. It is in no snapshot,
//! no settings file and no message.

mod answer;
mod certificates;
mod fault_log;
mod form;
mod leftover;
mod network;
mod open;
mod proxy_login;
mod refused;
mod secret;
mod trusted_way;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::SignedDuration;
use tokio::sync::{Notify, watch};

use self::answer::{reach_after, state_after};
use self::fault_log::FaultLog;
use self::refused::Refused;
use self::trusted_way::TrustedWay;
use crate::book::AccountId;
use crate::connect::{Client, Fault};
use crate::desk::changes::Changes;
use crate::desk::model::{Failure, Mode};
use crate::desk::setup::Setup;
use crate::keychain::Keychain;
use crate::settings::SettingsFile;

pub(in crate::desk) use self::answer::{Reach, has_no_token};
pub(in crate::desk) use self::proxy_login::LoginToKeep;

pub use self::form::{AccountForm, CredentialForm, ServiceChoice};
pub use self::view::{AccountState, AccountView, Environment, Keep, ServiceState, SignedOut};

const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Which account is in use, the way to its service, and how that service does.
pub(in crate::desk) struct Account {
    setup: Arc<Setup>,
    settings: Arc<SettingsFile>,
    keychain: Keychain,
    /// Whoever puts a secret into the keychain has it until the settings name that secret, and whoever removes from there what
    /// the settings do not name has it too. Otherwise a new secret could be removed before they name it: unlocking the
    /// keychain to write one also begins the removing.
    turn: tokio::sync::Mutex<()>,
    changes: Changes,
    reach: watch::Sender<Reach>,
    /// The service told its time.
    clock: Notify,
    state: Mutex<State>,
}

struct State {
    /// Whether the present client was seen to know the service's time.
    knows_time: bool,
    account: AccountState,
    client: Option<Client>,
    /// What the secret of the client, or of the one that is put by, was typed under.
    way: TrustedWay,
    /// The client that waits for the way to be as it was, or for a person to try a secret again that is kept nowhere else.
    parked: Option<Client>,
    service: ServiceState,
    /// Why nobody can be reached, while that is so.
    unreached: Option<Failure>,
    refused: Refused,
    faults: FaultLog,
    /// What has to live as long as anybody may still wait for an answer of the service: a demo's own.
    demo_service: Option<Arc<dyn Send + Sync>>,
}

/// An account that can be taken into use, or what is in its place.
pub(in crate::desk) struct Opened {
    pub(in crate::desk) account: AccountState,
    /// Only with [`AccountState::SignedIn`].
    pub(in crate::desk) client: Option<Client>,
    pub(in crate::desk) service: ServiceState,
    way: TrustedWay,
    /// What the service needs, where it runs in this program.
    pub(in crate::desk) demo_service: Option<Arc<dyn Send + Sync>>,
}

impl Opened {
    /// No account.
    pub(in crate::desk) fn nobody() -> Opened {
        Opened::without_client(AccountState::None)
    }

    fn without_client(account: AccountState) -> Opened {
        Opened {
            account,
            client: None,
            service: ServiceState::NotAsked,
            way: TrustedWay::default(),
            demo_service: None,
        }
    }

    pub(in crate::desk) fn signed_in(account: AccountView, client: Client) -> Opened {
        Opened {
            account: AccountState::SignedIn { account },
            client: Some(client),
            service: ServiceState::NotAsked,
            way: TrustedWay::default(),
            demo_service: None,
        }
    }
}

impl Account {
    pub(in crate::desk) fn new(
        setup: Arc<Setup>,
        settings: Arc<SettingsFile>,
        keychain: Keychain,
        changes: Changes,
    ) -> Account {
        let account = Account {
            setup,
            settings,
            keychain,
            turn: tokio::sync::Mutex::new(()),
            changes,
            reach: watch::Sender::new(Reach::All),
            clock: Notify::new(),
            state: Mutex::new(State {
                knows_time: false,
                account: AccountState::Opening,
                client: None,
                way: TrustedWay::default(),
                parked: None,
                service: ServiceState::NotAsked,
                unreached: None,
                refused: Refused::default(),
                faults: FaultLog::default(),
                demo_service: None,
            }),
        };
        // Nobody has to wait to be told that there is no account yet.
        if account.setup.mode == Mode::Live && account.stored().is_none() {
            account.lock().account = AccountState::None;
        }
        account
    }

    /// The account in use and the way to its service.
    pub(in crate::desk) fn session(&self) -> Result<(AccountId, Client), Failure> {
        let state = self.lock();
        let session = state.account.id().zip(state.client.clone());
        session.ok_or(Failure::NoAccount)
    }

    /// The same for a person who pressed: they are told how it is now, and neither an old failure of the token nor a wait.
    pub(in crate::desk) fn session_now(&self) -> Result<(AccountId, Client), Failure> {
        let session = self.session()?;
        session.1.try_again_now();
        Ok(session)
    }

    pub(in crate::desk) fn id(&self) -> Option<AccountId> {
        self.lock().account.id()
    }

    pub(in crate::desk) fn client(&self) -> Result<Client, Failure> {
        self.session().map(|(_, client)| client)
    }

    /// The way to the service that `account` is at; nothing of one account is ever asked of another one's service.
    pub(in crate::desk) fn client_for(&self, account: &AccountId) -> Result<Client, Failure> {
        match self.session()? {
            (here, client) if here == *account => Ok(client),
            _ => Err(Failure::OtherAccount),
        }
    }

    /// What the window is shown, as of one moment; at the end why the service cannot be reached, while it cannot.
    pub(in crate::desk) fn view(&self) -> (AccountState, ServiceState, Option<Failure>) {
        let state = self.lock();
        (
            state.account.clone(),
            state.service.clone(),
            state.unreached.clone(),
        )
    }

    /// Why the service cannot be reached, while it cannot.
    pub(in crate::desk) fn unreached(&self) -> Option<Failure> {
        self.lock().unreached.clone()
    }

    /// The last faults, for support.
    pub(in crate::desk) fn faults(&self) -> Vec<String> {
        self.lock().faults.lines()
    }

    /// Whether the account may sell at other desks too. Without an account nobody knows.
    pub(in crate::desk) fn several_desks(&self) -> bool {
        let state = self.lock();
        let account = state.account.view();
        account.and_then(|account| account.several_desks) != Some(false)
    }

    /// How far requests get, as it changes.
    pub(in crate::desk) fn reach(&self) -> watch::Receiver<Reach> {
        self.reach.subscribe()
    }

    /// Whether this computer's clock is right, within a day, as far as the service says.
    pub(in crate::desk) fn clock_agrees(&self) -> bool {
        let client = self.lock().client.clone();
        client
            .and_then(|client| client.clock_difference())
            .is_some_and(|difference| difference < A_DAY)
    }

    /// Waits for the first answer of this account's service after nothing was known of its clock.
    pub(in crate::desk) async fn clock_told(&self) {
        self.clock.notified().await;
    }

    /// Takes the account into use. What goes with that is `sign_in`'s.
    pub(in crate::desk) fn set(&self, opened: Opened) {
        // What only the last account needed goes without the lock: a demo's service takes its time to end.
        let (_client, _alive) = {
            let mut state = self.lock();
            state.account = opened.account;
            self.take_stored_answer(&mut state.account);
            let client = std::mem::replace(&mut state.client, opened.client);
            state.knows_time = false;
            state.way = opened.way;
            state.parked = None;
            state.service = opened.service;
            let demo_service = std::mem::replace(&mut state.demo_service, opened.demo_service);
            state.unreached = None;
            state.refused = Refused::default();
            // With it, so that no answer of the last account is taken for the first of this one.
            self.reach.send_replace(Reach::All);
            (client, demo_service)
        };
        self.changes.notify();
    }

    /// Passes on an answer of the service, after noting what it says about the connection and the account. What an earlier
    /// account's service answers late says nothing of the one in use.
    pub(in crate::desk) fn observe<T>(
        &self,
        client: &Client,
        answer: Result<T, Fault>,
    ) -> Result<T, Fault> {
        let service = match &answer {
            Ok(_) => ServiceState::Online,
            Err(fault) => state_after(fault),
        };
        let reach = reach_after(&answer);
        let mut state = self.lock();
        if let Err(fault) = &answer {
            state.faults.note(fault);
        }
        if !state.client.as_ref().is_some_and(|here| here.is(client)) {
            return answer;
        }
        self.reach.send_if_modified(|known| {
            let now = reach.unwrap_or(*known);
            std::mem::replace(known, now) != now
        });
        let tells_time = |client: &Client| client.clock_difference().is_some();
        if !state.knows_time && state.client.as_ref().is_some_and(tells_time) {
            state.knows_time = true;
            self.clock.notify_one();
        }
        let unreached = match (&answer, &service) {
            (Err(fault), ServiceState::Offline { .. }) => Some(Failure::from(fault)),
            _ => None,
        };
        state.unreached = unreached;
        let signed_out = state.refused.observe(&answer);
        let known = state.service.says_the_same_as(&service);
        if !known {
            state.service = service;
        }
        if let Some(why) = signed_out
            && let AccountState::SignedIn { account } = &state.account
        {
            // A secret that nothing else has is not thrown away for what the service says of it: a person may try it again.
            let is_kept_here = account.kept == Keep::UntilClose;
            state.account = AccountState::SignedOut {
                account: account.clone(),
                why,
            };
            let client = state.client.take();
            state.parked = client.filter(|_| is_kept_here);
        } else if known {
            return answer;
        }
        drop(state);
        self.changes.notify();
        answer
    }

    fn trusts(&self, now: &TrustedWay) -> bool {
        self.lock().way.covers(now)
    }

    /// The client in use, where its secret may go that way: asked under one lock, as another account may come into use.
    fn client_trusting(&self, now: &TrustedWay) -> Option<Client> {
        let state = self.lock();
        state.client.clone().filter(|_| state.way.covers(now))
    }

    /// Sends nothing more with this secret, for now.
    fn park(&self) {
        {
            let mut state = self.lock();
            let (Some(client), AccountState::SignedIn { account }) =
                (state.client.take(), state.account.clone())
            else {
                return;
            };
            state.parked = Some(client);
            state.account = AccountState::SignedOut {
                account,
                why: SignedOut::NetworkChanged,
            };
        }
        tracing::warn!("proxy or certificates were changed: the secret has to be typed again");
        self.changes.notify();
    }

    /// Whether a pasted token was refused that may be good: then it is worth asking.
    pub(in crate::desk) fn doubts_token(&self) -> bool {
        self.lock().refused.doubts_token()
    }

    /// The client that was put by.
    fn parked(&self) -> Option<(Client, TrustedWay)> {
        let state = self.lock();
        Some((state.parked.clone()?, state.way.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
