//! A table as CSV text: separators, decimal signs, headings, and what keeps a cell what it is. Which columns there are is
//! the affair of `export` (orders) and `sums_table` (what days came to).

use std::collections::BTreeMap;

use super::spreadsheet::{self, Holds};

/// How numbers and lists stand in a file that the reader's spreadsheet opens at a press: as their system writes them, whatever
/// language the program is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    separator: char,
    decimal: char,
}

impl Dialect {
    /// `12.50`, commas between cells.
    pub const POINT: Self = Self {
        separator: ',',
        decimal: '.',
    };

    /// `12,50`, semicolons between cells.
    pub const COMMA: Self = Self {
        separator: ';',
        decimal: ',',
    };

    /// Of a system that writes numbers with that decimal sign, and puts `list` between the items of a list where it says so.
    /// A sign that could be part of a number or of a quoted cell is none.
    pub fn of_system(decimal: Option<char>, list: Option<char>) -> Self {
        let is_sign = |sign: &char| !sign.is_alphanumeric() && !"\"'-+\r\n\0".contains(*sign);
        let decimal = decimal.filter(is_sign).unwrap_or(Self::POINT.decimal);
        let usual = if decimal == Self::POINT.separator {
            Self::COMMA.separator
        } else {
            Self::POINT.separator
        };
        let separator = list.filter(is_sign).filter(|sign| *sign != decimal);
        Self {
            separator: separator.unwrap_or(usual),
            decimal,
        }
    }

    pub(super) fn separator(self) -> char {
        self.separator
    }

    pub(super) fn decimal(self) -> char {
        self.decimal
    }
}

/// Lines, one after the other.
pub(super) struct Lines {
    text: String,
    separator: char,
}

impl Lines {
    /// Begins with a byte order mark, without which Excel takes UTF-8 for something else.
    pub(super) fn begin(separator: char) -> Self {
        Self {
            text: String::from('\u{feff}'),
            separator,
        }
    }

    pub(super) fn push(&mut self, cells: &[String], hold: impl IntoIterator<Item = Holds>) {
        for (place, (cell, holds)) in cells.iter().zip(hold).enumerate() {
            if place > 0 {
                self.text.push(self.separator);
            }
            push_cell(&mut self.text, cell, holds);
        }
        self.text.push_str("\r\n");
    }

    pub(super) fn done(self) -> String {
        self.text
    }
}

/// A decimal text with the reader's decimal sign.
pub(super) fn amount(amount: &str, decimal: char) -> String {
    amount.replace('.', decimal.encode_utf8(&mut [0; 4]))
}

/// The word of that machine name in the reader's language. What is missing stays as it is.
pub(super) fn word(words: &BTreeMap<String, String>, name: &str) -> String {
    words
        .get(name)
        .map_or_else(|| name.to_owned(), String::clone)
}

/// The same of what is counted, whose words are apart: a column may be called like it.
pub(super) fn unit<'w>(words: &'w BTreeMap<String, String>, name: &'w str) -> &'w str {
    words
        .get(&format!("unit_{name}"))
        .map_or(name, String::as_str)
}

/// Every cell is quoted: a spreadsheet that splits at another separator than ours must not find the start of a cell inside one.
fn push_cell(text: &mut String, cell: &str, holds: Holds) {
    text.push('"');
    if spreadsheet::needs_mark(cell, holds) {
        text.push(spreadsheet::TEXT_MARK);
    }
    text.push_str(&cell.replace('"', "\"\""));
    text.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text() {
        for cell in [
            "=1+1", "+49", "-5", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1",
        ] {
            let mut text = String::new();
            push_cell(&mut text, cell, Holds::Text);
            assert!(text.starts_with("\"'"), "{cell:?} became {text:?}");
        }
        let mut text = String::new();
        push_cell(&mut text, "5 GB", Holds::Text);
        assert_eq!(text, "\"5 GB\"", "ordinary text stays as it is");
    }

    #[test]
    fn a_quote_cannot_end_a_cell() {
        let mut text = String::new();
        push_cell(&mut text, "a\";=1", Holds::Value);
        assert_eq!(text, "\"a\"\";=1\"");
    }

    #[test]
    fn numbers_and_lists_are_as_the_system_has_them() {
        for (decimal, list, expected) in [
            (Some('.'), Some(','), Dialect::POINT),
            (Some(','), Some(';'), Dialect::COMMA),
            (Some(','), None, Dialect::COMMA),
            (None, None, Dialect::POINT),
            // Both set to the same by hand.
            (Some(','), Some(','), Dialect::COMMA),
            (Some('1'), Some('"'), Dialect::POINT),
        ] {
            assert_eq!(Dialect::of_system(decimal, list), expected);
        }
        let swiss = Dialect::of_system(Some('.'), Some(';'));
        assert_eq!((swiss.separator(), swiss.decimal()), (';', '.'));
    }

    proptest! {
        #[test]
        fn the_separator_is_never_the_decimal_sign(decimal: Option<char>, list: Option<char>) {
            let dialect = Dialect::of_system(decimal, list);
            prop_assert_ne!(dialect.separator(), dialect.decimal());
        }

        #[test]
        fn no_cell_breaks_out_or_begins_as_a_formula(cell in any::<String>()) {
            let mut text = String::new();
            push_cell(&mut text, &cell, Holds::Value);
            let inner = &text[1..text.len() - 1];
            prop_assert!(!inner.replace("\"\"", "").contains('"'), "a lone quote in {text:?}");
            prop_assert!(!inner.starts_with(['=', '+', '-', '@', '\t', '\r']), "{text:?}");
        }
    }
}
