//! What a person closed as not bought, and the service lists: it opens again, once, with all that was said of it in its
//! timeline. Of what else was said of an order, that is the last word.

use esim_desk_core::book::{
    BookError, Order, OrderEvent, OrderFacts, OrderKey, OrderState, Verdict,
};

use super::{Desk, NOW, at, completed};

const LATER: &str = "2026-11-24T11:00:00Z";

/// Failed with ids made of its number, and closed so.
fn closed(desk: &Desk, verdict: Verdict) -> OrderKey {
    let key = desk.place("anna@hotel.example");
    let facts = OrderFacts {
        code: None,
        ..completed(key.0)
    };
    desk.happens(key, OrderEvent::Failed, &facts);
    said(desk, key, verdict);
    key
}

fn said(desk: &Desk, key: OrderKey, verdict: Verdict) {
    let facts = OrderFacts {
        verdict: Some(verdict),
        settled_by: Some("Kim".to_owned()),
        detail: Some(verdict.words()),
        ..OrderFacts::default()
    };
    desk.happens(key, OrderEvent::Settled, &facts);
}

/// As the service lists it.
fn turns_up(desk: &Desk, key: OrderKey) -> Order {
    let facts = OrderFacts {
        order_id: None,
        code: None,
        ..completed(key.0)
    };
    let told = desk
        .book
        .record(key, OrderEvent::TurnedUp, &facts, at(LATER));
    told.expect("it is written")
}

fn said_of(order: &Order) -> (OrderState, Option<Verdict>, Option<&str>) {
    (order.state, order.verdict, order.settled_by.as_deref())
}

#[test]
fn only_what_was_last_said_to_be_not_bought_opens_again() {
    for verdict in Verdict::ALL {
        let desk = Desk::new();
        let key = closed(&desk, Verdict::NotBought);
        // Somebody knows better, after whoever adopts it has read the row.
        said(&desk, key, verdict);
        let before = desk.book.order(key).expect("it is there");
        let order = turns_up(&desk, key);
        if verdict == Verdict::NotBought {
            assert_eq!(said_of(&order), (OrderState::Accepted, None, None));
        } else {
            assert_eq!(said_of(&order), said_of(&before), "{verdict:?}");
            assert_eq!(order.timeline, before.timeline, "{verdict:?}");
        }
    }
}

#[test]
fn what_another_order_claims_as_well_stays_closed() {
    let desk = Desk::new();
    let key = closed(&desk, Verdict::NotBought);
    let other = desk.place("bert@hotel.example");
    let claimed = desk
        .book
        .record(other, OrderEvent::CodeProved, &completed(key.0), at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { rival, .. }) if rival == key),
        "{claimed:?}"
    );
    let order = turns_up(&desk, key);
    let kept = (OrderState::Settled, Some(Verdict::NotBought), Some("Kim"));
    assert_eq!(said_of(&order), kept);
}

#[test]
fn who_had_closed_it_stays_in_its_timeline() {
    let desk = Desk::new();
    let key = closed(&desk, Verdict::NotBought);
    let order = turns_up(&desk, key);
    let last = order.timeline.last().expect("that it turned up");
    assert_eq!(last.detail.as_deref(), Some("closed as not bought by Kim"));
    assert!(order.turned_up(), "until it comes to its end");
    let ready = desk.happens(key, OrderEvent::CodeProved, &completed(key.0));
    assert_eq!(ready.state, OrderState::Ready);
    assert!(!ready.turned_up());
}

#[test]
fn a_book_that_is_rebuilt_meanwhile_takes_back_what_was_said_of_it() {
    let desk = Desk::new();
    let key = closed(&desk, Verdict::NotBought);
    let known = Order {
        state: OrderState::Accepted,
        verdict: None,
        settled_by: None,
        ..desk.book.order(key).expect("it is there")
    };
    desk.book.restore(&known, None).expect("it is written");
    let order = desk.book.order(key).expect("it is there");
    assert_eq!(said_of(&order), (OrderState::Accepted, None, None));
}
