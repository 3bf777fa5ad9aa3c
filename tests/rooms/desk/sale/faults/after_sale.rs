//! The same matrix for what comes after a sale and beside it: a top-up and giving an eSIM back (`sims`), a line of a group
//! (`lines`), and a plan that is told to start (`starts`); and the same at a service with a quirk (`after_quirks`).
//! `docs/faults-after-sale.md` is it as it was last agreed on; what no cell may ever show is checked apart from the page.

use std::fs;
use std::sync::PoisonError;

use esim_desk_core::sandbox::{Quirks, Step};

use super::document::Table;
use super::quirks::{after_a_sale, quirks};
use super::rows::{Row, rows};
use super::strikes::AFault;
use super::strikes::Strikes::{self, After, Before, Kept, Lost, TokenOut};
use super::{TURN, after_quirks, cells, lines, sims, starts};

const DOCUMENT: &str = "docs/faults-after-sale.md";

/// A column: its name, the step, and when it strikes there.
type Column = (&'static str, Step, Strikes);

/// What is done, and its columns.
const ACTS: [(&str, &[Column]); 4] = [
    (
        "Top-up",
        &[
            ("token", Step::Token, TokenOut),
            ("plan read again", Step::Product, Before),
            ("SIM", Step::Sim, Before),
            ("plans on it before", Step::Subscriptions, Before),
            ("order", Step::Order, Before),
            ("status", Step::Status, Before),
            ("plan on it after", Step::Subscriptions, After),
            ("looking for a lost one", Step::Subscriptions, Lost),
        ],
    ),
    (
        "Cancel and refund",
        &[
            ("token", Step::Token, TokenOut),
            ("SIM", Step::Sim, Before),
            ("plans on it", Step::Subscriptions, Before),
            ("request", Step::Cancel, Before),
            ("request, and kept", Step::Cancel, Kept),
            ("SIM after a lost answer", Step::Sim, Lost),
            ("plans after a lost answer", Step::Subscriptions, Lost),
        ],
    ),
    (
        "A line of a group",
        &[
            ("token", Step::Token, TokenOut),
            ("plan read again", Step::Product, Before),
            ("look before", Step::Subscriptions, Before),
            ("order", Step::Order, Before),
            ("status", Step::Status, Before),
        ],
    ),
    (
        "Start now",
        &[
            ("token", Step::Token, TokenOut),
            ("plan before", Step::Subscriptions, Before),
            ("request", Step::Activation, Before),
            ("plan after", Step::Subscriptions, After),
            ("plan after a lost answer", Step::Subscriptions, Lost),
        ],
    ),
];

enum Task<'a> {
    Fault {
        act: usize,
        row: &'a Row,
        column: usize,
        lasting: bool,
    },
    Quirk {
        row: &'a (String, Quirks),
        column: usize,
    },
}

#[test]
fn the_fault_matrix_after_a_sale_is_as_documented() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let (rows, quirks) = (rows(), [quirks(), after_a_sale()].concat());
    let mut tasks = Vec::new();
    for lasting in [false, true] {
        for (act, (_, columns)) in ACTS.iter().enumerate() {
            for row in &rows {
                tasks.extend((0..columns.len()).map(|column| Task::Fault {
                    act,
                    row,
                    column,
                    lasting,
                }));
            }
        }
    }
    for row in &quirks {
        let columns = 0..after_quirks::COLUMNS.len();
        tasks.extend(columns.map(|column| Task::Quirk { row, column }));
    }
    let cells = cells::all(&tasks, async |task| match *task {
        Task::Fault {
            act,
            row,
            column,
            lasting,
        } => Box::pin(fault_cell(act, row, column, lasting)).await,
        Task::Quirk { row, column } => Box::pin(after_quirks::cell(row, column)).await,
    });
    let mut cells = cells.into_iter();
    let mut table = |columns: Vec<&'static str>, names: Vec<String>| Table {
        rows: names
            .into_iter()
            .map(|name| (name, cells.by_ref().take(columns.len()).collect()))
            .collect(),
        columns,
    };

    let mut fresh = INTRODUCTION.to_owned();
    for when in ["once", "for ten minutes"] {
        for (act, columns) in &ACTS {
            let columns = columns.iter().map(|(name, ..)| *name).collect();
            let names = rows.iter().map(|row| row.name.to_owned()).collect();
            table(columns, names).write(&mut fresh, &format!("{act}, {when}"));
        }
    }
    let names = quirks.iter().map(|(name, _)| name.clone()).collect();
    table(after_quirks::COLUMNS.to_vec(), names)
        .write(&mut fresh, "Quirks, for as long as it takes");

    let path = crate::project().join(DOCUMENT);
    let is_current = fs::read_to_string(&path).is_ok_and(|text| text == fresh);
    if !is_current {
        fs::write(&path, &fresh).expect("the project's folder can be written");
    }
    let stuck: Vec<_> = fresh
        .lines()
        .filter(|line| line.contains("stuck"))
        .collect();
    assert!(stuck.is_empty(), "every state has a way out: {stuck:#?}");
    assert!(
        is_current,
        "{DOCUMENT} was not current and is written anew: look at every changed cell and commit it"
    );
}

const INTRODUCTION: &str = "# Faults after a sale\n\n\
    What becomes of a top-up, of an eSIM that is given back, of several that are bought at once, and of a plan that is\n\
    told to start, when one thing goes wrong, by what went wrong and at which step, and when the service is otherwise\n\
    than its examples. A test does it against the sandbox for each cell and writes this page\n\
    (`tests/rooms/desk/sale/faults/after_sale.rs`).\n\n\
    Bold is the state of the order, or of the plan, where it ends, within a day. *not sent*, *not asked* and *not told*\n\
    mean that it stopped before anything left; it is tried again after the fault, and by a desk that was signed out after\n\
    *Try again*. *a person is asked* is followed by what their press leads to.\n\
    Of a group there are two guests, and it is the first of them that is told of; of the next, what is otherwise.\n\
    *the group stops* waits for a person to go on with all of it, *the line stops* for one to try that line.\n\n\
    A quirk lasts. The eSIM was bought of the same service, or before it was so where it sells none. What is *not asked*,\n\
    *not sent* or *told in vain* there bought nothing and gave nothing back, and the plan goes on waiting. *closed* is the\n\
    verdict of a person who was told by the provider. An empty cell: the quirk is of a request that is not sent there.\n\n\
    In no cell is a top-up sent twice or an eSIM asked back twice without a person, a plan bought that the book calls\n\
    unbought, a refund told that the service did not give, or a code to be had of what is being given back; no guest of a\n\
    group has two eSIMs, none, or another guest's; and no plan is told to start but by a press.\n";

async fn fault_cell(act: usize, row: &Row, column: usize, lasting: bool) -> String {
    let (name, step, strikes) = ACTS[act].1[column];
    let what = format!("{}: {} at {name}, lasting {lasting}", ACTS[act].0, row.name);
    let fault = AFault {
        row,
        step,
        strikes,
        lasting,
        what,
    };
    match act {
        0 => Box::pin(sims::top_up_cell(&fault)).await,
        1 => sims::refund_cell(&fault).await,
        2 => lines::cell(&fault).await,
        _ => starts::cell(&fault).await,
    }
}
