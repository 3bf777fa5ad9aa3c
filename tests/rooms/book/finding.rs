//! Searching, the question *really again?*, and the table for a spreadsheet.

use std::collections::BTreeMap;

use esim_desk_core::book::{
    AccountId, Book, BookError, CsvLayout, CustomerRecord, Dialect, Filter, GuestNames, OrderEvent,
    OrderFacts, OrderKey, OrderState, Verdict, csv,
};
use jiff::tz::TimeZone;

use super::{Desk, NOW, account, at, new_order, open};

fn found(book: &Book, text: &str) -> Vec<u32> {
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
fn the_same_sale_again_is_asked_about_while_recent_or_undecided() {
    let desk = Desk::new();
    let asked = |email: &str, product: &str, time: &str| {
        let sales = desk
            .book
            .undecided_or_recent(&account(), email, product, at(time));
        sales
            .expect("it reads")
            .into_iter()
            .map(|sale| sale.key.0)
            .collect::<Vec<_>>()
    };
    let later = "2026-11-24T10:10:00Z";
    let next_year = "2027-11-24T10:00:00Z";
    desk.place("anna@hotel.example");
    assert_eq!(
        asked(" Anna@Hotel.example ", "plan-1", next_year),
        [1],
        "undecided at any age"
    );
    assert_eq!(
        asked("anna@hotel.example", "plan-2", NOW),
        [] as [u32; 0],
        "another plan"
    );
    assert_eq!(
        asked("bert@hotel.example", "plan-1", NOW),
        [] as [u32; 0],
        "another customer"
    );

    desk.happens(OrderKey(1), OrderEvent::CodeProved, &super::completed(1));
    assert_eq!(
        asked("anna@hotel.example", "plan-1", "2026-11-24T10:09:59Z"),
        [1],
        "recent"
    );
    assert_eq!(
        asked("anna@hotel.example", "plan-1", later),
        [] as [u32; 0],
        "long done"
    );
    assert_eq!(
        asked("anna@hotel.example", "plan-1", "2026-11-24T05:00:00Z"),
        [1],
        "clock set back"
    );

    let refused = desk.place("carl@hotel.example");
    desk.happens(refused, OrderEvent::Refused, &OrderFacts::default());
    assert_eq!(
        asked("carl@hotel.example", "plan-1", NOW),
        [] as [u32; 0],
        "nothing was bought"
    );
}

#[test]
fn earlier_sales_are_remembered_over_a_restart_and_by_account() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let keys = desk.keys();
    let reopened = open(desk.folder.path());
    reopened.use_keys(keys);
    let sales = reopened
        .sales_to(&account(), "ANNA@hotel.example")
        .expect("it opens them itself");
    assert_eq!(sales.len(), 1);
    assert_eq!(
        (sales[0].product_id.as_str(), sales[0].at),
        ("plan-1", at(NOW))
    );
    let elsewhere = AccountId("another account".to_owned());
    let sales = reopened
        .sales_to(&elsewhere, "anna@hotel.example")
        .expect("it reads");
    assert_eq!(sales, [], "another account's customers are not ours");
}

#[test]
fn without_a_keychain_the_question_still_works_until_the_restart() {
    let desk = Desk::new();
    desk.book.use_keys(None);
    let key = desk.place("anna@hotel.example");
    assert_eq!(
        desk.book.order(key).expect("it reads").customer,
        CustomerRecord::NotStored
    );
    desk.happens(key, OrderEvent::Preparing, &OrderFacts::default());
    let sales = desk
        .book
        .sales_to(&account(), "anna@hotel.example")
        .expect("it reads");
    assert_eq!(sales.len(), 1, "kept in memory only");
}

/// A book that let go of what only a search needs.
fn unsearched(desk: &Desk) {
    desk.book.open_customers().expect("they open");
    for _ in 0..2 {
        // The first one may come right after a search.
        desk.book.let_go_of_search();
    }
    assert!(!desk.book.customers_ready(), "it was let go");
}

