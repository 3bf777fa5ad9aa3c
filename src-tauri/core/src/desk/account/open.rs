//! Which account to take into use: the stored one at the start, another one that was just connected, or none any more.
//!
//! Nothing here takes it into use: the caller does, with all that belongs to that (`desk::sign_in`).

use super::form::{AccountForm, chosen_service, form_problems};
use super::secret::{credentials_of, item, kept};
use super::trusted_way::TrustedWay;
use super::view::{AccountState, AccountView, Environment, Keep, ServiceState, SignedOut};
use super::{Account, Opened, leftover};
use crate::connect::{Credentials, ServiceUrl};
use crate::desk::model::{Failure, Mode};
use crate::keychain::KeychainError;
use crate::settings::{Account as Stored, CredentialKind};
use crate::typed;

impl Account {
    /// Tries the credentials with a real request, and only when the service took them stores them.
    pub(in crate::desk) async fn connect(&self, form: AccountForm) -> Result<Opened, Failure> {
        let problems = form_problems(&form);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        let service = chosen_service(&form.service)?;
        let credentials = form.credential.credentials();
        let settings = self.settings.current();
        let way = TrustedWay::of(&settings);
        let client = self
            .make_client(&settings, service.clone(), credentials.clone())
            .await?;
        // Not `observe`: what a new account's service says is not said of the one in use.
        client.check().await?;

        let account = Stored {
            service: service.base().to_owned(),
            credential: credential_kind(&credentials),
            name: credentials.name().to_owned(),
            several_desks: form.several_desks.unwrap_or(true),
            several_desks_answered: form.several_desks.is_some(),
        };
        let turn = self.turn.lock().await;
        if form.keep == Keep::Keychain {
            leftover::not_used_yet(&self.settings, &leftover::left_of(&account))
                .map_err(|error| Failure::of_settings_file(&error))?;
            self.keychain
                .write(&item(&service, &account), kept(&credentials, &way))
                .await
                .map_err(Failure::from)?;
        }
        self.settings
            .change(|settings| {
                // One account at a time: whose secret is not used any more is forgotten.
                if let Some(replaced) = settings.account.take() {
                    leftover::account_has_to_go(settings, &replaced);
                }
                match form.keep {
                    Keep::Keychain => leftover::stays(settings, &leftover::left_of(&account)),
                    Keep::UntilClose => leftover::account_has_to_go(settings, &account),
                }
                settings.account = Some(account.clone());
                settings.desk_name = typed::line(&form.desk_name).text;
                settings.country = form.country.clone();
            })
            .map_err(|error| Failure::of_settings_file(&error))?;
        drop(turn);
        leftover::remove(&self.turn, &self.settings, &self.keychain).await;
        let opened = Opened::signed_in(with_credentials(&account, form.keep, &credentials), client);
        Ok(Opened {
            service: ServiceState::Online,
            way,
            ..opened
        })
    }

    /// Forgets the account and its secret. `None` where there was none.
    pub(in crate::desk) async fn sign_out(&self) -> Result<Option<Opened>, Failure> {
        let Some(account) = self.stored() else {
            return Ok(None);
        };
        let kept = match &self.lock().account {
            AccountState::SignedIn { account } | AccountState::SignedOut { account, .. } => {
                account.kept
            }
            AccountState::Locked { .. } | AccountState::Opening | AccountState::None => {
                Keep::Keychain
            }
        };
        if let Ok(service) = ServiceUrl::parse(&account.service) {
            let deleted = self.keychain.delete(&item(&service, &account)).await;
            // Who chose to keep it in memory only may have no keychain: an older item, if any, goes when there is one.
            if kept == Keep::Keychain {
                deleted.map_err(Failure::from)?;
            }
        }
        self.settings
            .change(|settings| {
                settings.account = None;
                if kept == Keep::UntilClose {
                    leftover::account_has_to_go(settings, &account);
                }
            })
            .map_err(|error| Failure::of_settings_file(&error))?;
        leftover::remove(&self.turn, &self.settings, &self.keychain).await;
        Ok(Some(Opened::nobody()))
    }

