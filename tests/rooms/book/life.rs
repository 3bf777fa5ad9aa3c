//! What becomes of an order in the book, from the intent to the verdict.

use esim_desk_core::book::{
    AccountId, BookError, CustomerRecord, KnownSubscriptions, OrderEvent, OrderFacts, OrderKey,
    OrderState,
};
use secrecy::ExposeSecret;

use super::{Desk, NOW, account, at, code_of, completed, new_order, open};

#[test]
fn an_intent_reads_back_whole() {
    let desk = Desk::new();
    let meant = new_order("anna@hotel.example", NOW);
    let key = desk.book.begin(&meant).expect("it is written");
    let order = desk.book.order(key).expect("it is there");
    assert_eq!(order.state, OrderState::Sending);
    assert_eq!(order.customer, CustomerRecord::Known(meant.customer));
    assert_eq!(order.plan, meant.plan);
    assert_eq!(order.account, meant.account);
    assert_eq!(order.reference, meant.reference);
    assert_eq!(order.known_subscriptions, meant.known_subscriptions);
    assert_eq!(order.staff, meant.staff);
    assert_eq!(order.guest_pays, meant.guest_pays);
    assert_eq!(order.note, meant.note);
    assert_eq!(order.created_at, meant.at);
    assert_eq!(order.timeline.len(), 1, "the sending is the first moment");
    let body = desk
        .book
        .body(key)
        .expect("it reads")
        .expect("it was stored");
    assert_eq!(
        body.expose_secret(),
        meant.body.expose_secret(),
        "byte for byte"
    );
}

#[test]
fn a_look_that_failed_is_not_a_look_that_found_nothing() {
    let desk = Desk::new();
    for known_subscriptions in [None, Some(KnownSubscriptions::default())] {
        let mut meant = new_order("anna@hotel.example", NOW);
        meant.known_subscriptions = known_subscriptions.clone();
        let key = desk.book.begin(&meant).expect("it is written");
        let order = desk.book.order(key).expect("it is there");
        assert_eq!(
            order.known_subscriptions, known_subscriptions,
            "nobody but a person recovers None"
        );
    }
}

#[test]
fn an_order_runs_from_sending_to_its_code() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    let accepted = OrderFacts {
        order_id: Some("order-1".to_owned()),
        detail: Some("202".to_owned()),
        ..OrderFacts::default()
    };
    desk.happens(key, OrderEvent::Accepted, &accepted);
    desk.happens(key, OrderEvent::Preparing, &OrderFacts::default());
    assert_eq!(code_of(&desk.book, key), None, "no code yet");
    let order = desk.happens(key, OrderEvent::CodeProved, &completed(1));
    let states: Vec<_> = order.timeline.iter().map(|moment| moment.state).collect();
    assert_eq!(
        states,
        [
            OrderState::Sending,
            OrderState::Accepted,
            OrderState::Preparing,
            OrderState::Ready
        ]
    );
    assert_eq!(order.timeline[1].detail.as_deref(), Some("202"));
    assert_eq!(
        code_of(&desk.book, key).as_deref(),
        Some("LPA:1$rsp.example$CODE-1")
    );

    let again = open(desk.folder.path());
    assert_eq!(
        again.order(key).expect("it is there").state,
        OrderState::Ready,
        "on disk too"
    );
}

#[test]
fn the_same_news_again_does_not_grow_the_timeline() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    let told = OrderFacts {
        detail: Some("FULFILLING".to_owned()),
        ..OrderFacts::default()
    };
    for _ in 0..5 {
        desk.happens(key, OrderEvent::Preparing, &told);
        desk.happens(key, OrderEvent::Preparing, &OrderFacts::default());
    }
    let order = desk.book.order(key).expect("it is there");
    assert_eq!(order.timeline.len(), 2, "{:?}", order.timeline);
}

