//! A book of very many orders: made, and searched the way the window does it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::{Timestamp, ToSpan};
use secrecy::SecretString;
use tokio::runtime::{Builder, Runtime};

use esim_desk_core::book::{
    AccountId, Asked, Book, BookKeys, Customer, Dialect, KnownSubscriptions, Month, NewOrder,
    OrderEvent, OrderFacts, PlanSold,
};
use esim_desk_core::desk::{
    DaysQuery, Desk, HandOverView, Mode, Opening, OrderHeading, OrdersQuery, Screen, Snapshot,
    SumsBy,
};
use esim_desk_core::keychain::{Item, Keychain};
use esim_desk_core::sandbox::{Options, Sandbox};

use crate::till::folder_in_memory;

/// Odd, so that the median is one of the runs.
const RUNS: usize = 15;
const FIRST_NAMES: [&str; 8] = [
    "Anna",
    "Björn",
    "Chiara",
    "Dmitri",
    "Esra",
    "François",
    "Grace",
    "Hiroshi",
];
const LAST_NAMES: [&str; 9] = [
    "Meyer", "Okafor", "Rossi", "Šimić", "Tanaka", "Ünal", "Virtanen", "Weiß", "Young",
];
const PLANS: [&str; 5] = [
    "Europe 5 GB",
    "Europe 20 GB",
    "World 1 GB",
    "Turkey unlimited",
    "Japan and Korea 10 GB",
];

/// Writes a book of so many finished orders, and its keys into this computer's keychain. They are spread over eighty days,
/// so that none is old enough to be forgotten.
pub fn fill(folder: &Path, orders: u32) {
    fs::create_dir_all(folder).expect("the folder can be made");
    // So many orders are twice as many syncs.
    let work = folder_in_memory();
    let last = Timestamp::now();
    let keys = write(work.path(), orders, last - (80 * 24).hours(), last);
    for entry in fs::read_dir(work.path()).expect("the folder can be read") {
        let entry = entry.expect("the folder can be read");
        fs::copy(entry.path(), folder.join(entry.file_name())).expect("there is room");
    }
    runtime().block_on(keep(&Keychain::of_this_computer(), folder, &keys));
}

/// Keeps the keys of the book in that folder.
pub async fn keep(keychain: &Keychain, folder: &Path, keys: &BookKeys) {
    let id = Book::open(folder).expect("it was just written").book.id();
    let item = Item::book(&id.to_string());
    let kept = keychain.write(&item, keys.to_bytes().to_vec().into());
    kept.await.expect("the keychain takes the keys");
}

/// Opens that book as the desk does, and searches and opens orders in it.
pub fn search(folder: &Path) {
    // A second one finds the first in place, which is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    runtime().block_on(async {
        let begin = Instant::now();
        let desk = open(folder).await;
        while !page(&desk, "", 0).await.customers_ready {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        println!("customers_s {:.3}", begin.elapsed().as_secs_f64());

        let all = page(&desk, "", 0).await.total;
        assert!(all > 0, "the book has orders");
        let mut slowest = 0.0_f64;
        for text in [
            format!("guest{}@hotel", all / 3),
            "šimić".to_owned(),
            "hiroshi young".to_owned(),
            format!("8944470000000{:06}", all / 2),
            format!("order-{}", all - 1),
            "turkey".to_owned(),
            "europe 5 gb anna hotel".to_owned(),
            "e".to_owned(),
            "nobody of that name".to_owned(),
            String::new(),
        ] {
            let mut runs = Vec::new();
            for _ in 0..RUNS {
                let begin = Instant::now();
                let found = page(&desk, &text, 0).await;
                if let Some(first) = found.orders.first() {
                    let code = desk.handover.open(first.key).await.expect("it is ready");
                    assert!(
                        matches!(code, HandOverView::Code { .. }),
                        "its code is proved"
                    );
                }
                runs.push(begin.elapsed().as_secs_f64() * 1000.0);
            }
            runs.sort_by(f64::total_cmp);
            slowest = slowest.max(runs[RUNS / 2]);
            println!("search {text:?} {:.2}", runs[RUNS / 2]);
        }
        println!("search_ms {slowest:.3}");

        let mut runs = Vec::new();
        for _ in 0..RUNS {
            let begin = Instant::now();
            let all_days = DaysQuery {
                from: "2000-01-01".to_owned(),
                to: "2100-01-01".to_owned(),
                by: SumsBy::Day,
            };
            let days = desk.takings.days(all_days).await.expect("it reads");
            assert_eq!(days.total.sold, all, "every order is counted");
            runs.push(begin.elapsed().as_secs_f64() * 1000.0);
        }
        runs.sort_by(f64::total_cmp);
        println!("sums_ms {:.3}", runs[RUNS / 2]);
    });
}

