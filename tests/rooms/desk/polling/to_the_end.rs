//! Orders are followed until they end: whatever the service calls it, however late its parts come, and a person is asked in
//! time (rulings 38, 39).

use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::{Draft, OrderHeading, OrdersQuery, StartChoice};
use esim_desk_core::sandbox::{Delays, Fate, Fault, Mishap, Options, Quirks, Step};

use tokio::time::Instant;

use crate::desk::fixture::{Shop, quick};
use crate::desk::recovery::recovering::lose_the_answer;

async fn with_quirks(quirks: Quirks) -> Shop {
    Shop::open_with(Options { quirks, ..quick() }).await
}

fn looks(shop: &Shop) -> u64 {
    shop.control().ledger().seen.at(Step::Status)
}

fn states(shop: &Shop, key: OrderKey) -> Vec<OrderState> {
    let timeline = shop.order(key).timeline;
    timeline.iter().map(|entry| entry.state).collect()
}

/// Quarter of an hour, and a little.
async fn long(shop: &Shop) {
    for _ in 0..32 {
        shop.pass(Duration::from_secs(30)).await;
    }
}

#[tokio::test]
async fn an_output_that_proves_makes_ready_whatever_the_last_word() {
    for word in [
        "PENDING_USAGE",
        "DONE",
        "CANCELLED",
        "accepted",
        "FAILED",
        "",
    ] {
        let quirks = Quirks {
            last_word: Some(word.to_owned()),
            ..Quirks::default()
        };
        let shop = with_quirks(quirks).await;
        let draft = Draft {
            start: StartChoice::FirstUse,
            ..shop.draft().await
        };
        let placed = shop.desk.sale.place(draft).await;
        let key = placed.expect("nothing speaks against it");
        shop.until_state(key, OrderState::Ready).await;
        assert_eq!(shop.handed_over(key).await, shop.ledger_code(key), "{word}");
    }
}

#[tokio::test]
async fn an_end_that_nobody_knows_asks_a_person_and_is_still_followed() {
    for word in ["REJECTED", "EXPIRED", "ACCEPTED"] {
        let quirks = Quirks {
            last_word: Some(word.to_owned()),
            last_word_without_output: true,
            ..Quirks::default()
        };
        let shop = with_quirks(quirks).await;
        let key = shop.sell().await;
        shop.pass(Duration::from_secs(600)).await;
        let order = shop.order(key);
        assert!(
            !order.needs_person && !order.may_be_closed,
            "{word}: ten minutes may be normal"
        );
        long(&shop).await;
        let order = shop.order(key);
        assert!(
            order.needs_person && order.may_be_closed,
            "{word}: no news for a quarter of an hour: {order:?}"
        );
        for text in ["", "maria"] {
            let query = OrdersQuery {
                text: text.to_owned(),
                heading: OrderHeading::NeedsPerson,
                ..OrdersQuery::default()
            };
            let listed = shop.desk.lists.orders(query).await.expect("a list");
            let listed: Vec<_> = listed.orders.iter().map(|order| order.key).collect();
            assert_eq!(listed, [key], "{word}: and it is found under that heading");
        }
        let before = looks(&shop);
        shop.pass(Duration::from_secs(70)).await;
        shop.pass(Duration::from_secs(70)).await;
        assert!(looks(&shop) > before, "{word}: and it is still followed");
    }
}

#[tokio::test]
async fn completed_without_output_is_being_prepared_for_two_minutes() {
    let delays = |output_millis| Quirks {
        delays: Delays {
            output_millis,
            ..Delays::default()
        },
        ..Quirks::default()
    };
    let shop = with_quirks(delays(90_000)).await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    assert!(
        !states(&shop, key).contains(&OrderState::Withheld),
        "nobody is told not to hand it out"
    );
    assert!(looks(&shop) >= 9, "at the usual pace: {}", looks(&shop));
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));

    let shop = with_quirks(delays(600_000)).await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    shop.until_state(key, OrderState::Withheld).await;
    assert!(shop.order(key).may_be_closed, "a person may end it");
    shop.until_state(key, OrderState::Ready).await;
    assert_eq!(
        shop.handed_over(key).await,
        shop.ledger_code(key),
        "and the output is taken when it comes"
    );
}

#[tokio::test]
async fn a_failed_order_whose_output_may_still_come_is_waited_for_and_then_told() {
    let failed = || Quirks {
        last_word: Some("FAILED".to_owned()),
        ..Quirks::default()
    };
    // Half of its code is on the SIM alone, which does not answer once.
    for status in [404, 503] {
        let shop = with_quirks(failed()).await;
        shop.control().next_order(Fate::NoLpa);
        let trouble = Mishap::refuse(status, "SIM_NOT_FOUND", "No");
        shop.control().cause(Fault::next(Step::Sim, trouble));
        let key = shop.sell().await;
        shop.until_state(key, OrderState::Ready).await;
        assert!(!states(&shop, key).contains(&OrderState::Failed));
        assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
    }
    // All of it comes later, also over a restart.
    for restarts in [false, true] {
        let mut shop = with_quirks(Quirks {
            delays: Delays {
                output_millis: 60_000,
                ..Delays::default()
            },
            ..failed()
        })
        .await;
        let key = shop.sell().await;
        shop.until_order(key, "taken", |order| order.order_id.is_some())
            .await;
        shop.pass(Duration::from_secs(20)).await;
        if restarts {
            shop.restart().await;
        }
        shop.until_state(key, OrderState::Ready).await;
        assert!(!states(&shop, key).contains(&OrderState::Failed));
    }
    // Nothing comes.
    let shop = with_quirks(Quirks {
        last_word_without_output: true,
        ..failed()
    })
    .await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    let begun = Instant::now();
    shop.until_state(key, OrderState::Failed).await;
    let told = begun.elapsed().as_secs();
    assert!((100..200).contains(&told), "told after {told} s");
    assert!(shop.order(key).may_be_closed, "a person may end it");
    assert_eq!(shop.desk.lists.open_orders(), 0, "it holds up nothing");
}

