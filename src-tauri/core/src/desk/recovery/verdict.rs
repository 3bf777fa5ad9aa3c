//! What a person found out about an order that the program cannot decide.

use serde::Deserialize;

/// What a person found out about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider says that nothing was bought.
    NotBought,
    /// Bought, and sorted out with the provider or the customer.
    SortedOut,
}

impl Verdict {
    /// The word in the order's timeline.
    pub(super) fn name(self) -> &'static str {
        match self {
            Verdict::NotBought => "not bought",
            Verdict::SortedOut => "sorted out",
        }
    }
}