#[test]
fn what_was_let_go_is_found_again_and_a_search_is_not_interrupted() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    desk.book.open_customers().expect("they open");
    desk.book.let_go_of_search();
    assert!(desk.book.customers_ready(), "somebody needed it just now");
    unsearched(&desk);
    desk.sell("bert@hotel.example");
    desk.happens(OrderKey(1), OrderEvent::Cancelled, &OrderFacts::default());
    for (text, expected) in [("anna@hotel", vec![1]), ("meyer", vec![2, 1])] {
        assert_eq!(found(&desk.book, text), expected, "{text:?}");
        assert!(desk.book.customers_ready());
        unsearched(&desk);
    }
    let sales = desk.book.sales_to(&account(), "anna@hotel.example");
    let sales = sales.expect("it opens them again");
    let order = desk.book.order(OrderKey(1)).expect("it reads");
    assert_eq!(sales[0].state, order.state, "as it stands now");
}

#[test]
fn a_sale_that_nobody_searched_beside_opens_nothing_and_still_asks_and_compares() {
    let desk = Desk::new();
    let now = esim_desk_core::clock::now().to_string();
    let open = desk.place("anna@hotel.example");
    let mut recent = new_order("bert@hotel.example", &now);
    recent.reference = "r-recent".to_owned();
    let keys = desk.book.keys_to_store(at(&now)).expect("randomness");
    if let Some(keys) = keys {
        desk.book.use_keys(Some(keys));
    }
    let recent = desk.book.begin(&recent).expect("it is written");
    desk.happens(recent, OrderEvent::CodeProved, &super::completed(2));
    let over = desk.sell("chiara@hotel.example");
    unsearched(&desk);
    for (email, expected) in [
        ("anna@hotel.example", vec![open]),
        ("BERT@hotel.example", vec![recent]),
        ("chiara@hotel.example", vec![]),
    ] {
        let sales = desk
            .book
            .undecided_or_recent(&account(), email, "plan-1", at(&now));
        let sales = sales.expect("it reads").into_iter();
        let keys: Vec<OrderKey> = sales.map(|sale| sale.key).collect();
        assert_eq!(keys, expected, "{email}");
    }
    assert!(!desk.book.customers_ready(), "nothing was opened for it");

    let facts = OrderFacts {
        code: super::completed(over.0).code,
        ..super::completed(9)
    };
    let claimed = desk
        .book
        .record(open, OrderEvent::CodeProved, &facts, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { rival, .. }) if rival == over),
        "one profile is never two eSIMs: {claimed:?}"
    );
}

#[test]
fn who_could_not_be_stored_is_never_let_go() {
    let desk = Desk::new();
    desk.book.use_keys(None);
    let key = desk.place("anna@hotel.example");
    let facts = super::completed(1);
    desk.happens(key, OrderEvent::CodeProved, &facts);
    unsearched(&desk);
    let sales = desk.book.sales_to(&account(), "anna@hotel.example");
    assert_eq!(sales.expect("it reads").len(), 1, "kept in memory only");
    let second = desk.place("bert@hotel.example");
    let same_code = OrderFacts {
        code: facts.code,
        ..super::completed(2)
    };
    let claimed = desk
        .book
        .record(second, OrderEvent::CodeProved, &same_code, at(NOW));
    assert!(
        matches!(claimed, Err(BookError::ClaimedTwice { .. })),
        "nor is its code: {claimed:?}"
    );
}

fn layout(with_customers: bool) -> CsvLayout {
    CsvLayout {
        dialect: Dialect::COMMA,
        with_customers,
        zone: TimeZone::fixed(jiff::tz::offset(1)),
        words: BTreeMap::from([
            ("number".to_owned(), "Nummer".to_owned()),
            ("ready".to_owned(), "Bereit".to_owned()),
        ]),
    }
}

