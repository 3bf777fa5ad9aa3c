//! What is done for the book beside selling: customers are let go while nobody searches, and forgotten in time, and a damaged
//! book is rebuilt while the desk goes on.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::time::Duration;

use esim_desk_core::book::{
    BookKeys, CustomerRecord, Month, NewOrder, OrderEvent, OrderFacts, OrderKey, OrderState,
};
use esim_desk_core::clock;
use esim_desk_core::desk::{
    Draft, Failure, GuestChoice, GuestLanguage, OrdersPage, OrdersQuery, SettingsChange, WhyBook,
};
use esim_desk_core::keychain::{Item, Keychain};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret as _;

use crate::desk::fixture::{EMAIL, Shop, by, draft};

const HALF_A_YEAR: i64 = 24 * 183;

fn long_ago(hours: i64) -> Timestamp {
    clock::now() - SignedDuration::from_hours(hours)
}

fn keys_item(shop: &Shop) -> Item {
    Item::book(&shop.book().id().to_string())
}

async fn stored_keys(shop: &Shop) -> BookKeys {
    let bytes = shop.keychain.read(&keys_item(shop)).await;
    let bytes = bytes.expect("it answers").expect("they were stored");
    BookKeys::from_bytes(bytes.expose_secret()).expect("what was stored")
}

async fn list(shop: &Shop, text: &str) -> OrdersPage {
    let query = OrdersQuery {
        text: text.to_owned(),
        ..OrdersQuery::default()
    };
    shop.desk.lists.orders(query).await.expect("it reads")
}

#[tokio::test]
async fn customers_are_let_go_while_nobody_searches_and_opened_by_the_next_search() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let some_minutes = async || shop.pass(Duration::from_secs(6 * 60)).await;
    let mut held = list(&shop, "").await.customers_ready;
    for _ in 0..3 {
        some_minutes().await;
        held = list(&shop, "").await.customers_ready;
    }
    assert!(!held, "a list is no search");
    shop.pass(Duration::from_secs(2 * 60 * 60)).await;
    assert!(
        !list(&shop, "").await.customers_ready,
        "nor does the hour open them"
    );

    for _ in 0..3 {
        let found = list(&shop, EMAIL).await;
        assert_eq!(found.total, 1, "nobody is told that there is none");
        assert!(found.customers_ready);
        some_minutes().await;
    }
    assert!(
        list(&shop, "").await.customers_ready,
        "whoever goes on searching does not wait"
    );
}

/// A shop with sealed orders of earlier months, each settled but the last.
async fn shop_with_past(months_ago: &[i64]) -> (Shop, Vec<OrderKey>) {
    let mut shop = Shop::open().await;
    shop.close().await;
    let mut keys = BookKeys::new();
    for hours in months_ago {
        keys.key_for(Month::of(long_ago(*hours)))
            .expect("randomness");
    }
    keys.key_for(Month::of(clock::now())).expect("randomness");
    let bytes = keys.to_bytes().to_vec().into();
    shop.keychain
        .write(&keys_item(&shop), bytes)
        .await
        .expect("it takes them");
    let book = shop.book();
    book.use_keys(Some(keys));
    let mut orders = Vec::new();
    for (place, hours) in months_ago.iter().enumerate() {
        let at = long_ago(*hours);
        let new_order = NewOrder {
            at,
            customer: by(&format!("guest-{place}@hotel.example")),
            ..shop.new_order()
        };
        let key = book.begin(&new_order).expect("it is written");
        if place + 1 < months_ago.len() {
            book.record(key, OrderEvent::Refused, &OrderFacts::default(), at)
                .expect("it is written");
        }
        orders.push(key);
    }
    drop(book);
    shop.restart().await;
    (shop, orders)
}

fn customer(shop: &Shop, keys: BookKeys, order: OrderKey) -> CustomerRecord {
    let book = shop.book();
    book.use_keys(Some(keys));
    book.order(order).expect("its row stays").customer
}

