//! Groups in the book: whole before anything is bought, sealed like everything, and a line never has two orders that may be
//! charged.

use esim_desk_core::book::{
    Book, BookError, GroupKey, LineKey, LineState, NewGroup, NewLine, OrderEvent, OrderFacts,
    OrderState, Verdict,
};
use rusqlite::Connection;
use secrecy::{ExposeSecret, SecretString};

use super::{Desk, NOW, account, at, new_order, open};

const GUEST: &str = r#"{"guest":"Anna Keller","email":"anna@hotel.example"}"#;

pub fn new_group(reference: &str, lines: u32) -> NewGroup {
    NewGroup {
        account: account(),
        at: at(NOW),
        reference: reference.to_owned(),
        staff: Some("Mia".to_owned()),
        lines: (2..lines + 2)
            .map(|line| NewLine {
                line,
                state: LineState::Waiting,
                text: SecretString::from(GUEST.to_owned()),
            })
            .collect(),
    }
}

fn text(book: &Book, line: LineKey) -> Option<String> {
    let lines = book
        .group(line.group)
        .expect("it is there")
        .lines
        .into_iter();
    let mut found = lines.filter(|known| known.line == line.line);
    let text = found.next().expect("it is there").text;
    text.map(|text| text.expose_secret().to_owned())
}

#[test]
fn a_group_is_written_whole_once_and_sealed() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 3))
        .expect("it is written");
    let again = desk
        .book
        .begin_group(&new_group("g-1", 9))
        .expect("it is known");
    assert_eq!(group, again, "a second press is the same group");
    let kept = desk.book.group(group).expect("it is there");
    assert_eq!(kept.lines.len(), 3);
    assert_eq!(
        text(&desk.book, LineKey { group, line: 3 }).as_deref(),
        Some(GUEST)
    );
    let path = desk.folder.path().join("orders.db");
    for name in ["orders.db", "orders.db-wal"] {
        let bytes = std::fs::read(path.with_file_name(name)).unwrap_or_default();
        let told = bytes.windows(5).any(|part| part == b"Anna ");
        assert!(!told, "no guest is in clear in {name}");
    }
    let without = Book::open(tempfile::tempdir().expect("a folder").path()).expect("it opens");
    let refused = without.book.begin_group(&new_group("g-1", 1));
    assert!(
        matches!(refused, Err(BookError::KeysMissing)),
        "lines that cannot be kept are not begun: {refused:?}"
    );
}

#[test]
fn lines_that_several_change_at_once_lose_nothing_that_one_of_them_wrote() {
    const EACH: u32 = 40;
    let desk = Desk::new();
    let mut counted = new_group("g-1", 2);
    for line in &mut counted.lines {
        line.text = SecretString::from("0".to_owned());
    }
    let group = desk.book.begin_group(&counted).expect("it is written");
    let one_more = || {
        for _ in 0..EACH {
            let changed = desk.book.change_lines(group, |line| {
                let known: u32 = line.text.as_ref()?.expose_secret().parse().ok()?;
                Some((line.state, SecretString::from((known + 1).to_string())))
            });
            changed.expect("it is written");
        }
    };
    std::thread::scope(|threads| {
        threads.spawn(one_more);
        threads.spawn(one_more);
    });
    for line in [2, 3] {
        let counted = text(&desk.book, LineKey { group, line });
        assert_eq!(counted, Some((2 * EACH).to_string()));
    }
}

#[test]
fn a_line_that_is_moved_to_another_place_does_not_open() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let other = desk
        .book
        .begin_group(&new_group("g-2", 2))
        .expect("it is written");
    let file = Connection::open(desk.folder.path().join("orders.db")).expect("it opens");
    file.execute(
        "UPDATE guest_lines SET text = (SELECT text FROM guest_lines WHERE group_key = ?1 AND line = 3)
         WHERE group_key = ?2 AND line = 3",
        [group.0, other.0],
    )
    .expect("it is moved");
    assert_eq!(
        text(
            &desk.book,
            LineKey {
                group: other,
                line: 3
            }
        ),
        None
    );
    assert_eq!(
        text(
            &desk.book,
            LineKey {
                group: other,
                line: 2
            }
        )
        .as_deref(),
        Some(GUEST)
    );
}

