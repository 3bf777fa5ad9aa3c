//! The states of an order, the one function that changes them, and every question that is asked about a state.
//!
//! Nothing here reads a clock, a file or the network, and nothing here decides *whether* something happened:
//! the desk says what happened, [`OrderState::after`] says what that makes of the order.

use serde::{Deserialize, Serialize};

/// Where an order stands. Stored as its snake-case name; a name of the future reads as an error, not as a guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum OrderState {
    /// The order is on disk; the request may be on its way.
    Sending,
    /// The service took the order.
    Accepted,
    /// The service works on it.
    Preparing,
    /// Completed, and its install code was proved.
    Ready,
    /// The service reports failure. Whether it charges is not known.
    Failed,
    /// A definite no: nothing was bought.
    Refused,
    /// Nothing left this computer: safe to try again.
    NotSent,
    /// Sent, but the answer was lost: it may be bought.
    Unconfirmed,
    /// Completed, but its code is missing or not proved.
    Withheld,
    /// A person gave the verdict.
    Settled,
}

/// Under which heading the staff find a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateGroup {
    /// The service has it or is about to have it.
    InProgress,
    /// Its code can be handed over.
    Ready,
    /// It does not go on by itself.
    NeedsPerson,
    /// Nothing was bought.
    NotSold,
    /// Closed by a person, and bought, or not known.
    Closed,
}

/// What can happen to an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderEvent {
    /// The request was never given to an open connection.
    NothingLeft,
    /// The service said no to the order itself.
    Refused,
    /// The request left, and no answer that can be understood came back; or the program ended meanwhile.
    AnswerLost,
    /// The service says that it has the order, but not yet begun.
    Accepted,
    /// The service says that it works on the order; unknown statuses count as this.
    Preparing,
    /// The service completed the order and the code was proved.
    CodeProved,
    /// The service completed the order, but the code is missing or was not proved.
    CodeDoubted,
    /// The service says that the order failed.
    Failed,
    /// A subscription was found that can only be this order's.
    Found,
    /// A person decided what became of the order.
    Settled,
}

impl OrderState {
    /// The state after `event`, or `None` where that cannot happen to such an order, which then stays as it is.
    pub fn after(self, event: OrderEvent) -> Option<OrderState> {
        use OrderEvent as E;
        use OrderState as S;
        match (self, event) {
            (S::Sending, E::NothingLeft) => Some(S::NotSent),
            (S::Sending, E::Refused) => Some(S::Refused),
            (S::Sending, E::AnswerLost) => Some(S::Unconfirmed),
            (S::Sending | S::Unconfirmed | S::Accepted, E::Accepted) => Some(S::Accepted),
            (S::Unconfirmed, E::Found) => Some(S::Accepted),
            (S::Sending | S::Unconfirmed | S::Accepted | S::Preparing, E::Preparing) => {
                Some(S::Preparing)
            }
            // A status that goes back (Preparing, then Accepted again) is the service's affair, not news.
            (S::Preparing, E::Accepted) => Some(S::Preparing),
            (
                S::Sending
                | S::Unconfirmed
                | S::Accepted
                | S::Preparing
                | S::Withheld
                | S::Ready
                | S::Failed,
                E::CodeProved,
            ) => Some(S::Ready),
            (
                S::Sending
                | S::Unconfirmed
                | S::Accepted
                | S::Preparing
                | S::Withheld
                | S::Ready
                | S::Failed,
                E::CodeDoubted,
            ) => Some(S::Withheld),
            (
                S::Sending | S::Unconfirmed | S::Accepted | S::Preparing | S::Withheld | S::Failed,
                E::Failed,
            ) => Some(S::Failed),
            // A verdict may be corrected; until when is not asked here.
            (
                S::Unconfirmed | S::Accepted | S::Preparing | S::Withheld | S::Failed | S::Settled,
                E::Settled,
            ) => Some(S::Settled),
            _ => None,
        }
    }

