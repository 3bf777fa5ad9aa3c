//! What the files tell to somebody who has only the files, and what forgetting leaves of it.

use std::fs;
use std::path::{Path, PathBuf};

use esim_desk_core::book::{
    Book, BookError, BookKeys, CustomerRecord, GuestNames, Month, OrderEvent, OrderFacts, OrderKey,
};
use secrecy::SecretString;

use super::{Desk, NOW, at, code_of, completed, new_order, open};

const CANARIES: [&str; 9] = [
    "canary.guest@hotel.example",
    "Canaryfirst",
    "Canarylast",
    "89049032canary00000000000000000",
    "LPA:1$rsp.canary.example$CANARY-CODE",
    "CANARY-CODE",
    "canary-voucher",
    "canary words of the service",
    "canary-body",
];

fn every_file(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.clone(), fs::read(&path).expect("it reads")))
        .collect()
}

fn sell_canary(book: &Book, time: &str) -> OrderKey {
    let mut meant = new_order(CANARIES[0], time);
    meant.customer.first_name = CANARIES[1].to_owned();
    meant.customer.last_name = CANARIES[2].to_owned();
    meant.customer.eid = CANARIES[3].to_owned();
    meant.body = SecretString::from(CANARIES[8].to_owned());
    let key = book.begin(&meant).expect("it is written");
    let facts = OrderFacts {
        code: Some(SecretString::from(CANARIES[4].to_owned())),
        voucher: Some(SecretString::from(CANARIES[6].to_owned())),
        words: Some(vec![CANARIES[7].to_owned()]),
        ..completed(key.0)
    };
    book.record(key, OrderEvent::CodeProved, &facts, at(time))
        .expect("it is written");
    key
}

#[test]
fn no_file_tells_who_bought_or_any_code() {
    let desk = Desk::new();
    let key = sell_canary(&desk.book, NOW);
    desk.book.open_customers().expect("they open");
    desk.book
        .search("canary", &Default::default())
        .expect("it reads");
    desk.book.back_up().expect("it copies");
    let order = desk.book.order(key).expect("it reads");
    assert_eq!(order.words, [CANARIES[7]], "it is all there, sealed");
    assert_eq!(code_of(&desk.book, key).as_deref(), Some(CANARIES[4]));

    let files = every_file(desk.folder.path());
    assert!(
        files.len() >= 3,
        "book, WAL and backup at least: {}",
        files.len()
    );
    let clear = b"Europe 5 GB";
    assert!(
        files
            .iter()
            .any(|(_, bytes)| bytes.windows(clear.len()).any(|part| part == clear)),
        "a clear field is found, so looking works"
    );
    for (path, bytes) in &files {
        for canary in CANARIES {
            assert!(
                !bytes
                    .windows(canary.len())
                    .any(|part| part == canary.as_bytes()),
                "{canary} in {}",
                path.display()
            );
        }
    }
}

#[test]
fn the_debug_form_of_an_order_names_nobody() {
    let desk = Desk::new();
    let key = desk.sell("anna@hotel.example");
    let shown = format!("{:?}", desk.book.order(key).expect("it reads"));
    for private in ["anna@hotel.example", "Meyer", "89049032", "CODE-1"] {
        assert!(!shown.contains(private), "{private}");
    }
}

#[test]
fn without_keys_an_order_is_written_without_its_customer() {
    let desk = Desk::new();
    desk.book.use_keys(None);
    let key = desk.sell("anna@hotel.example");
    let order = desk.book.order(key).expect("it reads");
    assert_eq!(order.customer, CustomerRecord::NotStored);
    assert_eq!(order.plan.name, "Europe 5 GB", "the bookkeeping is there");
    assert!(desk.book.body(key).expect("it reads").is_none());
    assert_eq!(code_of(&desk.book, key), None, "the service has it");
}

#[test]
fn with_the_keys_lost_the_rest_still_opens() {
    let desk = Desk::new();
    let key = desk.sell("anna@hotel.example");
    let mut others = BookKeys::new();
    others.key_for(Month::of(at(NOW))).expect("randomness");
    for keys in [None, Some(BookKeys::new()), Some(others)] {
        let reopened = open(desk.folder.path());
        reopened.use_keys(keys);
        reopened
            .open_customers()
            .expect("what does not open is left closed");
        let order = reopened.order(key).expect("it reads");
        assert_eq!(order.customer, CustomerRecord::Closed);
        assert_eq!(order.iccid, completed(key.0).iccid);
        assert_eq!(code_of(&reopened, key), None);
    }
}

