//! The sums as a table for a spreadsheet.

use std::collections::BTreeMap;

use esim_desk_core::book::{Dialect, GroupBy, SumsLayout, sums_csv};

use super::{of_the_week, order, pair, week};
use crate::book::Desk;

fn layout(dialect: Dialect, by: GroupBy) -> SumsLayout {
    let words = [
        ("day", "Tag"),
        ("staff", "Verkauft von"),
        ("sold", "Verkauft"),
        ("charged", "Berechnet"),
        ("no_staff", "Ohne Namen"),
        ("unit_day", "Tag"),
        ("unit_days", "Tage"),
        ("unit_unlimited", "unbegrenzt"),
    ];
    SumsLayout {
        dialect,
        by,
        words: BTreeMap::from(words.map(|(name, word)| (name.to_owned(), word.to_owned()))),
    }
}

#[test]
fn the_table_has_a_column_for_each_currency_and_no_total_to_be_added_again() {
    let report = week().sums(&of_the_week(GroupBy::Day));
    let table = sums_csv(&report, &layout(Dialect::COMMA, GroupBy::Day));
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\u{feff}\"Tag\";\"Verkauft\";\"top_ups\";\"refunded\";\"unknown\";\"unpriced\";\"Berechnet EUR\";\"Berechnet GBP\";\
         \"charged_back EUR\";\"perhaps_charged GBP\";\"paid EUR\";\"paid USD\";\"paid_back EUR\";\"perhaps_paid GBP\"",
        "with the mark by which Excel knows UTF-8"
    );
    assert_eq!(
        lines[4],
        "\"2026-11-23\";\"4\";\"0\";\"0\";\"0\";\"0\";\"25,00\";\"0,3\";\"\";\"\";\"15,00\";\"18,00\";\"\";\"\""
    );
    assert_eq!((lines.len(), lines[5]), (6, ""), "four days and a heading");
}

#[test]
fn a_month_is_its_first_day_which_every_spreadsheet_takes_for_a_date() {
    let report = week().sums(&of_the_week(GroupBy::Month));
    let table = sums_csv(&report, &layout(Dialect::POINT, GroupBy::Month));
    let line = table
        .lines()
        .nth(1)
        .expect("one month and its heading above");
    assert!(line.starts_with("\"2026-11-01\",\"6\","), "{line}");
}

#[test]
fn a_seller_whose_name_is_a_formula_or_a_date_stays_a_text() {
    let desk = Desk::new();
    for name in ["=HYPERLINK(\"http://x\")", "MAR 5", "Kim\";=1", "0012"] {
        let sale = order(
            "2026-11-24T10:00:00Z",
            "5",
            pair("1", "EUR"),
            None,
            Some(name),
        );
        desk.sold(&sale);
    }
    desk.sold(&order(
        "2026-11-24T10:00:00Z",
        "5",
        pair("1", "EUR"),
        None,
        None,
    ));
    let report = desk.sums(&of_the_week(GroupBy::Staff));
    let table = sums_csv(&report, &layout(Dialect::POINT, GroupBy::Staff));
    for cell in [
        "\"'=HYPERLINK(\"\"http://x\"\")\",",
        "\"'MAR 5\",",
        "\"Kim\"\";=1\",",
        "\"'0012\",",
        "\"Ohne Namen\",",
    ] {
        assert!(table.contains(cell), "{cell} in {table}");
    }
}

#[test]
fn plans_of_one_name_are_told_apart_by_what_they_are() {
    let desk = Desk::new();
    for (id, data) in [("plan-a", "1"), ("plan-b", "5"), ("plan-c", "unlimited")] {
        let mut sale = order(
            "2026-11-24T10:00:00Z",
            "Europe",
            pair("1", "EUR"),
            None,
            None,
        );
        sale.plan.product_id = id.to_owned();
        sale.plan.data = pair(data, if data == "unlimited" { "" } else { "GB" });
        let days = if id == "plan-a" { 1 } else { 30 };
        sale.plan.duration = Some((days, "days".to_owned()));
        sale.plan.footprint = Some("EU".to_owned());
        desk.sold(&sale);
    }
    let report = desk.sums(&of_the_week(GroupBy::Plan));
    let table = sums_csv(&report, &layout(Dialect::POINT, GroupBy::Plan));
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(
        lines[0],
        "\u{feff}\"plan\",\"data\",\"duration\",\"place\",\"product\",\"Verkauft\",\"top_ups\",\"refunded\",\"unknown\",\
         \"unpriced\",\"Berechnet EUR\""
    );
    assert!(
        lines[1].starts_with("\"Europe\",\"1 GB\",\"1 Tag\",\"EU\",\"plan-a\",\"1\","),
        "{}",
        lines[1]
    );
    assert!(
        lines[2].starts_with("\"Europe\",\"5 GB\",\"30 Tage\",\"EU\",\"plan-b\",\"1\","),
        "{}",
        lines[2]
    );
    assert!(
        lines[3].starts_with("\"Europe\",\"unbegrenzt\",\"30 Tage\","),
        "{}",
        lines[3]
    );
}
