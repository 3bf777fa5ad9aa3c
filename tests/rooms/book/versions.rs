//! A book of every past version still opens, and a book of a later program is left alone.

use std::fs;
use std::io::Write;

use esim_desk_core::book::{
    Asked, Book, BookError, CustomerRecord, GroupKey, GuestNames, LineKey, LineState, NewOrder,
    Order, OrderEvent, OrderFacts, OrderKey, OrderKind, OrderState, Outcome, Verdict,
};
use rusqlite::Connection;
use secrecy::ExposeSecret;

use super::{Desk, NOW, account, at, code_of, fixed_keys, new_order, open};

fn came_to(order: &Order) -> Outcome {
    Outcome::of(order.state, order.verdict)
}

/// Books as the programs of their time wrote them. A version, once published, gets its line here and is never edited.
const PAST: [&str; 7] = [
    include_str!("v1.sql"),
    include_str!("v2.sql"),
    include_str!("v3.sql"),
    include_str!("v4.sql"),
    include_str!("v5.sql"),
    include_str!("v6.sql"),
    include_str!("v7.sql"),
];

#[test]
fn a_book_of_every_past_version_opens_with_all_it_has() {
    for (version, sql) in (1..).zip(PAST) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = Connection::open(folder.path().join("orders.db")).expect("it opens");
        file.execute_batch(sql).expect("the fixture is sound");
        drop(file);

        let book = open(folder.path());
        book.use_keys(Some(fixed_keys()));
        let order = book.order(OrderKey(1)).expect("it is there");
        assert_eq!(order.state, OrderState::Ready, "version {version}");
        assert_eq!(order.plan.name, "Europe 5 GB", "version {version}");
        assert_eq!(
            order.created_at,
            at("2026-11-24T10:00:00Z"),
            "version {version}"
        );
        assert_eq!(order.timeline.len(), 2, "version {version}");
        assert_eq!(
            order.guest.language.as_deref(),
            (version >= 2).then_some("pl"),
            "version {version}"
        );
        let CustomerRecord::Known(customer) = order.customer else {
            unreachable!("version {version}: the seals of the past must open");
        };
        assert_eq!(customer.email, "anna@hotel.example", "version {version}");
        assert_eq!(
            code_of(&book, OrderKey(1)).as_deref(),
            Some("LPA:1$rsp.example$CODE-1"),
            "version {version}"
        );
        assert_eq!(order.verdict, None, "version {version}: nobody gave one");
        let seen = (version >= 7).then_some(false);
        assert_eq!(order.as_sold, seen, "version {version}");
        if version >= 3 {
            let settled = book.order(OrderKey(2)).expect("it is there");
            assert_eq!(settled.verdict, Some(Verdict::Refunded));
            assert_eq!(came_to(&settled), Outcome::Refunded);
        }
        if version >= 4 {
            let top_up = book.order(OrderKey(3)).expect("it is there");
            assert_eq!(top_up.kind, OrderKind::TopUp);
            assert_eq!(top_up.state, OrderState::Added);
            let refunded = book.order(OrderKey(4)).expect("it is there");
            assert_eq!(refunded.refunded_at, Some(at("2026-11-24T10:01:00Z")));
            assert_eq!(came_to(&refunded), Outcome::Refunded);
        }
        let line = LineKey {
            group: GroupKey(1),
            line: 2,
        };
        assert_eq!(order.line, (version >= 5).then_some(line));
        if version >= 5 {
            let group = book.group(line.group).expect("it is there");
            assert_eq!(group.lines[0].state, LineState::Ordered);
            let text = group.lines[0].text.as_ref().expect("its seal opens");
            assert!(text.expose_secret().contains("Anna Keller"));
            let order = group.lines[0].order.as_ref().expect("it was ordered");
            assert_eq!(order.key, OrderKey(1));
            assert_eq!(order.was_shown, version >= 6, "version {version}");
        }
        // Whatever the version it came from: what is topped up is no rival of what was sold.
        let iccid = order.iccid.expect("a ready order has its SIM");
        let top_up = book.begin(&NewOrder {
            asked: Asked::TopUp {
                iccid: iccid.clone(),
            },
            ..new_order("anna@hotel.example", NOW)
        });
        let top_up = top_up.expect("it is written");
        let of_sim = book.top_ups_of(&account(), &iccid).expect("it is read");
        assert!(of_sim.iter().any(|order| order.key == top_up));
        let owner = book.order_of_sim(&account(), &iccid).expect("it is read");
        assert_eq!(owner, Some(OrderKey(1)), "version {version}");
    }
}

#[test]
fn every_version_up_to_this_programs_own_has_a_book_here() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    drop(open(folder.path()));
    let file = Connection::open(folder.path().join("orders.db")).expect("it opens");
    let version: u32 = file
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("it reads");
    assert_eq!(
        u32::try_from(PAST.len()),
        Ok(version),
        "a program that is out has written one"
    );
}