#[test]
fn a_line_has_one_order_that_may_be_charged() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let line = LineKey { group, line: 2 };
    let order = || new_order("anna@hotel.example", NOW);
    let begin = |line| {
        let begun = desk.book.begin_for(&order(), line, None);
        begun.map(|order| order.key)
    };
    let first = begin(line).expect("it is free");
    let state = |line: LineKey| {
        let lines = desk.book.group(group).expect("it is there").lines;
        let found = lines.into_iter().find(|known| known.line == line.line);
        found.expect("it is there")
    };
    assert_eq!(state(line).state, LineState::Ordered);
    let before = desk.book.list(&Default::default()).expect("orders").total;
    let taken = |refused: Result<_, BookError>| matches!(refused, Err(BookError::LineHasOrder(_)));
    assert!(taken(begin(line)), "while it is being sent");
    assert!(taken(
        desk.book
            .set_line(line, LineState::LeftOut, None)
            .map(|()| first)
    ));
    desk.happens(first, OrderEvent::AnswerLost, &OrderFacts::default());
    assert!(taken(begin(line)), "while nobody knows");
    let total = desk.book.list(&Default::default()).expect("orders").total;
    assert_eq!(total, before, "and no row is left of it");

    let facts = OrderFacts {
        verdict: Some(Verdict::NotBought),
        ..OrderFacts::default()
    };
    desk.happens(first, OrderEvent::Settled, &facts);
    let second = begin(line).expect("nothing was bought");
    let newest = state(line).order.expect("the second");
    assert_eq!((newest.key, newest.state), (second, OrderState::Sending));
    let kept = desk.book.order(second).expect("it is there");
    assert_eq!(kept.line, Some(line), "the order knows its line");

    let other = LineKey { group, line: 3 };
    desk.book
        .set_line(other, LineState::LeftOut, None)
        .expect("it is free");
    assert!(taken(begin(other)), "nobody wants it");
}

#[test]
fn a_line_that_was_tried_again_has_the_order_that_turned_up() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 1))
        .expect("it is written");
    let line = LineKey { group, line: 2 };
    let begin = || {
        let begun = desk
            .book
            .begin_for(&new_order("anna@hotel.example", NOW), line, None);
        begun.expect("it is free").key
    };
    let first = begin();
    desk.happens(first, OrderEvent::Failed, &OrderFacts::default());
    let facts = OrderFacts {
        verdict: Some(Verdict::NotBought),
        ..OrderFacts::default()
    };
    desk.happens(first, OrderEvent::Settled, &facts);
    let second = begin();
    desk.happens(second, OrderEvent::NothingLeft, &OrderFacts::default());
    desk.book
        .set_line(line, LineState::Waiting, None)
        .expect("it is free");
    let known = || {
        let lines = desk.book.group(group).expect("it is there").lines;
        let order = lines[0].order.as_ref().expect("an order");
        (lines[0].state, order.key, order.may_be_charged)
    };
    assert_eq!(
        known(),
        (LineState::Waiting, second, false),
        "the newest, where none may be charged"
    );

    desk.happens(first, OrderEvent::TurnedUp, &OrderFacts::default());
    assert_eq!(known(), (LineState::Ordered, first, true));
}

#[test]
fn a_month_that_is_forgotten_takes_the_guests_of_its_groups() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let next = esim_desk_core::book::Month::of(at("2026-12-01T00:00:00Z"));
    let erasure = desk.book.forget_customers(next).expect("it reads");
    let erasure = erasure.expect("a month with a group and no order");
    desk.book.forgotten(&erasure).expect("it is written");
    assert_eq!(text(&desk.book, LineKey { group, line: 2 }), None);
    let again = desk.book.forget_customers(next).expect("it reads");
    assert!(again.is_none(), "once");
}

#[test]
fn a_book_that_is_opened_again_has_its_groups() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 2))
        .expect("it is written");
    let Desk { folder, book } = desk;
    drop(book);
    let book = open(folder.path());
    let rows = book.groups(&account(), None, 10).expect("it reads");
    assert_eq!(
        (rows.len(), rows[0].key, rows[0].lines, rows[0].waiting),
        (1, group, 2, 2)
    );
}

