//! What holds for every state and every life of an order.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

const EVENTS: [OrderEvent; 16] = [
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
    OrderEvent::TurnedUp,
    OrderEvent::PlanAdded,
    OrderEvent::CancelAsked,
    OrderEvent::NotCancelled,
    OrderEvent::Cancelled,
    OrderEvent::EsimCancelled,
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
fn what_is_over_stays_so_but_for_another_verdict_its_esim_and_turning_up() {
    for state in [
        OrderState::Settled,
        OrderState::Refused,
        OrderState::NotSent,
        OrderState::Refunded,
    ] {
        for event in EVENTS {
            let after = match (state, event) {
                (OrderState::Settled, OrderEvent::Settled) => Some(OrderState::Settled),
                (OrderState::Settled, OrderEvent::TurnedUp) => Some(OrderState::Accepted),
                // Of a top-up: its eSIM was given back afterwards.
                (OrderState::Settled, OrderEvent::EsimCancelled) => Some(OrderState::Refunded),
                _ => None,
            };
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
fn only_a_definite_no_and_what_came_back_are_surely_free() {
    for state in OrderState::ALL {
        let came_back = OrderState::Cancelling.after(OrderEvent::Cancelled) == Some(state);
        let definite_no = [OrderEvent::NothingLeft, OrderEvent::Refused]
            .iter()
            .any(|event| OrderState::Sending.after(*event) == Some(state));
        assert_eq!(
            state.may_be_charged(),
            !definite_no && !came_back,
            "{state:?}"
        );
    }
}

#[test]
fn who_needs_a_person_can_be_settled_by_one() {
    for state in StateHeading::NeedsPerson.states() {
        let settled = state.after(OrderEvent::Settled);
        assert_eq!(settled, Some(OrderState::Settled), "{state:?}");
    }
}

#[test]
fn nothing_is_given_back_that_no_person_wanted_to() {
    for state in OrderState::ALL {
        let refunded = state.after(OrderEvent::Cancelled) == Some(OrderState::Refunded);
        assert_eq!(refunded, state == OrderState::Cancelling, "{state:?}");
        let along = state.after(OrderEvent::EsimCancelled) == Some(OrderState::Refunded);
        let is_over = [OrderState::Added, OrderState::Settled].contains(&state);
        assert_eq!(along, is_over, "{state:?}");
        for event in EVENTS {
            if state.after(event) == Some(OrderState::Cancelling) {
                assert_eq!(event, OrderEvent::CancelAsked, "from {state:?}");
            }
        }
    }
}

#[test]
fn what_may_be_given_back_can_be() {
    for state in OrderState::ALL {
        let can = state.after(OrderEvent::CancelAsked).is_some();
        assert_eq!(state.may_be_cancelled(), can, "{state:?}");
    }
}

#[test]
fn a_code_comes_back_from_a_cancelling_by_being_proved_again_only() {
    for event in EVENTS {
        let after = OrderState::Cancelling.after(event);
        assert!(!after.is_some_and(OrderState::has_code), "{event:?}");
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
    fn a_settled_order_changes_only_with_its_esim(events in proptest::collection::vec(select(&EVENTS[..]), 0..40)) {
        let states = lived(&events);
        if let Some(settled) = states.iter().position(|state| *state == OrderState::Settled) {
            let stays = states[settled..].iter().take_while(|state| **state == OrderState::Settled).count();
            match states.get(settled + stays) {
                None => {}
                Some(OrderState::Refunded) => prop_assert!(events.contains(&OrderEvent::EsimCancelled), "{states:?}"),
                Some(OrderState::Accepted) => prop_assert!(events.contains(&OrderEvent::TurnedUp), "{states:?}"),
                Some(_) => prop_assert!(false, "{states:?}"),
            }
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
