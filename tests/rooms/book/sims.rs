//! One SIM and several orders: the eSIM that was sold, top-ups on it, and giving it back with all of them.

use esim_desk_core::book::{
    Asked, BookError, NewOrder, OrderEvent, OrderFacts, OrderKey, OrderState, Outcome, Verdict,
};

use super::{Desk, NOW, account, at, code_of, completed, new_order};

fn iccid_of(desk: &Desk, key: OrderKey) -> String {
    let order = desk.book.order(key).expect("it is there");
    order.iccid.expect("it has a SIM")
}

fn top_up(desk: &Desk, iccid: &str) -> OrderKey {
    let new_order = NewOrder {
        asked: Asked::TopUp {
            iccid: iccid.to_owned(),
        },
        ..new_order("anna@hotel.example", NOW)
    };
    desk.book.begin(&new_order).expect("it is written")
}

fn plan(subscription: &str, iccid: &str) -> OrderFacts {
    OrderFacts {
        iccid: Some(iccid.to_owned()),
        subscription_id: Some(subscription.to_owned()),
        ..OrderFacts::default()
    }
}

fn state(desk: &Desk, key: OrderKey) -> OrderState {
    desk.book.order(key).expect("it is there").state
}

#[test]
fn a_top_up_is_no_rival_of_the_sale_and_no_sale_to_its_guest() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let iccid = iccid_of(&desk, sale);
    let first = top_up(&desk, &iccid);
    let second = top_up(&desk, &format!("{iccid}F"));
    desk.happens(first, OrderEvent::PlanAdded, &plan("s-first", &iccid));
    desk.happens(second, OrderEvent::PlanAdded, &plan("s-second", &iccid));
    assert_eq!(state(&desk, first), OrderState::Added);
    assert_eq!(state(&desk, second), OrderState::Added);
    assert_eq!(state(&desk, sale), OrderState::Ready);
    assert!(code_of(&desk.book, sale).is_some(), "its code is kept");
    assert_eq!(code_of(&desk.book, first), None);
    let sales = desk.book.sales_to(&account(), "anna@hotel.example");
    let keys: Vec<OrderKey> = sales.expect("read").iter().map(|sale| sale.key).collect();
    assert_eq!(keys, [sale], "who tops up buys no eSIM");
    let found = desk
        .book
        .search("anna", &esim_desk_core::book::Filter::default());
    assert_eq!(found.expect("read").total, 3, "all are found by the guest");
}

#[test]
fn two_new_esims_on_one_sim_are_rivals_as_before_and_so_are_two_top_ups_of_one_plan() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let iccid = iccid_of(&desk, sale);
    let other = desk.place("bert@hotel.example");
    let facts = OrderFacts {
        order_id: Some("another".to_owned()),
        subscription_id: Some("another".to_owned()),
        ..plan("another", &iccid)
    };
    let claimed = desk
        .book
        .record(other, OrderEvent::Preparing, &facts, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { rival, .. }) if rival == sale),
        "{claimed:?}"
    );
    assert_eq!(state(&desk, sale), OrderState::Withheld);

    let (one, two) = (
        top_up(&desk, "8944000000000000077"),
        top_up(&desk, "8944000000000000077"),
    );
    desk.happens(
        one,
        OrderEvent::PlanAdded,
        &plan("s-same", "8944000000000000077"),
    );
    let facts = plan("s-same", "8944000000000000077");
    let claimed = desk
        .book
        .record(two, OrderEvent::PlanAdded, &facts, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { rival, .. }) if rival == one),
        "{claimed:?}"
    );
    for key in [one, two] {
        assert_eq!(state(&desk, key), OrderState::Withheld, "a person looks");
    }
}

#[test]
fn a_plan_on_another_sim_than_the_one_topped_up_is_none() {
    let desk = Desk::new();
    let key = top_up(&desk, "8944000000000000077");
    let elsewhere = plan("s-1", "8944000000000000088");
    desk.happens(key, OrderEvent::PlanAdded, &elsewhere);
    assert_eq!(state(&desk, key), OrderState::Withheld);
    assert_eq!(
        iccid_of(&desk, key),
        "8944000000000000077",
        "as it was asked"
    );
}

#[test]
fn what_is_given_back_takes_its_top_ups_along_in_one_step() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let iccid = iccid_of(&desk, sale);
    let added = top_up(&desk, &iccid);
    desk.happens(added, OrderEvent::PlanAdded, &plan("s-added", &iccid));
    let refused = top_up(&desk, &iccid);
    desk.happens(refused, OrderEvent::Refused, &OrderFacts::default());
    let closed = |verdict| {
        let lost = top_up(&desk, &iccid);
        desk.happens(lost, OrderEvent::AnswerLost, &OrderFacts::default());
        let facts = OrderFacts {
            verdict: Some(verdict),
            settled_by: Some("Ana".to_owned()),
            ..OrderFacts::default()
        };
        desk.happens(lost, OrderEvent::Settled, &facts);
        lost
    };
    let bought = [
        Verdict::HandedOver,
        Verdict::NotHandedOver,
        Verdict::NotKnown,
    ]
    .map(closed);
    let not_bought = closed(Verdict::NotBought);
    let nothing = OrderFacts::default();
    desk.happens(sale, OrderEvent::CancelAsked, &nothing);
    assert_eq!(code_of(&desk.book, sale), None, "from that moment on");
    assert!(desk.book.order(sale).expect("it is there").may_be_charged());
    let later = at("2026-11-25T09:00:00Z");
    let given = desk
        .book
        .record(sale, OrderEvent::Cancelled, &nothing, later);
    let given = given.expect("it is written");
    assert_eq!(
        (given.state, given.refunded_at),
        (OrderState::Refunded, Some(later))
    );
    assert_eq!(Outcome::of(given.state, given.verdict), Outcome::Refunded);
    let along = desk.book.order(added).expect("it is there");
    assert_eq!(
        (along.state, along.refunded_at),
        (OrderState::Refunded, Some(later))
    );
    for key in bought {
        let order = desk.book.order(key).expect("it is there");
        assert!(!order.may_be_charged(), "a closed one came back as well");
        assert_eq!(Outcome::of(order.state, order.verdict), Outcome::Refunded);
    }
    assert_eq!(state(&desk, not_bought), OrderState::Settled, "a no stays");
    assert_eq!(
        state(&desk, refused),
        OrderState::Refused,
        "it was never bought"
    );
}

