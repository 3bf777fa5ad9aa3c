//! Searching: by whatever people know of an order, in every spelling.

use esim_desk_core::book::{
    AccountId, Book, BookError, CustomerRecord, Filter, OrderEvent, OrderFacts, OrderKey,
    OrderState, Verdict,
};

use super::{Desk, NOW, account, at, new_order, open};

/// The numbers of the orders, in the order of the list.
pub fn found(book: &Book, text: &str) -> Vec<u32> {
    let page = book.search(text, &Filter::default()).expect("it reads");
    assert_eq!(
        page.total as usize,
        page.orders.len(),
        "an unlimited page holds all"
    );
    page.orders.iter().map(|order| order.key.0).collect()
}

#[test]
fn an_order_is_found_by_whatever_people_know_of_it() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let mut other = new_order("bert@inn.example", NOW);
    other.customer.first_name = "Zoë".to_owned();
    other.plan.name = "World 1 GB".to_owned();
    other.note = Some("room 77".to_owned());
    other.reference = "ffffffff".to_owned();
    desk.book.begin(&other).expect("it is written");
    let reopened = open(desk.folder.path());
    reopened.use_keys(desk.keys());
    reopened.open_customers().expect("they open");
    for (book, which) in [
        (&desk.book, "as it was written"),
        (&reopened, "opened again"),
    ] {
        for (text, expected) in [
            ("ANNA@hotel", vec![1]),
            ("zoë", vec![2]),
            ("ZOË meyer", vec![2]),
            ("meyer", vec![2, 1]),
            ("8944470000000000001", vec![1]),
            ("order-1", vec![1]),
            ("5f0c6f4e-0000", vec![1]),
            ("europe gb", vec![1]),
            ("room 77", vec![2]),
            ("#2", vec![2]),
            ("", vec![2, 1]),
            ("nobody", vec![]),
            ("anna world", vec![]),
        ] {
            assert_eq!(found(book, text), expected, "{text:?} {which}");
        }
    }
}

#[test]
fn a_customer_is_found_however_the_name_is_spelled() {
    let desk = Desk::new();
    for (number, (first, last)) in [
        ("J\u{fc}rgen", "M\u{fc}ller"),
        ("IŞIL", "Güneş"),
        ("Nuñez", "Straße"),
        ("Łukasz", "Sørensen"),
        ("Семён", "Йосиф"),
        ("أحمد", "Θεόδωρος"),
        ("Mari\u{200b}a", "O’Brien"),
        ("ガス", "김민준"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut meant = new_order(&format!("guest{number}@hotel.example"), NOW);
        meant.customer.first_name = first.to_owned();
        meant.customer.last_name = last.to_owned();
        desk.book.begin(&meant).expect("it is written");
    }
    let reopened = open(desk.folder.path());
    reopened.use_keys(desk.keys());
    reopened.open_customers().expect("they open");
    for (text, expected) in [
        ("muller", 1),
        ("mu\u{308}ller", 1),
        ("MÜLLER jurgen", 1),
        ("ısıl", 2),
        ("isil gunes", 2),
        ("nunez strasse", 3),
        ("NUN\u{303}EZ", 3),
        ("lukasz sorensen", 4),
        ("семен иосиф", 5),
        ("احمد", 6),
        ("θεοδωροσ", 6),
        ("maria o'brien", 7),
        ("ｶﾞｽ", 8),
        ("김민준", 8),
        ("\u{feff}guest3@hotel.example\u{a0}", 4),
        ("mailto:guest3@hotel.example", 4),
        ("<Guest3@hotel.example>;", 4),
    ] {
        for book in [&desk.book, &reopened] {
            assert_eq!(found(book, text), [expected], "{text:?}");
        }
    }
}

#[test]
fn a_padded_sim_number_is_one_sim() {
    let desk = Desk::new();
    let padded = OrderFacts {
        iccid: Some("8944470000000000001F".to_owned()),
        order_id: Some("order-9".to_owned()),
        ..super::completed(9)
    };
    let first = desk.sell("anna@hotel.example");
    let second = desk.place("bert@hotel.example");
    let claimed = desk
        .book
        .record(second, OrderEvent::CodeProved, &padded, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { order, rival }) if order == second && rival == first),
        "one SIM for two orders: {claimed:?}"
    );

    let other = Desk::new();
    let key = other.place("anna@hotel.example");
    other.happens(key, OrderEvent::CodeProved, &padded);
    for text in [
        "8944470000000000001",
        "8944470000000000001F",
        "8944470000000000001f",
        "'8944470000000000001",
    ] {
        assert_eq!(found(&other.book, text), [1], "{text}");
    }
    assert!(
        other
            .book
            .known_sims(&account())
            .expect("it reads")
            .contains("8944470000000000001"),
        "and it is no strange one"
    );
    let plain = OrderFacts {
        iccid: Some("8944470000000000001".to_owned()),
        ..padded
    };
    let order = other.happens(key, OrderEvent::CodeProved, &plain);
    assert_eq!(
        order.state,
        OrderState::Ready,
        "the same SIM told otherwise is no contradiction"
    );
}

