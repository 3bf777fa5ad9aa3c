//! Numbers as cards, phones and portals write them: in groups, and in the digits of other scripts.

use super::clean::without_invisible;

/// Takes out what people and phones put between digits: white space of any kind (line breaks and no-break spaces
/// too), hyphens and dashes, and the invisible marks that copying brings along. Digits of other scripts become plain ones.
pub fn without_separators(text: &str) -> String {
    without_invisible(text)
        .chars()
        .filter(|&c| !c.is_whitespace())
        .filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}'))
        .map(plain_digit)
        .collect()
}

/// The plain digit of one in another script, as phones that are set to Arabic, Hindi or Thai show and copy their numbers.
fn plain_digit(c: char) -> char {
    const ZEROS: [u32; 10] = [
        0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xed0, 0x1040, 0x17e0, 0xff10, 0x1d7f6,
    ];
    let of = |zero: &u32| u32::from(c).checked_sub(*zero).filter(|digit| *digit < 10);
    let digit = ZEROS.iter().find_map(of);
    digit
        .and_then(|digit| char::from_digit(digit, 10))
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_separators_are_stripped() {
        assert_eq!(
            without_separators(" 89-04\u{a0}90\r\n32\t00\u{2009}40\u{2013}08\u{200b}\u{feff}"),
            "8904903200".to_owned() + "4008"
        );
        assert_eq!(
            without_separators("8904x_9.0"),
            "8904x_9.0",
            "other characters stay to be complained about"
        );
    }

    #[test]
    fn digits_of_other_scripts_are_digits() {
        for digits in [
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "๐๑๒๓๔๕๖๗๘๙",
            "０１２３４５６７８９",
        ] {
            assert_eq!(without_separators(digits), "0123456789", "{digits}");
        }
    }
}
