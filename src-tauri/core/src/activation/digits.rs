//! What the identifiers on cards and phones share: separators people type, and the two check sums.

use crate::typed;

/// Why a typed identifier cannot be one. Never carries what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigitsError {
    #[error("only digits are allowed")]
    NotDigits,
    /// The number of digits found, for "31 of 32 digits" beside the field.
    #[error("wrong number of digits: {found}")]
    Length { found: usize },
}

/// The text without its separators, if it has only ASCII digits and an allowed number of them.
pub(super) fn parse_typed(
    text: &str,
    lengths: std::ops::RangeInclusive<usize>,
) -> Result<String, DigitsError> {
    let digits = typed::without_separators(text);
    if !all_digits(&digits) {
        return Err(DigitsError::NotDigits);
    }
    if !lengths.contains(&digits.len()) {
        return Err(DigitsError::Length {
            found: digits.len(),
        });
    }
    Ok(digits)
}

/// Luhn's check sum, modulo 10 (ISO/IEC 7812-1), check digit last. False for anything but ASCII digits.
pub(super) fn luhn_ok(digits: &str) -> bool {
    if digits.is_empty() || !all_digits(digits) {
        return false;
    }
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|byte| u32::from(byte - b'0'))
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ => digit * 2 / 10 + digit * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The digit that, put behind these, makes Luhn's check sum hold.
pub(super) fn luhn_digit(digits: &str) -> Option<char> {
    ('0'..='9').find(|digit| luhn_ok(&format!("{digits}{digit}")))
}

/// The number modulo 97 (ISO/IEC 7064), digit by digit: 32 digits pass any machine word.
pub(super) fn mod_97(digits: &str) -> Option<u32> {
    if digits.is_empty() || !all_digits(digits) {
        return None;
    }
    let rest = digits
        .bytes()
        .fold(0, |rest, byte| (rest * 10 + u32::from(byte - b'0')) % 97);
    Some(rest)
}

fn all_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_wrong_digit_or_a_swap_of_neighbours_breaks_luhn() {
        let good = "490154203237518";
        assert!(luhn_ok(good));
        for place in 0..good.len() {
            for digit in b'0'..=b'9' {
                let mut typo = good.as_bytes().to_vec();
                typo[place] = digit;
                let typo = String::from_utf8(typo).expect("digits");
                assert_eq!(luhn_ok(&typo), typo == good, "{typo}");
            }
        }
        assert!(!luhn_ok("940154203237518"), "swapped neighbours");
        assert!(!luhn_ok(""), "nothing is no number");
        assert!(!luhn_ok("4901542032375AA"), "letters are no digits");
    }

    #[test]
    fn the_rest_modulo_97_is_that_of_the_whole_number() {
        assert_eq!(mod_97("97"), Some(0));
        assert_eq!(mod_97("196"), Some(2));
        assert_eq!(mod_97("89049032004008882600019002596666"), Some(62));
        assert_eq!(mod_97("89238765176357612536712567352176"), Some(46));
        assert_eq!(mod_97("9x"), None);
        assert_eq!(mod_97(""), None);
    }
}
