//! The question *really again?*: what was sold before, also after a restart and without a keychain.

use esim_desk_core::book::{AccountId, CustomerRecord, OrderEvent, OrderFacts, OrderKey};

use super::{Desk, NOW, account, at, open};

#[test]
fn the_same_sale_again_is_asked_about_while_recent_or_undecided() {
    let desk = Desk::new();
    let asked = |email: &str, product: &str, time: &str| {
        let sales = desk
            .book
            .undecided_or_recent(&account(), email, product, at(time));
        sales
            .expect("it reads")
            .into_iter()
            .map(|sale| sale.key.0)
            .collect::<Vec<_>>()
    };
    let later = "2026-11-24T10:10:00Z";
    let next_year = "2027-11-24T10:00:00Z";
    desk.place("anna@hotel.example");
    assert_eq!(
        asked(" Anna@Hotel.example ", "plan-1", next_year),
        [1],
        "undecided at any age"
    );
    assert_eq!(
        asked("anna@hotel.example", "plan-2", NOW),
        [] as [u32; 0],
        "another plan"
    );
    assert_eq!(
        asked("bert@hotel.example", "plan-1", NOW),
        [] as [u32; 0],
        "another customer"
    );

    desk.happens(OrderKey(1), OrderEvent::CodeProved, &super::completed(1));
    assert_eq!(
        asked("anna@hotel.example", "plan-1", "2026-11-24T10:09:59Z"),
        [1],
        "recent"
    );
    assert_eq!(
        asked("anna@hotel.example", "plan-1", later),
        [] as [u32; 0],
        "long done"
    );
    assert_eq!(
        asked("anna@hotel.example", "plan-1", "2026-11-24T05:00:00Z"),
        [1],
        "clock set back"
    );

    let refused = desk.place("carl@hotel.example");
    desk.happens(refused, OrderEvent::Refused, &OrderFacts::default());
    assert_eq!(
        asked("carl@hotel.example", "plan-1", NOW),
        [] as [u32; 0],
        "nothing was bought"
    );
}

#[test]
fn earlier_sales_are_remembered_over_a_restart_and_by_account() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let keys = desk.keys();
    let reopened = open(desk.folder.path());
    reopened.use_keys(keys);
    let sales = reopened
        .sales_to(&account(), "ANNA@hotel.example")
        .expect("it opens them itself");
    assert_eq!(sales.len(), 1);
    assert_eq!(
        (sales[0].product_id.as_str(), sales[0].at),
        ("plan-1", at(NOW))
    );
    let elsewhere = AccountId("another account".to_owned());
    let sales = reopened
        .sales_to(&elsewhere, "anna@hotel.example")
        .expect("it reads");
    assert_eq!(sales, [], "another account's customers are not ours");
}

#[test]
fn without_a_keychain_the_question_still_works_until_the_restart() {
    let desk = Desk::new();
    desk.book.use_keys(None);
    let key = desk.place("anna@hotel.example");
    assert_eq!(
        desk.book.order(key).expect("it reads").customer,
        CustomerRecord::NotStored
    );
    desk.happens(key, OrderEvent::Preparing, &OrderFacts::default());
    let sales = desk
        .book
        .sales_to(&account(), "anna@hotel.example")
        .expect("it reads");
    assert_eq!(sales.len(), 1, "kept in memory only");
}

#[test]
fn an_address_is_known_in_every_spelling_of_earlier_sales() {
    let desk = Desk::new();
    for email in [
        "Maria.Keller@Example.com",
        "maria.keller@example.com",
        "bert@inn.example",
    ] {
        desk.place(email);
    }
    for (typed, others) in [
        (
            "MARIA.keller@example.com",
            vec!["Maria.Keller@Example.com", "maria.keller@example.com"],
        ),
        ("maria.keller@example.com", vec!["Maria.Keller@Example.com"]),
        ("BERT@inn.example", vec!["bert@inn.example"]),
        ("nobody@inn.example", vec![]),
    ] {
        let known = desk.book.spellings_of(&account(), typed).expect("it reads");
        assert_eq!(known, others, "{typed}");
    }
}
