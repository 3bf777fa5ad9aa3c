//! The client and its one way of sending: turn, token, headers, exchange, status.
//!
//! The endpoints are in the files named after what they return, as further methods of [`Client`]. Of it they see `read`,
//! `send` and `service`, and none of its fields: so none of them can go around limit and token. Requests for tokens are
//! the only ones that do not pass here (`token`).

use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use reqwest::Method;
use reqwest::header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use serde::de::DeserializeOwned;
use tokio::sync::Notify;
use url::Url;

use super::answer::Answer;
use super::clock::ServiceClock;
use super::credentials::Credentials;
use super::error::ClientError;
use super::error_response;
use super::fault::{Fault, FaultKind, RequestContext, Step};
use super::ids::CorrelationId;
use super::network::Network;
use super::page_size::PageSize;
use super::rate_limit::{Budget, Priority, RateLimiter};
use super::service_url::ServiceUrl;
use super::token::Tokens;
use super::transport::{Transport, exchange};

use crate::clock;

/// A signed-in desk's access to one service. Clones share token, connections and request budget.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
    /// Somebody stands there and waits for what this one asks.
    guest_waits: bool,
}

struct Shared {
    service: ServiceUrl,
    tokens: Tokens,
    transport: RwLock<Transport>,
    rate_limiter: RateLimiter,
    clock: ServiceClock,
    page_size: PageSize,
}

/// One request to the API.
pub(super) struct Call<'a> {
    pub(super) step: Step,
    pub(super) method: Method,
    pub(super) url: Url,
    /// Only with a body: an order. Its correlation id was written down before.
    pub(super) order: Option<(&'a str, CorrelationId)>,
    /// Told when the request gets its turn in the budget.
    pub(super) turn: Option<&'a Notify>,
}

/// A success, and which request it came of.
pub(super) struct Reply {
    pub(super) context: RequestContext,
    answer: Answer,
}

impl Client {
    /// Makes ready; nothing is sent. The TLS provider must be installed before (`rustls::crypto::ring`).
    ///
    /// # Errors
    /// [`ClientError`], when settings cannot work.
    pub fn new(
        service: ServiceUrl,
        credentials: Credentials,
        network: &Network,
    ) -> Result<Self, ClientError> {
        Self::with_budget(service, credentials, network, Budget::default())
    }

    /// Like [`Client::new`], with another request budget than the default one.
    ///
    /// # Errors
    /// [`ClientError`], when settings cannot work.
    pub fn with_budget(
        service: ServiceUrl,
        credentials: Credentials,
        network: &Network,
        budget: Budget,
    ) -> Result<Self, ClientError> {
        credentials.check()?;
        let transport = Transport::new(&service, network)?;
        let shared = Shared {
            service,
            tokens: Tokens::new(credentials),
            transport: RwLock::new(transport),
            rate_limiter: RateLimiter::new(budget),
            clock: ServiceClock::default(),
            page_size: PageSize::default(),
        };
        Ok(Self {
            shared: Arc::new(shared),
            guest_waits: false,
        })
    }

    /// The same, and where a guest waits for what it asks, that goes before everything that nobody waits for.
    #[must_use]
    pub fn urgent(self, guest_waits: bool) -> Client {
        Client {
            guest_waits,
            ..self
        }
    }

    /// Goes another way to the same service from the next request on, with the same token and budget. All clones do.
    ///
    /// # Errors
    /// [`ClientError`], when the way cannot work; the old one is kept then.
    pub fn use_network(&self, network: &Network) -> Result<(), ClientError> {
        let transport = Transport::new(&self.shared.service, network)?;
        *self
            .shared
            .transport
            .write()
            .unwrap_or_else(PoisonError::into_inner) = transport;
        Ok(())
    }

