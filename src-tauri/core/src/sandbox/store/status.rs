//! Where an order stands, as the service spells it (Connect: order life cycle page). When: `ledger`.

use serde::{Deserialize, Serialize};

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum OrderStatus {
    /// Waiting.
    Accepted,
    /// Being worked on.
    Fulfilling,
    /// Done.
    Completed,
    /// Given up.
    Failed,
}

impl OrderStatus {
    /// As the service spells it.
    pub(in crate::sandbox) fn word(self) -> &'static str {
        match self {
            Self::Accepted => "ACCEPTED",
            Self::Fulfilling => "FULFILLING",
            Self::Completed => "COMPLETED",
            Self::Failed => "FAILED",
        }
    }
}