#[test]
fn what_cannot_happen_changes_nothing() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    desk.happens(key, OrderEvent::NothingLeft, &OrderFacts::default());
    let order = desk.happens(key, OrderEvent::CodeProved, &completed(1));
    assert_eq!(
        order.state,
        OrderState::NotSent,
        "nothing left, so nothing completes"
    );
    assert_eq!(order.iccid, None, "and nothing was facts");
    assert_eq!(code_of(&desk.book, key), None);
}

#[test]
fn a_settled_order_keeps_who_said_so_and_never_changes() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    desk.happens(key, OrderEvent::AnswerLost, &OrderFacts::default());
    let verdict = OrderFacts {
        settled_by: Some("Kim".to_owned()),
        ..OrderFacts::default()
    };
    desk.happens(key, OrderEvent::Settled, &verdict);
    for event in [
        OrderEvent::Found,
        OrderEvent::CodeProved,
        OrderEvent::Settled,
    ] {
        let order = desk.happens(key, event, &completed(1));
        assert_eq!(order.state, OrderState::Settled, "after {event:?}");
        assert_eq!(order.settled_by.as_deref(), Some("Kim"));
        assert_eq!(order.iccid, None, "after {event:?}");
    }
}

#[test]
fn two_orders_that_claim_one_esim_are_both_withheld_for_good() {
    type Claim = fn(&mut OrderFacts);
    let by_id: [(&str, Claim); 3] = [
        ("ICCID", |facts| facts.iccid = completed(1).iccid),
        ("subscription", |facts| {
            facts.subscription_id = completed(1).subscription_id
        }),
        ("order id", |facts| facts.order_id = completed(1).order_id),
    ];
    for (what, claim) in by_id {
        let desk = Desk::new();
        let first = desk.sell("anna@hotel.example");
        let second = desk.place("bert@hotel.example");
        let mut facts = completed(second.0);
        claim(&mut facts);
        let claimed = desk
            .book
            .record(second, OrderEvent::CodeProved, &facts, at(NOW))
            .expect_err("it belongs to the first");
        assert!(
            matches!(claimed, BookError::ClaimedTwice { order, rival } if order == second && rival == first),
            "{what}: {claimed}"
        );
        for (key, rival) in [(first, second), (second, first)] {
            // Reading the same again later proves nothing.
            let order = desk.happens(key, OrderEvent::CodeProved, &facts);
            assert_eq!(order.state, OrderState::Withheld, "{what}: {key:?}");
            assert_eq!(order.rival, Some(rival), "{what}: {key:?}");
            assert_eq!(
                code_of(&desk.book, key),
                None,
                "{what}: {key:?} gives no code"
            );
        }
    }
}

#[test]
fn the_same_esim_in_another_account_is_no_claim() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let mut meant = new_order("bert@hotel.example", NOW);
    meant.account = AccountId("another account".to_owned());
    let key = desk.book.begin(&meant).expect("it is written");
    let order = desk.happens(key, OrderEvent::CodeProved, &completed(1));
    assert_eq!((order.state, order.rival), (OrderState::Ready, None));
}

#[test]
fn a_code_that_comes_with_another_iccid_is_not_given() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    let known = OrderFacts {
        iccid: completed(1).iccid,
        ..OrderFacts::default()
    };
    desk.happens(key, OrderEvent::Preparing, &known);
    let order = desk.happens(key, OrderEvent::CodeProved, &completed(2));
    assert_eq!(order.state, OrderState::Withheld);
    assert_eq!(order.iccid, known.iccid, "the first one stands");
    assert_eq!(code_of(&desk.book, key), None);
}

#[test]
fn a_code_is_given_only_while_the_order_is_ready() {
    let desk = Desk::new();
    let key = desk.sell("anna@hotel.example");
    desk.happens(key, OrderEvent::CodeDoubted, &OrderFacts::default());
    assert_eq!(code_of(&desk.book, key), None, "doubted");
    desk.happens(key, OrderEvent::CodeProved, &OrderFacts::default());
    assert_eq!(
        code_of(&desk.book, key),
        None,
        "a code that was doubted comes back only from the service"
    );
    desk.happens(key, OrderEvent::CodeProved, &completed(key.0));
    assert!(code_of(&desk.book, key).is_some(), "proved again");
}

