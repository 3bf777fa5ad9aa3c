//! The book's keys in the keychain: by the book's id, moved from where earlier programs had them, and told where they are
//! missing; and that nobody is forgotten on the word of this computer's clock alone.

use std::time::Duration;

use esim_desk_core::book::{BookKeys, CustomerRecord, Month, NewOrder, OrderEvent, OrderFacts};
use esim_desk_core::clock;
use esim_desk_core::desk::{Failure, OrdersQuery, SettingsChange};
use esim_desk_core::keychain::{Item, Keychain};
use esim_desk_core::sandbox::Fate;
use jiff::SignedDuration;
use secrecy::ExposeSecret as _;

use crate::desk::fixture::{Shop, by, quick};

fn of_the_book(shop: &Shop) -> Item {
    Item::book(&shop.book().id().to_string())
}

fn of_the_folder(shop: &Shop) -> Item {
    Item::book(&shop.folder.path().display().to_string())
}

async fn stored(shop: &Shop, item: &Item) -> Option<BookKeys> {
    let bytes = shop.keychain.read(item).await.expect("it answers")?;
    Some(BookKeys::from_bytes(bytes.expose_secret()).expect("keys"))
}

/// As an earlier program left it: the item named after the folder, and no check values.
async fn as_of_an_earlier_program(shop: &mut Shop) {
    shop.close().await;
    let item = of_the_book(shop);
    let keys = stored(shop, &item).await.expect("a sale was made");
    let bytes = keys.to_bytes().to_vec().into();
    let written = shop.keychain.write(&of_the_folder(shop), bytes).await;
    written.expect("it takes them");
    shop.keychain.delete(&item).await.expect("it is gone");
    rusqlite::Connection::open(shop.folder.path().join("orders.db"))
        .and_then(|direct| direct.execute("DELETE FROM meta WHERE name LIKE 'key_check%'", []))
        .expect("it is written");
}

#[tokio::test]
async fn keys_under_the_folders_name_are_found_and_moved_to_the_books_own_item() {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    as_of_an_earlier_program(&mut shop).await;
    shop.restart().await;
    shop.sell_again().await;

    let keys = stored(&shop, &of_the_book(&shop)).await;
    let book = shop.book();
    book.use_keys(Some(keys.expect("moved")));
    let customer = book.order(key).expect("it is there").customer;
    assert!(matches!(customer, CustomerRecord::Known(_)), "{customer:?}");
    let old = stored(&shop, &of_the_folder(&shop)).await;
    assert!(old.is_none(), "forgetting would not reach it there");
    assert!(shop.desk.snapshot().book_notes.closed_months.is_empty());
}

#[tokio::test]
async fn a_folder_by_another_name_has_the_same_keys() {
    let mut shop = Shop::open().await;
    let key = shop.sell().await;
    shop.close().await;
    let other = tempfile::tempdir().expect("a temporary folder");
    for entry in std::fs::read_dir(shop.folder.path()).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        std::fs::copy(&path, other.path().join(name)).expect("it copies");
    }
    shop.folder = other;
    shop.restart().await;
    shop.sell_again().await;
    let keys = stored(&shop, &of_the_book(&shop)).await.expect("the same");
    let book = shop.book();
    book.use_keys(Some(keys));
    let customer = book.order(key).expect("it is there").customer;
    assert!(matches!(customer, CustomerRecord::Known(_)), "{customer:?}");
}

#[tokio::test]
async fn another_books_keys_under_the_folders_name_are_left_alone_and_what_is_closed_is_told() {
    let mut shop = Shop::open().await;
    shop.sell().await;
    as_of_an_earlier_program(&mut shop).await;
    let mut foreign = BookKeys::new();
    let month = Month::of(clock::now());
    foreign.key_for(month).expect("randomness");
    let bytes = foreign.to_bytes().to_vec().into();
    let written = shop.keychain.write(&of_the_folder(&shop), bytes).await;
    written.expect("it takes them");
    shop.restart().await;
    let again = shop.sell_again().await;

    let told = shop.desk.snapshot().book_notes.closed_months;
    assert_eq!(told, [month.to_string()]);
    let left = stored(&shop, &of_the_folder(&shop)).await.expect("left");
    assert_eq!(left.to_bytes(), foreign.to_bytes(), "they are somebody's");
    let own = stored(&shop, &of_the_book(&shop)).await;
    assert!(own.is_none_or(|keys| !keys.has(month)), "no second key");
    let customer = shop.book().order(again).expect("it is there").customer;
    assert_eq!(customer, CustomerRecord::NotStored);
}