#[test]
fn before_the_customers_are_open_the_rest_is_searched() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let keys = desk.keys();
    let reopened = open(desk.folder.path());
    reopened.use_keys(keys);
    assert!(!reopened.customers_ready());
    assert_eq!(found(&reopened, "europe"), [1], "a clear field");
    assert_eq!(found(&reopened, "anna"), [] as [u32; 0], "not yet opened");
    reopened.open_customers().expect("they open");
    assert!(reopened.customers_ready());
    assert_eq!(found(&reopened, "anna"), [1]);
}

#[test]
fn keys_that_come_later_open_what_was_closed() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let keys = desk.keys();
    let reopened = open(desk.folder.path());
    reopened.open_customers().expect("there is nothing to open");
    assert_eq!(
        reopened.order(OrderKey(1)).expect("it reads").customer,
        CustomerRecord::Closed
    );
    reopened.use_keys(keys);
    assert!(
        !reopened.customers_ready(),
        "there is something to open now"
    );
    reopened.open_customers().expect("they open");
    assert_eq!(found(&reopened, "anna"), [1]);
}

#[test]
fn the_plans_of_the_newest_sales_are_told_without_those_that_nobody_was_charged_for() {
    let desk = Desk::new();
    let sell = |plan: &str| {
        let mut order = new_order("anna@hotel.example", NOW);
        order.plan.name = plan.to_owned();
        desk.book.begin(&order).expect("it is written")
    };
    sell("first");
    let settle = |key, verdict| {
        let facts = OrderFacts {
            settled_by: Some("Kim".to_owned()),
            verdict: Some(verdict),
            ..OrderFacts::default()
        };
        desk.happens(key, OrderEvent::AnswerLost, &OrderFacts::default());
        desk.happens(key, OrderEvent::Settled, &facts);
    };
    settle(sell("refunded"), Verdict::Refunded);
    settle(sell("handed over"), Verdict::HandedOver);
    desk.happens(sell("refused"), OrderEvent::Refused, &OrderFacts::default());
    let mut elsewhere = new_order("anna@hotel.example", NOW);
    elsewhere.account = AccountId("another".to_owned());
    desk.book.begin(&elsewhere).expect("it is written");
    sell("last");

    let told = |most| {
        let sales = desk.book.sold_lately(&account(), most);
        let names = sales.expect("it reads").into_iter();
        names.map(|sale| sale.plan.name).collect::<Vec<_>>()
    };
    assert_eq!(told(10), ["last", "handed over", "first"], "newest first");
    assert_eq!(told(2), ["last", "handed over"], "and no more than asked");
}

#[test]
fn a_search_follows_what_happens_and_keeps_to_its_filter() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    let ready = Filter {
        states: vec![esim_desk_core::book::OrderState::Ready],
        ..Filter::default()
    };
    assert_eq!(desk.book.search("anna", &ready).expect("it reads").total, 0);
    desk.happens(key, OrderEvent::CodeProved, &super::completed(1));
    assert_eq!(desk.book.search("anna", &ready).expect("it reads").total, 1);
    assert_eq!(
        found(&desk.book, "order-1"),
        [1],
        "what was facts is searched"
    );
    desk.place("anna@hotel.example");
    let second = Filter {
        limit: 1,
        offset: 1,
        ..Filter::default()
    };
    let page = desk.book.search("anna", &second).expect("it reads");
    assert_eq!((page.orders[0].key, page.total), (key, 2));
}

#[test]
fn a_list_of_all_days_lets_others_in_between() {
    let desk = Desk::new();
    let keys: Vec<OrderKey> = (0..3).map(|_| desk.sell("anna@hotel.example")).collect();
    let mut seen = Vec::new();
    desk.book
        .each(&Filter::default(), |order| {
            // Would wait for ever for a lock that the list holds.
            desk.book.order(order.key).expect("a sale reads");
            desk.place("bert@inn.example");
            seen.push(order.key);
        })
        .expect("it reads");
    assert_eq!(seen, [keys[2], keys[1], keys[0]], "newest first, each once");
}
