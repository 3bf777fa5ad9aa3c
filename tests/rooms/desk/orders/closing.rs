//! A way out of everything: a person closes the case of an order with a verdict, and the verdict is what sums, lists and the
//! table go by (rulings 39).

use std::collections::BTreeMap;
use std::time::Duration;

use esim_desk_core::book::{OrderEvent, OrderFacts, OrderKey, OrderState, Verdict};
use esim_desk_core::clock;
use esim_desk_core::desk::{DayTable, Failure, OrderHeading, OrderView, OrdersPage, OrdersQuery};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Fate, Sandbox};

use crate::desk::fixture::{Shop, form_for, quick};
use crate::desk::recovery::recovering::lose_the_order;

async fn list(shop: &Shop, heading: OrderHeading, text: &str) -> OrdersPage {
    let query = OrdersQuery {
        text: text.to_owned(),
        heading,
        day: text.is_empty().then(|| {
            clock::now()
                .to_zoned(jiff::tz::TimeZone::system())
                .date()
                .to_string()
        }),
        ..OrdersQuery::default()
    };
    shop.desk.lists.orders(query).await.expect("it reads")
}

async fn in_list(shop: &Shop, key: OrderKey) -> OrderView {
    let page = list(shop, OrderHeading::All, "").await;
    let mut orders = page.orders.into_iter();
    orders.find(|order| order.key == key).expect("it is listed")
}

fn moved_on(state: OrderState) -> Result<(), Failure> {
    Err(Failure::MovedOn { state })
}

async fn failed(shop: &Shop) -> OrderKey {
    shop.control().next_order(Fate::Fails);
    let key = shop.sell_again().await;
    shop.until_state(key, OrderState::Failed).await;
    key
}

#[tokio::test]
async fn a_verdict_that_the_disk_did_not_take_is_written_later_and_asked_about_until_then() {
    for signs_out in [false, true] {
        let shop = Shop::open().await;
        let key = failed(&shop).await;
        shop.settle().await;
        assert_eq!(shop.desk.lists.open_orders(), 0, "nothing is left to do");
        let disk = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
        let disk = disk.expect("the book");
        disk.execute_batch(
            "CREATE TRIGGER full BEFORE UPDATE ON orders BEGIN SELECT RAISE(ABORT, 'full'); END",
        )
        .expect("nothing is taken any more");
        let settled = shop
            .desk
            .recovery
            .settle(key, Verdict::NotBought, "Ana")
            .await;
        settled.expect("a failed order needs a person");
        if signs_out {
            shop.desk.sign_in.sign_out().await.expect("signed out");
        }
        shop.pass(Duration::from_secs(20)).await;
        assert_eq!(shop.desk.lists.open_orders(), 1, "whoever closes is asked");
        assert_eq!(
            shop.book().order(key).expect("it is there").state,
            OrderState::Failed
        );

        disk.execute_batch("DROP TRIGGER full")
            .expect("there is room");
        for _ in 0..30 {
            shop.pass(Duration::from_secs(5)).await;
            if shop.desk.lists.open_orders() == 0 {
                break;
            }
        }
        let row = shop.book().order(key).expect("it is there");
        assert_eq!(
            (row.state, row.verdict),
            (OrderState::Settled, Some(Verdict::NotBought)),
            "signed out: {signs_out}"
        );
        assert_eq!(shop.desk.lists.open_orders(), 0, "nothing is left to do");
    }
}

#[tokio::test]
async fn the_verdict_is_what_sums_lists_and_the_table_count_by() {
    for verdict in Verdict::ALL {
        let shop = Shop::open().await;
        let key = failed(&shop).await;
        let open = list(&shop, OrderHeading::All, "").await.day.expect("sums");
        assert_eq!((open.sold, open.charged.len()), (0, 0), "nobody knows");
        assert_eq!(
            (open.unknown, open.perhaps_charged.len()),
            (1, 1),
            "perhaps charged, and apart"
        );

        let settled = shop.desk.recovery.settle(key, verdict, "Ana").await;
        settled.expect("a failed order needs a person");

        let order = shop.order(key);
        assert_eq!(
            (order.state, order.verdict, order.settled_by.as_deref()),
            (OrderState::Settled, Some(verdict), Some("Ana")),
            "the word on screen"
        );
        let sums = list(&shop, OrderHeading::All, "").await.day.expect("sums");
        let (bought, came_back, unknown, group) = match verdict {
            Verdict::HandedOver | Verdict::NotHandedOver => (1, 0, 0, OrderHeading::Closed),
            Verdict::NotKnown => (0, 0, 1, OrderHeading::Closed),
            Verdict::Refunded => (1, 1, 0, OrderHeading::Closed),
            Verdict::NotBought => (0, 0, 0, OrderHeading::NotSold),
        };
        assert_eq!(
            (sums.sold, sums.charged.len(), sums.unknown),
            (bought, bought as usize, unknown),
            "{verdict:?} in the sums"
        );
        assert_eq!(
            (sums.refunded, sums.credited.len()),
            (came_back, came_back as usize),
            "{verdict:?} in what came back"
        );
        for (asked, text) in [
            (OrderHeading::Closed, ""),
            (OrderHeading::NotSold, ""),
            (OrderHeading::NeedsPerson, ""),
            (OrderHeading::Closed, "keller"),
            (OrderHeading::NotSold, "keller"),
        ] {
            let found = list(&shop, asked, text).await.total;
            assert_eq!(
                found,
                u32::from(asked == group),
                "{verdict:?} in {asked:?}, searched for {text:?}"
            );
        }
        let table = DayTable {
            day: None,
            with_customers: false,
            words: BTreeMap::from([(
                format!("verdict_{}", verdict.name()),
                "what we found out".to_owned(),
            )]),
        };
        let table = shop.desk.lists.day_table(table).await.expect("a table");
        assert!(table.contains("\"verdict\""), "a column of its own");
        assert!(table.contains("what we found out"), "{verdict:?}: {table}");
    }
}

