//! A table to lines: what was pasted or opened, with what its columns are. Nothing is kept of it here.

use super::Groups;
use super::column_kind::ColumnKind;
use super::columns;
use super::day_order::{ColumnDays, DayOrder};
use super::days;
use super::doubtful::doubtful;
use super::draft::{LineDraft, ShownPlan, TableLines, TableRead};
use super::plans::Plans;
use super::written_day;
use crate::desk::model::{Failure, Plan};
use crate::table::{self, Encoding, Row, Table};

impl Groups {
    /// Reads what was pasted.
    pub fn read_text(
        &self,
        text: &str,
        plans: &[Plan],
        shown: &[ShownPlan],
    ) -> Result<TableRead, Failure> {
        let table = table::of_text(text)?;
        Ok(read(table, &Plans::of(plans, shown)))
    }

    /// Reads the bytes of a file, in an encoding that a person chose where the file tells none.
    pub fn read_file(
        &self,
        bytes: &[u8],
        encoding: Option<Encoding>,
        plans: &[Plan],
        shown: &[ShownPlan],
    ) -> Result<TableRead, Failure> {
        let table = table::of_bytes(bytes, encoding)?;
        Ok(read(table, &Plans::of(plans, shown)))
    }

    /// The lines of a table, by what its columns are.
    pub fn lines(&self, table: &TableRead) -> TableLines {
        let headings = usize::try_from(table.above).ok();
        let headings = headings.filter(|_| table.headings);
        let doubts = doubtful(&table.rows, &table.columns, headings);
        let rows = table.rows.iter().zip(doubts).enumerate();
        let rows = rows.filter(|(at, _)| headings != Some(*at));
        let rows: Vec<(&Row, bool)> = rows.map(|(_, row)| row).collect();
        let days = days(&rows, table);
        let lines = rows.into_iter().map(|(row, doubtful)| LineDraft {
            doubtful,
            ..line(row, &table.columns, days.order)
        });
        TableLines {
            lines: lines.collect(),
            days,
        }
    }
}

fn read(table: Table, plans: &Plans<'_>) -> TableRead {
    let found = columns::columns(&table.rows, plans);
    TableRead {
        rows: table.rows,
        headings: found.headings.is_some(),
        above: found
            .headings
            .and_then(|at| u32::try_from(at).ok())
            .unwrap_or(0),
        columns: found.kinds,
        seem: found.seem,
        day_order: None,
        encoding: table.encoding,
        encoding_is_guessed: table.encoding_is_guessed,
    }
}

/// What the column of starts says of its days. A row that may be no guest tells nothing: its day may be when it was printed.
fn days(rows: &[(&Row, bool)], table: &TableRead) -> ColumnDays {
    let Some(start) = position(&table.columns, ColumnKind::Start) else {
        return ColumnDays::default();
    };
    let guests = rows.iter().filter(|(_, doubtful)| !doubtful);
    let cells = guests.filter_map(|(row, _)| row.cells.get(start));
    let told = days::of_column(cells.map(String::as_str));
    ColumnDays {
        order: table.day_order.or(told.order),
        ..told
    }
}

fn position(columns: &[ColumnKind], kind: ColumnKind) -> Option<usize> {
    columns.iter().position(|column| *column == kind)
}

fn line(row: &Row, columns: &[ColumnKind], order: Option<DayOrder>) -> LineDraft {
    let cell = |kind: ColumnKind| {
        let at = position(columns, kind);
        at.and_then(|at| row.cells.get(at))
            .cloned()
            .unwrap_or_default()
    };
    let names = [cell(ColumnKind::FirstName), cell(ColumnKind::LastName)].join(" ");
    let guest = cell(ColumnKind::Guest);
    LineDraft {
        line: row.row,
        guest: match names.trim() {
            "" => guest,
            names => names.to_owned(),
        },
        email: cell(ColumnKind::Email),
        plan: cell(ColumnKind::Plan),
        // A line by itself knows nothing of its column, so it says the day once and for all.
        start: match order {
            Some(order) => written_day::in_order(cell(ColumnKind::Start), order),
            None => cell(ColumnKind::Start),
        },
        note: cell(ColumnKind::Note),
        language: cell(ColumnKind::Language),
        phone_model: cell(ColumnKind::PhoneModel),
        imei: cell(ColumnKind::Imei),
        anyway: false,
        doubtful: false,
    }
}
