//! IMEI: the number of one phone (3GPP TS 23.003), asked for only where support needs it.

use std::fmt;

use super::digits::{self, DigitsError};

/// 15 decimal digits. It identifies a customer's phone, so `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Imei(String);

impl Imei {
    /// Reads what a person typed or pasted. Separators are taken out.
    pub fn parse(text: &str) -> Result<Self, DigitsError> {
        digits::parse_typed(text, 15..=15).map(Self)
    }

    /// The 15 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the last digit checks the others.
    pub fn check_digit_ok(&self) -> bool {
        digits::luhn_ok(&self.0)
    }
}

impl fmt::Debug for Imei {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Imei([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn real_imeis_hold_their_check_digit() {
        for number in ["490154203237518", "356938035643809", "49-015420-323751-8"] {
            let imei = Imei::parse(number).expect(number);
            assert!(imei.check_digit_ok(), "{number}");
            assert_eq!(imei.as_str().len(), 15, "separators are gone");
        }
    }

    #[test]
    fn a_typing_error_is_a_warning_and_a_wrong_length_an_error() {
        let typo = Imei::parse("490154203237519").expect("15 digits");
        assert!(!typo.check_digit_ok());
        assert_eq!(
            Imei::parse("4901542032375182"),
            Err(DigitsError::Length { found: 16 })
        );
        assert_eq!(Imei::parse("49015420323751X"), Err(DigitsError::NotDigits));
    }

    #[test]
    fn debug_does_not_show_the_number() {
        let imei = Imei::parse("490154203237518").expect("15 digits");
        assert_eq!(format!("{imei:?}"), "Imei([redacted])");
    }
}
