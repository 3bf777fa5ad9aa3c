//! ICCID: the number of one eSIM profile, as printed on SIM cards (ITU-T E.118).
//!
//! The service is believed: the documents' own samples have 22 digits or a wrong check digit. So a check sum
//! that does not hold is at most a reason to ask a person about a typing error.

use std::fmt;

use super::digits::{self, DigitsError};
use crate::typed::{self, same_sim, sim_number};

/// 18 to 22 digits, from the service perhaps hexadecimal ones. Not secret: it identifies, but installs nothing.
#[derive(Debug, Clone, Eq)]
pub struct Iccid(String);

impl Iccid {
    /// What the service calls an eSIM by. Kept as it is, letter case aside: requests are made with it. Some cards
    /// have hexadecimal digits, and the stored form of an odd number of digits ends in `F`.
    pub fn from_service(text: &str) -> Result<Self, DigitsError> {
        let number = text.trim().to_ascii_uppercase();
        if !number.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(DigitsError::NotDigits);
        }
        if !(18..=22).contains(&number.len()) {
            return Err(DigitsError::Length {
                found: number.len(),
            });
        }
        Ok(Self(number))
    }

    /// What a person typed or scanned, with or without separators and the padding: 18 to 22 decimal digits.
    pub fn parse_typed(text: &str) -> Result<Self, DigitsError> {
        let number = typed::without_separators(text);
        digits::parse_typed(sim_number(&number), 18..=22).map(Self)
    }

    /// The same with its check digit behind it: what was meant, should the last digit be missing. `None` where that would
    /// be too long.
    pub fn with_check_digit(&self) -> Option<Self> {
        let completed = format!("{}{}", self.0, digits::luhn_digit(&self.0)?);
        Self::from_service(&completed).ok()
    }

    /// The digits without separators.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the check digit holds. Only ever a warning about typing errors. Cards with 20 digits have it in the
    /// last or in the last but one place.
    pub fn luhn_ok(&self) -> bool {
        let number = self.0.as_str();
        digits::luhn_ok(number) || (number.len() == 20 && digits::luhn_ok(&number[..19]))
    }
}

/// With and without padding it is one SIM.
impl PartialEq for Iccid {
    fn eq(&self, other: &Self) -> bool {
        same_sim(&self.0, &other.0)
    }
}

impl fmt::Display for Iccid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_iccids_hold_their_check_digit() {
        for number in [
            "8944478600000205337",
            "8944474600000109251",
            "8944474600000063847",
            "8944478600004573128",
            "8965880812100011146",
            "8944472600000510740",
            "8944477100000000086",
            "8944538532011040767",
            "8943108161005541531",
            "89445385320081602226", // over the first 19 of its 20
        ] {
            assert!(
                Iccid::parse_typed(number).expect(number).luhn_ok(),
                "{number}"
            );
        }
    }

    #[test]
    fn the_documents_samples_are_accepted_though_their_check_digit_fails() {
        for number in ["8944000013283712983321", "8944471111111119506"] {
            let iccid = Iccid::from_service(number).expect("the service is believed");
            assert_eq!(iccid.as_str(), number);
            assert!(!iccid.luhn_ok(), "{number} is a warning, not an error");
            assert!(
                Iccid::parse_typed(number).is_ok(),
                "nor is it one when typed"
            );
        }
    }

    #[test]
    fn the_twentieth_digit_is_not_an_excuse_for_other_lengths() {
        let stray = Iccid::parse_typed("894447860000020533701").expect("21 digits");
        assert!(
            !stray.luhn_ok(),
            "the first 19 count only when there are 20"
        );
    }

    #[test]
    fn the_service_may_use_hexadecimal_digits_and_a_person_may_not() {
        let padded = Iccid::from_service(" 8986012345678901234f\n").expect("20 nibbles");
        assert_eq!(padded.to_string(), "8986012345678901234F");
        assert!(!padded.luhn_ok(), "no check digit among hexadecimal ones");
        assert_eq!(
            Iccid::parse_typed("89860123456789A1234"),
            Err(DigitsError::NotDigits)
        );
    }

    #[test]
    fn the_padding_of_the_stored_form_makes_no_other_sim() {
        let plain = Iccid::parse_typed("8944476500008878576").expect("19 digits");
        for padded in ["8944476500008878576F", "8944 4765 0000 8878 576f"] {
            let typed = Iccid::parse_typed(padded).expect("the padding is forgiven");
            assert_eq!(typed.as_str(), plain.as_str(), "{padded}");
        }
        let told = Iccid::from_service("8944476500008878576f").expect("20 nibbles");
        assert_eq!(told, plain, "and the service's is the same SIM");
    }

    #[test]
    fn a_missing_last_digit_is_the_one_that_holds() {
        for number in [
            "8944478600000205337",
            "8944474600000109251",
            "8965880812100011146",
        ] {
            let short = Iccid::parse_typed(&number[..18]).expect("18 digits");
            let completed = short.with_check_digit().expect("19 digits");
            assert_eq!(completed.as_str(), number, "the digit that was left out");
            assert!(completed.luhn_ok());
        }
        let longest = Iccid::parse_typed("8944000013283712983321").expect("22 digits");
        assert!(longest.with_check_digit().is_none(), "nothing is longer");
        let hexadecimal = Iccid::from_service("8986012345678901234A").expect("20 digits");
        assert!(hexadecimal.with_check_digit().is_none(), "has none");
    }

    #[test]
    fn typed_separators_are_forgiven_and_lengths_are_not() {
        let typed = Iccid::parse_typed("8944 4786-0000\u{a0}0205 337\n").expect("19 digits");
        assert_eq!(typed.as_str(), "8944478600000205337");
        for found in [0, 17, 23] {
            let number = "8".repeat(found);
            let wrong = Err(DigitsError::Length { found });
            assert_eq!(Iccid::parse_typed(&number), wrong);
            assert_eq!(Iccid::from_service(&number), wrong);
        }
    }

    #[test]
    fn what_could_change_a_request_path_is_no_iccid() {
        for text in [
            "894447860000020533/",
            "../../../../../../..",
            "8944478600000205337?",
            "８９４４４７８６００",
        ] {
            assert_eq!(
                Iccid::from_service(text),
                Err(DigitsError::NotDigits),
                "{text}"
            );
        }
    }
}
