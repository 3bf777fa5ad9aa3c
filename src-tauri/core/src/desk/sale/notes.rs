//! What a sale is noted with for the counter's own books: what the guest pays, a reference, who sold it. All optional, and
//! none is sent to the service but what the guest pays, where the service wants to know that (`wanted`).

use rust_decimal::Decimal;
use serde::Deserialize;

use crate::connect::Money;
use crate::desk::model::{Field, Problem, line_problem};
use crate::typed;

/// A room, a receipt, a booking: longer than this is a slip of the paste key.
const NOTE_LIMIT: usize = 100;
const STAFF_LIMIT: usize = 100;

/// As typed.
#[derive(Clone, Default, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct SaleNotes {
    /// An amount, with a point or a comma; empty where nothing is noted.
    pub guest_pays: String,
    /// ISO 4217; counts only with an amount.
    pub guest_currency: String,
    /// Room, receipt or the like.
    pub note: String,
    /// Who sells.
    pub staff: String,
}

impl SaleNotes {
    /// What is wrong with it, in the order of the form.
    pub(super) fn problems(&self) -> Vec<(Field, Option<Problem>)> {
        let amount = typed::line(&self.guest_pays).text;
        let amount = amount.as_str();
        let currency = self.guest_currency.trim();
        let pays = (!amount.is_empty() && decimal(amount, currency).is_none())
            .then_some(Problem::NotAnAmount);
        let in_what =
            (!amount.is_empty() && !is_currency(currency)).then_some(Problem::NotACurrency);
        vec![
            (Field::GuestPays, pays),
            (Field::GuestCurrency, in_what),
            (Field::Note, line_problem(&self.note, NOTE_LIMIT)),
            (Field::Staff, line_problem(&self.staff, STAFF_LIMIT)),
        ]
    }

    /// The amount as a decimal text, and its currency.
    pub(super) fn paid(&self) -> Option<(String, String)> {
        let currency = self.guest_currency.trim();
        let amount = decimal(&typed::line(&self.guest_pays).text, currency)?;
        Some((amount.to_string(), currency.to_owned()))
    }

    /// The same as the service takes it. Both or neither: an amount without its currency is none.
    pub(super) fn sold_price(&self) -> Option<Money> {
        let (amount, currency) = self.paid()?;
        Money::parse(&amount, &currency)
    }

    pub(super) fn says_no_price(&self) -> bool {
        typed::line(&self.guest_pays).text.is_empty()
    }

    pub(super) fn note(&self) -> Option<String> {
        filled(&self.note)
    }

    pub(super) fn staff(&self) -> Option<String> {
        filled(&self.staff)
    }
}

fn filled(text: &str) -> Option<String> {
    let text = typed::line(text).text;
    (!text.is_empty()).then_some(text)
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Digits with at most one point or comma, and no more decimals than the currency has: `1,234` could be more than a
/// thousand, so it is asked again instead of guessed.
fn decimal(text: &str, currency: &str) -> Option<Decimal> {
    let (whole, part) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let decimals = text
        .split_once(['.', ','])
        .map_or(0, |(_, part)| part.len());
    if !digits(whole) || !digits(part) || whole.len() > 9 || decimals > decimals_of(currency) {
        return None;
    }
    text.replace(',', ".").parse().ok()
}

/// By ISO 4217. The currencies with a thousandth are few, and a shop that uses one writes it so.
fn decimals_of(currency: &str) -> usize {
    const WHOLE: [&str; 16] = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
        "XAF", "XOF", "XPF",
    ];
    const THOUSANDTHS: [&str; 7] = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"];
    if WHOLE.contains(&currency) {
        0
    } else if THOUSANDTHS.contains(&currency) {
        3
    } else {
        2
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pays(amount: &str, currency: &str) -> SaleNotes {
        SaleNotes {
            guest_pays: amount.into(),
            guest_currency: currency.into(),
            ..SaleNotes::default()
        }
    }

    fn told(books: &SaleNotes) -> Vec<Problem> {
        let found = books.problems().into_iter();
        found.filter_map(|(_, problem)| problem).collect()
    }

    #[test]
    fn an_amount_is_taken_as_people_write_it() {
        for (typed, currency, kept) in [
            ("25", "EUR", "25"),
            (" 25,5 ", "EUR", "25.5"),
            ("25.00", "EUR", "25.00"),
            ("0,99", "EUR", "0.99"),
            ("1,250", "KWD", "1.250"),
            ("1500", "JPY", "1500"),
        ] {
            let books = pays(typed, currency);
            assert_eq!(told(&books), [], "{typed:?} {currency}");
            let (amount, _) = books.paid().expect("an amount");
            assert_eq!(amount, kept, "nothing is rounded");
        }
    }

    #[test]
    fn what_could_mean_two_amounts_is_asked_again() {
        for typed in ["1,234", "1.234", "1.234,50", "-5", "5 €", "1e3", ".5", "5."] {
            let books = pays(typed, "EUR");
            assert_eq!(told(&books), [Problem::NotAnAmount], "{typed:?}");
            assert_eq!(books.paid(), None, "and it is not kept: {typed:?}");
        }
    }

    #[test]
    fn what_a_currency_has_no_coin_for_is_asked_again() {
        for (typed, currency) in [("1,50", "JPY"), ("9.9", "KRW"), ("0,5", "CLP")] {
            assert_eq!(
                told(&pays(typed, currency)),
                [Problem::NotAnAmount],
                "{typed:?}"
            );
        }
    }

    #[test]
    fn an_amount_needs_a_currency_and_a_currency_no_amount() {
        assert_eq!(told(&pays("5", "eur")), [Problem::NotACurrency]);
        assert_eq!(told(&pays("5", "")), [Problem::NotACurrency]);
        assert_eq!(told(&pays("", "EUR")), [], "nothing is noted");
        assert_eq!(pays("", "EUR").paid(), None);
    }

    #[test]
    fn a_note_and_a_name_are_one_line_each() {
        let books = SaleNotes {
            note: "Room 12\nRoom 13".into(),
            staff: "n".repeat(101),
            ..SaleNotes::default()
        };
        assert_eq!(
            told(&books),
            [Problem::LineBreak, Problem::TooLong { limit: 100 }]
        );
        assert_eq!(SaleNotes::default().staff(), None, "both are optional");
    }

    proptest! {
        #[test]
        fn no_amount_is_kept_that_is_not_what_was_typed(typed in "[0-9.,]{0,14}", currency in "(EUR|KWD|JPY)") {
            if let Some((kept, _)) = pays(&typed, &currency).paid() {
                // Zeros in front say nothing; every other digit is kept.
                let written = |text: &str| text.trim_start_matches('0').to_owned();
                prop_assert_eq!(written(&kept), written(&typed.replace(',', ".")));
            }
        }

        #[test]
        fn nothing_typed_breaks_the_form(typed in any::<String>()) {
            let books = SaleNotes {
                guest_pays: typed.clone(),
                guest_currency: typed.clone(),
                note: typed.clone(),
                staff: typed,
            };
            drop((told(&books), books.paid(), books.note(), books.staff()));
        }
    }
}
