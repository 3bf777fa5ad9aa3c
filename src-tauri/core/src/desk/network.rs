//! The way out of the house as people change it: the proxy with its password, and more certificate authorities.
//!
//! A password goes to the keychain, never to the settings; certificates are copied. A way that the account's secret was not
//! typed under ends the account's use until it is typed again (`account::trusted_way`).

use std::sync::Arc;

use secrecy::SecretString;
use serde::Deserialize;
use tokio::sync::Mutex;

use super::account::{certificates, leftover};
use super::changes::Changes;
use super::model::{Failure, Field, Problem};
use super::setup::Setup;
use super::sign_in::SignIn;
use crate::connect::{ProxyAddress, ProxyLogin};
use crate::keychain::{Item, Keychain};
use crate::settings::{LeftInKeychain, ProxyChoice, Settings, SettingsFile};
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
    pub(in crate::desk) file: Arc<SettingsFile>,
    pub(in crate::desk) keychain: Keychain,
    pub(in crate::desk) setup: Arc<Setup>,
    pub(in crate::desk) sign_in: Arc<SignIn>,
    pub(in crate::desk) changes: Changes,
    /// One change at a time.
    pub(in crate::desk) turn: Mutex<()>,
}

impl DeskNetwork {
    /// Writes the change, shows it, and lets the account go the new way, or wait for its secret.
    pub async fn change(&self, change: NetworkChange) -> Result<(), Failure> {
        let _turn = self.turn.lock().await;
        match change {
            NetworkChange::Proxy { value } => self.change_proxy(value).await?,
            NetworkChange::Certificates { file } => self.change_certificates(file).await?,
        }
        self.changes.notify();
        self.sign_in.network_changed().await
    }

    async fn change_proxy(&self, change: ProxyChange) -> Result<(), Failure> {
        let account = &self.sign_in.account;
        let turn = account.turn.lock().await;
        let before = self.file.current();
        let (proxy, login_kept) = match change {
            ProxyChange::System => (ProxyChoice::System, false),
            ProxyChange::None => (ProxyChoice::None, false),
            ProxyChange::Manual { address, login } => {
                let cleaned = typed::address(&address);
                if let Some(unclear) = cleaned.unclear {
                    return Err(Failure::of_field(Field::Proxy, Problem::from(unclear)));
                }
                let proxy = ProxyAddress::parse(&cleaned.text)
                    .map_err(|_| Failure::of_field(Field::Proxy, Problem::NotAnAddress))?;
                let (address, typed) = proxy.split();
                let kept = self.keep_login(&before, &address, typed, login).await?;
                (ProxyChoice::Manual { address }, kept)
            }
        };
        let now = login_kept.then(|| login_item(&proxy)).flatten();
        let written = self.file.change(|settings| {
            if settings.proxy_login_kept
                && let Some(old) = login_item(&settings.proxy)
            {
                leftover::has_to_go(settings, old);
            }
            if let Some(now) = &now {
                leftover::stays(settings, now);
            }
            settings.proxy = proxy;
            settings.proxy_login_kept = login_kept;
        });
        written.map_err(|error| Failure::of_settings_file(&error))?;
        drop(turn);
        leftover::remove(&account.turn, &self.file, &self.keychain).await;
        Ok(())
    }

    /// Whether the keychain has a login for `address` from now on.
    async fn keep_login(
        &self,
        before: &Settings,
        address: &str,
        typed: Option<ProxyLogin>,
        change: ProxyLoginChange,
    ) -> Result<bool, Failure> {
        let login = match change {
            ProxyLoginChange::Set { user, password } => {
                Some(ProxyLogin::of(user.trim(), &password))
            }
            // People also paste the whole of what their IT wrote.
            ProxyLoginChange::Keep | ProxyLoginChange::Remove if typed.is_some() => typed,
            ProxyLoginChange::Remove => return Ok(false),
            ProxyLoginChange::Keep => {
                let same = matches!(&before.proxy,
                    ProxyChoice::Manual { address: old } if ProxyAddress::shown(old) == address);
                return Ok(same && before.proxy_login_kept);
            }
        };
        let Some(login) = login.filter(|login| !login.expose_encoded().is_empty()) else {
            return Ok(false);
        };
        let secret = login.expose_encoded().as_bytes().to_vec().into();
        let item = LeftInKeychain::Proxy {
            address: address.to_owned(),
        };
        leftover::not_used_yet(&self.file, &item)
            .map_err(|error| Failure::of_settings_file(&error))?;
        self.keychain
            .write(&Item::proxy(address), secret)
            .await
            .map_err(Failure::from)?;
        Ok(true)
    }

    async fn change_certificates(&self, file: Option<String>) -> Result<(), Failure> {
        let chosen = match file {
            None => None,
            Some(file) => {
                let folder = self.setup.folder.clone();
                let kept =
                    tokio::task::spawn_blocking(move || certificates::keep(&folder, file.trim()));
                let other = std::io::Error::other("the reading thread ended");
                Some(
                    kept.await
                        .map_err(|_| Failure::of_settings_file(&other))??,
                )
            }
        };
        self.file
            .change(|settings| {
                settings.extra_ca = chosen;
                settings.extra_ca_file = None;
            })
            .map_err(|error| Failure::of_settings_file(&error))?;
        certificates::drop_unused(&self.setup.folder, &self.file);
        Ok(())
    }
}

/// What the keychain may have for this proxy.
fn login_item(proxy: &ProxyChoice) -> Option<LeftInKeychain> {
    match proxy {
        ProxyChoice::System | ProxyChoice::None => None,
        ProxyChoice::Manual { address } => Some(LeftInKeychain::Proxy {
            address: ProxyAddress::shown(address),
        }),
    }
}
