//! A service that takes the better part of a minute for each answer is slow and not silent: whatever is asked is read in the
//! end, and what is slow holds up nothing else.

use std::time::Duration;

use esim_desk_core::book::OrderState;
use esim_desk_core::desk::{Draft, Failure};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Quirks, Step};
use tokio::time::Instant;

use crate::desk::fixture::{Shop, draft};
use crate::desk::recovery::recovering::lose_the_answer;

const SLOW: u64 = 45_000;

/// Every read of the API.
const READS: [Step; 5] = [
    Step::Products,
    Step::Product,
    Step::Status,
    Step::Sim,
    Step::Subscriptions,
];

fn slow_at(shop: &Shop, steps: &[Step]) {
    shop.control().set_quirks(Quirks {
        slow_millis: steps.iter().map(|step| (*step, SLOW)).collect(),
        ..Quirks::default()
    });
}

#[tokio::test]
async fn an_order_is_followed_to_its_code_by_looks_that_take_45_seconds_each() {
    for step in READS {
        let shop = Shop::open().await;
        let plan = shop.plan().await;
        slow_at(&shop, &[step]);
        let key = shop.moving(shop.desk.sale.place(draft(plan))).await;
        let key = key.expect("nothing speaks against it");
        let order = shop.until_state(key, OrderState::Ready).await;
        assert!(
            !order
                .timeline
                .iter()
                .any(|entry| entry.state == OrderState::Unconfirmed),
            "{step:?}"
        );
        let code = shop.moving(shop.handed_over(key)).await;
        assert_eq!(code, shop.ledger_code(key), "{step:?}: its own code");
        assert_eq!(shop.posts(), 1, "{step:?}");
    }
}

#[tokio::test]
async fn so_is_one_whose_answer_was_lost_where_all_are_slow() {
    let shop = Shop::open().await;
    let plan = shop.plan().await;
    slow_at(&shop, &READS[2..]);
    // The look before is given up after five seconds, so that a person is asked which eSIM it is.
    shop.control()
        .cause(Fault::next(Step::Subscriptions, Mishap::Slow { millis: 1 }));
    lose_the_answer(&shop);
    let key = shop.moving(shop.desk.sale.place(draft(plan))).await;
    let key = key.expect("nothing speaks against it");
    let found = shop
        .until_order(key, "found, or shown to a person", |order| {
            let shown = order
                .recovery
                .as_ref()
                .is_some_and(|view| view.candidates.len() == 1);
            order.state == OrderState::Ready || shown
        })
        .await;
    if let Some(one) = found
        .recovery
        .and_then(|view| view.candidates.into_iter().next())
    {
        let chosen = shop.desk.polling.choose_candidate(key, &one.subscription);
        shop.moving(chosen).await.expect("it is one of those shown");
    }
    shop.until_state(key, OrderState::Ready).await;
    let code = shop.moving(shop.handed_over(key)).await;
    assert_eq!(code, shop.ledger_code(key), "its own code");
    assert_eq!(shop.posts(), 1, "nothing was sent again");
}

#[tokio::test]
async fn catalogue_account_and_lists_are_read_from_a_service_that_takes_45_seconds() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    let order = shop.until_state(key, OrderState::Ready).await;
    slow_at(&shop, &READS);

    let plans = shop.moving(shop.desk.plans.read()).await;
    assert!(!plans.expect("a catalogue").plans.is_empty());
    shop.moving(shop.desk.sign_in.try_again())
        .await
        .expect("the account");
    shop.moving(shop.connect())
        .await
        .expect("another connecting");
    let listed = shop.moving(shop.desk.unmatched.list()).await;
    assert_eq!(
        listed.expect("what was sold").sales,
        [],
        "all is in the book"
    );
    let iccid = order.iccid.expect("its SIM");
    let found = shop.moving(shop.desk.esims.find(&iccid)).await;
    assert_eq!(found.expect("it is looked for").trouble, None);
}

#[tokio::test]
async fn what_is_slow_holds_up_no_other_order_and_no_sale() {
    let mut shop = Shop::open().await;
    let plan = shop.plan().await;
    let mut keys = Vec::new();
    for number in 0..24 {
        shop.control().next_order(Fate::Stalls);
        let sale = Draft {
            email: format!("guest{number}@example.com"),
            ..draft(plan.clone())
        };
        let key = shop.moving(shop.desk.sale.place(sale)).await;
        keys.push(key.expect("nothing speaks against it"));
    }
    // Of an earlier run nobody waits at the counter.
    shop.restart().await;
    shop.pass(Duration::from_secs(30)).await;
    let slow = Mishap::Slow { millis: 70_000 };
    shop.control()
        .cause(Fault::next(Step::Status, slow).times(12));
    let heard = || shop.control().ledger().seen.at(Step::Status);
    let before = heard();
    let began = Instant::now();
    while heard() < before + 24 {
        shop.pass(Duration::from_secs(1)).await;
        assert!(
            began.elapsed() < Duration::from_secs(40),
            "twelve slow answers keep the others from being asked about: {}",
            heard() - before
        );
    }

    let began = Instant::now();
    let key = shop.moving(shop.desk.sale.place(draft(plan))).await;
    let key = match key {
        Ok(key) => key,
        Err(Failure::SoldRecently { .. }) => panic!("another guest"),
        Err(failure) => panic!("{failure:?}"),
    };
    shop.until_state(key, OrderState::Ready).await;
    assert!(
        began.elapsed() < Duration::from_secs(20),
        "a guest waits for no slow answer about another order: {:?}",
        began.elapsed()
    );
}
