//! The same matrix for what comes after a sale and beside it: a top-up, giving an eSIM back, a line of a group (`lines`), and
//! a plan that is told to start (`starts`). `docs/faults-after-sale.md` is it as it was
//! last agreed on; what no cell may ever show is checked apart from the page.

use std::fs;
use std::sync::{Mutex, PoisonError};

use esim_desk_core::book::{OrderKey, OrderState};
use esim_desk_core::desk::Failure;
use esim_desk_core::sandbox::{Operation, Step};

use super::document::Table;
use super::rows::{Row, rows};
use super::waits::{goes_on, minutes};
use super::{TURN, kind, lines, name, starts};
use crate::desk::fixture::Shop;
use crate::desk::sale::long_walk::holds::asks;
use crate::desk::sale::topping_up::{form, sold};

const DOCUMENT: &str = "docs/faults-after-sale.md";

type Column = (&'static str, Step, bool);

/// What is done, its columns, and the step at which each strikes. What strikes after the press waits for it.
const ACTS: [(&str, &[Column]); 4] = [
    (
        "Top-up",
        &[
            ("plan read again", Step::Product, false),
            ("SIM", Step::Sim, false),
            ("plans on it before", Step::Subscriptions, false),
            ("order", Step::Order, false),
            ("status", Step::Status, false),
            ("plan on it after", Step::Subscriptions, true),
        ],
    ),
    (
        "Cancel and refund",
        &[
            ("SIM", Step::Sim, false),
            ("plans on it", Step::Subscriptions, false),
            ("request", Step::Cancel, false),
        ],
    ),
    (
        "A line of a group",
        &[
            ("plan read again", Step::Product, false),
            ("look before", Step::Subscriptions, false),
            ("order", Step::Order, false),
            ("status", Step::Status, false),
        ],
    ),
    (
        "Start now",
        &[
            ("plan before", Step::Subscriptions, false),
            ("request", Step::Activation, false),
            ("plan after", Step::Subscriptions, true),
        ],
    ),
];

#[test]
fn the_fault_matrix_after_a_sale_is_as_documented() {
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let rows = rows();
    let mut tasks = Vec::new();
    for lasting in [false, true] {
        for (act, (_, columns)) in ACTS.iter().enumerate() {
            for row in 0..rows.len() {
                tasks.extend((0..columns.len()).map(|column| (lasting, act, row, column)));
            }
        }
    }
    let table = |columns: &[Column]| Table {
        columns: columns.iter().map(|(name, ..)| *name).collect(),
        rows: rows
            .iter()
            .map(|row| (row.name.to_owned(), vec![String::new(); columns.len()]))
            .collect(),
    };
    let tables = [false, true].map(|_| ACTS.map(|(_, columns)| table(columns)));
    let (tables, tasks) = (Mutex::new(tables), Mutex::new(tasks.into_iter()));
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime");
                loop {
                    let task = tasks.lock().expect("no cell fails with it").next();
                    let Some((lasting, act, row, column)) = task else {
                        return;
                    };
                    let cell = runtime.block_on(cell(act, &rows[row], column, lasting));
                    let mut tables = tables.lock().expect("no cell fails with it");
                    tables[usize::from(lasting)][act].rows[row].1[column] = cell;
                }
            });
        }
    });
    let [once, lasting] = tables.into_inner().expect("every cell holds");
    let mut fresh = String::from(
        "# Faults after a sale\n\n\
         What becomes of a top-up, of an eSIM that is given back, of several that are bought at once, and of a plan that is\n\
         told to start, when one thing goes wrong, by what went wrong and at which step. A test does it against the\n\
         sandbox for each cell and writes this page\n\
         (`tests/rooms/desk/sale/faults/after_sale.rs`).\n\n\
         Bold is the state of the order, or of the plan, where it ends, within a day. *not sent*, *not asked* and\n\
         *not told* mean that it stopped before\n\
         anything left; it is tried again after the fault. *a person is asked* is followed by what their press leads to.\n\
         Of a group there are two guests, and it is the first of them that is told of; of the next, what is otherwise.\n\
         *the group stops* waits for a person to go on with all of it, *the line stops* for one to try that line.\n\
         In no cell is a top-up sent twice or an eSIM asked back twice without a person, a plan bought that the book calls\n\
         unbought, a refund told that the service did not give, or a code to be had of what is being given back; no guest of a\n\
         group has two eSIMs, none, or another guest's; and no plan is told to start but by a press.\n",
    );
    for (when, tables) in [("once", once), ("for ten minutes", lasting)] {
        for ((act, _), table) in ACTS.iter().zip(tables) {
            table.write(&mut fresh, &format!("{act}, {when}"));
        }
    }
    assert!(
        !fresh.contains("stuck"),
        "every state has a way out:\n{fresh}"
    );
    let path = crate::project().join(DOCUMENT);
    let is_current = fs::read_to_string(&path).is_ok_and(|text| text == fresh);
    if !is_current {
        fs::write(&path, fresh).expect("the project's folder can be written");
    }
    assert!(
        is_current,
        "{DOCUMENT} was not current and is written anew: look at every changed cell and commit it"
    );
}