/// An order whose customer is closed, because the keychain has the keys only now.
async fn come_later(shop: &mut Shop) {
    shop.control().next_order(Fate::Stalls);
    let key = shop.sell().await;
    shop.until_order(key, "taken", |order| order.order_id.is_some())
        .await;
    shop.close().await;
    let item = of_the_book(shop);
    let keys = shop.keychain.read(&item).await.expect("it answers");
    let keys = keys.expect("a sale was made");
    shop.keychain.delete(&item).await.expect("it is away");
    shop.restart().await;
    let month = Month::of(clock::now()).to_string();
    let told = shop.desk.snapshot().book_notes.closed_months;
    assert_eq!(told, [month], "what is closed is told");
    assert!(shop.order(key).customer.is_none(), "and closed");

    let bytes = keys.expose_secret().to_vec().into();
    let written = shop.keychain.write(&item, bytes).await;
    written.expect("the database was opened");
}

async fn until_all_are_open(shop: &Shop) {
    shop.until("all open", |snapshot| {
        snapshot.book_notes.closed_months.is_empty()
            && snapshot.orders.iter().all(|order| order.customer.is_some())
    })
    .await;
}

/// Whoever looks after the book changes its keys, too, and may be the first to see them.
#[tokio::test]
async fn keys_that_a_keychain_has_later_are_taken_within_the_hour_though_nobody_presses() {
    let mut shop = Shop::open().await;
    come_later(&mut shop).await;
    shop.pass(Duration::from_secs(61 * 60)).await;
    until_all_are_open(&shop).await;
}

#[tokio::test]
async fn keys_that_a_keychain_has_later_are_taken_when_somebody_tries_again() {
    for signs_in in [false, true] {
        let mut shop = Shop::open().await;
        come_later(&mut shop).await;
        match signs_in {
            true => shop.connect().await.expect("signed in"),
            false => shop.desk.sign_in.try_again().await.expect("tried again"),
        }
        until_all_are_open(&shop).await;
        let query = || OrdersQuery {
            text: "keller".to_owned(),
            ..OrdersQuery::default()
        };
        let mut found = 0;
        for _ in 0..100 {
            let listed = shop.desk.lists.orders(query()).await;
            found = listed.expect("it reads").orders.len();
            if found > 0 {
                break;
            }
            shop.pass(Duration::from_millis(100)).await;
        }
        assert_eq!(found, 1, "found by name again");
        let again = shop.desk.sale.place(shop.draft().await).await;
        assert!(
            matches!(again, Err(Failure::SoldRecently { .. })),
            "and known to have bought: {again:?}"
        );
    }
}

/// Two settled orders, of half a year ago and of two months earlier.
async fn past(shop: &Shop) -> [Month; 2] {
    let book = shop.book();
    let months = [8 * 30, 6 * 30].map(|days| {
        let at = clock::now() - SignedDuration::from_hours(24 * days);
        let order = NewOrder {
            at,
            customer: by("long-ago@hotel.example"),
            ..shop.new_order()
        };
        let key = book.begin(&order).expect("it is written");
        book.record(key, OrderEvent::Refused, &OrderFacts::default(), at)
            .expect("it is written");
        Month::of(at)
    });
    let mut keys = BookKeys::new();
    for month in months {
        keys.key_for(month).expect("randomness");
    }
    let bytes = keys.to_bytes().to_vec().into();
    let written = shop.keychain.write(&of_the_book(shop), bytes).await;
    written.expect("it takes them");
    months
}

async fn left(shop: &Shop, months: [Month; 2]) -> usize {
    let keys = stored(shop, &of_the_book(shop)).await.expect("keys");
    months.iter().filter(|month| keys.has(**month)).count()
}

fn looked_after(shop: &Shop, days: u16) {
    shop.desk
        .settings
        .change(SettingsChange::ForgetAfter { days })
        .expect("the folder takes it");
}

#[tokio::test]
async fn nobody_is_forgotten_before_the_service_has_told_its_time() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let months = past(&shop).await;
    for days in [30, 31] {
        looked_after(&shop, days);
        shop.settle().await;
        assert_eq!(
            left(&shop, months).await,
            2,
            "this clock is not believed alone"
        );
    }

    shop.connect().await.expect("the sandbox knows it");
    shop.desk.plans.read().await.expect("an answer with a date");
    for _ in 0..400 {
        if left(&shop, months).await < 2 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    looked_after(&shop, 30);
    shop.settle().await;
    assert_eq!(
        left(&shop, months).await,
        1,
        "then one month, and the next an hour later"
    );
}

#[tokio::test]
async fn nobody_is_forgotten_while_this_clock_and_the_services_are_days_apart() {
    let shop = Shop::unconnected(quick(), Keychain::in_memory()).await;
    let months = past(&shop).await;
    // Whoever of the two is wrong: by this computer's clock alone both months are over.
    let two_months = 60 * 24 * 60 * 60 * 1_000;
    shop.control().push_clock(two_months);
    shop.connect().await.expect("the sandbox knows it");
    shop.desk.plans.read().await.expect("an answer with a date");
    for days in [30, 31] {
        looked_after(&shop, days);
        shop.settle().await;
        assert_eq!(left(&shop, months).await, 2, "after {days} days");
    }
}