#[test]
fn the_table_holds_the_bookkeeping_in_the_readers_ways() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let table = csv(&orders, &layout(false));
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{feff}\"Nummer\";\"date\";"),
        "{}",
        lines[0]
    );
    assert_eq!(
        lines[1],
        "\"1\";\"2026-11-24\";\"11:00\";\"Bereit\";\"Europe 5 GB\";\"5 GB\";\"30 days\";\"12,50\";\"EUR\";\
         \"15,00\";\"EUR\";\"room 12\";\"Kim\";\"'8944470000000000001\";\"order-1\";\
         \"5f0c6f4e-0000-4000-8000-000000000001\";\"https://connect.example hotel-desk\";\"\";\"kind_new_esim\";\"\""
    );
}

#[test]
fn the_table_never_holds_a_code_or_eid_and_the_customer_only_when_asked() {
    let desk = Desk::new();
    let key = desk.sell("anna@hotel.example");
    let guest = GuestNames {
        language: Some("guest-language".to_owned()),
        phone: Some("guest-phone".to_owned()),
    };
    let kept = desk.book.guest_chose(key, &guest);
    kept.expect("it is written");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    for with_customers in [false, true] {
        let table = csv(&orders, &layout(with_customers));
        for never in ["LPA:", "rsp.example", "CODE-1", "89049032", "guest-"] {
            assert!(
                !table.contains(never),
                "{never} with customers {with_customers}"
            );
        }
        for customer in ["anna@hotel.example", "Anna", "Meyer"] {
            assert_eq!(table.contains(customer), with_customers, "{customer}");
        }
    }
}

#[test]
fn a_formula_typed_as_a_name_or_note_stays_text_in_the_table() {
    let desk = Desk::new();
    let mut meant = new_order("=cmd@x.example", NOW);
    meant.customer.first_name = "@SUM(A1)".to_owned();
    meant.note = Some("=HYPERLINK(\"http://x\";\"y\")".to_owned());
    desk.book.begin(&meant).expect("it is written");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let table = csv(&orders, &layout(true));
    for cell in [
        "\"'=cmd@x.example\"",
        "\"'@SUM(A1)\"",
        "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"",
    ] {
        assert!(table.contains(cell), "{cell} in {table}");
    }
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

#[test]
fn an_address_is_known_in_every_spelling_of_earlier_sales() {
    let desk = Desk::new();
    for email in [
        "Maria.Keller@Example.com",
        "maria.keller@example.com",
        "bert@inn.example",
    ] {
        desk.place(email);
    }
    for (typed, others) in [
        (
            "MARIA.keller@example.com",
            vec!["Maria.Keller@Example.com", "maria.keller@example.com"],
        ),
        ("maria.keller@example.com", vec!["Maria.Keller@Example.com"]),
        ("BERT@inn.example", vec!["bert@inn.example"]),
        ("nobody@inn.example", vec![]),
    ] {
        let known = desk.book.spellings_of(&account(), typed).expect("it reads");
        assert_eq!(known, others, "{typed}");
    }
}

#[test]
fn what_a_spreadsheet_would_change_is_a_text_in_the_table() {
    let desk = Desk::new();
    let mut meant = new_order("anna@hotel.example", NOW);
    for (note, first_name) in [("2026-11-28", "1E5"), ("0012", "TRUE"), ("MAR 5", "3/4")] {
        meant.note = Some(note.to_owned());
        meant.customer.first_name = first_name.to_owned();
        desk.book.begin(&meant).expect("it is written");
    }
    desk.sell("bert@hotel.example");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let table = csv(&orders, &layout(true));
    for text in [
        "2026-11-28",
        "0012",
        "MAR 5",
        "1E5",
        "TRUE",
        "3/4",
        "8944470000000000004",
    ] {
        assert!(table.contains(&format!("\"'{text}\"")), "{text} in {table}");
    }
    assert!(table.contains("\"12,50\""), "amounts are calculated with");
    assert!(
        table.contains("\"2026-11-24\";\"11:00\""),
        "and days sorted by"
    );
}
