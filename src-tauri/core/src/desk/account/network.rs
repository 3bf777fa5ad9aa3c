//! The way to the service: proxy and certificates from the settings, and the client that is made with them.

use secrecy::ExposeSecret as _;

use super::proxy_login::LoginToKeep;
use super::trusted_way::TrustedWay;
use super::view::{AccountState, SignedOut};
use super::{Account, Opened, certificates, leftover};
use crate::connect::{
    Budget, Client, Credentials, Network, Proxy, ProxyAddress, ProxyLogin, ServiceUrl,
};
use crate::desk::model::{Failure, Field, Mode, Problem};
use crate::keychain::Item;
use crate::settings::{LeftInKeychain, ProxyChoice, Settings};

impl Account {
    /// Another proxy in the settings, with its login in the keychain. What is not used any more leaves the keychain.
    pub(in crate::desk) async fn change_proxy(
        &self,
        proxy: ProxyChoice,
        login: LoginToKeep,
    ) -> Result<(), Failure> {
        let turn = self.turn.lock().await;
        let before = self.settings.current();
        let now = leftover::left_of_proxy(&proxy);
        let login_kept = match (login, &proxy) {
            (LoginToKeep::This(login), ProxyChoice::Manual { address }) => {
                self.keep_login(address, &login).await?
            }
            (LoginToKeep::AsBefore, _) => {
                now.is_some()
                    && before.proxy_login_kept
                    && leftover::left_of_proxy(&before.proxy) == now
            }
            (LoginToKeep::None | LoginToKeep::This(_), _) => false,
        };
        let written = self.settings.change(|settings| {
            if settings.proxy_login_kept
                && let Some(old) = leftover::left_of_proxy(&settings.proxy)
            {
                leftover::has_to_go(settings, old);
            }
            if let Some(now) = now.as_ref().filter(|_| login_kept) {
                leftover::stays(settings, now);
            }
            settings.proxy = proxy;
            settings.proxy_login_kept = login_kept;
        });
        written.map_err(|error| Failure::of_settings_file(&error))?;
        drop(turn);
        leftover::remove(&self.turn, &self.settings, &self.keychain).await;
        Ok(())
    }

    /// Other certificates beside the system's: those of this file, which is copied once, or none any more. Waits for no
    /// keychain: the settings file takes one change at a time, and no copy is dropped that it names.
    pub(in crate::desk) async fn change_certificates(
        &self,
        file: Option<String>,
    ) -> Result<(), Failure> {
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
        self.settings
            .change(|settings| {
                settings.extra_ca = chosen;
                settings.extra_ca_file = None;
            })
            .map_err(|error| Failure::of_settings_file(&error))?;
        certificates::drop_unused(&self.setup.folder, &self.settings);
        Ok(())
    }

    /// Whether there was anything to keep. Only for who has the turn.
    async fn keep_login(&self, address: &str, login: &ProxyLogin) -> Result<bool, Failure> {
        let secret = login.expose_encoded().as_bytes().to_vec();
        if secret.is_empty() {
            return Ok(false);
        }
        let item = LeftInKeychain::Proxy {
            address: address.to_owned(),
        };
        leftover::not_used_yet(&self.settings, &item)
            .map_err(|error| Failure::of_settings_file(&error))?;
        self.keychain
            .write(&Item::proxy(address), secret.into())
            .await
            .map_err(Failure::from)?;
        Ok(true)
    }

    /// The proxy or the extra certificates were changed in the settings: the next request goes the new way, if the secret was
    /// typed under it; otherwise nothing is sent until it is typed again, or the change undone. Then the account is given,
    /// to be taken into use again.
    pub(in crate::desk) async fn network_changed(&self) -> Result<Option<Opened>, Failure> {
        // A demo's service is on this computer.
        if self.setup.mode != Mode::Live {
            return Ok(None);
        }
        let settings = self.settings.current();
        let now = TrustedWay::of(&settings);
        if !self.trusts(&now) {
            self.park();
            return Ok(None);
        }
        let network = self.network(&settings).await;
        if let Some(client) = self.client_trusting(&now) {
            client.use_network(&network?)?;
            return Ok(None);
        }
        let AccountState::SignedOut {
            account,
            why: SignedOut::NetworkChanged,
        } = self.view().0
        else {
            return Ok(None);
        };
        let Some((client, way)) = self.parked() else {
            return Ok(Some(self.open_stored().await));
        };
        client.use_network(&network?)?;
        Ok(Some(Opened {
            way,
            ..Opened::signed_in(account, client)
        }))
    }

