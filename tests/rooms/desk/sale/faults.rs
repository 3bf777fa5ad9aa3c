//! The fault matrix: each kind of fault at each step of a sale, with what becomes of the order and what is told.
//!
//! `docs/faults.md` is this table as it was last agreed on. The test writes it anew when it is not current, and fails. What
//! no cell may ever show is checked apart from the table.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use esim_desk_core::book::{OrderKey, OrderState, Verdict};
use esim_desk_core::desk::{AccountState, Draft, Failure, HandOverView};
use esim_desk_core::sandbox::{Fate, Fault, Mishap, Moment, Options, Step};

use crate::desk::fixture::{Shop, Window, draft};

const DOCUMENT: &str = "docs/faults.md";

/// Where in a sale the fault strikes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    Token,
    Catalogue,
    Plan,
    Look,
    Order,
    Status,
    Sim,
    Comparison,
}

const STEPS: [(At, &str, Step); 8] = [
    (At::Token, "token", Step::Token),
    (At::Catalogue, "catalogue", Step::Products),
    (At::Plan, "plan read again", Step::Product),
    (At::Look, "look before", Step::Subscriptions),
    (At::Order, "order", Step::Order),
    (At::Status, "status", Step::Status),
    (At::Sim, "SIM", Step::Sim),
    (At::Comparison, "comparison after", Step::Subscriptions),
];

struct Row {
    name: &'static str,
    mishap: Mishap,
    moment: Moment,
    times: u32,
}

fn rows() -> Vec<Row> {
    let row = |name, mishap| Row {
        name,
        mishap,
        moment: Moment::BeforeWork,
        times: 1,
    };
    let limit = |name, header: (&str, &str)| {
        let headers = vec![(header.0.to_owned(), header.1.to_owned())];
        row(name, Mishap::TooMany { headers })
    };
    let refuse = |status, kind| Mishap::refuse(status, kind, "No");
    let always = |name, mishap| Row {
        times: u32::MAX,
        ..row(name, mishap)
    };
    vec![
        row("400", refuse(400, "BAD_REQUEST")),
        row("401 once", refuse(401, "UNAUTHORIZED")),
        always("401 always", refuse(401, "UNAUTHORIZED")),
        always(
            "401 always, as of a wrong secret",
            refuse(401, "invalid_client"),
        ),
        row("403", refuse(403, "FORBIDDEN")),
        always("403 always", refuse(403, "FORBIDDEN")),
        row("404", refuse(404, "NOT_FOUND")),
        always("404 always", refuse(404, "NOT_FOUND")),
        row("406", refuse(406, "UNACCEPTABLE")),
        row("409", refuse(409, "CONFLICT")),
        limit("429, Retry-After in seconds", ("retry-after", "7")),
        limit("429, reset in the past", ("x-rate-limit-reset", "1000")),
        limit("429, no header", ("x-nothing", "")),
        row("500", Mishap::Broken),
        always("500 always", Mishap::Broken),
        row("502 with HTML", Mishap::BadGateway),
        row("reset before the work", Mishap::Drop),
        always("reset always", Mishap::Drop),
        Row {
            moment: Moment::AfterWork,
            ..row("reset after the work", Mishap::Drop)
        },
        Row {
            moment: Moment::AfterWork,
            ..row("no answer in two minutes", Mishap::Slow { millis: 120_000 })
        },
        always("never an answer", Mishap::Slow { millis: 3_600_000 }),
        row("no JSON", Mishap::Garbage),
        Row {
            moment: Moment::AfterWork,
            ..row("no JSON after the work", Mishap::Garbage)
        },
        row("half an answer", Mishap::Truncated),
        row("20 MB", Mishap::Oversized),
        row(
            "redirect",
            Mishap::Redirect {
                to: "/connect-api/elsewhere".to_owned(),
            },
        ),
        row("another id", Mishap::OtherOrder),
        row(
            "unknown status",
            Mishap::UnknownStatus {
                status: "PONDERING".to_owned(),
            },
        ),
    ]
}

