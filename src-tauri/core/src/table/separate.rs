//! Text to cells.
//!
//! The sign between the cells is the one by which the first rows have the most cells in common. A quote that nobody closes
//! would swallow all rows below it: a text with an odd number of quotes is read as if they were letters.

use csv::{ReaderBuilder, StringRecord};

use super::values::{MOST_CELLS, MOST_ROWS, Row, TableError};

const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// So many rows show which sign it is.
const SHOWING: usize = 20;

pub(super) fn rows(text: &str) -> Result<Vec<Row>, TableError> {
    // What a field of the page makes of line ends, and an old Mac.
    let text = text.trim_start_matches('\u{feff}');
    let quoting = text.matches('"').count().is_multiple_of(2);
    let (text, told) = told_separator(text);
    let separator = told.unwrap_or_else(|| likely(text, quoting));
    let mut rows = Vec::new();
    let mut filled = 0_u32;
    let mut at_row = 0_u32;
    for record in reader(text, separator, quoting).into_records() {
        // Sound text gives sound cells.
        let record = record.map_err(|_| TableError::NotText)?;
        at_row = at_row
            .saturating_add(1)
            .saturating_add(skipped(text, &record));
        let cells: Vec<String> = record.iter().take(MOST_CELLS).map(cell).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        filled += 1;
        // One row may be headings.
        if rows.len() <= MOST_ROWS {
            rows.push(Row { row: at_row, cells });
        }
    }
    match filled {
        0 => Err(TableError::Empty),
        rows if rows as usize > MOST_ROWS + 1 => Err(TableError::TooManyRows { rows }),
        _ => Ok(rows),
    }
}

/// Excel's own way to tell: a first line `sep=;`, which is no row.
fn told_separator(text: &str) -> (&str, Option<u8>) {
    let told = text
        .get(..4)
        .filter(|word| word.eq_ignore_ascii_case("sep="));
    let (Some(_), Some(&separator)) = (told, text.as_bytes().get(4)) else {
        return (text, None);
    };
    let rest = text.get(5..).unwrap_or_default();
    match rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix(['\n', '\r']))
    {
        Some(rest) if separator.is_ascii_punctuation() || separator == b'\t' => {
            (rest, Some(separator))
        }
        Some(_) | None => (text, None),
    }
}

fn reader(text: &str, separator: u8, quoting: bool) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .quoting(quoting)
        .from_reader(text.as_bytes())
}

fn likely(text: &str, quoting: bool) -> u8 {
    let rows = counted(text, quoting);
    let score = |at: usize| {
        let counts = rows.iter().map(|row| row[at]);
        let common = counts
            .clone()
            .filter(|count| *count > 0)
            .max_by_key(|count| {
                let as_many = counts.clone().filter(|other| other == count).count();
                (as_many, *count)
            });
        let as_many = counts.filter(|count| Some(*count) == common).count();
        (as_many, common.unwrap_or(0))
    };
    // The first of equals: a tab is typed into no cell.
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| score(*at));
    best.map_or(b'\t', |at| SEPARATORS[at])
}

/// How many of each separator stand in each of the first rows, outside of quotes.
fn counted(text: &str, quoting: bool) -> Vec<[usize; SEPARATORS.len()]> {
    let mut rows = Vec::new();
    let mut row = [0; SEPARATORS.len()];
    let mut is_quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' if quoting => is_quoted = !is_quoted,
            b'\r' | b'\n' if !is_quoted => {
                if row != [0; SEPARATORS.len()] {
                    rows.push(row);
                }
                if rows.len() == SHOWING {
                    return rows;
                }
                row = [0; SEPARATORS.len()];
            }
            _ => {
                let found = SEPARATORS.iter().position(|separator| *separator == byte);
                if let (Some(at), false) = (found, is_quoted) {
                    row[at] += 1;
                }
            }
        }
    }
    rows.push(row);
    rows
}

/// How many rows without anything stand before a record: the reader passes over them, the spreadsheet counts them.
fn skipped(text: &str, record: &StringRecord) -> u32 {
    let begin = record.position().map_or(0, csv::Position::byte);
    let rest = usize::try_from(begin)
        .ok()
        .and_then(|begin| text.get(begin..));
    let mut rest = rest.unwrap_or_default();
    // The reader ends a row with the first half of its end.
    if usize::try_from(begin)
        .is_ok_and(|begin| text.get(..begin).is_some_and(|t| t.ends_with('\r')))
    {
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    let mut skipped = 0;
    while let Some(next) = rest
        .strip_prefix("\r\n")
        .or_else(|| rest.strip_prefix(['\n', '\r']))
    {
        skipped += 1;
        rest = next;
    }
    skipped
}

/// A line break inside of a cell is how a spreadsheet shows a long text, and nothing that a name or a note needs.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
