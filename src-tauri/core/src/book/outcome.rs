//! What an order came to, for sums: sold, given back, nothing, or not known yet. A person's verdict goes before the state.
//! What a state may become: `state`; under which heading it is found: `heading`.

use super::order::Verdict;
use super::state::OrderState;

/// What an order came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Bought, and not given back.
    Sold,
    /// Bought, and the money came back.
    Refunded,
    /// Nothing was bought.
    NotSold,
    /// Perhaps bought: neither sold nor not sold, so it is named.
    Unknown,
}

impl Outcome {
    pub fn of(state: OrderState, verdict: Option<Verdict>) -> Outcome {
        match state {
            // One that is being given back is charged until the service says otherwise.
            OrderState::Ready | OrderState::Added | OrderState::Cancelling => Outcome::Sold,
            OrderState::Refunded => Outcome::Refunded,
            OrderState::Refused | OrderState::NotSent => Outcome::NotSold,
            // Its end is still to come, or what the service charges for it is not known.
            OrderState::Sending
            | OrderState::Accepted
            | OrderState::Preparing
            | OrderState::Unconfirmed
            | OrderState::Withheld
            | OrderState::Failed => Outcome::Unknown,
            OrderState::Settled => verdict.map_or(Outcome::Unknown, Outcome::of_verdict),
        }
    }

    fn of_verdict(verdict: Verdict) -> Outcome {
        match verdict {
            Verdict::HandedOver | Verdict::NotHandedOver => Outcome::Sold,
            Verdict::NotBought => Outcome::NotSold,
            Verdict::Refunded => Outcome::Refunded,
            Verdict::NotKnown => Outcome::Unknown,
        }
    }

    /// The states in which an order may have been given back.
    pub(super) fn states_of_refunds() -> impl Iterator<Item = OrderState> {
        let verdicts = || Verdict::ALL.into_iter().map(Some).chain([None]);
        OrderState::ALL.into_iter().filter(move |state| {
            verdicts().any(|verdict| Outcome::of(*state, verdict) == Outcome::Refunded)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_charged_is_sold_or_not_known_and_nothing_else_is() {
        for state in OrderState::ALL {
            for verdict in Verdict::ALL.into_iter().map(Some).chain([None]) {
                let of_verdict = verdict.filter(|_| state == OrderState::Settled);
                let charged = of_verdict.map_or(state.may_be_charged(), Verdict::may_be_charged);
                let counted = match Outcome::of(state, verdict) {
                    Outcome::Sold | Outcome::Unknown => true,
                    Outcome::NotSold | Outcome::Refunded => false,
                };
                assert_eq!(counted, charged, "{state:?} {verdict:?}");
            }
        }
    }

    #[test]
    fn a_refund_is_found_by_its_state() {
        assert_eq!(
            Outcome::states_of_refunds().collect::<Vec<_>>(),
            [OrderState::Settled, OrderState::Refunded],
            "a refund in another state would be missed where it lies outside the days of its sale"
        );
    }
}
