//! The account in use: whose requests these are, and what their answers say about it and about the connection.
//!
//! ```text
//! open     the stored account, connecting another one, signing out: what to take into use
//! form     what *Connect our account* asks for
//! secret   the secret as the keychain has it
//! leftover what has to leave the keychain
//! network  proxy and certificates, and the client that is made with them
//! certificates, trusted_way    the copy of the certificates; the way that a secret was typed under
//! ```
//!
//! An account comes into use with [`Account::set`]; what belongs to a change of account besides is `desk::sign_in`. The
//! secret goes from the form to the service and to the keychain, and from the keychain to the client. It is in no snapshot,
//! no settings file and no message.

pub(in crate::desk) mod certificates;
mod fault_log;
mod form;
pub(in crate::desk) mod leftover;
mod network;
mod open;
mod secret;
mod trusted_way;
mod view;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::watch;

use self::fault_log::FaultLog;
use self::trusted_way::TrustedWay;
use crate::book::AccountId;
use crate::connect::{Client, Fault, FaultKind, Step};
use crate::desk::changes::Changes;
use crate::desk::model::{Failure, Mode};
use crate::desk::setup::Setup;
use crate::keychain::Keychain;
use crate::settings::SettingsFile;

pub(in crate::desk) use self::network::proxy_problem;

pub use self::form::{AccountForm, CredentialForm, ServiceChoice};
pub use self::view::{AccountState, AccountView, Environment, Keep, ServiceState, SignedOut};

/// Which account is in use, the way to its service, and how that service does.
pub struct Account {
    setup: Arc<Setup>,
    settings: Arc<SettingsFile>,
    keychain: Keychain,
    changes: Changes,
    online: watch::Sender<bool>,
    state: Mutex<State>,
}

struct State {
    account: AccountState,
    client: Option<Client>,
    /// What the secret of the client, or of the one that is put by, was typed under.
    way: TrustedWay,
    /// The client that waits for the way to be as it was.
    parked: Option<Client>,
    service: ServiceState,
    faults: FaultLog,
    /// What has to live as long as anybody may still wait for an answer of the service: a demo's own.
    alive: Option<Arc<dyn Send + Sync>>,
}

/// An account that can be taken into use, or what is in its place.
pub(in crate::desk) struct Opened {
    pub(in crate::desk) account: AccountState,
    /// Only with [`AccountState::SignedIn`].
    pub(in crate::desk) client: Option<Client>,
    pub(in crate::desk) service: ServiceState,
    way: TrustedWay,
    /// What the service needs, where it runs in this program.
    pub(in crate::desk) alive: Option<Arc<dyn Send + Sync>>,
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
            alive: None,
        }
    }

    pub(in crate::desk) fn signed_in(account: AccountView, client: Client) -> Opened {
        Opened {
            account: AccountState::SignedIn { account },
            client: Some(client),
            service: ServiceState::NotAsked,
            way: TrustedWay::default(),
            alive: None,
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
            changes,
            online: watch::Sender::new(true),
            state: Mutex::new(State {
                account: AccountState::Opening,
                client: None,
                way: TrustedWay::default(),
                parked: None,
                service: ServiceState::NotAsked,
                faults: FaultLog::default(),
                alive: None,
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
            _ => Err(Failure::NoAccount),
        }
    }

    /// What the window is shown, as of one moment.
    pub(in crate::desk) fn view(&self) -> (AccountState, ServiceState) {
        let state = self.lock();
        (state.account.clone(), state.service.clone())
    }

    /// The last faults, for support.
    pub(in crate::desk) fn faults(&self) -> Vec<String> {
        self.lock().faults.lines()
    }

    /// Whether the account may sell at other desks too. Without an account nobody knows.
    pub(in crate::desk) fn several_desks(&self) -> bool {
        let state = self.lock();
        let account = state.account.view();
        account.is_none_or(|account| account.several_desks)
    }

    /// Whether the service can be reached, as it changes.
    pub(in crate::desk) fn online(&self) -> watch::Receiver<bool> {
        self.online.subscribe()
    }

    /// Takes the account into use. What goes with that is `sign_in`'s.
    pub(in crate::desk) fn set(&self, opened: Opened) {
        {
            let mut state = self.lock();
            state.account = opened.account;
            state.client = opened.client;
            state.way = opened.way;
            state.parked = None;
            state.service = opened.service;
            state.alive = opened.alive;
        }
        self.changes.notify();
        self.online.send_replace(true);
    }

    /// Passes on an answer of the service, after noting what it says about the connection and the account.
    pub(in crate::desk) fn observe<T>(&self, answer: Result<T, Fault>) -> Result<T, Fault> {
        let service = match &answer {
            Ok(_) => ServiceState::Online,
            Err(fault) => {
                self.lock().faults.note(fault);
                state_after(fault)
            }
        };
        self.online.send_if_modified(|online| {
            let now = !matches!(service, ServiceState::Offline { .. });
            std::mem::replace(online, now) != now
        });
        let signed_out = answer.as_ref().err().and_then(signed_out);
        let mut state = self.lock();
        let known = state.service.says_the_same_as(&service);
        if !known {
            state.service = service;
        }
        if let Some(why) = signed_out
            && let AccountState::SignedIn { account } = &state.account
        {
            state.account = AccountState::SignedOut {
                account: account.clone(),
                why,
            };
            state.client = None;
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

    /// The client that was put by.
    fn parked(&self) -> Option<(Client, TrustedWay)> {
        let state = self.lock();
        Some((state.parked.clone()?, state.way.clone()))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn state_after(fault: &Fault) -> ServiceState {
    let since = Timestamp::now().to_string();
    let failure = Failure::from(fault);
    if matches!(
        failure,
        Failure::NotSent { .. } | Failure::Unanswered { .. }
    ) {
        return ServiceState::Offline { since };
    }
    if matches!(
        failure,
        Failure::ServiceTrouble { .. }
            | Failure::Redirected { .. }
            | Failure::Unreadable { .. }
            | Failure::TooLarge { .. }
    ) {
        return ServiceState::Trouble { since, failure };
    }
    ServiceState::Online
}

/// Whether the account is no longer accepted. An order's POST that meets a worn token says nothing of it: the next read
/// finds out, and renews the token or, where it was pasted, asks for a new one (rulings 7).
pub(in crate::desk) fn signed_out(fault: &Fault) -> Option<SignedOut> {
    if fault.step == Step::PlaceOrder {
        return None;
    }
    if matches!(fault.kind, FaultKind::TokenExpired) {
        return Some(SignedOut::TokenExpired);
    }
    matches!(fault.kind, FaultKind::NotSignedIn(_)).then_some(SignedOut::Refused)
}
