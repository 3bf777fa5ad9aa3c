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
use super::credentials::Credentials;
use super::error_response;
use super::fault::{Fault, FaultKind, RequestContext, Step};
use super::ids::CorrelationId;
use super::lenient;
use super::service_url::ServiceUrl;
use super::transport::{Transport, exchange};

/// A token is renewed this long before its end, or at half its lifetime when that is later.
const RENEW_EARLY: Duration = Duration::from_secs(30);
/// When the answer does not say.
const DOCUMENTED_LIFETIME: Duration = Duration::from_secs(300);

/// Hands out the `Authorization` header.
pub(super) struct Tokens {
    credentials: Credentials,
    cache: Mutex<Cache>,
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
struct Cache {
    token: Option<AccessToken>,
    refresh: Option<RefreshToken>,
    failed: Option<(u64, Fault)>,
}

pub(super) struct AccessToken {
    bearer: Bearer,
    /// `None` for a pasted token: it is used until the service says no.
    renew_at: Option<Instant>,
}

pub(super) struct RefreshToken {
    token: SecretString,
    ends_at: Instant,
}

/// Keycloak's answer; anything but the token may be missing.
#[derive(Deserialize)]
pub(super) struct TokenResponse {
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
            cache: Mutex::default(),
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
        let mut cache = self.cache.lock().await;
        if let Some(access) = &cache.token
            && access.renew_at.is_none_or(|at| Instant::now() < at)
        {
            return Ok(access.bearer.clone());
        }
        if let Some((attempt, fault)) = &cache.failed
            && *attempt > seen
        {
            return Err(fault.clone());
        }
        let outcome = self.fetch(&mut cache, service, transport).await;
        let attempt = self.attempts.fetch_add(1, Ordering::AcqRel) + 1;
        match outcome {
            Ok(access) => {
                let bearer = access.bearer.clone();
                cache.token = Some(access);
                cache.failed = None;
                Ok(bearer)
            }
            Err(fault) => {
                cache.failed = Some((attempt, fault.clone()));
                Err(fault)
            }
        }
    }

    /// The service refused this token. A newer one, fetched meanwhile by somebody else, stays.
    pub(super) async fn invalidate(&self, bearer: &Bearer) {
        let mut cache = self.cache.lock().await;
        if self.renewable()
            && cache
                .token
                .as_ref()
                .is_some_and(|access| access.bearer.serial == bearer.serial)
        {
            cache.token = None;
        }
    }

    async fn fetch(
        &self,
        cache: &mut Cache,
        service: &ServiceUrl,
        transport: &Transport,
    ) -> Result<AccessToken, Fault> {
        let serial = self.attempts.load(Ordering::Acquire);
        let (id, secret) = match &self.credentials {
            Credentials::Client { id, secret } => (id.as_str(), secret.expose_secret()),
            Credentials::Token { token, .. } => {
                let bearer = bearer(token, serial)
                    .ok_or_else(|| fault(CorrelationId::fresh(), unreadable()))?;
                return Ok(AccessToken {
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
            let response = exchange(request)
                .await
                .and_then(|answer| read_response(&answer));
            let response = response.map_err(|kind| fault(correlation, kind))?;
            into_tokens(response, asked_at, serial).ok_or_else(|| fault(correlation, unreadable()))
        };

        if let Some(refresh) = cache.refresh.take()
            && Instant::now() < refresh.ends_at
        {
            let grant = [
                ("grant_type", "refresh_token"),
                ("refresh_token", refresh.token.expose_secret()),
            ];
            match ask(&grant).await {
                Ok((access, next)) => {
                    cache.refresh = next;
                    return Ok(access);
                }
                // Only its own refusal sends us to the secret; trouble on the way would meet that request too.
                Err(Fault {
                    kind: FaultKind::NotSignedIn(_),
                    ..
                }) => {}
                Err(fault) => {
                    cache.refresh = Some(refresh);
                    return Err(fault);
                }
            }
        }
        let (access, next) = ask(&[("grant_type", "client_credentials")]).await?;
        cache.refresh = next;
        Ok(access)
    }
}

fn read_response(answer: &Answer) -> Result<TokenResponse, FaultKind> {
    error_response::check_token_endpoint(answer)?;
    answer.json()
}

/// The tokens of a response, with times counted from before the request left. `None` without a usable token.
pub(super) fn into_tokens(
    response: TokenResponse,
    asked_at: Instant,
    serial: u64,
) -> Option<(AccessToken, Option<RefreshToken>)> {
    let lifetime = response.expires_in.map_or(DOCUMENTED_LIFETIME, seconds);
    let early = RENEW_EARLY.min(lifetime / 2);
    let access = AccessToken {
        bearer: bearer(&response.access_token?, serial)?,
        renew_at: Some(asked_at + (lifetime - early)),
    };
    let refresh = response.refresh_token.map(|token| {
        // Keycloak writes 0 for a refresh token that does not end by itself.
        let lifetime = response
            .refresh_expires_in
            .filter(|&lifetime| lifetime > 0)
            .map_or(LONGEST_WAIT, seconds);
        RefreshToken {
            token,
            ends_at: asked_at + (lifetime - RENEW_EARLY.min(lifetime / 2)),
        }
    });
    Some((access, refresh))
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
    RequestContext {
        step: Step::Token,
        correlation,
    }
    .fault(kind)
}