    fn transport(&self) -> Transport {
        self.shared
            .transport
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Whether both are one client: clones of each other.
    pub fn is(&self, other: &Client) -> bool {
        Arc::ptr_eq(&self.shared, &other.shared)
    }

    /// The service this client talks to.
    pub fn service(&self) -> &ServiceUrl {
        &self.shared.service
    }

    /// What time it is for the service; this computer's, before its first answer. For what is compared with its dates.
    pub fn service_now(&self) -> Timestamp {
        self.shared.clock.now().unwrap_or_else(clock::now)
    }

    /// How far this computer's clock is from the service's, as far as its answers told.
    pub fn clock_difference(&self) -> Option<SignedDuration> {
        self.shared.clock.difference(clock::now())
    }

    /// How long pages of lists may be.
    pub(super) fn page_size(&self) -> &PageSize {
        &self.shared.page_size
    }

    /// A GET. A token that is refused is renewed once, and the GET asked again with it.
    pub(super) async fn read(&self, step: Step, url: Url) -> Result<Reply, Fault> {
        self.read_in_turn(step, url, None).await
    }

    /// The same; `turn` is told when it gets its turn in the budget.
    pub(super) async fn read_in_turn(
        &self,
        step: Step,
        url: Url,
        turn: Option<&Notify>,
    ) -> Result<Reply, Fault> {
        let call = Call {
            step,
            method: Method::GET,
            url,
            order: None,
            turn,
        };
        match self.exchange(&call).await {
            Ok(reply) => Ok(reply),
            Err(Missed {
                token_refused: true,
                ..
            }) => self.exchange(&call).await.map_err(|missed| missed.fault),
            Err(Missed { fault, .. }) => Err(fault),
        }
    }

    /// Sends once.
    pub(super) async fn send(&self, call: &Call<'_>) -> Result<Reply, Fault> {
        self.exchange(call).await.map_err(|missed| missed.fault)
    }

    /// A person wants it now: the wait after a token that could not be fetched is over, and so is one that the service asked
    /// for, until it asks again.
    pub fn try_again_now(&self) {
        self.shared.tokens.try_again_now();
        self.shared.rate_limiter.try_again_now();
    }

    /// Gets a token, if there is none that is good now: whether the token endpoint is well.
    ///
    /// # Errors
    /// A [`Fault`] at [`Step::Token`].
    pub async fn sign_in(&self) -> Result<(), Fault> {
        let transport = self.transport();
        let signed_in = self.shared.tokens.bearer(&self.shared.service, &transport);
        signed_in.await.map(drop)
    }

    /// Sends once. Everything that goes to the API passes here.
    async fn exchange(&self, call: &Call<'_>) -> Result<Reply, Missed> {
        let Shared {
            service,
            tokens,
            rate_limiter,
            ..
        } = &*self.shared;
        let correlation = call.order.map_or_else(CorrelationId::fresh, |(_, id)| id);
        let context = RequestContext {
            step: call.step,
            correlation,
        };

        // Twice: those that wait for their turn share a failure to get a token, and one that grew old meanwhile is renewed.
        let transport = self.transport();
        tokens.bearer(service, &transport).await?;
        let priority = Priority {
            guest: self.guest_waits,
            order: call.order.is_some(),
        };
        let permit = rate_limiter
            .acquire(priority)
            .await
            .map_err(|why| context.fault(FaultKind::NotSent(why)))?;
        if let Some(turn) = call.turn {
            turn.notify_one();
        }
        let transport = self.transport();
        let bearer = tokens.bearer(service, &transport).await?;

        let http = if call.method == Method::GET {
            &transport.reads
        } else {
            &transport.writes
        };
        let mut request = http
            .request(call.method.clone(), call.url.clone())
            .header(AUTHORIZATION, bearer.header.clone())
            .header("X-Correlation-ID", correlation.to_string())
            .header(ACCEPT, "application/json")
            .header(CACHE_CONTROL, "no-cache")
            .header(CONTENT_TYPE, "application/json");
        if let Some((body, _)) = call.order {
            request = request.body(body.to_owned());
        }
        let answer = exchange(request)
            .await
            .map_err(|kind| context.fault(kind))?;
        if let Some(time) = answer.date() {
            self.shared.clock.note(time);
        }
        permit.learn(&answer);
        drop(permit);
        let token_refused = answer.status == 401 && tokens.invalidate(&bearer).await;
        let kind = match error_response::check(&answer) {
            Ok(()) => return Ok(Reply { context, answer }),
            Err(FaultKind::NotSignedIn(_)) if !tokens.renewable() => FaultKind::TokenExpired,
            Err(kind) => kind,
        };
        Err(Missed {
            fault: context.fault(kind),
            token_refused,
        })
    }
}

/// A request that did not do its work.
struct Missed {
    fault: Fault,
    /// The token was refused, and the next request gets another one.
    token_refused: bool,
}

impl From<Fault> for Missed {
    fn from(fault: Fault) -> Missed {
        Missed {
            fault,
            token_refused: false,
        }
    }
}

impl Reply {
    /// The HTTP status.
    pub(super) fn status(&self) -> u16 {
        self.answer.status
    }

    /// The body as the type wanted.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Fault> {
        self.answer.json().map_err(|kind| self.context.fault(kind))
    }

    /// The body, read by way of what is written in it; `T` names the field it cannot do without.
    pub(super) fn read<W, T>(&self) -> Result<T, Fault>
    where
        W: DeserializeOwned,
        T: TryFrom<W, Error = &'static str>,
    {
        self.answer.read().map_err(|kind| self.context.fault(kind))
    }
}
