//! The table for a spreadsheet: what stands in it, and that a spreadsheet leaves it as it is.

use std::collections::BTreeMap;

use esim_desk_core::book::{CsvLayout, Dialect, Filter, GuestNames, csv};
use jiff::tz::TimeZone;

use super::{Desk, NOW, new_order};

fn layout(with_customers: bool) -> CsvLayout {
    CsvLayout {
        dialect: Dialect::COMMA,
        with_customers,
        zone: TimeZone::fixed(jiff::tz::offset(1)),
        words: BTreeMap::from([
            ("number".to_owned(), "Nummer".to_owned()),
            ("ready".to_owned(), "Bereit".to_owned()),
        ]),
    }
}

#[test]
fn the_table_holds_the_bookkeeping_in_the_readers_ways() {
    let desk = Desk::new();
    desk.sell("anna@hotel.example");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let table = csv(&orders, &layout(false));
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert!(
        lines[0].starts_with("\u{feff}\"Nummer\";\"date\";"),
        "{}",
        lines[0]
    );
    assert_eq!(
        lines[1],
        "\"1\";\"2026-11-24\";\"11:00\";\"Bereit\";\"Europe 5 GB\";\"5 GB\";\"30 days\";\"12,50\";\"EUR\";\
         \"15,00\";\"EUR\";\"room 12\";\"Kim\";\"'8944470000000000001\";\"order-1\";\
         \"5f0c6f4e-0000-4000-8000-000000000001\";\"https://connect.example hotel-desk\";\"\";\"kind_new_esim\";\"\""
    );
}

#[test]
fn the_table_never_holds_a_code_or_eid_and_the_customer_only_when_asked() {
    let desk = Desk::new();
    let key = desk.sell("anna@hotel.example");
    let guest = GuestNames {
        language: Some("guest-language".to_owned()),
        phone: Some("guest-phone".to_owned()),
    };
    let kept = desk.book.guest_chose(key, &guest);
    kept.expect("it is written");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    for with_customers in [false, true] {
        let table = csv(&orders, &layout(with_customers));
        for never in ["LPA:", "rsp.example", "CODE-1", "89049032", "guest-"] {
            assert!(
                !table.contains(never),
                "{never} with customers {with_customers}"
            );
        }
        for customer in ["anna@hotel.example", "Anna", "Meyer"] {
            assert_eq!(table.contains(customer), with_customers, "{customer}");
        }
    }
}

#[test]
fn a_formula_typed_as_a_name_or_note_stays_text_in_the_table() {
    let desk = Desk::new();
    let mut meant = new_order("=cmd@x.example", NOW);
    meant.customer.first_name = "@SUM(A1)".to_owned();
    meant.note = Some("=HYPERLINK(\"http://x\";\"y\")".to_owned());
    desk.book.begin(&meant).expect("it is written");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let table = csv(&orders, &layout(true));
    for cell in [
        "\"'=cmd@x.example\"",
        "\"'@SUM(A1)\"",
        "\"'=HYPERLINK(\"\"http://x\"\";\"\"y\"\")\"",
    ] {
        assert!(table.contains(cell), "{cell} in {table}");
    }
}

#[test]
fn what_a_spreadsheet_would_change_is_a_text_in_the_table() {
    let desk = Desk::new();
    let mut meant = new_order("anna@hotel.example", NOW);
    for (note, first_name) in [("2026-11-28", "1E5"), ("0012", "TRUE"), ("MAR 5", "3/4")] {
        meant.note = Some(note.to_owned());
        meant.customer.first_name = first_name.to_owned();
        desk.book.begin(&meant).expect("it is written");
    }
    desk.sell("bert@hotel.example");
    let orders = desk.book.list(&Filter::default()).expect("it reads").orders;
    let table = csv(&orders, &layout(true));
    for text in [
        "2026-11-28",
        "0012",
        "MAR 5",
        "1E5",
        "TRUE",
        "3/4",
        "8944470000000000004",
    ] {
        assert!(table.contains(&format!("\"'{text}\"")), "{text} in {table}");
    }
    assert!(table.contains("\"12,50\""), "amounts are calculated with");
    assert!(
        table.contains("\"2026-11-24\";\"11:00\""),
        "and days sorted by"
    );
}
