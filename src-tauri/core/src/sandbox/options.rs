//! How a sandbox is set up: address, credentials, pace, limits, and which quirks it has.
//!
//! Not in it: the quirks themselves (`quirks`), and mishaps, which come and go while it runs (`faults`).

use std::{path::PathBuf, time::Duration};

use secrecy::SecretString;

use super::quirks::Quirks;
use crate::sandbox::store::invent;

/// Everything that can be chosen before a start.
#[derive(Clone, Debug)]
pub struct Options {
    /// Port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Who may ask for a token.
    pub credentials: Credentials,
    /// How long an access token is good for.
    pub token_life: Duration,
    /// Host of the SM-DP+ in install codes. The default is a reserved name, so a scanned code reaches nobody.
    pub sm_dp_plus: String,
    /// Divides the time an order takes: 1 is a believable four seconds, 100 suits tests.
    pub pace: u32,
    /// Where orders and SIMs are kept across starts; nowhere if `None`.
    pub ledger: Option<PathBuf>,
    /// Requests a minute, over which the answer is 429; stated in `x-rate-limit-*` headers. Tokens are not counted.
    pub requests_per_minute: Option<u32>,
    /// Peculiarities of the documented service.
    pub quirks: Quirks,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: 0,
            credentials: Credentials::invented(),
            token_life: Duration::from_secs(300),
            sm_dp_plus: "rsp.sandbox.example".to_owned(),
            pace: 1,
            ledger: None,
            requests_per_minute: None,
            quirks: Quirks::default(),
        }
    }
}

/// An option that cannot be understood.
#[derive(Debug, thiserror::Error)]
pub enum BadOption {
    /// There is no option of this name.
    #[error("there is no option {0}")]
    Unknown(String),
    /// The value does not fit; it is not repeated here, since it may be the secret.
    #[error("the value of {0} cannot be understood")]
    Value(String),
}

impl Options {
    /// Sets one option from text, as a command line has it: `port`, `client-id`, `client-secret`, `token-life`
    /// (seconds), `host` (of the SM-DP+), `pace`, `ledger` (a path), `requests-per-minute`, and `quirks` (`documented`,
    /// `none` or `hostile`).
    ///
    /// # Errors
    /// If there is no such option, or its value cannot be read.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), BadOption> {
        let bad = || BadOption::Value(name.to_owned());
        match name {
            "port" => self.port = value.parse().map_err(|_| bad())?,
            "client-id" => value.clone_into(&mut self.credentials.client_id),
            "client-secret" => self.credentials.secret = value.into(),
            "token-life" => {
                self.token_life = Duration::from_secs(value.parse().map_err(|_| bad())?);
            }
            "host" => value.clone_into(&mut self.sm_dp_plus),
            "pace" => self.pace = value.parse().map_err(|_| bad())?,
            "ledger" => self.ledger = Some(value.into()),
            "requests-per-minute" => {
                self.requests_per_minute = Some(value.parse().map_err(|_| bad())?);
            }
            "quirks" => {
                self.quirks = match value {
                    "documented" => Quirks::default(),
                    "none" => Quirks::none(),
                    "hostile" => Quirks::hostile(),
                    _ => return Err(bad()),
                }
            }
            _ => return Err(BadOption::Unknown(name.to_owned())),
        }
        Ok(())
    }
}

/// A client id and its secret.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// Public half.
    pub client_id: String,
    /// Secret half.
    pub secret: SecretString,
}

impl Credentials {
    /// The demo client with a new random secret.
    pub fn invented() -> Self {
        Self {
            client_id: "sandbox-reseller".to_owned(),
            secret: invent::secret().into(),
        }
    }
}