#[test]
fn a_code_that_is_still_there_is_not_given_for_an_order_in_doubt() {
    for doubt in ["state = 'withheld'", "state = 'settled'", "rival = 1"] {
        let desk = Desk::new();
        let key = desk.sell("anna@hotel.example");
        rusqlite::Connection::open(desk.folder.path().join("orders.db"))
            .and_then(|direct| direct.execute(&format!("UPDATE orders SET {doubt}"), []))
            .expect("it writes");
        assert_eq!(code_of(&desk.book, key), None, "{doubt}");
    }
}

#[test]
fn unfinished_orders_are_those_of_the_account_and_the_others_are_counted() {
    let desk = Desk::new();
    let open_one = desk.place("anna@hotel.example");
    desk.sell("bert@hotel.example");
    let lost = desk.place("carl@hotel.example");
    desk.happens(lost, OrderEvent::AnswerLost, &OrderFacts::default());
    let mut elsewhere = new_order("dora@hotel.example", NOW);
    elsewhere.account = AccountId("another account".to_owned());
    desk.book.begin(&elsewhere).expect("it is written");

    let unfinished = desk.book.open_orders_of(&account()).expect("it reads");
    let keys: Vec<_> = unfinished.orders.iter().map(|order| order.key).collect();
    assert_eq!(
        keys,
        [open_one, lost],
        "oldest first, and not the ready one"
    );
    assert_eq!(unfinished.of_other_accounts, 1);
}

#[test]
fn subscriptions_of_the_account_are_known() {
    let desk = Desk::new();
    let anna = desk.sell("anna@hotel.example");
    let asked = ["sub-1".to_owned(), "sub-2".to_owned()];
    let known = desk.book.known_of(&account(), &asked).expect("it reads");
    assert_eq!(known.into_iter().collect::<Vec<_>>(), ["sub-1"]);
    for (account, id, expected) in [
        (account(), "sub-1", Some(anna)),
        (account(), "sub-2", None),
        (AccountId("another account".to_owned()), "sub-1", None),
    ] {
        let order = desk
            .book
            .order_of_subscription(&account, id)
            .expect("it reads");
        assert_eq!(order, expected, "{id} of {account:?}");
    }
}

#[test]
fn an_order_that_is_not_there_is_said_to_be_unknown() {
    let desk = Desk::new();
    let missing = OrderKey(404);
    let happened = desk.book.record(
        missing,
        OrderEvent::Accepted,
        &OrderFacts::default(),
        at(NOW),
    );
    for result in [desk.book.order(missing), happened] {
        assert!(matches!(result, Err(BookError::UnknownOrder(key)) if key == missing));
    }
}

/// The other half of [`an_intent_outlives_the_death_of_the_program`].
#[test]
#[ignore = "run by another test, as a process of its own"]
fn begin_and_die() {
    let folder = std::env::var_os("ESIM_DESK_TEST_FOLDER").expect("set by the other half");
    let book = open(folder.as_ref());
    book.begin(&new_order("anna@hotel.example", NOW))
        .expect("it is written");
    std::process::abort();
}

#[test]
fn an_intent_outlives_the_death_of_the_program() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let died = std::process::Command::new(std::env::current_exe().expect("this program"))
        .args(["--ignored", "--exact", "book::life::begin_and_die"])
        .env("ESIM_DESK_TEST_FOLDER", folder.path())
        .output()
        .expect("it starts");
    assert!(!died.status.success(), "it died right after begin returned");
    let unfinished = open(folder.path())
        .open_orders_of(&account())
        .expect("it reads");
    assert_eq!(
        unfinished.orders.len(),
        1,
        "the intent was on disk before begin returned"
    );
    assert_eq!(unfinished.orders[0].state, OrderState::Sending);
}

