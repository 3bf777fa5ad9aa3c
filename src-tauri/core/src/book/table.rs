//! A table as CSV text: separators, decimal signs, headings, and what keeps a cell what it is. Which columns there are is
//! the affair of `export` (orders) and `sums_table` (what days came to).

use std::collections::BTreeMap;

use super::spreadsheet::{self, Holds};

/// How numbers stand in a file that the reader's spreadsheet opens at a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `12.50`, commas between cells.
    DecimalPoint,
    /// `12,50`, semicolons between cells.
    DecimalComma,
}

impl Dialect {
    pub fn separator(self) -> char {
        match self {
            Self::DecimalPoint => ',',
            Self::DecimalComma => ';',
        }
    }

    pub fn decimal(self) -> char {
        match self {
            Self::DecimalPoint => '.',
            Self::DecimalComma => ',',
        }
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
    fn the_separator_is_never_the_decimal_sign() {
        for dialect in [Dialect::DecimalPoint, Dialect::DecimalComma] {
            assert_ne!(dialect.separator(), dialect.decimal());
        }
    }

    proptest! {
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
