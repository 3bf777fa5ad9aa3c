//! What a table is, and how much of one is read.

use serde::{Deserialize, Serialize};

/// More than this is no list of guests, and nobody should wait for it.
pub const MOST_BYTES: usize = 4_000_000;
/// So many rows are looked at; more are only counted.
pub const MOST_ROWS: usize = 500;
/// No list of guests is wider.
pub const MOST_CELLS: usize = 40;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Without those that are empty.
    pub rows: Vec<Row>,
    pub encoding: Encoding,
    /// Nothing in the file told its encoding.
    pub encoding_is_guessed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct Row {
    /// As the spreadsheet counts, from 1, with the empty rows and the headings.
    pub row: u32,
    /// Without spaces around, each on one line.
    pub cells: Vec<String>,
}

/// How a text is written in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// Windows-1252, and so on: what *CSV* means to Excel in that part of the world.
    Western,
    /// What *CSV (Macintosh)* means to Excel on a Mac in the western world.
    Mac,
    CentralEuropean,
    Baltic,
    Cyrillic,
    Greek,
    Turkish,
    Hebrew,
    Arabic,
    /// Shift JIS, and what else *CSV* means in the East: several bytes for one sign.
    Japanese,
    /// GB 18030, which has GBK and GB 2312 in it.
    ChineseSimplified,
    /// Big5.
    ChineseTraditional,
    /// EUC-KR, as Windows-949 extends it.
    Korean,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error("a workbook, not a table of text")]
    Workbook,
    #[error("no text")]
    NotText,
    #[error("nothing is in it")]
    Empty,
    #[error("{rows} rows are too many")]
    TooManyRows { rows: u32 },
    #[error("the file is too large")]
    TooLarge,
}