async fn cell(act: usize, row: &Row, column: usize, lasting: bool) -> String {
    let (_, step, after) = ACTS[act].1[column];
    match act {
        0 | 1 => Box::pin(sims_cell(act, row, step, after, lasting)).await,
        2 => Box::pin(lines::cell(row, step, lasting)).await,
        _ => Box::pin(starts::cell(row, step, after, lasting)).await,
    }
}

/// Of what is done with an eSIM that was sold.
async fn sims_cell(act: usize, row: &Row, step: Step, after: bool, lasting: bool) -> String {
    let shop = Shop::open().await;
    let (sale, iccid) = sold(&shop).await;
    let cause = || row.happens(&shop, step, lasting);
    let what = format!("{} at {step:?}, lasting {lasting}", row.name);
    let plan = shop.plan().await;
    if !after {
        cause();
    }
    let cell = match act {
        0 => {
            let once = form(&iccid, plan);
            let placed = shop.moving(shop.desk.sale.top_up(once.clone())).await;
            if after {
                cause();
            }
            match placed {
                Ok(key) => topped_up(&shop, key).await,
                Err(failure) => {
                    minutes(&shop, 11).await;
                    let placed = shop.moving(shop.desk.sale.top_up(once)).await;
                    let end = match placed {
                        Ok(key) => topped_up(&shop, key).await,
                        Err(failure) => format!("stuck, {}", kind(&failure)),
                    };
                    format!("not sent: {} → {end}", kind(&failure))
                }
            }
        }
        _ => match shop.moving(shop.desk.refund.give_back(sale)).await {
            Ok(()) => given_back(&shop, sale).await,
            Err(failure) => {
                minutes(&shop, 11).await;
                let end = match shop.moving(shop.desk.refund.give_back(sale)).await {
                    Ok(()) => given_back(&shop, sale).await,
                    Err(failure) => format!("stuck, {}", kind(&failure)),
                };
                format!("not asked: {} → {end}", kind(&failure))
            }
        },
    };
    hold(&shop, sale, &what).await;
    cell
}

async fn topped_up(shop: &Shop, key: OrderKey) -> String {
    goes_on(shop, key).await;
    let order = shop.order(key);
    let state = format!("**{}**", name(order.state));
    match (order.state.is_undecided(), asks(&order)) {
        (true, true) if order.recovery.is_some_and(|search| search.nothing_found) => {
            let again = shop.desk.sale.again(key, "again".to_owned());
            match shop.moving(again).await {
                Ok(again) => {
                    goes_on(shop, again).await;
                    let end = name(shop.order(again).state);
                    format!("{state}, a person is asked → ordered again: **{end}**")
                }
                Err(failure) => format!("{state}, stuck, {}", kind(&failure)),
            }
        }
        (true, true) => format!("{state}, a person is asked"),
        (true, false) => format!("{state}, stuck"),
        (false, _) => state,
    }
}

async fn given_back(shop: &Shop, key: OrderKey) -> String {
    goes_on(shop, key).await;
    let order = shop.order(key);
    let state = format!("**{}**", name(order.state));
    if order.state != OrderState::Cancelling {
        return match order.not_given_back {
            Some(failure) => format!("{state}, {}", kind(&failure)),
            None => state,
        };
    }
    if !order.needs_person {
        return format!("{state}, stuck");
    }
    match shop.desk.refund.ask_again(key).await {
        Ok(()) => {
            goes_on(shop, key).await;
            let end = name(shop.order(key).state);
            format!("{state}, a person is asked → asked again: **{end}**")
        }
        Err(failure) => format!("{state}, stuck, {}", kind(&failure)),
    }
}

/// What holds in every cell, whatever the table says.
async fn hold(shop: &Shop, sale: OrderKey, cell: &str) {
    let ledger = shop.control().ledger();
    assert_eq!(
        ledger.elsewhere, 0,
        "{cell}: a link or a redirect was followed"
    );
    let orders = shop.desk.snapshot().orders;
    let posts = ledger.seen.posts.len();
    assert!(
        posts <= orders.len(),
        "{cell}: more was sent than is in the book"
    );
    assert!(
        ledger.seen.at(Step::Cancel) <= 2,
        "{cell}: asked once, and once more by a person"
    );
    let bought = ledger
        .orders
        .iter()
        .filter(|view| view.order.operation == Operation::Topup);
    let bought = bought.count();
    let unbought = |state| matches!(state, OrderState::Refused | OrderState::NotSent);
    let sent = orders
        .iter()
        .filter(|order| order.key != sale && !unbought(order.state));
    assert!(
        bought <= sent.count(),
        "{cell}: called unbought, and it is bought"
    );
    let sold = shop.order(sale);
    let iccid = sold.iccid.as_deref().unwrap_or_default();
    let sim = ledger.sims.iter().find(|sim| sim.iccid == iccid);
    let came_back = sim.is_some_and(|sim| sim.cancelled.is_some());
    if sold.state == OrderState::Ready {
        assert!(!came_back, "{cell}: it came back, and is shown");
        let code = shop.handed_over(sale).await;
        assert_eq!(code, shop.ledger_code(sale), "{cell}: a wrong code");
        return;
    }
    let code = shop.desk.handover.open(sale).await;
    assert!(
        matches!(code, Err(Failure::NoCode)),
        "{cell}: a code of what is being given back"
    );
    assert!(
        came_back || sold.state != OrderState::Refunded,
        "{cell}: a refund that nobody gave"
    );
}