#[test]
fn a_sealed_value_moved_to_another_order_or_field_does_not_open() {
    let desk = Desk::new();
    let anna = desk.sell("anna@hotel.example");
    let bert = desk.sell("bert@hotel.example");
    let direct =
        rusqlite::Connection::open(desk.folder.path().join("orders.db")).expect("it opens");
    direct
        .execute_batch(
            "UPDATE sealed SET customer = (SELECT customer FROM sealed WHERE order_key = 1),
                               code = (SELECT code FROM sealed WHERE order_key = 1) WHERE order_key = 2;
             UPDATE sealed SET body = code WHERE order_key = 1;",
        )
        .expect("somebody tampers");
    assert_eq!(
        desk.book.order(bert).expect("it reads").customer,
        CustomerRecord::Closed
    );
    assert_eq!(
        code_of(&desk.book, bert),
        None,
        "never one customer's code for another"
    );
    assert!(
        desk.book.body(anna).expect("it reads").is_none(),
        "a code is no body"
    );
    assert!(
        code_of(&desk.book, anna).is_some(),
        "in its own place it opens"
    );
}

#[test]
fn a_new_month_asks_for_a_key_to_be_stored_first() {
    let desk = Desk::new();
    assert!(
        desk.book
            .keys_to_store(at(NOW))
            .expect("randomness")
            .is_none(),
        "there is one"
    );
    let december = "2026-12-24T10:00:00Z";
    let keys = desk
        .book
        .keys_to_store(at(december))
        .expect("randomness")
        .expect("a new month");
    let stored = BookKeys::from_bytes(&keys.to_bytes()).expect("what was stored");
    desk.book.use_keys(Some(stored));
    let key = desk
        .book
        .begin(&new_order("anna@hotel.example", december))
        .expect("it is written");
    let order = desk.book.order(key).expect("it reads");
    assert!(matches!(order.customer, CustomerRecord::Known(_)));
}

fn month(text: &str) -> Month {
    Month::of(at(text))
}

#[test]
fn forgetting_a_month_makes_every_copy_unreadable_and_keeps_the_bookkeeping() {
    let desk = Desk::new();
    let old = sell_canary(&desk.book, "2026-10-15T10:00:00Z");
    let new = desk.sell("bert@hotel.example");
    let guest = GuestNames {
        language: Some("ja".to_owned()),
        phone: Some("samsung".to_owned()),
    };
    for key in [old, new] {
        let kept = desk.book.guest_chose(key, &guest);
        kept.expect("it is written");
    }
    desk.book.back_up().expect("it copies");
    let copy = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in every_file(desk.folder.path()) {
        let name = path.file_name().expect("a name");
        fs::write(copy.path().join(name), bytes).expect("it copies");
    }

    let forgetting = desk
        .book
        .forget_customers(month(NOW))
        .expect("it reads")
        .expect("October can be forgotten");
    assert_eq!(forgetting.month(), month("2026-10-01T00:00:00Z"));
    let stored = BookKeys::from_bytes(&forgetting.keys().to_bytes()).expect("what was stored");
    desk.book.forgotten(&forgetting).expect("it is written");

    let order = desk.book.order(old).expect("the order stays");
    assert_eq!(order.customer, CustomerRecord::Forgotten);
    assert_eq!(order.plan.name, "Europe 5 GB");
    assert_eq!(code_of(&desk.book, old), None);
    assert_eq!(
        order.guest,
        GuestNames::default(),
        "nor what they read in, and on what"
    );
    let other = desk.book.order(new).expect("the order stays");
    assert_eq!(other.guest, guest, "of this month it is kept");
    assert_eq!(
        desk.book
            .search("canary", &Default::default())
            .expect("it reads")
            .total,
        0
    );
    assert!(
        code_of(&desk.book, new).is_some(),
        "this month is untouched"
    );
    assert!(
        desk.book
            .forget_customers(month(NOW))
            .expect("it reads")
            .is_none(),
        "and there is nothing more to forget"
    );

    let copied = open(copy.path());
    copied.use_keys(Some(stored));
    let order = copied.order(old).expect("it reads");
    assert_eq!(
        order.customer,
        CustomerRecord::Closed,
        "a copied folder has lost the key"
    );
    assert_eq!(order.words, [] as [String; 0]);
    let order = copied.order(new).expect("it reads");
    assert!(
        matches!(order.customer, CustomerRecord::Known(_)),
        "the other month opens"
    );
}

#[test]
fn a_month_with_an_open_order_is_not_forgotten() {
    for last in [
        None,
        Some(OrderEvent::AnswerLost),
        Some(OrderEvent::Accepted),
        Some(OrderEvent::Preparing),
        Some(OrderEvent::CodeDoubted),
    ] {
        let desk = Desk::new();
        let key = desk
            .book
            .begin(&new_order("anna@hotel.example", "2026-10-15T10:00:00Z"))
            .expect("it is written");
        if let Some(event) = last {
            desk.happens(key, event, &OrderFacts::default());
        }
        let forgetting = desk.book.forget_customers(month(NOW)).expect("it reads");
        assert!(forgetting.is_none(), "after {last:?}");
    }
}

#[test]
fn nothing_is_forgotten_while_the_keys_are_away() {
    let desk = Desk::new();
    sell_canary(&desk.book, "2026-10-15T10:00:00Z");
    desk.book.use_keys(None);
    let refused = desk.book.forget_customers(month(NOW));
    assert!(
        matches!(refused, Err(BookError::KeysMissing)),
        "{refused:?}"
    );
}
