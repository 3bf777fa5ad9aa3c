//! The random id of a book: what its keys go by, whatever its folder is called (rulings 40).

use std::fmt;

use super::error::BookError;

const BYTES: usize = 16;

/// Which book it is. Made once, and kept by copies and repairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookId(String);

impl BookId {
    /// The id of a new book.
    pub(super) fn fresh() -> Result<Self, BookError> {
        let mut bytes = [0_u8; BYTES];
        getrandom::fill(&mut bytes).map_err(|_| BookError::Other("no randomness".to_owned()))?;
        Ok(Self(
            bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        ))
    }

    /// Reads what was written; `None` for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 2 * BYTES && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for BookId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
