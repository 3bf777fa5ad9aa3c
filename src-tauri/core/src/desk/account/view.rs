//! What the window is shown of the account and of the connection to its service.

use serde::Serialize;

use crate::book::AccountId;
use crate::desk::model::Failure;
use crate::settings::CredentialKind;

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum AccountState {
    /// The keychain is being asked.
    Opening,
    None,
    /// An account is known, but the keychain does not give its secret.
    Locked {
        account: AccountView,
    },
    SignedOut {
        account: AccountView,
        why: SignedOut,
    },
    SignedIn {
        account: AccountView,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SignedOut {
    SecretMissing,
    /// Proxy or certificates are not those that the secret was typed under. It is not sent their way until somebody types it
    /// again, or they are as they were.
    NetworkChanged,
    Refused,
    TokenExpired,
}

#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AccountView {
    /// The client id, or the name typed with a token.
    pub name: String,
    /// The base address.
    pub service: String,
    pub environment: Environment,
    pub credential: CredentialKind,
    pub kept: Keep,
    /// `None` where nobody was asked yet; that counts as yes (rulings 34).
    pub several_desks: Option<bool>,
    /// For a pasted token that says when it ends.
    pub token_expires_at: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    Production,
    PreProduction,
    Other,
    Demo,
}

/// Where the secret is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, serde::Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Keep {
    Keychain,
    /// In memory only; gone when the program ends.
    UntilClose,
}

/// What is known of the service from the last answer, or the lack of one.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ServiceState {
    NotAsked,
    Online,
    Offline { since: String },
    Trouble { since: String, failure: Failure },
}

impl AccountState {
    /// The account, as far as there is one.
    pub(in crate::desk) fn view(&self) -> Option<&AccountView> {
        match self {
            AccountState::Opening | AccountState::None => None,
            AccountState::Locked { account }
            | AccountState::SignedOut { account, .. }
            | AccountState::SignedIn { account } => Some(account),
        }
    }

    pub(super) fn view_mut(&mut self) -> Option<&mut AccountView> {
        match self {
            AccountState::Opening | AccountState::None => None,
            AccountState::Locked { account }
            | AccountState::SignedOut { account, .. }
            | AccountState::SignedIn { account } => Some(account),
        }
    }

    /// The name under which orders of the account are kept (rulings 2); `None` without an account.
    pub(in crate::desk) fn id(&self) -> Option<AccountId> {
        let account = self.view()?;
        Some(AccountId(match account.environment {
            // Another port at each start, and still the same demo.
            Environment::Demo => "demo".to_owned(),
            Environment::Production | Environment::PreProduction | Environment::Other => {
                format!("{} {}", account.service, account.name)
            }
        }))
    }
}

impl ServiceState {
    /// Whether the two say the same, but for since when.
    pub(super) fn says_the_same_as(&self, other: &ServiceState) -> bool {
        match (self, other) {
            (
                ServiceState::Trouble { failure: one, .. },
                ServiceState::Trouble { failure: other, .. },
            ) => std::mem::discriminant(one) == std::mem::discriminant(other),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