    /// The account whose secret was refused, where that is kept in memory only, to be tried once more: the way out of today,
    /// if the secret was typed under it.
    pub(in crate::desk) async fn refused(&self) -> Result<Option<Opened>, Failure> {
        let AccountState::SignedOut {
            account,
            why: SignedOut::Refused | SignedOut::TokenExpired,
        } = self.view().0
        else {
            return Ok(None);
        };
        let Some((client, way)) = self.parked() else {
            return Ok(None);
        };
        let settings = self.settings.current();
        if !way.covers(&TrustedWay::of(&settings)) {
            return Ok(None);
        }
        client.use_network(&self.network(&settings).await?)?;
        Ok(Some(Opened {
            way,
            ..Opened::signed_in(account, client)
        }))
    }

    /// A client for `credentials` at `service`, as the settings want it.
    pub(super) async fn make_client(
        &self,
        settings: &Settings,
        service: ServiceUrl,
        credentials: Credentials,
    ) -> Result<Client, Failure> {
        let mut budget = Budget::default();
        if let Some(limit) = settings.requests_per_second {
            budget.per_second = f64::from(limit.max(1));
        }
        let network = self.network(settings).await?;
        Client::with_budget(service, credentials, &network, budget).map_err(Failure::from)
    }

    /// The same way out for what is not the service's and needs no account.
    pub(in crate::desk) async fn way_out(&self, settings: &Settings) -> Result<Network, Failure> {
        self.network(settings).await
    }

    async fn network(&self, settings: &Settings) -> Result<Network, Failure> {
        let proxy = match &settings.proxy {
            ProxyChoice::System => Proxy::System,
            ProxyChoice::None => Proxy::None,
            ProxyChoice::Manual { address } => {
                Proxy::Manual(self.proxy(address, settings.proxy_login_kept).await?)
            }
        };
        let extra_ca = match &settings.extra_ca {
            None => None,
            Some(chosen) => Some(certificates::kept(&self.setup.folder, chosen)?),
        };
        Ok(Network { proxy, extra_ca })
    }

    async fn proxy(&self, address: &str, login_kept: bool) -> Result<ProxyAddress, Failure> {
        let proxy = ProxyAddress::parse(address)
            .map_err(|_| Failure::of_field(Field::Proxy, Problem::NotAnAddress))?;
        if !login_kept {
            return Ok(proxy);
        }
        let item = Item::proxy(&ProxyAddress::shown(address));
        let kept = self.keychain.read(&item).await.map_err(Failure::from)?;
        let login = kept.and_then(|kept| String::from_utf8(kept.expose_secret().to_vec()).ok());
        // Without it the proxy itself says no, which is told.
        Ok(match login {
            Some(login) => proxy.with_login(&ProxyLogin::from_encoded(login)),
            None => proxy,
        })
    }

    /// Puts right what earlier versions and earlier runs left in the wrong place.
    pub(in crate::desk) async fn tidy(&self) {
        certificates::take_over(&self.setup.folder, &self.settings);
        self.take_over_proxy_login().await;
        leftover::remove(&self.turn, &self.settings, &self.keychain).await;
    }

    /// An earlier version kept the proxy's password in the settings file: it goes to the keychain, and only then leaves the
    /// file. Without a keychain it is tried again when there is one.
    async fn take_over_proxy_login(&self) {
        let ProxyChoice::Manual { address } = self.settings.current().proxy else {
            return;
        };
        let Ok(proxy) = ProxyAddress::parse(&address) else {
            return;
        };
        let (open, Some(login)) = proxy.split() else {
            return;
        };
        let secret = login.expose_encoded().as_bytes().to_vec().into();
        if let Err(error) = self.keychain.write(&Item::proxy(&open), secret).await {
            tracing::warn!(%error, "the proxy's password could not be moved to the keychain yet");
            return;
        }
        let moved = self.settings.replace_aside(&address, &open).and_then(|()| {
            self.settings.change(|settings| {
                // Unless another one was chosen meanwhile.
                if settings.proxy == (ProxyChoice::Manual { address }) {
                    settings.proxy = ProxyChoice::Manual { address: open };
                    settings.proxy_login_kept = true;
                }
            })
        });
        match moved {
            Ok(()) => self.changes.notify(),
            Err(error) => tracing::warn!(kind = ?error.kind(), "the settings cannot be written"),
        }
    }
}
