//! What can go wrong with a request, by meaning rather than by number.
//!
//! A fault is logged where it is made, in [`RequestContext::fault`], and only there.
//!
//! What the staff are told and what is tried next is not decided here, with one exception that must never differ
//! between callers: what a failure of the order POST says about the purchase, [`Fault::meaning_for_order_post`].

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;

use super::ids::CorrelationId;

/// A request that did not do its work.
///
/// Printing it shows step, kind, status, the error's `type` and the correlation id; never the service's sentences.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{step}: {kind} (correlation id {correlation})")]
pub struct Fault {
    /// Which request met it.
    pub step: Step,
    /// What it means.
    pub kind: FaultKind,
    /// The id sent with that request, to quote to the provider.
    pub correlation: CorrelationId,
}

/// Which request it was.
#[derive(Clone, Copy)]
pub(super) struct RequestContext {
    pub(super) step: Step,
    pub(super) correlation: CorrelationId,
}

/// The kinds of request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Asking for a token, before the request that was wanted.
    Token,
    /// Reading the catalogue or one plan of it.
    Products,
    /// The POST of an order.
    PlaceOrder,
    /// Reading an order.
    Order,
    /// Reading a SIM.
    Sim,
    /// Cancelling a SIM.
    CancelSim,
    /// Reading plans on SIMs.
    Subscriptions,
    /// Starting a plan that waits.
    StartPlan,
}

/// What a failure means.
#[derive(Clone, Debug)]
pub enum FaultKind {
    /// The service understood and said no, for a reason that has no kind of its own here.
    Refused(Refusal),
    /// From the token endpoint: the client id or its secret is wrong. From any other: the service does not accept the token
    /// that it gave for them just now (401), which says nothing of the secret.
    NotSignedIn(Refusal),
    /// The service does not accept the pasted token (401). If it stays so, only a new one helps.
    TokenExpired,
    /// The account may not do this (403).
    NotAllowed(Refusal),
    /// There is no such thing on this account (404).
    NotFound(Refusal),
    /// The daily or monthly number of eSIMs is used up (406).
    LimitReached(Refusal),
    /// Too many requests (429).
    SlowDown {
        /// How long the service asks to wait, when it says so.
        wait: Option<Duration>,
        /// Its answer.
        refusal: Refusal,
    },
    /// The request never reached an open connection: nothing was asked of the service.
    NotSent(NotSent),
    /// The request went out and no whole answer came back.
    Unanswered(Unanswered),
    /// The service, or something in front of it, is in trouble: 5xx, and of the token endpoint any refusal that is not about
    /// the secret.
    ServiceTrouble(Refusal),
    /// The service points elsewhere (3xx). It is not followed.
    Redirected {
        /// The status of the answer.
        status: u16,
    },
    /// The answer, unpacked, is larger than any honest one, or a list has no end.
    TooLarge,
    /// The request succeeded, but its answer does not say what it must.
    Unreadable {
        /// The place in the JSON where reading stopped, such as `data[3].id`; `.` is the whole.
        path: String,
    },
    /// The answer is about another thing than the one asked for.
    Mismatched(Resource),
}

/// The things the service keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Resource {
    /// A plan of the catalogue.
    Product,
    /// An order.
    Order,
    /// A SIM.
    Sim,
    /// A plan on a SIM.
    Subscription,
}

/// The service's own words on a failure (Connect: conventions page; Keycloak's for tokens).
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The error's `type` (`error` from the token endpoint): a word, at most 64 characters, fit for a log.
    pub error_type: Option<String>,
    /// The service's sentences. They may name the customer, so they are shown and sealed, never logged.
    pub messages: Vec<SecretString>,
}

/// Why a request never left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotSent {
    /// The service's name could not be resolved.
    Dns,
    /// No connection: refused, unreachable, no network.
    Connect,
    /// No connection within the time for it.
    ConnectTimedOut,
    /// The service's certificate is not trusted, or is for another name.
    Certificate,
    /// The service's certificate is past its end, or not valid yet: by this computer's clock, which may be wrong.
    CertificateDates,
    /// The encrypted connection could not be set up for another reason.
    Tls,
    /// The proxy cannot be reached or does not let the request through.
    Proxy,
    /// The proxy wants a user name and a password (407).
    ProxySignIn,
    /// The service asked this desk to wait, longer than a caller should be kept waiting.
    TurnTooFar {
        /// How long until a request may leave.
        wait: Duration,
    },
    /// The request could not even be formed. Not expected to happen.
    Malformed,
}

/// What happened to a request that was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unanswered {
    /// No whole answer within the time for it.
    TimedOut,
    /// The connection broke.
    Lost,
}

