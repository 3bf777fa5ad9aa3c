//! What can go wrong on request: at a step of the conversation ([`Mishap`]), or with an order itself ([`Fate`]).
//!
//! Both are asked for through the control interface only; no e-mail address or plan has a hidden meaning.
//! Not in it: carrying them out (`api::gate` and `api::orders`), and which step a request is (`paths`).

use serde::{Deserialize, Serialize};

/// A step of the conversation at which something can go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Asking for a token.
    Token,
    /// A page of the catalogue.
    Products,
    /// One plan.
    Product,
    /// Placing an order.
    Order,
    /// Asking how an order stands.
    Status,
    /// A SIM.
    Sim,
    /// Giving a SIM back.
    Cancel,
    /// Subscriptions, whether many or one.
    Subscriptions,
    /// Starting or ending a subscription.
    Activation,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Token,
        Self::Products,
        Self::Product,
        Self::Order,
        Self::Status,
        Self::Sim,
        Self::Cancel,
        Self::Subscriptions,
        Self::Activation,
    ];
}

/// What goes wrong with an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mishap {
    /// A refusal in the service's error model, or in Keycloak's at [`Step::Token`].
    Refuse {
        /// HTTP status.
        status: u16,
        /// The error's `type`.
        kind: String,
        /// Its `messages`.
        messages: Vec<String>,
    },
    /// 429 with these headers.
    TooMany {
        /// Names and values.
        headers: Vec<(String, String)>,
    },
    /// 500 in the service's error model.
    Broken,
    /// 502 with a page of HTML.
    BadGateway,
    /// The right answer, late.
    Slow {
        /// How late.
        millis: u64,
    },
    /// 200 with something that is not JSON.
    Garbage,
    /// The right answer, cut in half.
    Truncated,
    /// The connection is closed without a word.
    Drop,
    /// 307 to another address.
    Redirect {
        /// Where to.
        to: String,
    },
    /// The right answer behind 20 MB of white space.
    Oversized,
    /// The right answer with the id of another order.
    OtherOrder,
    /// The same, with that order's link to itself too.
    OtherOrderWhole,
    /// The right answer with another status.
    UnknownStatus {
        /// The status.
        status: String,
    },
    /// The right answer as it may have been before the order was done: with another status, and without output.
    Unfinished {
        /// The status.
        status: String,
    },
}

impl Mishap {
    /// A refusal with one message.
    pub fn refuse(status: u16, kind: &str, message: &str) -> Self {
        Self::Refuse {
            status,
            kind: kind.to_owned(),
            messages: vec![message.to_owned()],
        }
    }
}

/// Whether a mishap strikes before the request has any effect, or only spoils the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Moment {
    /// Nothing was done; with [`Mishap::Drop`] not even the body was read. Mishaps that alter the right answer
    /// (truncated, oversized, either other order, unknown status, unfinished) need it, and so always strike afterwards.
    #[default]
    BeforeWork,
    /// The work is done: an order, say, is booked, but the caller does not learn of it.
    AfterWork,
}

/// A mishap that waits for the next requests at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// Where it strikes.
    pub step: Step,
    /// What it does.
    pub mishap: Mishap,
    /// How many requests it strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// Before or after the work.
    #[serde(default)]
    pub moment: Moment,
}

impl Fault {
    /// Strikes the next request at `step`, before any work.
    pub fn next(step: Step, mishap: Mishap) -> Self {
        Self {
            step,
            mishap,
            times: once(),
            moment: Moment::BeforeWork,
        }
    }

    /// Strikes so many requests instead of one.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times, ..self }
    }

    /// Strikes once the work is done.
    #[must_use]
    pub fn after_work(self) -> Self {
        Self {
            moment: Moment::AfterWork,
            ..self
        }
    }
}

/// What becomes of an order that was accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It completes, with a good code.
    #[default]
    Completes,
    /// It ends as `FAILED`; there is no SIM.
    Fails,
    /// It stays in preparation for ever.
    Stalls,
    /// It completes without `_lpa`; the SIM still has one.
    NoLpa,
    /// It completes without `_smdp`.
    NoSmdp,
    /// It completes without any part of the code; the SIM has none either.
    NoCode,
    /// It completes with an `_lpa` of another matching id.
    LpaDisagrees,
    /// It completes with an empty matching id, on the SIM too.
    EmptyMatchingId,
    /// It completes with a line break in the matching id, on the SIM too.
    BrokenMatchingId,
}

fn once() -> u32 {
    1
}