#[test]
fn another_connection_sees_the_intent_when_begin_returns() {
    let desk = Desk::new();
    let other = open(desk.folder.path());
    for _ in 0..3 {
        let key = desk.place("anna@hotel.example");
        other.order(key).expect("visible at once");
    }
}

#[test]
fn lists_are_cut_by_state_day_and_account_newest_first() {
    use esim_desk_core::book::Filter;

    let desk = Desk::new();
    for time in ["2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z", NOW] {
        desk.book
            .begin(&new_order("anna@hotel.example", time))
            .expect("it is written");
    }
    desk.happens(OrderKey(2), OrderEvent::Refused, &OrderFacts::default());
    let keys = |filter: Filter| {
        let page = desk.book.list(&filter).expect("it reads");
        let keys: Vec<_> = page.orders.iter().map(|order| order.key.0).collect();
        (keys, page.total)
    };
    let all = Filter::default();
    assert_eq!(keys(all.clone()), (vec![3, 2, 1], 3));
    assert_eq!(
        keys(Filter {
            limit: 1,
            offset: 1,
            ..all.clone()
        }),
        (vec![2], 3)
    );
    let november = Filter {
        from: Some(at("2026-11-01T00:00:00Z")),
        ..all.clone()
    };
    assert_eq!(
        keys(november),
        (vec![3, 2], 2),
        "the first moment of the day is in"
    );
    let october = Filter {
        until: Some(at("2026-11-01T00:00:00Z")),
        ..all.clone()
    };
    assert_eq!(keys(october), (vec![1], 1), "and not in the day before");
    let refused = Filter {
        states: vec![OrderState::Refused],
        ..all.clone()
    };
    assert_eq!(keys(refused), (vec![2], 1));
    let elsewhere = Filter {
        account: Some(AccountId("x".to_owned())),
        ..all
    };
    assert_eq!(keys(elsewhere), (vec![], 0));
}

#[test]
fn one_profile_is_never_proved_for_two_esims() {
    for over_a_restart in [false, true] {
        let desk = Desk::new();
        let (first, second) = (
            desk.sell("anna@hotel.example"),
            desk.place("bert@inn.example"),
        );
        let reopened = super::open(desk.folder.path());
        let book = match over_a_restart {
            true => {
                reopened.use_keys(desk.keys());
                reopened.open_codes().expect("they open");
                &reopened
            }
            false => &desk.book,
        };
        let same_code = OrderFacts {
            code: Some(format!("LPA:1$RSP.example$CODE-{}", first.0).into()),
            ..completed(second.0)
        };

        let claimed = book.record(second, OrderEvent::CodeProved, &same_code, at(NOW));

        assert!(
            matches!(claimed, Err(BookError::ClaimedTwice { order, rival })
                if (order, rival) == (second, first)),
            "the same profile under another number: {claimed:?}"
        );
        for key in [first, second] {
            let order = book.order(key).expect("its row");
            assert_eq!(order.state, OrderState::Withheld, "neither is handed out");
            assert_eq!(code_of(book, key), None, "nor has a code");
        }
    }
}

#[test]
fn a_note_of_before_stays_as_long_as_the_order_is_undecided() {
    let desk = Desk::new();
    let key = desk.place("anna@hotel.example");
    let note = |what: &str| {
        let order = desk.book.order(key).expect("its row");
        assert_eq!(
            order.known_subscriptions.is_some(),
            order.state.is_undecided(),
            "{what}"
        );
    };
    note("while it is sent");
    for event in [
        OrderEvent::AnswerLost,
        OrderEvent::Found,
        OrderEvent::CodeProved,
    ] {
        desk.happens(key, event, &completed(key.0));
        note(&format!("{event:?}"));
    }
}
