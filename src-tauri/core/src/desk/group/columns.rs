//! What the columns of a table are: by their headings, or by what is in them.

use super::column_kind::ColumnKind;
use super::headings::of_heading;
use super::plans::Plans;
use super::starts;
use crate::table::Row;

/// So many rows may stand above the headings, and are looked at for them.
const ABOVE: usize = 3;

/// What is known of the columns of a table.
pub(super) struct Columns {
    pub(super) kinds: Vec<ColumnKind>,
    /// Which row is their headings.
    pub(super) headings: Option<usize>,
    /// What a column seems to hold that nobody named so: a person says whether it is.
    pub(super) seem: Vec<Option<ColumnKind>>,
}

/// What the columns are, and which row is their headings.
pub(super) fn columns(rows: &[Row], plans: &Plans<'_>) -> Columns {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut found: Option<(usize, usize, Vec<ColumnKind>)> = None;
    for (at, row) in rows.iter().enumerate().take(ABOVE + 1) {
        let Some((known, kinds)) = headings(row) else {
            continue;
        };
        let better = found.as_ref().is_none_or(|(best, ..)| known > *best);
        // Below the first row one known word is a word, whatever stands beside it.
        if better && (at == 0 || known > 1) {
            found = Some((known, at, kinds));
        }
    }
    let (kinds, headings) = match found {
        Some((_, at, kinds)) => (padded(kinds, width), Some(at)),
        None => (by_content(rows, width, plans), None),
    };
    let below = rows.get(headings.map_or(0, |at| at + 1)..);
    let below = below.unwrap_or_default();
    let seem = seeming(below, &kinds);
    Columns {
        kinds,
        headings,
        seem,
    }
}

/// What columns hold that are taken for nothing although all their cells are days or addresses: without them a plan would start
/// at once, and go to the address of all.
fn seeming(rows: &[Row], kinds: &[ColumnKind]) -> Vec<Option<ColumnKind>> {
    let kinds = kinds.iter().enumerate();
    let seems = kinds.map(|(at, kind)| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let mut filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        // A sum below them is neither.
        if filled.len() > 2 {
            filled.pop();
        }
        let all = |is_one: &dyn Fn(&str) -> bool| {
            !filled.is_empty() && filled.iter().all(|cell| is_one(cell))
        };
        if *kind != ColumnKind::Other {
            None
        } else if all(&|cell| cell.contains('@')) {
            Some(ColumnKind::Email)
        } else if all(&|cell| starts::looks_like_a_day(cell)) {
            Some(ColumnKind::Start)
        } else {
            None
        }
    });
    seems.collect()
}

/// How many of a row's cells are headings of what a sale needs, and what they say.
fn headings(row: &Row) -> Option<(usize, Vec<ColumnKind>)> {
    let found: Vec<Option<ColumnKind>> = row.cells.iter().map(|cell| of_heading(cell)).collect();
    let all = found.iter().flatten().copied();
    let (useless, known): (Vec<ColumnKind>, Vec<ColumnKind>) =
        all.partition(|kind| *kind == ColumnKind::Other);
    let (useless, known) = (useless.len(), known.len());
    let has_address = row.cells.iter().any(|cell| cell.contains('@'));
    // What no sale needs may be a word of any line. A guest may be called *Gast*; two such cells beside each other are no guest.
    if known == 0 || has_address || known + useless == 1 && row.cells.len() > 2 {
        return None;
    }
    let mut taken = Vec::new();
    let mut kinds: Vec<ColumnKind> = found
        .into_iter()
        .map(|kind| match kind {
            Some(kind) if !taken.contains(&kind) => {
                taken.push(kind);
                kind
            }
            // The second of its kind is for a person to choose.
            Some(_) | None => ColumnKind::Other,
        })
        .collect();
    name_whole(&mut kinds);
    Some((known, kinds))
}

/// Beside a first name, *Name* is the last one, and the other way round.
fn name_whole(kinds: &mut [ColumnKind]) {
    let has = |kind| kinds.contains(&kind);
    let missing = match (has(ColumnKind::FirstName), has(ColumnKind::LastName)) {
        (true, false) => ColumnKind::LastName,
        (false, true) => ColumnKind::FirstName,
        (true, true) | (false, false) => return,
    };
    if let Some(name) = kinds.iter_mut().find(|kind| **kind == ColumnKind::Guest) {
        *name = missing;
    }
}

fn padded(mut kinds: Vec<ColumnKind>, width: usize) -> Vec<ColumnKind> {
    kinds.resize(width, ColumnKind::Other);
    kinds
}

/// Whether a cell looks like one of its kind.
type Look<'l> = &'l dyn Fn(&str) -> bool;

fn by_content(rows: &[Row], width: usize, plans: &Plans<'_>) -> Vec<ColumnKind> {
    let mut kinds = vec![ColumnKind::Other; width];
    let share = |at: usize, is_one: Look<'_>| {
        let cells = rows.iter().filter_map(|row| row.cells.get(at));
        let filled: Vec<&String> = cells.filter(|cell| !cell.is_empty()).collect();
        let fits = filled.iter().filter(|cell| is_one(cell)).count();
        // Most of them, and one at least.
        fits * 2 > filled.len() && fits > 0
    };
    let is_address = |cell: &str| cell.contains('@');
    let is_plan = |cell: &str| plans.knows(cell);
    // A number by itself may be a postcode or a booking: a day is one only where somebody says so.
    let is_number = |cell: &str| cell.trim().parse::<u64>().is_ok();
    let is_start = |cell: &str| starts::is_surely_one(cell) && !is_number(cell);
    let looks: [(ColumnKind, Look<'_>); 3] = [
        (ColumnKind::Email, &is_address),
        (ColumnKind::Plan, &is_plan),
        (ColumnKind::Start, &is_start),
    ];
    for (kind, is_one) in looks {
        let found = (0..width).find(|at| kinds[*at] == ColumnKind::Other && share(*at, is_one));
        if let Some(at) = found {
            kinds[at] = kind;
        }
    }
    // What is left is guessed to be nothing: it may be a telephone or a passport, and a note stands in clear in the order book.
    let is_name = |cell: &str| cell.contains(char::is_alphabetic);
    let is_one_word = |cell: &str| is_name(cell) && !cell.contains(char::is_whitespace);
    let is_left = |at: &usize| kinds[*at] == ColumnKind::Other;
    let first = (0..width).find(|at| is_left(at) && share(*at, &is_name));
    let Some(first) = first else {
        return kinds;
    };
    // A name in two columns: both stand side by side, of one word each.
    let second = first + 1;
    let is_half = |at: usize| share(at, &is_one_word);
    if second < width && is_left(&second) && is_half(first) && is_half(second) {
        kinds[first] = ColumnKind::FirstName;
        kinds[second] = ColumnKind::LastName;
    } else {
        kinds[first] = ColumnKind::Guest;
    }
    kinds
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
