//! Tables as spreadsheets write them: from the bytes of a file, or a text that was pasted, to rows of cells.
//!
//! ```text
//! decode    bytes to text, in whatever encoding a spreadsheet writes
//! separate  text to cells: which sign stands between them, and which row of the spreadsheet each came from
//! quotes    which cells are quoted
//! values    rows, encodings, and how much is read
//! ```
//!
//! Pure. Nothing in a cell is ever calculated: a formula is a text. What the columns mean, and whether a row makes sense, is
//! the desk's.

mod decode;
mod quotes;
mod separate;
mod values;

pub use self::values::{Encoding, MOST_BYTES, MOST_ROWS, Row, Table, TableError};

/// Reads the bytes of a file. `as_` is the encoding that a person chose, for a file that does not tell its own.
pub fn of_bytes(bytes: &[u8], as_: Option<Encoding>) -> Result<Table, TableError> {
    if bytes.len() > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    let decoded = decode::decode(bytes, as_)?;
    Ok(Table {
        rows: separate::rows(&decoded.text)?,
        encoding: decoded.encoding,
        encoding_is_guessed: decoded.is_guessed,
    })
}

/// Reads what was pasted.
pub fn of_text(text: &str) -> Result<Table, TableError> {
    if text.len() > MOST_BYTES {
        return Err(TableError::TooLarge);
    }
    Ok(Table {
        rows: separate::rows(text)?,
        encoding: Encoding::Utf8,
        encoding_is_guessed: false,
    })
}

#[cfg(test)]
mod tests;