#[test]
fn what_was_not_given_back_has_no_code_until_it_is_proved_again() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let nothing = OrderFacts::default();
    desk.happens(sale, OrderEvent::CancelAsked, &nothing);
    let told = desk.happens(sale, OrderEvent::CodeProved, &completed(sale.0));
    assert_eq!(
        told.state,
        OrderState::Cancelling,
        "a late answer brings no code back"
    );
    assert_eq!(code_of(&desk.book, sale), None);
    desk.happens(sale, OrderEvent::NotCancelled, &nothing);
    assert_eq!(state(&desk, sale), OrderState::Preparing);
    assert_eq!(code_of(&desk.book, sale), None);
    desk.happens(sale, OrderEvent::CodeProved, &completed(sale.0));
    assert!(code_of(&desk.book, sale).is_some());
}

#[test]
fn a_rebuilt_book_knows_top_ups_and_refunds() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let iccid = iccid_of(&desk, sale);
    let added = top_up(&desk, &iccid);
    desk.happens(added, OrderEvent::PlanAdded, &plan("s-added", &iccid));
    let nothing = OrderFacts::default();
    desk.happens(sale, OrderEvent::CancelAsked, &nothing);
    desk.happens(sale, OrderEvent::Cancelled, &nothing);
    let known = |key| {
        let order = desk.book.order(key).expect("it is there");
        (
            order.kind,
            order.state,
            order.iccid,
            order.refunded_at,
            order.rival,
        )
    };
    let before = [known(sale), known(added)];
    let repair = desk.book.repair().expect("it is rebuilt");
    assert_eq!((repair.orders, repair.lost), (2, Some(0)), "{repair:?}");
    assert_eq!([known(sale), known(added)], before);
    let top_ups = desk.book.top_ups_of(&account(), &iccid).expect("read");
    assert_eq!(top_ups.len(), 1);
}

fn said(desk: &Desk, key: OrderKey, verdict: Verdict, time: &str) {
    let facts = OrderFacts {
        verdict: Some(verdict),
        settled_by: Some("Ana".to_owned()),
        detail: Some(verdict.words()),
        ..OrderFacts::default()
    };
    let told = desk.book.record(key, OrderEvent::Settled, &facts, at(time));
    told.expect("it is written");
}

/// A person says that the eSIM came back, and then that it did not: what the top-up on it is then.
fn taken_along_and_back(
    desk: &Desk,
    sale: OrderKey,
    top_up: OrderKey,
    meanwhile: impl FnOnce(),
) -> Option<Verdict> {
    let verdict = || desk.book.order(top_up).expect("it is there").verdict;
    said(desk, sale, Verdict::Refunded, "2026-11-24T12:00:00Z");
    assert_eq!(verdict(), Some(Verdict::Refunded), "it went along");
    meanwhile();
    said(desk, sale, Verdict::HandedOver, "2026-11-24T13:00:00Z");
    verdict()
}

#[test]
fn a_top_up_that_turned_up_comes_back_with_its_esim_as_what_it_is_since() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let iccid = iccid_of(&desk, sale);
    let key = top_up(&desk, &iccid);
    desk.happens(key, OrderEvent::AnswerLost, &OrderFacts::default());
    said(&desk, key, Verdict::NotBought, NOW);
    desk.happens(key, OrderEvent::TurnedUp, &plan("s-late", &iccid));
    desk.happens(key, OrderEvent::PlanAdded, &plan("s-late", &iccid));
    assert_eq!(state(&desk, key), OrderState::Added);
    let back = taken_along_and_back(&desk, sale, key, || {});
    assert_eq!(back, Some(Verdict::HandedOver), "its plan was seen");
}

#[test]
fn a_top_up_comes_back_with_its_esim_also_where_another_order_claimed_that_meanwhile() {
    let desk = Desk::new();
    let sale = desk.sell("anna@hotel.example");
    let iccid = iccid_of(&desk, sale);
    let key = top_up(&desk, &iccid);
    desk.happens(key, OrderEvent::PlanAdded, &plan("s-added", &iccid));
    let back = taken_along_and_back(&desk, sale, key, || {
        let other = desk.place("bert@hotel.example");
        let facts = plan("another", &iccid);
        let claimed = desk
            .book
            .record(other, OrderEvent::Preparing, &facts, at(NOW));
        assert!(
            matches!(claimed, Err(BookError::ClaimedTwice { rival, .. }) if rival == sale),
            "{claimed:?}"
        );
    });
    assert_eq!(back, Some(Verdict::HandedOver));
}