#[test]
fn the_fault_matrix_is_as_documented() {
    let rows = rows();
    let tables: Vec<Vec<String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|part| {
                let rows = &rows;
                scope.spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread()
                        .enable_all()
                        .build();
                    let runtime = runtime.expect("a runtime");
                    let mine = rows.iter().enumerate().skip(part).step_by(4);
                    mine.map(|(number, row)| (number, runtime.block_on(cells(row))))
                        .collect::<Vec<_>>()
                })
            })
            .collect();
        let done = threads
            .into_iter()
            .flat_map(|thread| thread.join().expect("every cell holds"));
        let mut tables: Vec<_> = done.collect();
        tables.sort_by_key(|(number, _)| *number);
        tables.into_iter().map(|(_, cells)| cells).collect()
    });

    let fresh = document(&rows, &tables);

    let path = crate::project().join(DOCUMENT);
    if fs::read_to_string(&path).is_ok_and(|text| text == fresh) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a folder"))
        .expect("the project's folder can be written");
    fs::write(&path, fresh).expect("the project's folder can be written");
    panic!(
        "{DOCUMENT} was not current and is written anew: look at every changed cell and commit it"
    );
}

async fn cells(row: &Row) -> Vec<String> {
    let mut cells = Vec::new();
    for (at, _, step) in STEPS {
        // At its believable pace an order passes through every status, whatever the machine does meanwhile.
        let shop = Shop::open_with(Options::default()).await;
        let cell = cell(&shop, row, at, step).await;
        hold(&shop, &format!("{} at {step:?}", row.name)).await;
        cells.push(cell);
    }
    cells
}

/// One sale with one fault in it.
async fn cell(shop: &Shop, row: &Row, at: At, step: Step) -> String {
    let fault = Fault {
        step,
        mishap: row.mishap.clone(),
        times: row.times,
        moment: row.moment,
    };
    let plan = shop.plan().await;
    if at == At::Sim {
        shop.control().next_order(Fate::NoLpa);
    }
    if at == At::Token {
        // The token runs out between two sales.
        shop.pass(Duration::from_secs(299)).await;
    }
    if at != At::Comparison {
        shop.control().cause(fault.clone());
    }
    if at == At::Catalogue {
        let read = shop.moving(shop.desk.plans.read()).await;
        return told(shop, read.err());
    }
    let placed = shop.moving(shop.desk.sale.place(draft(plan))).await;
    if at == At::Comparison {
        shop.control().cause(fault);
    }
    match placed {
        Ok(key) => followed(shop, key).await,
        Err(failure) => format!("not sent: {}", told(shop, Some(failure))),
    }
}

fn told(shop: &Shop, failure: Option<Failure>) -> String {
    let told = failure.map_or("no trouble".to_owned(), |failure| kind(&failure));
    if let AccountState::SignedOut { .. } = shop.desk.snapshot().account {
        return format!("{told}, signed out");
    }
    told
}

/// Follows the order for some minutes: what was told meanwhile, and where it stands then.
async fn followed(shop: &Shop, key: OrderKey) -> String {
    for step in 0..115 {
        let millis = if step < 40 { 500 } else { 15_000 };
        shop.pass(Duration::from_millis(millis)).await;
        if has_ended(shop.order(key).state) {
            break;
        }
    }
    shop.pass(Duration::from_secs(1)).await;
    let mut told = meanwhile(&shop.window, key);
    let order = shop.order(key);
    if let Some(trouble) = &order.trouble {
        told.remove(&kind(trouble));
    }
    let mut cell = format!("**{}**", name(order.state));
    if let Some(trouble) = &order.trouble {
        let _ = write!(cell, ", {}", kind(trouble));
    }
    if order.may_be_closed {
        cell.push_str(", a person is asked");
    }
    if let AccountState::SignedOut { .. } = shop.desk.snapshot().account {
        cell.push_str(", signed out");
    }
    if !told.is_empty() {
        let told: Vec<_> = told.into_iter().collect();
        let _ = write!(cell, " (meanwhile {})", told.join(", "));
    }
    cell
}

fn has_ended(state: OrderState) -> bool {
    matches!(
        state,
        OrderState::Ready | OrderState::Refused | OrderState::NotSent
    )
}

fn meanwhile(window: &Window, key: OrderKey) -> BTreeSet<String> {
    let mut told = BTreeSet::new();
    for snapshot in window.shown() {
        let order = snapshot.orders.iter().find(|order| order.key == key);
        told.extend(order.and_then(|order| order.trouble.as_ref()).map(kind));
    }
    told
}

