//! The access token: fetched when first needed, renewed before it ends, one renewal for all who wait. After a failure the
//! endpoint is left alone for a while (`token_pause`), and whoever wants a token meanwhile is told that failure.
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
use super::token_pause::Pause;
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
    /// After the endpoint did not give a token.
    after_failure: Pause,
    /// After the service refused a token that the endpoint had given.
    after_refusal: Pause,
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
            after_failure: Pause::default(),
            after_refusal: Pause::default(),
        }
    }

    /// The wait after a failure is over, because a person wants to know now.
    pub(super) fn try_again_now(&self) {
        self.after_failure.end();
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
            && (*attempt > seen || self.after_failure.lasts())
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
                self.after_failure.reset();
                Ok(bearer)
            }
            Err(fault) => {
                if let Some(named) = pause_named_by(&fault.kind) {
                    self.after_failure.begin(named);
                }
                cache.failed = Some((attempt, fault.clone()));
                Err(fault)
            }
        }
    }

    /// The service refused this token. Says whether the next request gets another one. Two tokens stay: a newer one, which
    /// another request fetched meanwhile; and one that was fetched a moment ago because the one before it was refused. Such a
    /// resource refuses every token: more of them would not help, and would only be work for the token endpoint.
    pub(super) async fn invalidate(&self, bearer: &Bearer) -> bool {
        let mut cache = self.cache.lock().await;
        let is_newest = cache
            .token
            .as_ref()
            .is_some_and(|access| access.bearer.serial == bearer.serial);
        if !self.renewable() {
            return false;
        }
        if !is_newest {
            return true;
        }
        if self.after_refusal.lasts() {
            return false;
        }
        self.after_refusal.begin(None);
        cache.token = None;
        true
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
                // Nobody was reached: it is as good as before.
                Err(fault) if matches!(fault.kind, FaultKind::NotSent(_)) => {
                    cache.refresh = Some(refresh);
                    return Err(fault);
                }
                // It may be used up. The next try is the secret's, after the pause.
                Err(fault) if matches!(fault.kind, FaultKind::Unanswered(_)) => return Err(fault),
                // Whatever the endpoint says, also that it is unwell, it says of this grant: the secret is the way out.
                Err(_) => {}
            }
        }
        let (access, next) = ask(&[("grant_type", "client_credentials")]).await?;
        cache.refresh = next;
        Ok(access)
    }
}

/// How long the endpoint asks to be left alone, where it says so; `None` where it was not reached: then whoever finds out
/// that there is a connection again need not wait any longer.
fn pause_named_by(kind: &FaultKind) -> Option<Option<Duration>> {
    if matches!(kind, FaultKind::NotSent(_)) {
        return None;
    }
    Some(match kind {
        FaultKind::SlowDown { wait, .. } => *wait,
        FaultKind::Refused(_)
        | FaultKind::NotSignedIn(_)
        | FaultKind::TokenExpired
        | FaultKind::NotAllowed(_)
        | FaultKind::NotFound(_)
        | FaultKind::LimitReached(_)
        | FaultKind::NotSent(_)
        | FaultKind::Unanswered(_)
        | FaultKind::ServiceTrouble(_)
        | FaultKind::Redirected { .. }
        | FaultKind::TooLarge
        | FaultKind::Unreadable { .. }
        | FaultKind::Mismatched(_) => None,
    })
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
