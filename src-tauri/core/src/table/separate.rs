//! Text to cells.
//!
//! The sign between the cells is the one by which the first rows have the most cells in common. What counts as a quoted cell:
//! `quotes`.

use csv::{ReaderBuilder, StringRecord};

use super::quotes::{as_meant, cell_at};
use super::values::{MOST_CELLS, MOST_ROWS, Row, TableError};

const SEPARATORS: [u8; 4] = [b'\t', b';', b',', b'|'];
/// So many rows show which sign it is.
const SHOWING: usize = 20;

pub(super) fn rows(text: &str) -> Result<Vec<Row>, TableError> {
    // What a field of the page makes of line ends, and an old Mac.
    let text = text.trim_start_matches('\u{feff}');
    let (text, told) = told_separator(text);
    let separator = told.unwrap_or_else(|| likely(text));
    let meant = as_meant(text, separator);
    let text = meant.as_ref();
    let mut rows = Vec::new();
    let mut filled = 0_u32;
    let mut at_row = 0_u32;
    for record in reader(text, separator).into_records() {
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

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes())
}

fn likely(text: &str) -> u8 {
    let score = |at: usize| {
        let rows = counted(text.as_bytes(), SEPARATORS[at]);
        let like = |count: usize| rows.iter().filter(move |row| row.separators == count);
        let filled = rows.iter().map(|row| row.separators);
        let common = filled.filter(|count| *count > 0).map(|count| {
            // Whoever writes quotes writes them around whole cells.
            let sound = like(count).filter(|row| row.is_sound).count();
            (sound, like(count).count(), count)
        });
        common.max().unwrap_or_default()
    };
    // The first of equals: a tab is typed into no cell.
    let best = (0..SEPARATORS.len()).rev().max_by_key(|at| score(*at));
    best.map_or(b'\t', |at| SEPARATORS[at])
}

/// A row by one of the separators.
struct Counted {
    /// Outside of quotes.
    separators: usize,
    /// No cell begins with a quote and goes on behind its end.
    is_sound: bool,
}

/// The first rows, but for those without anything.
fn counted(text: &[u8], separator: u8) -> Vec<Counted> {
    let fresh = || Counted {
        separators: 0,
        is_sound: true,
    };
    let mut rows = Vec::new();
    let mut row = fresh();
    let (mut begin, mut at) = (0, 0);
    while rows.len() < SHOWING {
        let cell = cell_at(text, at, separator);
        row.is_sound &= cell.is_sound;
        let next = text.get(cell.end);
        if next == Some(&separator) {
            row.separators += 1;
        } else {
            let whole = std::mem::replace(&mut row, fresh());
            rows.extend((cell.end > begin).then_some(whole));
            begin = cell.end + 1;
        }
        if next.is_none() {
            break;
        }
        at = cell.end + 1;
    }
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
