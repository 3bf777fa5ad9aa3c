//! The way out of the house as people change it: the proxy with its password, and more certificate authorities.
//!
//! A password goes to the keychain, never to the settings; certificates are copied. A way that the account's secret was not
//! typed under ends the account's use until it is typed again (`account::trusted_way`).

use std::sync::Arc;

use secrecy::SecretString;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::account::{Account, LoginToKeep};
use super::changes::Changes;
use super::model::{Failure, Field, Problem};
use super::sign_in::SignIn;
use crate::connect::{ProxyAddress, ProxyLogin};
use crate::settings::ProxyChoice;
use crate::typed;

/// One change.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NetworkChange {
    Proxy {
        value: ProxyChange,
    },
    /// The certificates of this file, once; or none but the system's any more.
    Certificates {
        file: Option<String>,
    },
}

#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProxyChange {
    System,
    None,
    Manual {
        address: String,
        login: ProxyLoginChange,
    },
}

/// What becomes of user name and password.
#[derive(Clone, Debug, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProxyLoginChange {
    /// What is kept for this address stays. What was kept for another one does not go to it.
    Keep,
    Remove,
    Set {
        user: String,
        #[specta(type = String)]
        password: SecretString,
    },
}

/// Changes the way out of the house.
pub struct DeskNetwork {
    account: Arc<Account>,
    sign_in: Arc<SignIn>,
    changes: Changes,
    /// One change at a time, until the account goes the new way.
    turn: Mutex<()>,
}

impl DeskNetwork {
    pub(in crate::desk) fn new(
        account: Arc<Account>,
        sign_in: Arc<SignIn>,
        changes: Changes,
    ) -> DeskNetwork {
        DeskNetwork {
            account,
            sign_in,
            changes,
            turn: Mutex::new(()),
        }
    }

    /// Writes the change, shows it, and lets the account go the new way, or wait for its secret.
    pub async fn change(&self, change: NetworkChange) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        match change {
            NetworkChange::Proxy { value } => self.change_proxy(value).await?,
            NetworkChange::Certificates { file } => self.account.change_certificates(file).await?,
        }
        self.changes.notify();
        self.sign_in.network_changed().await
    }

    async fn change_proxy(&self, change: ProxyChange) -> Result<(), Failure> {
        let (proxy, login) = match change {
            ProxyChange::System => (ProxyChoice::System, LoginToKeep::None),
            ProxyChange::None => (ProxyChoice::None, LoginToKeep::None),
            ProxyChange::Manual { address, login } => {
                let cleaned = typed::address(&address);
                if let Some(unclear) = cleaned.unclear {
                    return Err(Failure::of_field(Field::Proxy, Problem::from(unclear)));
                }
                let proxy = ProxyAddress::parse(&cleaned.text)
                    .map_err(|_| Failure::of_field(Field::Proxy, Problem::NotAnAddress))?;
                let (address, typed) = proxy.split();
                let login = match (login, typed) {
                    (ProxyLoginChange::Set { user, password }, _) => {
                        LoginToKeep::This(ProxyLogin::of(user.trim(), &password))
                    }
                    // People also paste the whole of what their IT wrote.
                    (ProxyLoginChange::Keep | ProxyLoginChange::Remove, Some(typed)) => {
                        LoginToKeep::This(typed)
                    }
                    (ProxyLoginChange::Keep, None) => LoginToKeep::AsBefore,
                    (ProxyLoginChange::Remove, None) => LoginToKeep::None,
                };
                (ProxyChoice::Manual { address }, login)
            }
        };
        self.account.change_proxy(proxy, login).await
    }
}
