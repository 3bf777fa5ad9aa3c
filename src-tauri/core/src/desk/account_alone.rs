//! The account of a counter whose desk is not open: for what is done without a window. No book is opened, no order followed, and
//! nothing that a window would tell once is used up here.

use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::account::{Account, AccountForm, AccountState, AccountView, SignedOut};
use super::changes::Changes;
use super::model::{Failure, Mode, WhyFile};
use super::setup::Setup;
use crate::book::Dialect;
use crate::keychain::{Keychain, KeychainState};
use crate::settings::{self, Settings, SettingsFile, SettingsReader};

/// The account of a live desk, alone.
pub struct AccountAlone {
    account: Account,
    settings: SettingsReader,
}

/// Why an account that is stored cannot be tried or replaced.
#[derive(Debug)]
pub enum NotAlone {
    NoAccount,
    /// The keychain has no secret of it.
    SecretMissing,
    /// Proxy or certificates were changed since the secret was typed, and nothing is sent their way.
    NetworkChanged,
    Failed(Failure),
}

impl From<Failure> for NotAlone {
    fn from(failure: Failure) -> NotAlone {
        NotAlone::Failed(failure)
    }
}

impl AccountAlone {
    /// What the settings of this folder say of its account; nothing is changed.
    ///
    /// # Errors
    /// Where the file is damaged: a window tells what is lost with it, and is not forestalled.
    pub fn settings(folder: &Path) -> Result<Settings, Failure> {
        match settings::is_sound(folder) {
            true => Ok(settings::glance(folder)),
            false => Err(Failure::SettingsFile {
                why: WhyFile::Other,
            }),
        }
    }

    /// Opens it for a change, or to be tried.
    ///
    /// # Errors
    /// As [`AccountAlone::settings`].
    pub async fn open(folder: &Path, keychain: Keychain) -> Result<AccountAlone, Failure> {
        AccountAlone::settings(folder)?;
        let setup = Arc::new(Setup {
            mode: Mode::Live,
            folder: folder.to_owned(),
            zone: TimeZone::UTC,
            system_language: "en".to_owned(),
            system_country: None,
            dialect: || Dialect::POINT,
            service: None,
        });
        let settings = Arc::new(SettingsFile::open(folder));
        let reader = settings.reader();
        let account = Account::new(setup, settings, keychain, Changes::default());
        account.tidy().await;
        Ok(AccountAlone {
            account,
            settings: reader,
        })
    }

    /// Asks the service with the stored secret.
    ///
    /// # Errors
    /// Of the service as for a window; where nothing could be asked, why.
    pub async fn check(&self) -> Result<AccountView, NotAlone> {
        let opened = self.account.open_stored().await;
        let view = match opened.account {
            AccountState::None | AccountState::Opening => return Err(NotAlone::NoAccount),
            AccountState::Locked { .. } => {
                let state = KeychainState::WaitingForUnlock;
                return Err(Failure::Keychain { state }.into());
            }
            AccountState::SignedOut { why, .. } => {
                return Err(match why {
                    SignedOut::NetworkChanged => NotAlone::NetworkChanged,
                    SignedOut::SecretMissing => NotAlone::SecretMissing,
                    SignedOut::TokenExpired => Failure::TokenExpired.into(),
                    SignedOut::Refused => Failure::NotSignedIn { reference: None }.into(),
                });
            }
            AccountState::SignedIn { account } => account,
        };
        let client = opened.client.ok_or(NotAlone::SecretMissing)?;
        client.check().await.map_err(Failure::from)?;
        Ok(view)
    }

    /// Tries these credentials and stores them in the place of what is there, as *Connect our account* does.
    ///
    /// # Errors
    /// Also where proxy or certificates were changed since the stored secret was typed: who may use Settings leads no secret past
    /// a computer of theirs, whoever types it.
    pub async fn connect(&self, form: AccountForm) -> Result<AccountView, NotAlone> {
        let stored = self.account.open_stored().await.account;
        if let AccountState::SignedOut {
            why: SignedOut::NetworkChanged,
            ..
        } = stored
        {
            return Err(NotAlone::NetworkChanged);
        }
        let opened = self.account.connect(form).await?;
        opened.account.view().cloned().ok_or(NotAlone::NoAccount)
    }

    /// Forgets account and secret. Gives what is forgotten: client id or the token's name, and service.
    ///
    /// # Errors
    /// Where the keychain does not let it go.
    pub async fn forget(&self) -> Result<(String, String), NotAlone> {
        let stored = self.settings.current().account;
        let stored = stored.ok_or(NotAlone::NoAccount)?;
        self.account.sign_out().await?;
        Ok((stored.name, stored.service))
    }
}
