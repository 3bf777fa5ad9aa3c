//! The order book as the desk uses it: real files, real SQLite, real keys.
//!
//! What needs a look inside (pragmas, single seals, migration steps) is tested beside the code.

#[path = "book/at_rest.rs"]
mod at_rest;
#[path = "book/damage.rs"]
mod damage;
#[cfg(target_os = "linux")]
#[path = "book/disk_full.rs"]
pub mod disk_full;
#[path = "book/finding.rs"]
mod finding;
#[path = "book/guest_groups.rs"]
mod guest_groups;
#[path = "book/keys.rs"]
mod keys;
#[path = "book/letting_go.rs"]
mod letting_go;
#[path = "book/life.rs"]
mod life;
#[cfg(unix)]
#[path = "book/modes.rs"]
mod modes;
#[path = "book/moved.rs"]
mod moved;
#[path = "book/older_groups.rs"]
mod older_groups;
#[path = "book/sims.rs"]
mod sims;
#[path = "book/sold_before.rs"]
mod sold_before;
#[path = "book/speed.rs"]
mod speed;
#[path = "book/sums.rs"]
mod sums;
#[path = "book/surviving.rs"]
mod surviving;
#[path = "book/table.rs"]
mod table;
#[path = "book/turning_up.rs"]
mod turning_up;
#[path = "book/versions.rs"]
mod versions;

use std::path::Path;

use esim_desk_core::book::{
    AccountId, Asked, Book, BookKeys, Customer, KnownSubscriptions, Month, NewOrder, Order,
    OrderEvent, OrderFacts, OrderKey, PlanSold,
};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;

const NOW: &str = "2026-11-24T10:00:00Z";

/// A book in a folder of its own, with keys.
struct Desk {
    folder: TempDir,
    book: Book,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = open(folder.path());
        let mut keys = BookKeys::new();
        for month in ["2026-10-01T00:00:00Z", NOW] {
            keys.key_for(Month::of(at(month))).expect("randomness");
        }
        book.use_keys(Some(keys));
        Self { folder, book }
    }

    fn place(&self, email: &str) -> OrderKey {
        self.book
            .begin(&new_order(email, NOW))
            .expect("it is written")
    }

    fn happens(&self, key: OrderKey, event: OrderEvent, facts: &OrderFacts) -> Order {
        self.book
            .record(key, event, facts, at(NOW))
            .expect("it is written")
    }

    /// What the next month's first sale would put into the keychain: the keys of all months.
    fn keys(&self) -> Option<BookKeys> {
        let next_month = at("2026-12-01T00:00:00Z");
        self.book.keys_to_store(next_month).expect("randomness")
    }

    /// An order that came through, with ids made of its number.
    fn sell(&self, email: &str) -> OrderKey {
        let key = self.place(email);
        self.happens(key, OrderEvent::CodeProved, &completed(key.0));
        key
    }
}

fn open(folder: &Path) -> Book {
    let opened = Book::open(folder).expect("it opens");
    assert_eq!(opened.repaired, None, "this book is sound");
    opened.book
}

/// The key under which the fixtures are sealed: that of November 2026.
fn fixed_keys() -> BookKeys {
    let mut bytes = vec![1];
    bytes.extend_from_slice(&2026_i16.to_le_bytes());
    bytes.push(11);
    bytes.extend_from_slice(&[7; 32]);
    BookKeys::from_bytes(&bytes).expect("one key")
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

fn account() -> AccountId {
    AccountId("https://connect.example hotel-desk".to_owned())
}

fn new_order(email: &str, time: &str) -> NewOrder {
    let body = format!(r#"{{"subscriber":{{"email":"{email}"}}}}"#);
    NewOrder {
        account: account(),
        at: at(time),
        asked: Asked::NewEsim,
        plan: PlanSold {
            product_id: "plan-1".to_owned(),
            name: "Europe 5 GB".to_owned(),
            footprint: Some("EU".to_owned()),
            data: Some(("5".to_owned(), "GB".to_owned())),
            duration: Some((30, "days".to_owned())),
            price: Some(("12.50".to_owned(), "EUR".to_owned())),
        },
        customer: Customer {
            email: email.to_owned(),
            first_name: "Anna".to_owned(),
            last_name: "Meyer".to_owned(),
            phone: "iphone".to_owned(),
            eid: "89049032000000000000000000000000".to_owned(),
            sent_as: String::new(),
        },
        body: SecretString::from(body),
        reference: "5f0c6f4e-0000-4000-8000-000000000001".to_owned(),
        known_subscriptions: Some(KnownSubscriptions {
            count: 1,
            ids: vec!["sub-old".to_owned()],
            ..KnownSubscriptions::default()
        }),
        staff: Some("Kim".to_owned()),
        guest_pays: Some(("15.00".to_owned(), "EUR".to_owned())),
        note: Some("room 12".to_owned()),
        instead_of: None,
    }
}

fn completed(number: u32) -> OrderFacts {
    OrderFacts {
        order_id: Some(format!("order-{number}")),
        iccid: Some(format!("89444700000000{number:05}")),
        subscription_id: Some(format!("sub-{number}")),
        code: Some(SecretString::from(format!(
            "LPA:1$rsp.example$CODE-{number}"
        ))),
        ..OrderFacts::default()
    }
}

fn code_of(book: &Book, key: OrderKey) -> Option<String> {
    let code = book.code(key).expect("it reads");
    code.map(|code| code.expose_secret().to_owned())
}
