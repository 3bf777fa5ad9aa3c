//! Rows that may be no guest: a title above the headings, headings in a language that nobody here reads, a sum below. They are
//! shown as lines, and bought only when a person says so. What is wrong with a guest's line is `check`.

use super::column_kind::ColumnKind;
use super::starts;
use crate::table::Row;
use crate::typed::fold;

/// So many rows at the top and at the bottom may be something else.
const AT_AN_END: usize = 3;

/// What begins a row of sums, as folded.
const SUMS: &[&str] = &[
    "sum",
    "total",
    "totals",
    "subtotal",
    "summe",
    "gesamt",
    "gesamtsumme",
    "zwischensumme",
    "anzahl",
    "somme",
    "totaux",
    "totale",
    "totali",
    "somma",
    "suma",
    "totaal",
    "count",
];

/// Which rows of a table may be no guest, by where they stand. `headings` says where the headings are, if there are any.
pub(super) fn doubtful(rows: &[Row], columns: &[ColumnKind], headings: Option<usize>) -> Vec<bool> {
    let begin = headings.map_or(0, |at| at + 1);
    let guests = Guests::of(rows.get(begin..).unwrap_or_default(), columns);
    let mut doubts: Vec<bool> = (0..rows.len())
        .map(|at| headings.is_some_and(|it| at < it))
        .collect();
    let found = guests
        .rows
        .iter()
        .enumerate()
        .filter(|(_, row)| is_sum(row));
    let found: Vec<usize> = found.map(|(at, _)| at).collect();
    let top = (0..guests.rows.len().min(AT_AN_END))
        .take_while(|at| headings.is_none() && guests.is_odd_at_the_top(*at));
    let bottom = (0..guests.rows.len()).rev().take(AT_AN_END);
    let bottom = bottom.take_while(|at| guests.is_odd_at_the_bottom(*at));
    for at in top.chain(bottom).chain(found) {
        doubts[begin + at] = true;
    }
    doubts
}

/// The rows below the headings, and how most of them are.
struct Guests<'r> {
    rows: &'r [Row],
    columns: &'r [ColumnKind],
    /// How many cells are filled in the row in the middle.
    filled: usize,
    have_email: bool,
}

impl<'r> Guests<'r> {
    fn of(rows: &'r [Row], columns: &'r [ColumnKind]) -> Guests<'r> {
        let mut filled: Vec<usize> = rows.iter().map(filled).collect();
        filled.sort_unstable();
        let with_email = rows.iter().filter(|row| has_email(row)).count();
        Guests {
            rows,
            columns,
            filled: filled.get(filled.len() / 2).copied().unwrap_or_default(),
            // More than half of those beside the row that is looked at.
            have_email: rows.len() > 1 && with_email * 2 >= rows.len(),
        }
    }

    fn is_odd_at_the_top(&self, at: usize) -> bool {
        let lacks_email = self.have_email && !has_email(&self.rows[at]);
        lacks_email || self.is_bare(at, 2) || self.is_word_above_numbers(at)
    }

    fn is_odd_at_the_bottom(&self, at: usize) -> bool {
        // Of two cells the last guest may well have one.
        is_sum(&self.rows[at]) || self.is_bare(at, 3)
    }

    /// Half of the cells that the others have, or less, and no address; where they have `least` or more.
    fn is_bare(&self, at: usize, least: usize) -> bool {
        let row = &self.rows[at];
        self.filled >= least && filled(row) * 2 <= self.filled && !has_email(row)
    }

    /// `Rom` above 12, 14 and 15.
    fn is_word_above_numbers(&self, at: usize) -> bool {
        let below = &self.rows[at + 1..];
        (0..self.columns.len()).any(|column| {
            let is_number = |cell: &str| cell.contains(|c: char| c.is_ascii_digit());
            let cells = below.iter().filter_map(|row| row.cells.get(column));
            let mut cells = cells.filter(|cell| !cell.is_empty()).peekable();
            let cell = self.rows[at].cells.get(column).map_or("", String::as_str);
            let is_word = !cell.is_empty() && !is_number(cell) && starts::read(cell).is_err();
            let says_so = match self.columns[column] {
                ColumnKind::Note | ColumnKind::Start | ColumnKind::Other => true,
                ColumnKind::Guest
                | ColumnKind::FirstName
                | ColumnKind::LastName
                | ColumnKind::Email
                | ColumnKind::Plan
                | ColumnKind::Language
                | ColumnKind::PhoneModel
                | ColumnKind::Imei => false,
            };
            says_so && is_word && cells.peek().is_some() && cells.all(|cell| is_number(cell))
        })
    }
}