    /// The account that the settings name, with the secret that the keychain gives. May take as long as a person needs to
    /// unlock the keychain.
    pub(in crate::desk) async fn open_stored(&self) -> Opened {
        let Some(account) = self.stored() else {
            return Opened::nobody();
        };
        let signed_out = |view: AccountView, why| {
            Opened::without_client(AccountState::SignedOut { account: view, why })
        };
        let view = stored_view(&account);
        let Ok(service) = ServiceUrl::parse(&account.service) else {
            return signed_out(view, SignedOut::SecretMissing);
        };
        let secret = match self.keychain.read(&item(&service, &account)).await {
            Ok(Some(secret)) => secret,
            Ok(None) | Err(KeychainError::Damaged) => {
                return signed_out(view, SignedOut::SecretMissing);
            }
            Err(KeychainError::Waiting | KeychainError::NoneHere | KeychainError::Refused) => {
                return Opened::without_client(AccountState::Locked { account: view });
            }
        };
        // It has to leave the keychain, and did not yet: nobody uses it any more.
        if leftover::is_left(&self.settings.current(), &account) {
            return signed_out(view, SignedOut::SecretMissing);
        }
        let Some((credentials, typed_under)) = credentials_of(&account, &secret) else {
            return signed_out(view, SignedOut::SecretMissing);
        };
        let settings = self.settings.current();
        let now = TrustedWay::of(&settings);
        let way = match typed_under {
            Some(way) => way,
            None => {
                // Of an earlier version: the way it goes today is the one it was typed under.
                let kept = kept(&credentials, &now);
                if let Err(error) = self.keychain.write(&item(&service, &account), kept).await {
                    tracing::warn!(%error, "the way of the secret could not be noted");
                }
                now.clone()
            }
        };
        if !way.covers(&now) {
            return Opened {
                way,
                ..signed_out(view, SignedOut::NetworkChanged)
            };
        }
        let opened = with_credentials(&account, Keep::Keychain, &credentials);
        match self.make_client(&settings, service, credentials).await {
            Ok(client) => Opened {
                way,
                ..Opened::signed_in(opened, client)
            },
            Err(Failure::Keychain { .. }) => {
                Opened::without_client(AccountState::Locked { account: view })
            }
            Err(_) => Opened {
                way,
                ..signed_out(view, SignedOut::NetworkChanged)
            },
        }
    }

    /// Somebody answered whether the account is used at other desks too. A demo's stands in no file.
    pub(in crate::desk) fn answer_several_desks(&self, several: bool) -> Result<(), Failure> {
        let here = self.lock().account.view().cloned();
        self.settings
            .change(|settings| {
                // Another account may stand there by now, which nobody was asked about.
                if let Some(account) = &mut settings.account
                    && here.is_none_or(|here| is_same(&here, account))
                {
                    account.several_desks = several;
                    account.several_desks_answered = true;
                }
            })
            .map_err(|error| Failure::of_settings_file(&error))?;
        let mut state = self.lock();
        match (self.setup.mode, state.account.view_mut()) {
            (Mode::Demo, Some(account)) => account.several_desks = Some(several),
            _ => self.take_stored_answer(&mut state.account),
        }
        drop(state);
        self.changes.notify();
        Ok(())
    }

    /// Memory says what the file says. Only for who has the lock: then the two agree, also where the answer comes while the
    /// keychain is asked, or two come at once. No turn would do that, because an account comes into use without one.
    pub(super) fn take_stored_answer(&self, account: &mut AccountState) {
        if let Some(account) = account.view_mut()
            && let Some(stored) = self.settings.current().account
            && is_same(account, &stored)
        {
            account.several_desks = stored.several_desks();
        }
    }

    /// Where this desk places its orders. Connecting an account asks for it; a demo must not have to.
    pub(in crate::desk) fn country(&self) -> String {
        let chosen = self.settings.current().country;
        if !chosen.is_empty() || self.setup.mode == Mode::Live {
            return chosen;
        }
        self.setup
            .system_country
            .clone()
            .unwrap_or_else(|| "GB".to_owned())
    }

    /// The account of the settings, unless `--service` names another service.
    pub(super) fn stored(&self) -> Option<Stored> {
        let account = self.settings.current().account;
        let Some(option) = &self.setup.service else {
            return account;
        };
        let base = ServiceUrl::parse(option).ok()?.base().to_owned();
        account.filter(|account| account.service == base)
    }
}

fn is_same(here: &AccountView, stored: &Stored) -> bool {
    here.service == stored.service && here.name == stored.name
}

fn with_credentials(account: &Stored, kept: Keep, credentials: &Credentials) -> AccountView {
    AccountView {
        kept,
        token_expires_at: credentials.expires_at().map(|at| at.to_string()),
        ..stored_view(account)
    }
}

fn stored_view(account: &Stored) -> AccountView {
    AccountView {
        name: account.name.clone(),
        service: account.service.clone(),
        environment: environment(&account.service),
        credential: account.credential,
        kept: Keep::Keychain,
        several_desks: account.several_desks(),
        token_expires_at: None,
    }
}

fn credential_kind(credentials: &Credentials) -> CredentialKind {
    match credentials {
        Credentials::Client { .. } => CredentialKind::Client,
        Credentials::Token { .. } => CredentialKind::Token,
    }
}

fn environment(base: &str) -> Environment {
    if base == ServiceUrl::production().base() {
        Environment::Production
    } else if base == ServiceUrl::pre_production().base() {
        Environment::PreProduction
    } else {
        Environment::Other
    }
}