    /// Whether the program still has something to find out or to fetch for such an order.
    pub fn is_open(self) -> bool {
        match self {
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Unconfirmed
            | Self::Withheld => true,
            Self::Ready | Self::Failed | Self::Refused | Self::NotSent | Self::Settled => false,
        }
    }

    /// Whether money may have been spent, so that the same sale again needs a second thought (rulings 12).
    pub fn is_undecided(self) -> bool {
        match self {
            Self::Sending | Self::Unconfirmed | Self::Accepted | Self::Preparing => true,
            Self::Ready
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Withheld
            | Self::Settled => false,
        }
    }

    /// Whether the service may charge for such an order. Of a settled one its verdict says more (`group`).
    pub fn may_be_charged(self) -> bool {
        match self {
            Self::Refused | Self::NotSent => false,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Ready
            | Self::Failed
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Settled => true,
        }
    }

    /// Whether such an order has a proved code: only then is it kept and given.
    pub(super) fn has_code(self) -> bool {
        match self {
            Self::Ready => true,
            Self::Sending
            | Self::Accepted
            | Self::Preparing
            | Self::Failed
            | Self::Refused
            | Self::NotSent
            | Self::Unconfirmed
            | Self::Withheld
            | Self::Settled => false,
        }
    }

    /// The heading under which the staff find it; of a settled one its verdict may say otherwise.
    pub fn group(self) -> StateGroup {
        match self {
            Self::Sending | Self::Accepted | Self::Preparing => StateGroup::InProgress,
            Self::Ready => StateGroup::Ready,
            Self::Unconfirmed | Self::Withheld | Self::Failed => StateGroup::NeedsPerson,
            Self::Refused | Self::NotSent => StateGroup::NotSold,
            Self::Settled => StateGroup::Closed,
        }
    }

