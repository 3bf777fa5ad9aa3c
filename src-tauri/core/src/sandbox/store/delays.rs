//! When the parts of a completed order are to be had: its output, its SIM, its subscription.
//!
//! Not in it: the moment of completion itself (`ledger`), and answers that are late (`api::gate`).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Milliseconds from the moment in which an order is completed; negative ones are before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Delays {
    /// Until the order shows its output and its code.
    pub output_millis: i64,
    /// Until the SIM can be read.
    pub sim_millis: i64,
    /// Until the subscription is listed and can be read.
    pub subscription_millis: i64,
}

impl Delays {
    /// So late that nobody sees it.
    pub const NEVER: i64 = i64::MAX;
}

/// `done` and so many milliseconds, or the first or last moment there is.
pub(super) fn later(done: Timestamp, millis: i64) -> Timestamp {
    done.checked_add(SignedDuration::from_millis(millis))
        .unwrap_or(if millis < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
}