/// Waits until the key of the month is gone from the keychain, and the customer of that order from the book.
async fn until_forgotten(shop: &Shop, month: Month, order: OrderKey) {
    for _ in 0..400 {
        let kept = stored_keys(shop).await;
        if !kept.has(month) && customer(shop, kept, order) == CustomerRecord::Forgotten {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{month} was never forgotten");
}

#[tokio::test]
async fn at_the_start_customers_of_long_ago_are_forgotten_but_not_those_of_open_orders() {
    let (shop, orders) = shop_with_past(&[HALF_A_YEAR, 24 * 30, 2 * HALF_A_YEAR]).await;
    until_forgotten(&shop, Month::of(long_ago(HALF_A_YEAR)), orders[0]).await;

    let kept = stored_keys(&shop).await;
    let recent = customer(&shop, kept.clone(), orders[1]);
    assert!(
        matches!(recent, CustomerRecord::Known(_)),
        "a month is not: {recent:?}"
    );
    assert!(
        matches!(customer(&shop, kept, orders[2]), CustomerRecord::Known(_)),
        "an order that may be bought still needs its customer, however old"
    );
}

#[tokio::test]
async fn a_shorter_time_is_in_force_at_once() {
    let (shop, orders) = shop_with_past(&[24 * 62, 1]).await;
    let month = Month::of(long_ago(24 * 62));
    shop.settle().await;
    assert!(stored_keys(&shop).await.has(month), "ninety days at first");

    shop.desk
        .settings
        .change(SettingsChange::ForgetAfter { days: 30 })
        .expect("the folder takes it");

    until_forgotten(&shop, month, orders[0]).await;
}

#[tokio::test]
async fn without_a_keychain_there_is_nothing_to_forget_and_nothing_breaks() {
    let none = Keychain::start(|| Err(keyring_core::Error::NoDefaultStore));
    let shop = Shop::unconnected(crate::desk::fixture::quick(), none).await;
    // A change of the time has the book looked after at once.
    shop.desk
        .settings
        .change(SettingsChange::ForgetAfter { days: 90 })
        .expect("the folder takes it");
    shop.settle().await;
    assert_eq!(shop.desk.snapshot().book, None, "the book is in order");
}

/// Writes over all there is.
fn damage(folder: &Path) {
    for name in ["orders.db", "orders.db-wal"] {
        if folder.join(name).exists() {
            overwrite(&folder.join(name));
        }
    }
}

fn overwrite(path: &Path) {
    let length = fs::metadata(path).expect("it is there").len();
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(path)
        .expect("it opens");
    file.seek(SeekFrom::Start(0)).expect("it seeks");
    let rubbish = vec![0xAA; usize::try_from(length).expect("a small book")];
    file.write_all(&rubbish).expect("it writes");
    file.sync_all().expect("it is on disk");
}

#[tokio::test]
async fn a_book_damaged_between_two_runs_is_rebuilt_from_its_backup_and_told() {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let book = shop.book();
    book.back_up().expect("it copies");
    drop(book);
    let code = shop.ledger_code(key);
    shop.close().await;
    damage(shop.folder.path());
    shop.restart().await;

    let told = shop.desk.snapshot().repaired.expect("it is told");
    assert!(told.from_backup, "{told:?}");
    assert_eq!((told.orders, told.lost), (1, Some(0)), "nothing was lost");
    let kept = told.kept_aside.expect("it was never deleted");
    assert_eq!(
        fs::read(kept).expect("it is there")[0],
        0xAA,
        "as it was found"
    );
    assert_eq!(
        shop.handed_over(key).await,
        code,
        "the sale is one press away from its code"
    );
    let mut draft = shop.draft().await;
    draft.again = true;
    shop.desk
        .sale
        .place(draft)
        .await
        .expect("and selling goes on");
}

fn shown_at(shop: &Shop, key: OrderKey) -> Option<Timestamp> {
    shop.book().order(key).expect("it is there").shown_at
}

#[tokio::test]
async fn a_book_damaged_while_running_is_rebuilt_with_what_this_run_knows() {
    let shop = Shop::open().await;
    let key = shop.sell().await;
    shop.until_state(key, OrderState::Ready).await;
    let choice = GuestChoice {
        language: Some(GuestLanguage::It),
        phone: None,
    };
    shop.desk.handover.choose(key, choice).await;
    shop.handed_over(key).await;
    shop.desk.handover.done();
    // It is noted beside the code, which waits for no book.
    while shown_at(&shop, key).is_none() {
        shop.pass(Duration::from_millis(10)).await;
    }
    let shown = shown_at(&shop, key);
    assert_eq!(shop.desk.snapshot().repaired, None, "all is well so far");
    // Reading the plans reads in the book what was sold lately, and would meet the damage before a sale does.
    let plan = shop.plan().await;
    damage(shop.folder.path());

    // Pages that SQLite holds in memory are sound: the damage is met with the first that is read anew, after a change.
    let mut sold = 1;
    let mut told = None;
    while told.is_none() && sold < 5 {
        let again = Draft {
            again: true,
            ..draft(plan.clone())
        };
        match shop.desk.sale.place(again).await {
            Ok(_) => sold += 1,
            Err(failure) => told = Some(failure),
        }
    }
    let rebuilt = Failure::Book {
        why: WhyBook::Rebuilt,
    };
    assert_eq!(told, Some(rebuilt), "told, and what to do");
    shop.settle().await;
    assert_eq!(shop.posts(), sold, "what was not written down is not sent");

    let page = shop
        .desk
        .lists
        .orders(OrdersQuery::default())
        .await
        .expect("the new book reads");
    let order = page.orders.iter().find(|order| order.key == key);
    let order = order.expect("what memory knew went back in");
    assert_eq!(order.state, OrderState::Ready);
    assert_eq!(order.timeline.len(), shop.order(key).timeline.len());
    assert_eq!(
        order
            .customer
            .as_ref()
            .map(|customer| customer.email.as_str()),
        Some(EMAIL)
    );
    assert_eq!(
        shown_at(&shop, key).map(|at| at.as_second()),
        shown.map(|at| at.as_second()),
        "its guest has had it, and is not the next one"
    );
    assert_eq!(shop.handed_over(key).await, shop.ledger_code(key));
    let book = shop.book();
    let guest = book.order(key).expect("it is there").guest;
    assert_eq!(guest.language.as_deref(), Some("it"), "also for the guest");
    drop(book);
    assert!(shop.desk.snapshot().repaired.is_some(), "it is told");
    let mut draft = shop.draft().await;
    draft.again = true;
    let again = shop.desk.sale.place(draft).await.expect("it sells again");
    assert!(again > key, "no number is given twice");
    shop.until_state(again, OrderState::Ready).await;
    assert_eq!(shop.posts(), sold + 1, "and nothing was sent again");
}
