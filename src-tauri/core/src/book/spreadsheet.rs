//! What spreadsheets make of a cell of a CSV file by themselves, and the mark that stops them.
//!
//! Excel and LibreOffice read `8944478600000205337` as 8.94447860000021E+18 and `2026-11-28`, `1E5`, `MAR 5` and `0012` as a
//! date, a hundred thousand, a day and twelve, whether the cell is quoted or not. An apostrophe before it keeps it a text.
//! It is seen in the cell, which is honest: a sign that is not seen would be copied into the provider's own search. Our
//! search passes over it. A cell that did not need one and has one does no harm, so the rule is generous.

use crate::typed::fold;

/// Before a text that a spreadsheet would take for something else.
pub(super) const TEXT_MARK: char = '\'';

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A number, date or time of ours that people calculate with.
    Value,
    Text,
}

pub(super) fn needs_mark(cell: &str, holds: Holds) -> bool {
    is_formula(cell) || holds == Holds::Text && is_taken_for_a_value(cell)
}

/// Whether a spreadsheet might calculate the cell. The wide signs are those that an East Asian Excel accepts as well.
fn is_formula(cell: &str) -> bool {
    const SIGNS: [char; 11] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    cell.starts_with(SIGNS) || cell.trim_start().starts_with(SIGNS)
}

/// Whether it might be a number, an amount, a date, a time or a truth value in some language: there are digits, and no word
/// but such as belong to those.
fn is_taken_for_a_value(cell: &str) -> bool {
    let folded = fold(cell);
    if TRUTHS.contains(&folded.trim()) {
        return true;
    }
    folded.contains(char::is_numeric)
        && folded
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
            .all(belongs_to_a_value)
}

fn belongs_to_a_value(word: &str) -> bool {
    WORDS.contains(&word)
        || DAYS_AND_MONTHS.iter().any(|start| word.starts_with(start))
        // 2026年11月28日, 11월 28일
        || !word.is_ascii() && word.chars().count() <= 2
}

/// As folded.
const TRUTHS: [&str; 14] = [
    "true",
    "false",
    "wahr",
    "falsch",
    "vrai",
    "faux",
    "verdadero",
    "verdadeiro",
    "falso",
    "vero",
    "waar",
    "onwaar",
    "prawda",
    "falsz",
];

/// Exponents, halves of the day, the letters of a timestamp, currencies.
const WORDS: [&str; 27] = [
    "e", "d", "a", "p", "am", "pm", "t", "z", "h", "x", "utc", "gmt", "uhr", "de", "eur", "usd",
    "gbp", "chf", "jpy", "cny", "pln", "try", "sek", "nok", "dkk", "kr", "zl",
];

/// How months and days of the week begin, in the languages of the counters that we know of.
const DAYS_AND_MONTHS: [&str; 63] = [
    "jan", "feb", "mar", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov",
    "dec", "dez", "ene", "abr", "ago", "set", "dic", "out", "fev", "avr", "aou", "gen", "mag",
    "giu", "lug", "ott", "mrt", "maa", "mei", "sty", "lut", "kwi", "maj", "cze", "lip", "sie",
    "wrz", "paz", "lis", "gru", "oca", "sub", "nis", "haz", "tem", "eyl", "eki", "kas", "ara",
    "mon", "tue", "wed", "thu", "fri", "sat", "sun", "die", "mit", "don", "sam",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_change_is_marked_as_text() {
        for cell in [
            "8944478600000205337",
            "2026-11-28",
            "2026-11-28T10:00:00Z",
            "28.11.2026",
            "28/11",
            "1E5",
            "12e10",
            "0012",
            "00 12",
            "12-2",
            "1/2",
            "10:30",
            "10 AM",
            "5 a",
            ".5",
            "5,",
            "(5)",
            "5-",
            "5 %",
            "$5",
            "5 €",
            "EUR 5",
            "1'000",
            "MARCH1",
            "Sept 5",
            "5. März 2026",
            "Mai 26",
            "١٢",
            "１２",
            "2026年11月28日",
            "TRUE",
            "wahr",
            "5\u{a0}000",
            "#12",
            "=1",
            " -5",
        ] {
            assert!(needs_mark(cell, Holds::Text), "{cell:?}");
        }
        for cell in [
            "5 GB",
            "30 days",
            "Room 12",
            "Zimmer 12",
            "Europe 5 GB",
            "5f0c6f4e-0000-4000-8000-000000000001",
            "order-1",
            "Kim",
            "May",
            "anna@hotel.example",
            "",
        ] {
            assert!(!needs_mark(cell, Holds::Text), "{cell:?} stays as it is");
        }
    }

    #[test]
    fn what_people_calculate_with_stays_a_value() {
        for cell in ["1", "2026-11-24", "11:00", "12,50", "15.00"] {
            assert!(!needs_mark(cell, Holds::Value), "{cell}");
        }
        assert!(needs_mark("=1", Holds::Value), "but never a formula");
    }
}