/// What holds in every cell, whatever the table says.
async fn hold(shop: &Shop, cell: &str) {
    let ledger = shop.control().ledger();
    assert!(
        ledger.seen.posts.len() <= 1,
        "{cell}: more than one order was sent"
    );
    assert_eq!(
        ledger.elsewhere, 0,
        "{cell}: a link or a redirect was followed"
    );
    let orders = shop.desk.snapshot().orders;
    assert_eq!(
        orders.len(),
        ledger.seen.posts.len().max(orders.len().min(1)),
        "{cell}: an order that was sent is in the book"
    );
    for order in orders {
        if matches!(order.state, OrderState::Refused | OrderState::NotSent) {
            assert!(
                ledger.orders.is_empty(),
                "{cell}: called unbought, and it is bought"
            );
        }
        assert!(
            has_ended(order.state) || order.may_be_closed,
            "{cell}: stuck, and nobody is asked: {order:?}"
        );
        let handed = shop.desk.handover.open(order.key).await;
        match handed {
            Ok(HandOverView::Code { install_code, .. }) => {
                assert_eq!(
                    order.state,
                    OrderState::Ready,
                    "{cell}: a code of an order that is not ready"
                );
                assert_eq!(
                    install_code,
                    shop.ledger_code(order.key),
                    "{cell}: a wrong code"
                );
            }
            Ok(HandOverView::Withheld { .. } | HandOverView::Used { .. }) | Err(_) => {
                assert_ne!(
                    order.state,
                    OrderState::Ready,
                    "{cell}: ready without a code"
                );
            }
        }
        if order.may_be_closed {
            let settled = shop
                .desk
                .recovery
                .settle(order.key, Verdict::NotKnown, "Ana")
                .await;
            settled.unwrap_or_else(|failure| panic!("{cell}: no way out: {failure:?}"));
        }
    }
}

fn document(rows: &[Row], tables: &[Vec<String>]) -> String {
    let mut text = String::from(
        "# Faults\n\n\
         What becomes of a sale when one thing goes wrong, by what went wrong and at which step. A test sells against the\n\
         sandbox for each cell and writes this page (`tests/rooms/desk/sale/faults.rs`).\n\n\
         Bold is the state of the order at its end or after a quarter of an hour; after it what is told with it, in brackets\n\
         what was told meanwhile. *not sent* means that the sale stopped before the order left. Each fault strikes once, or\n\
         *always*. *A person is asked* where an order has not come to an end by then: it is followed all the same, and the\n\
         person may close the case.\n\
         In no cell is an order sent twice, a bought one called unbought, or a code handed over that is not the ledger's; and\n\
         in none does it stand still with nobody asked.\n\n",
    );
    text.push_str("| |");
    for (_, name, _) in STEPS {
        let _ = write!(text, " {name} |");
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(STEPS.len()));
    text.push('\n');
    for (row, cells) in rows.iter().zip(tables) {
        let _ = writeln!(text, "| {} | {} |", row.name, cells.join(" | "));
    }
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

fn kind(failure: &Failure) -> String {
    let json = serde_json::to_value(failure).expect("it goes to the window as JSON");
    json["kind"].as_str().expect("a kind").replace('_', " ")
}

fn name(state: OrderState) -> String {
    format!("{state:?}").to_lowercase()
}

#[tokio::test]
async fn a_name_that_nobody_has_and_a_service_without_tls_are_told_as_what_they_are() {
    use esim_desk_core::desk::{ServiceChoice, WhyNotSent};
    let shop = Shop::open().await;
    let plain = format!("https://{}/connect-api", shop.sandbox.address());
    for (address, expected) in [
        (
            "https://nobody.invalid/connect-api".to_owned(),
            WhyNotSent::Name,
        ),
        (plain, WhyNotSent::Tls),
        (
            "http://127.0.0.1:1/connect-api".to_owned(),
            WhyNotSent::Connect,
        ),
    ] {
        let mut form = shop.form();
        form.service = ServiceChoice::Other {
            address: address.clone(),
        };
        let failure = shop
            .desk
            .sign_in
            .connect(form)
            .await
            .expect_err("nobody is there");
        assert!(
            matches!(failure, Failure::NotSent { why, .. } if why == expected),
            "{address}: {failure:?}"
        );
    }
    let state = shop.desk.snapshot();
    assert!(
        matches!(state.account, AccountState::SignedIn { .. }),
        "the account in use is not touched"
    );
    assert_ne!(
        shop.desk
            .sale
            .place(Draft {
                again: true,
                ..shop.draft().await
            })
            .await
            .ok(),
        None,
        "and still sells"
    );
}
