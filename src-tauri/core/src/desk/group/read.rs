//! A table to lines: what was pasted or opened, with what its columns are. Nothing is kept of it here.

use super::Groups;
use super::column_kind::ColumnKind;
use super::columns;
use super::day_order::DayOrder;
use super::doubtful::doubtful;
use super::draft::{LineDraft, TableRead};
use super::starts;
use crate::desk::model::{Failure, Plan};
use crate::table::{self, Encoding, Row, Table};

impl Groups {
    /// Reads what was pasted.
    pub fn read_text(&self, text: &str, plans: &[Plan]) -> Result<TableRead, Failure> {
        let table = table::of_text(text)?;
        Ok(read(table, plans))
    }

    /// Reads the bytes of a file, in an encoding that a person chose where the file tells none.
    pub fn read_file(
        &self,
        bytes: &[u8],
        encoding: Option<Encoding>,
        plans: &[Plan],
    ) -> Result<TableRead, Failure> {
        let table = table::of_bytes(bytes, encoding)?;
        Ok(read(table, plans))
    }

    /// The lines of a table, by what its columns are.
    pub fn lines(&self, table: &TableRead) -> Vec<LineDraft> {
        let headings = usize::try_from(table.above).ok();
        let headings = headings.filter(|_| table.headings);
        let doubts = doubtful(&table.rows, &table.columns, headings);
        let start = position(&table.columns, ColumnKind::Start);
        let order = start.and_then(|at| *table.day_order.get(at)?);
        let rows = table.rows.iter().zip(doubts).enumerate();
        let rows = rows.filter(|(at, _)| headings != Some(*at));
        rows.map(|(_, (row, doubtful))| LineDraft {
            doubtful,
            ..line(row, &table.columns, order)
        })
        .collect()
    }
}

fn read(table: Table, plans: &[Plan]) -> TableRead {
    let found = columns::columns(&table.rows, plans);
    let days = found.days.into_iter().map(|days| (days.order, days.asked));
    let (day_order, day_asked) = days.unzip();
    TableRead {
        rows: table.rows,
        headings: found.headings.is_some(),
        above: found
            .headings
            .and_then(|at| u32::try_from(at).ok())
            .unwrap_or(0),
        columns: found.kinds,
        seem: found.seem,
        day_order,
        day_asked,
        encoding: table.encoding,
        encoding_is_guessed: table.encoding_is_guessed,
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
            Some(order) => starts::in_order(cell(ColumnKind::Start), order),
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