#[test]
fn a_group_in_the_list_says_how_many_lines_are_bought_wait_and_need_a_person() {
    let desk = Desk::new();
    let group = desk
        .book
        .begin_group(&new_group("g-1", 15))
        .expect("it is written");
    let at_line = |line: u32| LineKey { group, line };
    let events: [(u32, &[OrderEvent], Option<Verdict>); 9] = [
        (2, &[OrderEvent::Refused], None),
        (3, &[OrderEvent::NothingLeft], None),
        (4, &[OrderEvent::AnswerLost], None),
        (5, &[OrderEvent::Failed], None),
        (
            6,
            &[OrderEvent::Failed, OrderEvent::Settled],
            Some(Verdict::HandedOver),
        ),
        (
            7,
            &[OrderEvent::Failed, OrderEvent::Settled],
            Some(Verdict::Refunded),
        ),
        (
            8,
            &[OrderEvent::Failed, OrderEvent::Settled],
            Some(Verdict::NotKnown),
        ),
        (
            9,
            &[OrderEvent::Failed, OrderEvent::Settled],
            Some(Verdict::NotBought),
        ),
        (10, &[], None),
    ];
    for (line, events, verdict) in events {
        let order = new_order("anna@hotel.example", NOW);
        let placed = desk.book.begin_for(&order, at_line(line), None);
        let key = placed.expect("it is free").key;
        for event in events {
            let facts = OrderFacts {
                verdict: verdict.filter(|_| *event == OrderEvent::Settled),
                ..OrderFacts::default()
            };
            desk.happens(key, *event, &facts);
        }
    }
    for (line, state) in [
        (11, LineState::Stopped),
        (12, LineState::Unsure),
        (13, LineState::LeftOut),
    ] {
        let set = desk.book.set_line(at_line(line), state, None);
        set.expect("it is free");
    }
    let file = Connection::open(desk.folder.path().join("orders.db")).expect("it opens");
    file.execute_batch("UPDATE guest_lines SET text = NULL WHERE line IN (12, 16)")
        .expect("their months are forgotten");
    drop(file);
    let rows = desk.book.groups(&account(), None, 10).expect("it reads");
    let counts = (rows[0].lines, rows[0].bought, rows[0].waiting);
    assert_eq!(counts, (15, 1, 2), "14 and 15 wait");
    assert_eq!(
        rows[0].needs_person, 6,
        "two that bought nothing, the lost, the failed, the one that was not bought and the stopped"
    );
    let ordered = new_order("bert@hotel.example", NOW);
    let again = desk.book.begin_for(&ordered, at_line(2), None);
    again.expect("the first was refused");
    let rows = desk.book.groups(&account(), None, 10).expect("it reads");
    assert_eq!(rows[0].needs_person, 5, "its newest order is on its way");
}

#[test]
fn every_group_is_reached_a_portion_after_the_other() {
    let desk = Desk::new();
    for number in 0..7 {
        let begun = new_group(&format!("g-{number}"), number % 3);
        desk.book.begin_group(&begun).expect("it is written");
    }
    let mut other = new_group("other", 1);
    other.account.0.push('2');
    desk.book.begin_group(&other).expect("it is written");
    let (mut seen, mut before) = (Vec::new(), None);
    loop {
        let rows = desk.book.groups(&account(), before, 3).expect("it reads");
        let Some(last) = rows.last() else { break };
        before = Some(last.key);
        seen.extend(rows.iter().map(|row| (row.key.0, row.lines)));
    }
    let all = [(7, 0), (6, 2), (5, 1), (4, 0), (3, 2), (2, 1), (1, 0)];
    assert_eq!(seen, all, "newest first, each once, also without lines");
    let since = desk.book.groups_since(&account(), at(NOW), 10);
    assert_eq!(since.expect("it reads"), [], "none after the last");
    let earlier = at(NOW) - jiff::SignedDuration::from_secs(1);
    let since = desk.book.groups_since(&account(), earlier, 2);
    assert_eq!(since.expect("it reads"), [GroupKey(7), GroupKey(6)]);
}