#[tokio::test]
async fn not_bought_lets_the_same_be_sold_without_a_question() {
    let shop = Shop::open().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Unconfirmed).await;
    let asked = shop.desk.sale.place(shop.draft().await).await;
    assert!(
        matches!(asked, Err(Failure::SoldRecently { .. })),
        "{asked:?}"
    );
    let settled = shop.desk.recovery.settle(key, Verdict::NotBought, "");
    settled.await.expect("it is in doubt");
    shop.sell().await;
}

#[tokio::test]
async fn a_verdict_may_be_corrected_today_and_not_tomorrow() {
    let mut shop = Shop::open().await;
    let key = failed(&shop).await;
    let settle = |verdict, by| shop.desk.recovery.settle(key, verdict, by);
    settle(Verdict::NotBought, "Ana").await.expect("it failed");
    assert!(shop.order(key).may_be_closed, "a slip may be put right");
    settle(Verdict::Refunded, "Kim")
        .await
        .expect("the same day");
    let order = shop.order(key);
    assert_eq!(order.verdict, Some(Verdict::Refunded));
    assert_eq!(order.settled_by.as_deref(), Some("Kim"), "who said so last");
    let told: Vec<_> = order
        .timeline
        .iter()
        .filter_map(|entry| entry.detail.clone())
        .collect();
    assert!(
        told.ends_with(&["not bought".to_owned(), "refunded".to_owned()]),
        "both stand in its history: {told:?}"
    );

    shop.restart().await;
    assert!(
        in_list(&shop, key).await.may_be_closed,
        "over a restart too"
    );
    shop.close().await;
    let file = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
    let file = file.expect("it opens");
    file.execute("UPDATE moments SET at = at - 86400000", [])
        .expect("yesterday");
    drop(file);
    shop.restart().await;
    assert!(!in_list(&shop, key).await.may_be_closed, "final");
    let late = shop.desk.recovery.settle(key, Verdict::NotBought, "Ana");
    assert_eq!(late.await, moved_on(OrderState::Settled), "and held");
    assert_eq!(in_list(&shop, key).await.verdict, Some(Verdict::Refunded));
}

#[tokio::test]
async fn an_order_that_no_run_follows_any_more_may_still_be_closed() {
    let mut shop = Shop::open().await;
    let key = failed(&shop).await;
    shop.restart().await;
    assert!(
        in_list(&shop, key).await.may_be_closed,
        "the page offers it"
    );
    let settled = shop.desk.recovery.settle(key, Verdict::Refunded, "Ana");
    settled.await.expect("and it works");
    shop.restart().await;
    assert_eq!(in_list(&shop, key).await.verdict, Some(Verdict::Refunded));
}

#[tokio::test]
async fn open_orders_of_an_account_that_nobody_signs_in_with_may_be_closed() {
    let mut shop = Shop::open().await;
    shop.control().next_order(Fate::Stalls);
    let preparing = shop.sell().await;
    shop.until_state(preparing, OrderState::Preparing).await;
    let sending = shop.book().begin(&shop.new_order()).expect("a row");
    let other = Sandbox::start(quick()).await.expect("a free port");
    let connected = shop.desk.sign_in.connect(form_for(&other)).await;
    connected.expect("another account");
    shop.restart().await;
    assert_eq!(shop.desk.snapshot().orders_of_other_accounts, 2);

    for key in [preparing, sending] {
        let order = in_list(&shop, key).await;
        assert!(
            order.other_account.is_some() && order.may_be_closed,
            "{order:?}"
        );
        let settled = shop.desk.recovery.settle(key, Verdict::NotKnown, "Ana");
        settled.await.expect("nothing else will end it");
        assert_eq!(in_list(&shop, key).await.state, OrderState::Settled);
    }
    shop.restart().await;
    assert_eq!(
        shop.desk.snapshot().orders_of_other_accounts,
        0,
        "and it is over"
    );
}