/// What a failed order POST says about the purchase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PostMeaning {
    /// Nothing left this computer: safe to try again.
    NotSent,
    /// The service said no: nothing was bought.
    Refused,
    /// The eSIM may have been bought. Nobody may send it again without looking first.
    Unconfirmed,
}

impl Fault {
    /// What this failure of [`Client::place_order`](super::Client::place_order) says about the purchase, and one of
    /// [`Client::start_plan`](super::Client::start_plan) about the start.
    ///
    /// Only errors from before an open connection are `NotSent`, among them every failure to get a token. A definite
    /// no is one of a short list of statuses. All else may have been bought, a 2xx that cannot be read included.
    pub fn meaning_for_order_post(&self) -> PostMeaning {
        if self.step == Step::Token {
            return PostMeaning::NotSent;
        }
        match &self.kind {
            FaultKind::NotSent(_) => PostMeaning::NotSent,
            FaultKind::TokenExpired => PostMeaning::Refused,
            FaultKind::Refused(refusal)
            | FaultKind::NotSignedIn(refusal)
            | FaultKind::NotAllowed(refusal)
            | FaultKind::NotFound(refusal)
            | FaultKind::LimitReached(refusal)
            | FaultKind::SlowDown { refusal, .. }
            | FaultKind::ServiceTrouble(refusal) => match refusal.status {
                400 | 401 | 403 | 404 | 405 | 406 | 413 | 415 | 422 | 429 => PostMeaning::Refused,
                _ => PostMeaning::Unconfirmed,
            },
            FaultKind::Unanswered(_)
            | FaultKind::Redirected { .. }
            | FaultKind::TooLarge
            | FaultKind::Unreadable { .. }
            | FaultKind::Mismatched(_) => PostMeaning::Unconfirmed,
        }
    }

    /// The service's own answer, where there is one.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.kind.refusal()
    }

    /// Which request it was, for another thing to say of it.
    pub(super) fn context(&self) -> RequestContext {
        RequestContext {
            step: self.step,
            correlation: self.correlation,
        }
    }
}

impl RequestContext {
    /// A failure of that request. Its text holds step, status, type, JSON path and correlation id, which is all that
    /// the log may know.
    pub(super) fn fault(self, kind: FaultKind) -> Fault {
        let Self { step, correlation } = self;
        let fault = Fault {
            step,
            kind,
            correlation,
        };
        tracing::warn!("{fault}");
        fault
    }
}

impl FaultKind {
    fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal)
            | Self::NotSignedIn(refusal)
            | Self::NotAllowed(refusal)
            | Self::NotFound(refusal)
            | Self::LimitReached(refusal)
            | Self::SlowDown { refusal, .. }
            | Self::ServiceTrouble(refusal) => Some(refusal),
            Self::TokenExpired
            | Self::NotSent(_)
            | Self::Unanswered(_)
            | Self::Redirected { .. }
            | Self::TooLarge
            | Self::Unreadable { .. }
            | Self::Mismatched(_) => None,
        }
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::NotSignedIn(_) => "not signed in",
            Self::TokenExpired => "token expired",
            Self::NotAllowed(_) => "not allowed",
            Self::NotFound(_) => "not found",
            Self::LimitReached(_) => "limit reached",
            Self::SlowDown { .. } => "too many requests",
            Self::NotSent(_) => "not sent",
            Self::Unanswered(_) => "unanswered",
            Self::ServiceTrouble(_) => "service in trouble",
            Self::Redirected { .. } => "redirected",
            Self::TooLarge => "answer too large",
            Self::Unreadable { .. } => "answer unreadable",
            Self::Mismatched(_) => "answer about something else",
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())?;
        match self {
            Self::NotSent(why) => write!(f, ", {why:?}"),
            Self::Unanswered(how) => write!(f, ", {how:?}"),
            Self::Redirected { status } => write!(f, ", {status}"),
            Self::Unreadable { path } => write!(f, " at {path}"),
            Self::Mismatched(resource) => write!(f, ", {resource:?}"),
            Self::TokenExpired | Self::TooLarge => Ok(()),
            Self::Refused(_)
            | Self::NotSignedIn(_)
            | Self::NotAllowed(_)
            | Self::NotFound(_)
            | Self::LimitReached(_)
            | Self::SlowDown { .. }
            | Self::ServiceTrouble(_) => {
                let Some(refusal) = self.refusal() else {
                    return Ok(());
                };
                let error_type = refusal.error_type.as_deref().unwrap_or("no type");
                write!(f, ", {} {error_type}", refusal.status)
            }
        }
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Token => "token",
            Self::Products => "products",
            Self::PlaceOrder => "place order",
            Self::Order => "order",
            Self::Sim => "sim",
            Self::CancelSim => "cancel sim",
            Self::Subscriptions => "subscriptions",
            Self::StartPlan => "start plan",
        })
    }
}