fn filled(row: &Row) -> usize {
    row.cells.iter().filter(|cell| !cell.is_empty()).count()
}

fn has_email(row: &Row) -> bool {
    row.cells.iter().any(|cell| cell.contains('@'))
}

fn is_sum(row: &Row) -> bool {
    let first = row.cells.iter().find(|cell| !cell.is_empty());
    let first = first.map(|cell| fold(cell)).unwrap_or_default();
    let word = first.split(|c: char| !c.is_alphanumeric()).next();
    !has_email(row) && word.is_some_and(|word| SUMS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::super::columns::columns;
    use super::super::plans::Plans;
    use super::*;

    /// The rows of a table that are doubted, by their numbers from 0, and where its headings were found.
    fn doubted(table: &[&str]) -> (Vec<usize>, Option<usize>) {
        let rows: Vec<Row> = table
            .iter()
            .zip(1..)
            .map(|(line, row)| Row {
                row,
                cells: line.split(';').map(|cell| cell.trim().to_owned()).collect(),
            })
            .collect();
        let found = columns(&rows, &Plans::of(&[], &[]));
        let doubts = doubtful(&rows, &found.kinds, found.headings);
        let at = doubts.iter().enumerate().filter(|(_, doubt)| **doubt);
        (at.map(|(at, _)| at).collect(), found.headings)
    }

    #[test]
    fn a_title_above_the_headings_is_no_guest() {
        let table = [
            "Gästeliste Dezember;;",
            "Stand: 1.12.2026;;",
            "Name;E-Mail;Zimmer",
            "Anna Keller;a@x.example;12",
            "Bert Braun;b@x.example;14",
        ];
        assert_eq!(doubted(&table), (vec![0, 1], Some(2)));
    }

    #[test]
    fn headings_that_nobody_here_reads_are_no_guest() {
        for table in [
            [
                "Gjest;E-post;Rom",
                "Anna Keller;a@x.example;12",
                "Bert Braun;b@x.example;14",
            ],
            ["Gjest;Rom;x", "Anna Keller;12;x", "Bert Braun;14;x"],
            ["Our guests;;", "Anna Keller;12;5", "Bert Braun;14;6"],
        ] {
            assert_eq!(doubted(&table), (vec![0], None), "{table:?}");
        }
    }

    #[test]
    fn a_sum_below_is_no_guest() {
        for last in ["Summe;;2", "Total;;", "Totale: 2;;", "2 Gäste;;", ";;26"] {
            let table = [
                "Name;E-Mail;Zimmer",
                "Anna Keller;a@x.example;12",
                "Bert Braun;b@x.example;14",
                last,
            ];
            assert_eq!(doubted(&table), (vec![3], Some(0)), "{last}");
        }
    }

    #[test]
    fn a_table_of_guests_has_nothing_to_doubt() {
        for table in [
            [
                "Anna;a@x.example;now",
                "Bert;b@x.example;2026-12-01",
                "Cleo;c@x.example;2026-12-01",
            ],
            ["Name;E-Mail;Zimmer", "Anna;;12", "Bert;b@x.example;14"],
            ["Anna;12", "Bert;14", "Cleo;15"],
            ["Name;Zimmer", "Anna Total;12", "Bert;"],
        ] {
            assert_eq!(doubted(&table).0, Vec::<usize>::new(), "{table:?}");
        }
    }
}
