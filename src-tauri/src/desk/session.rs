//! The account in use: whose requests these are, and what their answers say about it and about the connection.

use jiff::Timestamp;

use super::failure::Failure;
use super::view::{AccountState, AccountView, Environment, ServiceState, SignedOut};
use super::{Inner, State};
use crate::book::AccountId;
use crate::connect::{Client, Fault, FaultKind, Step};

impl AccountState {
    /// The account, as far as there is one.
    pub(super) fn view(&self) -> Option<&AccountView> {
        match self {
            AccountState::Opening | AccountState::None => None,
            AccountState::Locked { account }
            | AccountState::SignedOut { account, .. }
            | AccountState::SignedIn { account } => Some(account),
        }
    }
}

impl State {
    /// The name under which orders of the account are kept (rulings 2); `None` without an account.
    pub(super) fn account_id(&self) -> Option<AccountId> {
        let account = self.account.view()?;
        Some(AccountId(match account.environment {
            // Another port at each start, and still the same demo.
            Environment::Demo => "demo".to_owned(),
            Environment::Production | Environment::PreProduction | Environment::Other => {
                format!("{} {}", account.service, account.name)
            }
        }))
    }
}

impl Inner {
    /// The account in use and the way to its service.
    pub(super) fn session(&self) -> Result<(AccountId, Client), Failure> {
        let state = self.lock();
        let session = state.account_id().zip(state.client.clone());
        session.ok_or(Failure::NoAccount)
    }

    pub(super) fn account_id(&self) -> Option<AccountId> {
        self.lock().account_id()
    }

    pub(super) fn client(&self) -> Result<Client, Failure> {
        self.session().map(|(_, client)| client)
    }

    /// The way to the service that `account` is at; nothing of one account is ever asked of another one's service.
    pub(super) fn client_of(&self, account: &AccountId) -> Result<Client, Failure> {
        match self.session()? {
            (here, client) if here == *account => Ok(client),
            _ => Err(Failure::NoAccount),
        }
    }

    /// Passes on an answer of the service, after noting what it says about the connection and the account.
    pub(super) fn heard<T>(&self, answer: Result<T, Fault>) -> Result<T, Fault> {
        let service = match &answer {
            Ok(_) => ServiceState::Online,
            Err(fault) => {
                self.faults.note(fault);
                self.state_after(fault)
            }
        };
        self.online.send_if_modified(|online| {
            set(online, !matches!(service, ServiceState::Offline { .. }))
        });
        let signed_out = answer.as_ref().err().and_then(signed_out);
        let mut state = self.lock();
        let known = same_service(&state.service, &service);
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
        self.changed.notify_one();
        answer
    }

    fn state_after(&self, fault: &Fault) -> ServiceState {
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
}

/// Whether the account is no longer accepted. An order's POST that meets a worn token says nothing of it: the next read
/// finds out, and renews the token or, where it was pasted, asks for a new one (rulings 7).
pub(super) fn signed_out(fault: &Fault) -> Option<SignedOut> {
    if fault.step == Step::PlaceOrder {
        return None;
    }
    if matches!(fault.kind, FaultKind::TokenExpired) {
        return Some(SignedOut::TokenExpired);
    }
    matches!(fault.kind, FaultKind::NotSignedIn(_)).then_some(SignedOut::Refused)
}

/// Whether the two say the same, but for since when.
fn same_service(one: &ServiceState, other: &ServiceState) -> bool {
    match (one, other) {
        (
            ServiceState::Trouble { failure: one, .. },
            ServiceState::Trouble { failure: other, .. },
        ) => std::mem::discriminant(one) == std::mem::discriminant(other),
        _ => std::mem::discriminant(one) == std::mem::discriminant(other),
    }
}

fn set(place: &mut bool, value: bool) -> bool {
    std::mem::replace(place, value) != value
}