/// A demo's desk: whatever port its service has, the account is the same.
async fn open(folder: &Path) -> Desk {
    let sandbox = Sandbox::start(Options::default())
        .await
        .expect("a free port");
    let desk = Desk::open(Opening {
        mode: Mode::Demo,
        folder: folder.to_owned(),
        keychain: Keychain::of_this_computer(),
        screen: Arc::new(Unseen),
        service: None,
        sandbox: Some(sandbox),
        system_language: "en-GB".to_owned(),
        system_country: Some("GB".to_owned()),
        dialect: || Dialect::POINT,
    })
    .await;
    desk.sign_in.open().await;
    desk
}

/// What the window gets for a text typed into the search, as far as the text that it gets it as.
async fn page(desk: &Desk, text: &str, offset: u32) -> esim_desk_core::desk::OrdersPage {
    let query = OrdersQuery {
        text: text.to_owned(),
        heading: OrderHeading::All,
        day: None,
        with_open: false,
        offset,
    };
    let page = desk
        .lists
        .orders(query)
        .await
        .expect("the book can be read");
    std::hint::black_box(serde_json::to_string(&page).expect("a page is JSON"));
    page
}

struct Unseen;

impl Screen for Unseen {
    fn show(&self, _: &Snapshot) {}
}

/// Writes a book of so many finished orders, spread from `first` to `last`. Gives its keys.
pub fn write(folder: &Path, orders: u32, first: Timestamp, last: Timestamp) -> BookKeys {
    let book = Book::open(folder).expect("a new book").book;
    let mut keys = BookKeys::new();
    keys.key_for(Month::of(last)).expect("randomness");
    let seconds = last.duration_since(first).as_secs();
    for number in 1..=orders {
        // Oldest first.
        let ago = i64::from(orders - number) * seconds / i64::from(orders);
        let at = last - ago.seconds();
        if keys.key_for(Month::of(at)).expect("randomness") || number == 1 {
            book.use_keys(Some(keys.clone()));
        }
        let key = book.begin(&new_order(number, at)).expect("it is written");
        let facts = OrderFacts {
            order_id: Some(format!("{number:08x}-0000-4000-8000-order-{number}")),
            iccid: Some(format!("8944470000000{number:06}")),
            subscription_id: Some(format!("subscription-of-{number}")),
            code: Some(SecretString::from(format!(
                "LPA:1$rsp.sandbox.example$6C-{number:06}-K86D"
            ))),
            ..OrderFacts::default()
        };
        book.record(key, OrderEvent::CodeProved, &facts, at)
            .expect("it is written");
    }
    // Otherwise the first start would make it, which happens once a day.
    book.back_up().expect("there is room");
    keys
}

fn new_order(number: u32, at: Timestamp) -> NewOrder {
    let pick = |from: &[&str]| from[number as usize % from.len()].to_owned();
    let email = format!("guest{number}@hotel.example");
    NewOrder {
        account: AccountId("demo".to_owned()),
        at,
        asked: Asked::NewEsim,
        plan: PlanSold {
            product_id: format!("plan-{}", number % 5),
            name: pick(&PLANS),
            footprint: Some("EU".to_owned()),
            data: Some(("5".to_owned(), "GB".to_owned())),
            duration: Some((30, "days".to_owned())),
            price: Some(("12.50".to_owned(), "EUR".to_owned())),
        },
        body: SecretString::from(format!(
            r#"{{"operation_type":"ACTIVATION","sim_type":"ESIM","country":"GB","product":{{"id":"plan-1"}},"subscriber":{{"email":"{email}"}}}}"#
        )),
        customer: Customer {
            email,
            first_name: pick(&FIRST_NAMES),
            last_name: pick(&LAST_NAMES),
            phone: "iphone".to_owned(),
            eid: String::new(),
            sent_as: String::new(),
        },
        reference: format!("5f0c6f4e-0000-4000-8000-{number:012}"),
        known_subscriptions: Some(KnownSubscriptions::default()),
        instead_of: None,
        staff: Some("Kim".to_owned()),
        guest_pays: None,
        note: (number % 7 == 0).then(|| format!("room {}", number % 400)),
    }
}

fn runtime() -> Runtime {
    Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}