#[tokio::test]
async fn a_code_that_is_half_written_is_waited_for() {
    let shop = with_quirks(Quirks {
        half_codes_millis: 60_000,
        ..Quirks::default()
    })
    .await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    assert!(
        !states(&shop, key).contains(&OrderState::Withheld),
        "nobody is told not to hand it out"
    );
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
    let shop = with_quirks(Quirks {
        half_codes_millis: 600_000,
        ..Quirks::default()
    })
    .await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Withheld).await;
}

#[tokio::test]
async fn a_sim_that_comes_later_than_its_order_is_waited_for() {
    let quirks = Quirks {
        delays: Delays {
            sim_millis: 60_000,
            ..Delays::default()
        },
        ..Quirks::default()
    };
    let shop = with_quirks(quirks).await;
    shop.control().next_order(Fate::NoLpa);
    let key = shop.sell().await;
    let waits = shop.until_state(key, OrderState::Preparing).await;
    assert_eq!(waits.trouble, None, "that is no trouble");
    shop.until_state(key, OrderState::Ready).await;
    assert!(!states(&shop, key).contains(&OrderState::Withheld));
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
}

#[tokio::test]
async fn a_found_order_whose_sim_is_gone_asks_a_person_and_may_be_closed() {
    for lost in [404, 403, 500] {
        let shop = Shop::open().await;
        lose_the_answer(&shop);
        let key = shop.sell().await;
        shop.settle().await;
        shop.until_state(key, OrderState::Accepted).await;
        let gone = Mishap::refuse(lost, "SIM_NOT_FOUND", "No such SIM");
        shop.control()
            .cause(Fault::next(Step::Sim, gone).times(u32::MAX));
        long(&shop).await;
        let order = shop.order(key);
        assert!(
            order.needs_person && order.may_be_closed,
            "{lost}: {order:?}"
        );
        shop.control().calm();
        shop.until_state(key, OrderState::Ready).await;
        assert!(!shop.order(key).needs_person, "and nobody is needed then");
    }
}

#[tokio::test]
async fn an_order_that_no_look_can_read_asks_a_person_whatever_the_reason() {
    for mishap in [
        Mishap::refuse(404, "ORDER_NOT_FOUND", "No"),
        Mishap::refuse(403, "ACCESS_DENIED", "No"),
        Mishap::refuse(401, "UNAUTHORISED", "No"),
        Mishap::refuse(400, "INVALID", "No"),
        Mishap::Broken,
        Mishap::Garbage,
        Mishap::OtherOrder,
        Mishap::Drop,
        Mishap::Slow { millis: 100_000 },
    ] {
        let shop = Shop::open().await;
        shop.control()
            .cause(Fault::next(Step::Status, mishap.clone()).times(u32::MAX));
        let key = shop.sell().await;
        long(&shop).await;
        let order = shop.order(key);
        assert!(
            order.needs_person && order.may_be_closed,
            "{mishap:?}: {order:?}"
        );
        shop.control().calm();
        shop.until_state(key, OrderState::Ready).await;
        assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
    }
}

#[tokio::test]
async fn an_order_placed_in_a_minute_and_a_quarter_is_accepted_without_anybodys_help() {
    let shop = Shop::open().await;
    let draft = shop.draft().await;
    shop.control()
        .cause(Fault::next(Step::Order, Mishap::Slow { millis: 75_000 }).after_work());
    let key = shop.desk.sale.place(draft).await.expect("it leaves");
    let sending = shop.until_state(key, OrderState::Sending).await;
    assert!(!sending.may_be_closed, "its answer is to come");
    assert!(shop.desk.lists.is_sending(), "the program's end would wait");
    shop.pass(Duration::from_secs(60)).await;
    assert_eq!(
        shop.order(key).state,
        OrderState::Sending,
        "still waited for"
    );
    shop.until_state(key, OrderState::Ready).await;
    assert!(!states(&shop, key).contains(&OrderState::Unconfirmed));
    assert!(
        shop.order(key).order_id.is_some(),
        "with its number, and nobody had to look for it"
    );
    assert!(!shop.desk.lists.is_sending(), "and would not wait any more");
}

#[tokio::test]
async fn an_order_that_is_answered_after_45_seconds_asks_nobody_and_is_ready_within_a_minute() {
    let quirks = Quirks {
        slow_millis: [(Step::Order, 45_000)].into(),
        ..Quirks::default()
    };
    let shop = with_quirks(quirks).await;
    let draft = shop.draft().await;
    let placed = shop.moving(shop.desk.sale.place(draft)).await;
    let key = placed.expect("nothing speaks against it");
    // The minute begins when the service has it, however long a busy machine takes to bring it there.
    while shop.posts() == 0 {
        shop.settle().await;
    }
    for _ in 0..12 {
        shop.pass(Duration::from_secs(5)).await;
    }
    let passed = states(&shop, key);
    assert!(!passed.contains(&OrderState::Unconfirmed), "{passed:?}");
    // The code is proved on a thread of its own, which the clock does not wait for.
    for _ in 0..300 {
        if shop.order(key).state != OrderState::Ready {
            shop.settle().await;
        }
    }
    assert_eq!(shop.order(key).state, OrderState::Ready);
    assert_eq!(shop.posts(), 1);
}
