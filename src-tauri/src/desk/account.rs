//! Which account the desk sells with: opening it at start, connecting another one, signing out.
//!
//! The secret goes from the form to the service and to the keychain, and from the keychain to the client. It is in no
//! snapshot, no settings file and no message.

use std::fs;

use super::account_form::{AccountForm, chosen_service, form_problems};
use super::draft::{Field, FieldProblem, Problem};
use super::failure::{Failure, WhyExtraCa};
use super::kept_secret::{credentials_of, item, kept};
use super::view::{
    AccountState, AccountView, Catalogue, Environment, Keep, Mode, ServiceState, SignedOut,
};
use super::{Desk, Inner, Plan};
use crate::connect::{
    Budget, Client, Credentials, Network, Proxy, ProxyAddress, ServiceUrl, SimType,
};
use crate::keychain::KeychainError;
use crate::settings::{Account, CredentialKind, ProxyChoice};

impl Desk {
    /// Opens the account that the settings name, with the secret that the keychain gives. May take as long as a person
    /// needs to unlock the keychain; what became of it is in the snapshot.
    pub async fn open_account(&self) {
        let opened = match self.inner.mode {
            Mode::Demo => self.inner.open_demo_account(),
            Mode::Live => self.inner.open_stored_account().await,
        };
        self.inner.enter(opened).await;
    }

    /// Tries the credentials with a real request, and only when the service took them stores them and signs in.
    pub async fn connect(&self, form: AccountForm) -> Result<(), Failure> {
        let inner = &self.inner;
        let problems = form_problems(&form);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        let service = chosen_service(&form.service)?;
        let credentials = form.credential.credentials();
        let client = inner.client_for(service.clone(), credentials.clone())?;
        // Not `heard`: what a new account's service says is not said of the one in use.
        client.check().await?;

        let account = Account {
            service: service.base().to_owned(),
            credential: credential_kind(&credentials),
            name: credentials.name().to_owned(),
            several_desks: form.several_desks,
        };
        if form.keep == Keep::Keychain {
            inner
                .keychain
                .write(&item(&service, &account), kept(&credentials))
                .await
                .map_err(Failure::from)?;
        }
        inner
            .settings
            .change(|settings| {
                settings.account = Some(account.clone());
                settings.desk_name = form.desk_name.trim().to_owned();
                settings.country = form.country.clone();
            })
            .map_err(|error| Failure::of_settings_file(&error))?;
        let view = inner.account_view(&account, form.keep, &credentials);
        inner
            .enter((AccountState::SignedIn { account: view }, Some(client)))
            .await;
        inner.update(|state| state.service = ServiceState::Online);
        Ok(())
    }

    /// Forgets the account and its secret. The book, its orders and its key stay.
    pub async fn sign_out(&self) -> Result<(), Failure> {
        let inner = &self.inner;
        let Some(account) = inner.stored_account() else {
            return Ok(());
        };
        let kept = match &inner.lock().account {
            AccountState::SignedIn { account } | AccountState::SignedOut { account, .. } => {
                account.kept
            }
            AccountState::Locked { .. } | AccountState::Opening | AccountState::None => {
                Keep::Keychain
            }
        };
        if kept == Keep::Keychain
            && let Ok(service) = ServiceUrl::parse(&account.service)
        {
            inner
                .keychain
                .delete(&item(&service, &account))
                .await
                .map_err(Failure::from)?;
        }
        inner
            .settings
            .change(|settings| settings.account = None)
            .map_err(|error| Failure::of_settings_file(&error))?;
        inner.enter((AccountState::None, None)).await;
        Ok(())
    }

    /// The proxy or the extra certificates were changed in the settings: the next request goes the new way.
    pub fn network_changed(&self) -> Result<(), Failure> {
        let inner = &self.inner;
        // A demo's service is on this computer, and without an account there is no way to anywhere.
        let (Mode::Live, Ok(client)) = (inner.mode, inner.client()) else {
            return Ok(());
        };
        client.use_network(&inner.network()?).map_err(Failure::from)
    }

    /// The plans that can be sold, read from the service now.
    pub async fn catalogue(&self) -> Result<Catalogue, Failure> {
        let inner = &self.inner;
        let client = inner.client()?;
        let read = inner.heard(client.products().await)?;
        let favourites = inner.settings.current().favourites;
        let plans = read
            .products
            .iter()
            .filter(|product| product.sim_types.contains(&SimType::Esim))
            .map(|product| {
                let favourite = favourites.iter().any(|id| id == product.id.as_str());
                Plan::of_product(product, favourite)
            })
            .collect();
        Ok(Catalogue {
            plans,
            read_at: jiff::Timestamp::now().to_string(),
            unreadable: u32::try_from(read.unreadable).unwrap_or(u32::MAX),
        })
    }
}

type Opened = (AccountState, Option<Client>);

impl Inner {
    /// Where this desk places its orders. Connecting an account asks for it; a demo must not have to.
    pub(super) fn country(&self) -> String {
        let chosen = self.settings.current().country;
        if !chosen.is_empty() || self.mode == Mode::Live {
            return chosen;
        }
        self.system_country
            .clone()
            .unwrap_or_else(|| "GB".to_owned())
    }

