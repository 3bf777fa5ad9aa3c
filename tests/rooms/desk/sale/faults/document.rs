//! `docs/faults.md`: what each cell came to, and the table of words behind the kinds that are told.

use std::fmt::Write as _;
use std::fs;

pub(super) fn document(once: &Table, lasting: &Table, quirks: &Table) -> String {
    let mut text = String::from(
        "# Faults\n\n\
         What becomes of a sale when one thing goes wrong, by what went wrong and at which step, and when the service is\n\
         otherwise than its examples. A test sells against the sandbox for each cell and writes this page\n\
         (`tests/rooms/desk/sale/faults.rs`).\n\n\
         Of a fault that strikes once, bold is the state of the order five minutes later; after it what is told with it, in\n\
         brackets what was told meanwhile; a lost connection is told in the status line, once for all orders. After an arrow,\n\
         and in the other tables: where it ends, within a day. *not sent* means that the sale stopped before the order left;\n\
         it is tried again.\n\
         In no cell is an order sent twice, a bought one called unbought, or a code handed over that is not the ledger's.\n\
         No cell ends stuck: what waits, asks a person, or goes on after *Try again*, which is how a desk comes back whose\n\
         secret was refused for a while.\n",
    );
    once.write(&mut text, "Once");
    lasting.write(&mut text, "For ten minutes");
    quirks.write(&mut text, "Quirks, for as long as it takes");
    text.push_str(
        "\n## What is told, and the next step\n\n| kind | how bad | next step |\n|---|---|---|\n",
    );
    for (kind, severity, next) in words() {
        let _ = writeln!(text, "| {kind} | {severity} | {next} |");
    }
    text.push_str("\nThe sentences are in `ui/src/lang/`.\n");
    text
}

/// The UI's own table, line by line.
fn words() -> Vec<(String, String, String)> {
    let path = crate::project().join("ui/src/lib/failures.ts");
    let table = fs::read_to_string(path).expect("the UI is part of the project");
    let lines = table.lines().filter_map(|line| {
        let (kind, rest) = line.trim().split_once(": { severity: '")?;
        let (severity, rest) = rest.split_once("', next: '")?;
        let (next, _) = rest.split_once("' }")?;
        Some((
            kind.replace('_', " "),
            severity.to_owned(),
            next.replace('_', " "),
        ))
    });
    let lines: Vec<_> = lines.collect();
    assert!(lines.len() > 20, "the table of words was read");
    lines
}

/// One part of the page.
pub(super) struct Table {
    pub(super) columns: Vec<&'static str>,
    pub(super) rows: Vec<(String, Vec<String>)>,
}

impl Table {
    pub(super) fn write(&self, text: &mut String, title: &str) {
        let _ = write!(text, "\n## {title}\n\n| |");
        for name in &self.columns {
            let _ = write!(text, " {name} |");
        }
        text.push_str("\n|---|");
        text.push_str(&"---|".repeat(self.columns.len()));
        text.push('\n');
        for (name, cells) in &self.rows {
            let _ = writeln!(text, "| {name} | {} |", cells.join(" | "));
        }
    }
}
