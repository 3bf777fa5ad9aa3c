//! The way to the service: proxy and certificates from the settings, and the client that is made with them.

use std::fs;

use super::Account;
use crate::connect::{Budget, Client, Credentials, Network, Proxy, ProxyAddress, ServiceUrl};
use crate::desk::model::{Failure, Field, FieldProblem, Mode, Problem, WhyExtraCa};
use crate::settings::{ProxyChoice, Settings};

impl Account {
    /// The proxy or the extra certificates were changed in the settings: the next request goes the new way.
    pub fn network_changed(&self) -> Result<(), Failure> {
        // A demo's service is on this computer, and without an account there is no way to anywhere.
        let (Mode::Live, Ok(client)) = (self.setup.mode, self.client()) else {
            return Ok(());
        };
        client
            .use_network(&network(&self.settings.current())?)
            .map_err(Failure::from)
    }
}

/// A client for `credentials` at `service`, as the settings want it.
pub(super) fn client(
    settings: &Settings,
    service: ServiceUrl,
    credentials: Credentials,
) -> Result<Client, Failure> {
    let mut budget = Budget::default();
    if let Some(limit) = settings.requests_per_second {
        budget.per_second = f64::from(limit.max(1));
    }
    Client::with_budget(service, credentials, &network(settings)?, budget).map_err(Failure::from)
}

fn network(settings: &Settings) -> Result<Network, Failure> {
    let proxy = match &settings.proxy {
        ProxyChoice::System => Proxy::System,
        ProxyChoice::None => Proxy::None,
        ProxyChoice::Manual { address } => {
            Proxy::Manual(ProxyAddress::parse(address).map_err(|_| proxy_problem())?)
        }
    };
    let extra_ca = match &settings.extra_ca_file {
        None => None,
        Some(path) => Some(fs::read(path).map_err(|_| Failure::ExtraCa {
            why: WhyExtraCa::Missing,
        })?),
    };
    Ok(Network { proxy, extra_ca })
}

fn proxy_problem() -> Failure {
    Failure::Fields {
        problems: vec![FieldProblem {
            field: Field::Proxy,
            problem: Problem::NotAnAddress,
        }],
    }
}