    fn open_demo_account(&self) -> Opened {
        let Some(sandbox) = &self.sandbox else {
            return (AccountState::None, None);
        };
        let known = sandbox.credentials();
        let credentials = Credentials::Client {
            id: known.client_id.clone(),
            secret: known.secret,
        };
        let client = ServiceUrl::parse(&sandbox.base())
            .ok()
            .and_then(|service| Client::new(service, credentials, &Network::default()).ok());
        let Some(client) = client else {
            return (AccountState::None, None);
        };
        let account = AccountView {
            name: known.client_id,
            service: sandbox.base(),
            environment: Environment::Demo,
            credential: CredentialKind::Client,
            kept: Keep::UntilClose,
            several_desks: false,
            token_expires_at: None,
        };
        (AccountState::SignedIn { account }, Some(client))
    }

    async fn open_stored_account(&self) -> Opened {
        let Some(account) = self.stored_account() else {
            return (AccountState::None, None);
        };
        let signed_out =
            |view: AccountView, why| (AccountState::SignedOut { account: view, why }, None);
        let view = self.stored_view(&account);
        let Ok(service) = ServiceUrl::parse(&account.service) else {
            return signed_out(view, SignedOut::SecretMissing);
        };
        let secret = match self.keychain.read(&item(&service, &account)).await {
            Ok(Some(secret)) => secret,
            Ok(None) | Err(KeychainError::Damaged) => {
                return signed_out(view, SignedOut::SecretMissing);
            }
            Err(KeychainError::Waiting | KeychainError::NoneHere | KeychainError::Refused) => {
                return (AccountState::Locked { account: view }, None);
            }
        };
        let Some(credentials) = credentials_of(&account, &secret) else {
            return signed_out(view, SignedOut::SecretMissing);
        };
        let account = self.account_view(&account, Keep::Keychain, &credentials);
        let Ok(client) = self.client_for(service, credentials) else {
            return signed_out(view, SignedOut::SecretMissing);
        };
        (AccountState::SignedIn { account }, Some(client))
    }

    /// The account of the settings, unless `--service` names another service.
    pub(super) fn stored_account(&self) -> Option<Account> {
        let account = self.settings.current().account;
        let Some(option) = &self.service_option else {
            return account;
        };
        let base = ServiceUrl::parse(option).ok()?.base().to_owned();
        account.filter(|account| account.service == base)
    }

    /// Takes the account into use: notes its state, and lists what it has to follow.
    async fn enter(&self, (account, client): Opened) {
        // Until the orders of an earlier run are known, a sale cannot be compared with them, so none is placed meanwhile.
        let turn = self.counter.lock().await;
        let somebody = account != AccountState::None;
        self.update(|state| {
            state.account = account;
            state.client = client;
            state.service = ServiceState::NotAsked;
            state.on_screen = None;
            state.customers.forget_code();
        });
        self.online.send_replace(true);
        // A first start has nothing to open, and its window has better things to do.
        if somebody {
            self.open_keys().await;
            self.upkeep.notify_one();
        }
        self.list_unfinished().await;
        drop(turn);
        self.to_follow.notify_one();
    }

    /// The keychain answers, perhaps after somebody unlocked it.
    pub(super) async fn unlocked(&self) {
        let locked = matches!(self.lock().account, AccountState::Locked { .. });
        if locked && self.mode == Mode::Live {
            let opened = self.open_stored_account().await;
            self.enter(opened).await;
        } else {
            self.open_keys().await;
        }
    }

    fn network(&self) -> Result<Network, Failure> {
        let settings = self.settings.current();
        let proxy = match settings.proxy {
            ProxyChoice::System => Proxy::System,
            ProxyChoice::None => Proxy::None,
            ProxyChoice::Manual { address } => {
                Proxy::Manual(ProxyAddress::parse(&address).map_err(|_| proxy_problem())?)
            }
        };
        let extra_ca = match settings.extra_ca_file {
            None => None,
            Some(path) => Some(fs::read(path).map_err(|_| Failure::ExtraCa {
                why: WhyExtraCa::Missing,
            })?),
        };
        Ok(Network { proxy, extra_ca })
    }

    fn client_for(&self, service: ServiceUrl, credentials: Credentials) -> Result<Client, Failure> {
        let mut budget = Budget::default();
        if let Some(limit) = self.settings.current().requests_per_second {
            budget.per_second = f64::from(limit.max(1));
        }
        Client::with_budget(service, credentials, &self.network()?, budget).map_err(Failure::from)
    }

    fn account_view(
        &self,
        account: &Account,
        kept: Keep,
        credentials: &Credentials,
    ) -> AccountView {
        AccountView {
            kept,
            token_expires_at: credentials.expires_at().map(|at| at.to_string()),
            ..self.stored_view(account)
        }
    }

    fn stored_view(&self, account: &Account) -> AccountView {
        AccountView {
            name: account.name.clone(),
            service: account.service.clone(),
            environment: environment(&account.service),
            credential: account.credential,
            kept: Keep::Keychain,
            several_desks: account.several_desks,
            token_expires_at: None,
        }
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

fn proxy_problem() -> Failure {
    Failure::Fields {
        problems: vec![FieldProblem {
            field: Field::Proxy,
            problem: Problem::NotAnAddress,
        }],
    }
}
