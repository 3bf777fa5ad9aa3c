//! EID: the number of the eSIM chip in one phone, asked for before buying a push install.
//!
//! Wrong length or other characters block. Wrong check digits do not: documents show such numbers, and a person
//! may insist (ruling 22).

use std::fmt;

use super::digits::{self, DigitsError};

/// 32 decimal digits. It identifies a customer's phone, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Eid(String);

impl Eid {
    /// Reads what a person typed, pasted or scanned. Separators and line breaks are taken out.
    pub fn parse(text: &str) -> Result<Self, DigitsError> {
        digits::parse_typed(text, 32..=32).map(Self)
    }

    /// The 32 digits, for the order.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last two digits check the others: the number leaves 1 modulo 97 (SGP.02, SGP.29).
    pub fn check_digits_ok(&self) -> bool {
        digits::mod_97(&self.0) == Some(1)
    }
}

impl fmt::Debug for Eid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Eid([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_eids_hold_their_check_digits() {
        for number in [
            "89034011560010000000000000000121",
            "89001012012341234012345678901224",
            "89001567010203040506070809101152",
        ] {
            assert!(
                Eid::parse(number).expect(number).check_digits_ok(),
                "{number}"
            );
        }
    }

    #[test]
    fn wrong_check_digits_are_a_warning_and_not_an_error() {
        for number in [
            "89049032004008882600019002596666",
            "89238765176357612536712567352176",
            "89001012012341234012345678901225",
            "89001012012341234012345678910224",
        ] {
            let eid = Eid::parse(number).expect("32 digits");
            assert!(!eid.check_digits_ok(), "{number}");
        }
    }

    #[test]
    fn a_number_pasted_from_a_phone_loses_its_separators() {
        let pasted = "8900 1012-0123\u{a0}4123\r\n4012 3456 7890 1224 ";
        let eid = Eid::parse(pasted).expect("32 digits");
        assert_eq!(eid.as_str(), "89001012012341234012345678901224");
    }

    #[test]
    fn a_wrong_length_or_another_character_blocks() {
        for found in [0, 31, 33, 300] {
            assert_eq!(
                Eid::parse(&"8".repeat(found)),
                Err(DigitsError::Length { found })
            );
        }
        for text in [
            "8900101201234123401234567890122O",
            "EID: 89001012012341234012345678901224",
            "89001012012341234012345678901224,",
        ] {
            assert_eq!(Eid::parse(text), Err(DigitsError::NotDigits), "{text}");
        }
    }

    #[test]
    fn wide_digits_are_digits() {
        let wide = Eid::parse("８9001012012341234012345678901224").expect("32 digits");
        assert_eq!(wide.as_str(), "89001012012341234012345678901224");
    }

    #[test]
    fn debug_does_not_show_the_number() {
        let eid = Eid::parse("89001012012341234012345678901224").expect("32 digits");
        assert_eq!(format!("{eid:?}"), "Eid([redacted])");
    }
}