#[tokio::test]
async fn what_goes_well_cannot_be_closed() {
    let shop = Shop::open().await;
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    let early = shop.desk.recovery.settle(key, Verdict::NotBought, "Ana");
    let state = OrderState::Preparing;
    assert_eq!(early.await, moved_on(state), "it is on its way");
    let ready = shop.sell_again().await;
    shop.until_state(ready, OrderState::Ready).await;
    let done = shop.desk.recovery.settle(ready, Verdict::NotBought, "Ana");
    assert_eq!(done.await, moved_on(OrderState::Ready), "it has its code");
    assert!(!shop.order(key).may_be_closed && !shop.order(ready).may_be_closed);
}

#[tokio::test]
async fn a_row_that_cannot_be_written_hides_no_other_order_and_is_written_later() {
    let mut shop = Shop::open().await;
    let lost = shop.book().begin(&shop.new_order()).expect("a row");
    shop.control().next_order(Fate::Stalls);
    let other = shop.sell_again().await;
    shop.until_state(other, OrderState::Preparing).await;
    shop.close().await;
    let file = rusqlite::Connection::open(shop.folder.path().join("orders.db"));
    let file = file.expect("it opens");
    file.execute_batch(&format!(
        "CREATE TRIGGER held BEFORE UPDATE ON orders WHEN old.key = {} BEGIN SELECT RAISE(ABORT, 'held'); END",
        lost.0
    ))
    .expect("a trigger");

    shop.restart().await;

    let order = shop.order(lost);
    assert_eq!(order.state, OrderState::Unconfirmed, "followed from memory");
    assert!(
        matches!(order.trouble, Some(Failure::Book { .. })),
        "and told: {:?}",
        order.trouble
    );
    assert_eq!(
        shop.order(other).state,
        OrderState::Preparing,
        "followed too"
    );
    let before = shop
        .control()
        .ledger()
        .seen
        .at(esim_desk_core::sandbox::Step::Status);
    shop.pass(Duration::from_secs(70)).await;
    assert!(
        shop.control()
            .ledger()
            .seen
            .at(esim_desk_core::sandbox::Step::Status)
            > before,
        "the other one is looked at"
    );

    file.execute_batch("DROP TRIGGER held").expect("let go");
    shop.pass(Duration::from_secs(70)).await;
    shop.pass(Duration::from_secs(70)).await;
    let row = shop.book().order(lost).expect("it is there");
    assert_eq!(
        row.state,
        OrderState::Unconfirmed,
        "written by a later look"
    );
}

#[tokio::test]
async fn a_book_that_cannot_be_read_at_the_start_is_told_and_asked_again() {
    let mut shop = Shop::open().await;
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Preparing).await;
    shop.close().await;
    let path = shop.folder.path().join("orders.db");
    let file = rusqlite::Connection::open(&path).expect("it opens");
    file.execute_batch("ALTER TABLE moments RENAME TO held")
        .expect("out of reach");

    shop.restart().await;
    let told = shop.desk.snapshot();
    assert!(told.orders.is_empty() && told.book.is_some(), "{told:?}");
    let sale = shop.desk.sale.place(shop.draft().await).await;
    assert!(matches!(sale, Err(Failure::Book { .. })), "{sale:?}");

    file.execute_batch("ALTER TABLE held RENAME TO moments")
        .expect("back");
    shop.until("followed again", |now| {
        now.book.is_none() && now.orders.iter().any(|order| order.key == key)
    })
    .await;
}

#[tokio::test]
async fn without_a_keychain_the_same_can_be_ordered_once_more_in_the_same_run() {
    let none = Keychain::start(|| Err(keyring_core::Error::NoDefaultStore));
    let mut shop = Shop::unconnected(quick(), none).await;
    shop.connect_until_close().await;
    lose_the_order(&shop);
    let key = shop.sell().await;
    shop.until_order(key, "nothing found", |order| {
        let recovery = order.recovery.as_ref();
        recovery.is_some_and(|recovery| recovery.nothing_found)
    })
    .await;
    assert!(shop.order(key).can_be_ordered_again, "offered");
    let again = shop.desk.sale.again(key, "again".into()).await;
    let again = again.expect("and it works");
    shop.until_state(again, OrderState::Ready).await;

    shop.restart().await;
    shop.connect_until_close().await;
    assert!(
        !shop.order(key).can_be_ordered_again,
        "nobody knows any more what was typed: the form is offered instead"
    );
}

#[tokio::test]
async fn a_reported_fact_never_changes_a_verdict() {
    let shop = Shop::open().await;
    let key = failed(&shop).await;
    let settled = shop.desk.recovery.settle(key, Verdict::NotBought, "Ana");
    settled.await.expect("it failed");
    let facts = OrderFacts {
        iccid: Some("8944476500001234567".to_owned()),
        verdict: Some(Verdict::HandedOver),
        ..OrderFacts::default()
    };
    let order = shop
        .book()
        .record(key, OrderEvent::CodeProved, &facts, clock::now())
        .expect("it is written");
    assert_eq!(
        (order.state, order.verdict),
        (OrderState::Settled, Some(Verdict::NotBought))
    );
}
