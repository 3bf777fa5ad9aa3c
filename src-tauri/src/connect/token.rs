//! The access token: fetched when first needed, renewed before it ends, one renewal for all who wait.
//!
//! Tokens live in memory only and in this file only. The service gives them 5 minutes (Connect: authentication page).

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::answer::{Answer, LONGEST_WAIT};
use super::client::Origin;
use super::credentials::Credentials;
use super::fault::{Fault, FaultKind, Step};
use super::ids::CorrelationId;
use super::error_response;
use super::service_url::ServiceUrl;
use super::transport::{Transport, exchange};
use super::lenient;

/// A token is renewed this long before its end, or at half its life when that is later.
const EARLY: Duration = Duration::from_secs(30);
/// When the answer does not say.
const DOCUMENTED_LIFE: Duration = Duration::from_secs(300);

/// Hands out the `Authorization` header.
pub(super) struct Tokens {
    credentials: Credentials,
    held: Mutex<Held>,
    /// Counts finished attempts to fetch a token, so that those who waited through a failed one share its failure.
    attempts: AtomicU64,
}

/// The header for one request, and which token it holds.
#[derive(Clone)]
pub(super) struct Bearer {
    pub(super) header: HeaderValue,
    serial: u64,
}

#[derive(Default)]
struct Held {
    token: Option<Live>,
    refresh: Option<Refresh>,
    failed: Option<(u64, Fault)>,
}

pub(super) struct Live {
    bearer: Bearer,
    /// `None` for a pasted token: it is used until the service says no.
    renew_at: Option<Instant>,
}

pub(super) struct Refresh {
    token: SecretString,
    ends_at: Instant,
}

/// Keycloak's answer; anything but the token may be missing.
#[derive(Deserialize)]
pub(super) struct Granted {
    #[serde(default, deserialize_with = "lenient::secret")]
    access_token: Option<SecretString>,
    #[serde(default, deserialize_with = "lenient::count")]
    expires_in: Option<u64>,
    #[serde(default, deserialize_with = "lenient::secret")]
    refresh_token: Option<SecretString>,
    #[serde(default, deserialize_with = "lenient::count")]
    refresh_expires_in: Option<u64>,
}

impl Tokens {
    pub(super) fn new(credentials: Credentials) -> Self {
        Self {
            credentials,
            held: Mutex::default(),
            attempts: AtomicU64::new(0),
        }
    }

    /// Whether a new token can be fetched at all.
    pub(super) fn renewable(&self) -> bool {
        matches!(self.credentials, Credentials::Client { .. })
    }

    /// A token that is good now, fetched if need be.
    pub(super) async fn bearer(
        &self,
        service: &ServiceUrl,
        transport: &Transport,
    ) -> Result<Bearer, Fault> {
        let seen = self.attempts.load(Ordering::Acquire);
        let mut held = self.held.lock().await;
        if let Some(live) = &held.token
            && live.renew_at.is_none_or(|at| Instant::now() < at)
        {
            return Ok(live.bearer.clone());
        }
        if let Some((attempt, fault)) = &held.failed
            && *attempt > seen
        {
            return Err(fault.clone());
        }
        let outcome = self.fetch(&mut held, service, transport).await;
        let attempt = self.attempts.fetch_add(1, Ordering::AcqRel) + 1;
        match outcome {
            Ok(live) => {
                let bearer = live.bearer.clone();
                held.token = Some(live);
                held.failed = None;
                Ok(bearer)
            }
            Err(fault) => {
                held.failed = Some((attempt, fault.clone()));
                Err(fault)
            }
        }
    }

    /// The service refused this token. A newer one, fetched meanwhile by somebody else, stays.
    pub(super) async fn refused(&self, bearer: &Bearer) {
        let mut held = self.held.lock().await;
        if self.renewable()
            && held
                .token
                .as_ref()
                .is_some_and(|live| live.bearer.serial == bearer.serial)
        {
            held.token = None;
        }
    }

    async fn fetch(
        &self,
        held: &mut Held,
        service: &ServiceUrl,
        transport: &Transport,
    ) -> Result<Live, Fault> {
        let serial = self.attempts.load(Ordering::Acquire);
        let (id, secret) = match &self.credentials {
            Credentials::Client { id, secret } => (id.as_str(), secret.expose_secret()),
            Credentials::Token { token, .. } => {
                let bearer = bearer(token, serial)
                    .ok_or_else(|| fault(CorrelationId::fresh(), unreadable()))?;
                return Ok(Live {
                    bearer,
                    renew_at: None,
                });
            }
        };
        let client = [("client_id", id), ("client_secret", secret)];
        let ask = async |grant: &[(&str, &str)]| {
            let correlation = CorrelationId::fresh();
            let form = [grant, &client].concat();
            let request = transport
                .reads
                .post(service.token_url())
                .header("Accept", "application/json")
                .header("X-Correlation-ID", correlation.to_string())
                .form(&form);
            let asked_at = Instant::now();
            let granted = exchange(request).await.and_then(|answer| granted(&answer));
            let granted = granted.map_err(|kind| fault(correlation, kind))?;
            keep(granted, asked_at, serial).ok_or_else(|| fault(correlation, unreadable()))
        };

        if let Some(refresh) = held.refresh.take()
            && Instant::now() < refresh.ends_at
        {
            let grant = [
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh.token.expose_secret()),
            ];
            match ask(&grant).await {
                Ok((live, next)) => {
                    held.refresh = next;
                    return Ok(live);
                }
                // Only its own refusal sends us to the secret; trouble on the way would meet that request too.
                Err(Fault {
                    kind: FaultKind::NotSignedIn(_),
                    ..
                }) => {}
                Err(fault) => {
                    held.refresh = Some(refresh);
                    return Err(fault);
                }
            }
        }
        let (live, next) = ask(&[("grant_type", "client_credentials")]).await?;
        held.refresh = next;
        Ok(live)
    }
}

fn granted(answer: &Answer) -> Result<Granted, FaultKind> {
    error_response::check_token(answer)?;
    answer.json()
}

/// Sorts what was granted, with times counted from before the request left. `None` without a usable token.
pub(super) fn keep(
    granted: Granted,
    asked_at: Instant,
    serial: u64,
) -> Option<(Live, Option<Refresh>)> {
    let life = granted.expires_in.map_or(DOCUMENTED_LIFE, seconds);
    let early = EARLY.min(life / 2);
    let live = Live {
        bearer: bearer(&granted.access_token?, serial)?,
        renew_at: Some(asked_at + (life - early)),
    };
    let refresh = granted.refresh_token.map(|token| {
        // Keycloak writes 0 for a refresh token that does not end by itself.
        let life = granted
            .refresh_expires_in
            .filter(|&life| life > 0)
            .map_or(LONGEST_WAIT, seconds);
        Refresh {
            token,
            ends_at: asked_at + (life - EARLY.min(life / 2)),
        }
    });
    Some((live, refresh))
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds).min(LONGEST_WAIT)
}

fn bearer(token: &SecretString, serial: u64) -> Option<Bearer> {
    let mut header = HeaderValue::try_from(format!("Bearer {}", token.expose_secret())).ok()?;
    header.set_sensitive(true);
    Some(Bearer { header, serial })
}

fn unreadable() -> FaultKind {
    FaultKind::Unreadable {
        path: "access_token".to_owned(),
    }
}

fn fault(correlation: CorrelationId, kind: FaultKind) -> Fault {
    Origin {
        step: Step::Token,
        correlation,
    }
    .fault(kind)
}