    /// The stored name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Accepted => "accepted",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Failed => "failed",
            Self::Refused => "refused",
            Self::NotSent => "not_sent",
            Self::Unconfirmed => "unconfirmed",
            Self::Withheld => "withheld",
            Self::Settled => "settled",
        }
    }

    /// All states, for tables and filters.
    pub const ALL: [OrderState; 10] = [
        Self::Sending,
        Self::Accepted,
        Self::Preparing,
        Self::Ready,
        Self::Failed,
        Self::Refused,
        Self::NotSent,
        Self::Unconfirmed,
        Self::Withheld,
        Self::Settled,
    ];

    /// The states of [`OrderState::is_open`].
    pub(super) fn open() -> impl Iterator<Item = OrderState> {
        Self::ALL.into_iter().filter(|state| state.is_open())
    }

    /// The state of that stored name.
    pub fn from_name(name: &str) -> Option<OrderState> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;

    const EVENTS: [OrderEvent; 10] = [
        OrderEvent::NothingLeft,
        OrderEvent::Refused,
        OrderEvent::AnswerLost,
        OrderEvent::Accepted,
        OrderEvent::Preparing,
        OrderEvent::CodeProved,
        OrderEvent::CodeDoubted,
        OrderEvent::Failed,
        OrderEvent::Found,
        OrderEvent::Settled,
    ];

    #[test]
    fn every_state_has_one_name_that_reads_back() {
        for state in OrderState::ALL {
            assert_eq!(OrderState::from_name(state.name()), Some(state));
            let json = serde_json::to_string(&state).expect("a name");
            assert_eq!(
                json,
                format!("\"{}\"", state.name()),
                "stored as it is sent"
            );
        }
        assert_eq!(
            OrderState::from_name("teleported"),
            None,
            "a name of the future is no guess"
        );
    }

    #[test]
    fn nothing_leads_back_to_sending() {
        for state in OrderState::ALL {
            for event in EVENTS {
                assert_ne!(
                    state.after(event),
                    Some(OrderState::Sending),
                    "{state:?} after {event:?} would send a second time"
                );
            }
        }
    }

    #[test]
    fn a_verdict_and_a_definite_no_are_final() {
        for state in [
            OrderState::Settled,
            OrderState::Refused,
            OrderState::NotSent,
        ] {
            for event in EVENTS {
                let corrected = state == OrderState::Settled && event == OrderEvent::Settled;
                let after = corrected.then_some(OrderState::Settled);
                assert_eq!(state.after(event), after, "{state:?} after {event:?}");
            }
        }
    }

    #[test]
    fn safe_to_try_again_is_only_said_of_what_never_left() {
        for state in OrderState::ALL {
            let to_not_sent = state.after(OrderEvent::NothingLeft);
            let to_refused = state.after(OrderEvent::Refused);
            if state == OrderState::Sending {
                assert_eq!(to_not_sent, Some(OrderState::NotSent));
                assert_eq!(to_refused, Some(OrderState::Refused));
            } else {
                assert_eq!(
                    (to_not_sent, to_refused),
                    (None, None),
                    "{state:?} may be bought"
                );
            }
        }
    }

    #[test]
    fn only_a_person_settles_and_only_what_is_in_doubt() {
        for state in OrderState::ALL {
            for event in EVENTS {
                if state.after(event) == Some(OrderState::Settled) {
                    assert_eq!(event, OrderEvent::Settled, "from {state:?}");
                    assert_ne!(state, OrderState::Ready, "a handed code needs no verdict");
                    assert_ne!(state, OrderState::Sending, "the answer may still come");
                }
            }
        }
    }

    #[test]
    fn what_is_undecided_is_open() {
        for state in OrderState::ALL {
            assert!(!state.is_undecided() || state.is_open(), "{state:?}");
        }
    }

    #[test]
    fn only_a_definite_no_is_surely_free() {
        for state in OrderState::ALL {
            let definite_no = [OrderEvent::NothingLeft, OrderEvent::Refused]
                .iter()
                .any(|event| OrderState::Sending.after(*event) == Some(state));
            assert_eq!(state.may_be_charged(), !definite_no, "{state:?}");
        }
    }

    #[test]
    fn who_needs_a_person_can_be_settled_by_one() {
        for state in StateGroup::NeedsPerson.states() {
            let settled = state.after(OrderEvent::Settled);
            assert_eq!(settled, Some(OrderState::Settled), "{state:?}");
        }
    }

    fn lived(events: &[OrderEvent]) -> Vec<OrderState> {
        let mut states = vec![OrderState::Sending];
        for event in events {
            let now = states[states.len() - 1];
            states.push(now.after(*event).unwrap_or(now));
        }
        states
    }

    proptest! {
        #[test]
        fn no_life_sends_twice(events in proptest::collection::vec(select(&EVENTS[..]), 0..40)) {
            let states = lived(&events);
            let left = states.iter().position(|state| *state != OrderState::Sending).unwrap_or(states.len());
            prop_assert!(!states[left..].contains(&OrderState::Sending), "{states:?}");
        }

        #[test]
        fn a_settled_order_never_changes(events in proptest::collection::vec(select(&EVENTS[..]), 0..40)) {
            let states = lived(&events);
            if let Some(settled) = states.iter().position(|state| *state == OrderState::Settled) {
                prop_assert!(states[settled..].iter().all(|state| *state == OrderState::Settled), "{states:?}");
            }
        }

        #[test]
        fn what_was_sent_is_never_called_unsent(events in proptest::collection::vec(select(&EVENTS[..]), 0..40)) {
            let states = lived(&events);
            if let Some(lost) = states.iter().position(|state| *state == OrderState::Unconfirmed) {
                prop_assert!(
                    !states[lost..].iter().any(|state| matches!(state, OrderState::NotSent | OrderState::Refused)),
                    "{states:?}"
                );
            }
        }

        #[test]
        fn ready_needs_a_proved_code(events in proptest::collection::vec(select(&EVENTS[..]), 0..40)) {
            if lived(&events).contains(&OrderState::Ready) {
                prop_assert!(events.contains(&OrderEvent::CodeProved), "{events:?}");
            }
        }
    }
}