#[test]
fn a_book_of_the_first_version_gains_the_guests_choice_and_is_kept_as_it_was() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = Connection::open(folder.path().join("orders.db")).expect("it opens");
    file.execute_batch(PAST[0]).expect("the fixture is sound");
    drop(file);
    let book = open(folder.path());
    let guest = |book: &Book| book.order(OrderKey(1)).expect("it is there").guest;
    assert_eq!(guest(&book), GuestNames::default(), "nobody was asked");
    let chosen = GuestNames {
        language: Some("pl".to_owned()),
        phone: None,
    };
    let kept = book.guest_chose(OrderKey(1), &chosen);
    kept.expect("it is written");
    drop(book);
    assert_eq!(guest(&open(folder.path())), chosen);

    let before = Connection::open(folder.path().join("orders-before-v2.db")).expect("it opens");
    let version: u32 = before
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .expect("it reads");
    assert_eq!(version, 1, "a copy for whoever goes back");
}

#[test]
fn a_settled_order_of_before_has_the_verdict_that_its_timeline_tells() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = Connection::open(folder.path().join("orders.db")).expect("it opens");
    file.execute_batch(PAST[1]).expect("the fixture is sound");
    for (key, detail) in [(2, Some("not bought")), (3, Some("sorted out")), (4, None)] {
        file.execute(
            "INSERT INTO orders (key, month, account, created_at, state, plan, reference)
             SELECT ?1, month, account, created_at, 'settled', plan, reference FROM orders WHERE key = 1",
            [key],
        )
        .expect("a row");
        file.execute(
            "INSERT INTO moments (order_key, step, at, state, detail) VALUES (?1, 1, 0, 'settled', ?2)",
            rusqlite::params![key, detail],
        )
        .expect("a row");
    }
    drop(file);
    let book = open(folder.path());
    for (key, verdict) in [
        (1, None),
        (2, Some(Verdict::NotBought)),
        (3, Some(Verdict::NotKnown)),
        (4, Some(Verdict::NotKnown)),
    ] {
        let order = book.order(OrderKey(key)).expect("it is there");
        assert_eq!(order.verdict, verdict, "order {key}");
    }
}

#[test]
fn a_verdict_is_kept_of_a_settled_order_only_and_a_later_one_replaces_it() {
    let desk = Desk::new();
    let facts = |verdict| OrderFacts {
        verdict: Some(verdict),
        ..OrderFacts::default()
    };
    let key = desk.place("anna@hotel.example");
    desk.happens(key, OrderEvent::AnswerLost, &facts(Verdict::Refunded));
    let verdict = || desk.book.order(key).expect("it is there").verdict;
    assert_eq!(verdict(), None, "nobody has settled it");
    for known in Verdict::ALL {
        assert_eq!(Verdict::from_name(known.name()), Some(known));
    }
    desk.happens(key, OrderEvent::Settled, &facts(Verdict::NotBought));
    assert_eq!(verdict(), Some(Verdict::NotBought));
    let settled = desk.book.order(key).expect("it is there");
    let corrected = esim_desk_core::book::Order {
        verdict: Some(Verdict::Refunded),
        ..settled
    };
    desk.book.restore(&corrected, None).expect("it is written");
    assert_eq!(verdict(), Some(Verdict::Refunded), "as memory knows it");
}

#[test]
fn a_book_whose_backup_is_of_the_version_before_comes_back_whole() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("orders.db");
    let backup = folder.path().join("orders.backup.db");
    let file = Connection::open(&path).expect("it opens");
    file.execute_batch(PAST[0]).expect("the fixture is sound");
    drop(file);
    fs::copy(&path, backup).expect("it copies");
    let book = open(folder.path());
    book.use_keys(Some(fixed_keys()));
    let newer = book.begin(&new_order("bert@hotel.example", NOW));
    let newer = newer.expect("it is written");
    drop(book);
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(&path)
        .expect("it opens");
    file.write_all(&[0xAA; 4096]).expect("it writes");
    drop(file);

    let opened = Book::open(folder.path()).expect("it opens");
    let repair = opened.repaired.expect("its first page is gone");
    assert_eq!((repair.orders, repair.lost), (2, Some(0)), "{repair:?}");
    opened.book.use_keys(Some(fixed_keys()));
    let order = opened.book.order(newer).expect("it is there");
    assert_eq!(order.state, OrderState::Sending);
    assert!(matches!(order.customer, CustomerRecord::Known(_)));
}

#[test]
fn a_book_of_a_later_program_is_refused_and_left_alone() {
    let desk = Desk::new();
    let path = desk.folder.path().to_owned();
    desk.sell("anna@hotel.example");
    let file = Connection::open(path.join("orders.db")).expect("it opens");
    file.pragma_update(None, "user_version", 99)
        .expect("it writes");
    let refused = Book::open(&path).expect_err("from the future");
    assert!(
        matches!(refused, BookError::NewerVersion { found: 99, .. }),
        "{refused}"
    );
    let orders: u32 = file
        .query_row("SELECT count(*) FROM orders", [], |row| row.get(0))
        .expect("it reads");
    assert_eq!(orders, 1, "nothing was changed");
}
