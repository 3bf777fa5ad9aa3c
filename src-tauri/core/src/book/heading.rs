//! Under which heading the staff find an order, and what a person's verdict on it means for sums and lists. The states
//! themselves: `state`.

use super::order::Verdict;
use super::state::{OrderState, StateHeading};

impl StateHeading {
    /// The states under this heading. Of settled orders, those with [`StateHeading::verdicts`] only.
    pub fn states(self) -> Vec<OrderState> {
        OrderState::ALL
            .into_iter()
            .filter(|state| {
                if *state == OrderState::Settled {
                    !self.verdicts().is_empty()
                } else {
                    state.heading() == self
                }
            })
            .collect()
    }

    /// The verdicts that bring a settled order under this heading.
    pub fn verdicts(self) -> Vec<Verdict> {
        Verdict::ALL
            .into_iter()
            .filter(|verdict| verdict.heading() == self)
            .collect()
    }
}

impl Verdict {
    /// The heading under which the staff find an order with this verdict.
    pub fn heading(self) -> StateHeading {
        match self {
            Self::NotBought => StateHeading::NotSold,
            Self::HandedOver | Self::NotHandedOver | Self::Refunded | Self::NotKnown => {
                StateHeading::Closed
            }
        }
    }

    /// Whether the service may charge for such an order, and has not given it back.
    pub fn may_be_charged(self) -> bool {
        match self {
            Self::NotBought | Self::Refunded => false,
            Self::HandedOver | Self::NotHandedOver | Self::NotKnown => true,
        }
    }
}
