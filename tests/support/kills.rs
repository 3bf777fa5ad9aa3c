//! What every kill test has in common: what is sold, what goes wrong meanwhile, and what the service's ledger and the book
//! have to agree on afterwards (rulings 29). For the tests in the window, and for those of the core under Wine.
//!
//! Not in it: the program that is killed, and how.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use esim_desk_core::book::{Book, Filter, Order, OrderKind, OrderState};
use esim_desk_core::sandbox::{
    Control, Fate, Fault, LedgerView, Mishap, Operation, OrderStatus, Sandbox, Step,
};
use serde_json::{Value, json};

use super::chance::Chance;

/// A whole house's address. All other sales have one of their own.
pub const HOUSE: &str = "house@example.com";

/// A sale as the form sends it: to a customer of its own, or to a house in which others have bought the same.
pub fn draft(chance: &mut Chance, plans: &[Value], customer: u64) -> Value {
    let house = chance.one_in(5);
    let email = if house {
        HOUSE.to_owned()
    } else {
        format!("guest.{customer}@example.com")
    };
    json!({
        "idempotencyKey": idempotency_key(),
        "plan": chance.of(plans),
        "email": email,
        "firstName": "Maria",
        "lastName": "Keller",
        "residence": "",
        "phone": null,
        "eid": "",
        "eidAnyway": false,
        "phoneModel": "",
        "imei": "",
        // Some wait for their first use, and may be told to start before it.
        "start": { "kind": if customer.is_multiple_of(3) { "first_use" } else { "now" } },
        "notes": { "guestPays": "", "guestCurrency": "", "note": "", "staff": "" },
        "again": house,
    })
}

/// How many guests stand in a table.
pub const GUESTS: u64 = 4;

/// A table of guests, each with an address of their own, for one plan.
pub fn group(chance: &mut Chance, plans: &[Value], number: u64) -> Value {
    let lines: Vec<Value> = (0..GUESTS)
        .map(|guest| {
            json!({
                "line": guest + 2,
                "guest": format!("Guest {guest}"),
                "email": format!("group.{number}.{guest}@example.com"),
                "plan": "",
                "start": "",
                "note": format!("Bus {number}"),
                "language": "",
                "phoneModel": "",
                "imei": "",
                "anyway": false,
            })
        })
        .collect();
    let plan: Value = chance.of(plans);
    json!({
        "reference": format!("group {number}"),
        "lines": lines,
        "plan": plan["id"],
        "plans": plans,
        "shown": [],
        "email": "",
        "start": { "kind": "first_use" },
        "phone": null,
        "guestPays": "",
        "guestCurrency": "",
        "staff": "Mia",
    })
}

/// The plans that wait for their first use, with their SIMs.
pub fn waiting_plans(ledger: &LedgerView) -> Vec<(String, String)> {
    let orders = ledger.orders.iter();
    let done = orders.filter(|view| view.status == OrderStatus::Completed);
    done.map(|view| &view.order)
        .filter(|order| order.subscription.activation.is_none())
        .map(|order| (order.iccid.clone(), order.subscription.id.clone()))
        .collect()
}

/// A top-up as the form sends it.
pub fn top_up(iccid: &str, plan: &Value) -> Value {
    json!({
        "idempotencyKey": idempotency_key(),
        "iccid": iccid,
        "plan": plan,
        "phone": null,
        "phoneModel": "",
        "imei": "",
        "start": { "kind": "now" },
        "notes": { "guestPays": "", "guestCurrency": "", "note": "", "staff": "" },
        "again": false,
    })
}

/// The SIMs that were sold at the counter, to others than these customers, and are there.
pub fn sims_of_guests(ledger: &LedgerView, besides: &BTreeSet<&str>) -> Vec<String> {
    let orders = ledger.orders.iter();
    let done = orders.filter(|view| view.status == OrderStatus::Completed);
    done.map(|view| &view.order)
        .filter(|order| order.operation == Operation::Activation)
        .filter(|order| {
            let email = order.email.as_deref().unwrap_or_default();
            !email.starts_with("group.") && !besides.contains(email)
        })
        .map(|order| order.iccid.clone())
        .filter(|iccid| !is_cancelled(ledger, iccid))
        .collect()
}

pub fn is_cancelled(ledger: &LedgerView, iccid: &str) -> bool {
    let mut sims = ledger.sims.iter();
    sims.any(|sim| sim.iccid == iccid && sim.cancelled.is_some())
}

/// What will go wrong with what is given back.
pub fn trouble_with_refunds(chance: &mut Chance, control: &Control) {
    let millis = 20 + chance.below(1200);
    let fault = match chance.below(6) {
        0 => Fault::next(Step::Cancel, Mishap::Drop),
        1 | 2 => Fault::next(Step::Cancel, Mishap::Drop).after_work(),
        3 => Fault::next(Step::Cancel, Mishap::Slow { millis }),
        4 => Fault::next(Step::Cancel, Mishap::Slow { millis }).after_work(),
        _ => Fault::next(Step::Cancel, Mishap::Broken),
    };
    control.cause(fault);
}

pub fn idempotency_key() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// What will go wrong at the service in this run, beside what is left of the run before.
pub fn trouble(chance: &mut Chance, control: &Control) {
    for _ in 0..2 + chance.below(5) {
        let millis = 20 + chance.below(1200);
        let late = Mishap::Slow { millis };
        let wait = [("retry-after".to_owned(), "1".to_owned())];
        let slow_down = Mishap::TooMany {
            headers: wait.to_vec(),
        };
        let fault = match chance.below(18) {
            0 | 1 => Fault::next(Step::Order, Mishap::Drop),
            2..5 => Fault::next(Step::Order, Mishap::Drop).after_work(),
            5 => Fault::next(Step::Order, late),
            6 => Fault::next(Step::Order, late).after_work(),
            7 => Fault::next(Step::Order, Mishap::Broken).after_work(),
            8 => Fault::next(Step::Order, Mishap::BadGateway),
            9 => Fault::next(Step::Order, Mishap::Truncated).after_work(),
            10 => Fault::next(Step::Order, Mishap::refuse(401, "UNAUTHORIZED", "Expired")),
            11 => Fault::next(Step::Order, slow_down),
            12 => Fault::next(Step::Activation, Mishap::Drop),
            13 => Fault::next(Step::Activation, Mishap::Drop).after_work(),
            _ => {
                let steps = [
                    Step::Token,
                    Step::Product,
                    Step::Subscriptions,
                    Step::Status,
                    Step::Sim,
                ];
                let mishaps = [Mishap::Drop, Mishap::Broken, Mishap::Garbage, late];
                let step = chance.of(&steps);
                Fault::next(step, chance.of(&mishaps))
            }
        };
        control.cause(fault);
    }
    control.next_order(chance.of(&[Fate::Completes, Fate::Completes, Fate::NoLpa, Fate::NoSmdp]));
}

/// Looks into a copy of the book, as the kill left it: opening the book itself would tidy it up for the program.
pub fn every_order_was_written_before_it_was_sent(data: &Path, service: &Sandbox) {
    let copy = tempfile::tempdir().expect("the temporary folder is writable");
    for name in ["orders.db", "orders.db-wal"] {
        let file = data.join(name);
        if file.exists() {
            fs::copy(&file, copy.path().join(name)).expect("both folders are ours");
        }
    }
    let book = Book::open(copy.path()).expect("a killed book opens").book;
    let written = references(&list(&book));
    for post in service.control().ledger().seen.posts {
        let reference = post.correlation_id.expect("each request has one");
        assert!(
            written.contains(&reference),
            "an order left before its row was on disk"
        );
    }
}

/// The code of each eSIM that was bought and not given back, by the reference of its order.
pub fn codes(ledger: &LedgerView) -> BTreeMap<String, String> {
    let orders = ledger.orders.iter().map(|view| &view.order);
    orders
        .filter(|order| order.operation == Operation::Activation)
        .filter(|order| !is_cancelled(ledger, &order.iccid))
        .map(|order| {
            let matching_id = order.matching_id.as_deref();
            let matching_id = matching_id.expect("a new eSIM has one");
            (
                order.correlation_id.clone().expect("each request has one"),
                format!("LPA:1$rsp.sandbox.example${matching_id}"),
            )
        })
        .collect()
}

/// Rulings 29: the two lists tell the same story.
pub fn agree(ledger: &LedgerView, rows: &[Order]) {
    let written = references(rows);
    assert_eq!(written.len(), rows.len(), "a reference is one order's");
    let mut sent = BTreeSet::new();
    for post in &ledger.seen.posts {
        let reference = post.correlation_id.clone().expect("each request has one");
        assert!(
            written.contains(&reference),
            "an order is missing in the book"
        );
        assert!(sent.insert(reference), "an order was sent twice");
    }
    let mut claimed = BTreeSet::new();
    for order in ledger.orders.iter().map(|view| &view.order) {
        let id = order.id.to_string();
        // A SIM is one sale's and any number of top-ups'; each has its own subscription.
        let (kind, end) = match order.operation {
            Operation::Activation => (OrderKind::NewEsim, OrderState::Ready),
            Operation::Topup => (OrderKind::TopUp, OrderState::Added),
        };
        let is_it = |row: &&Order| match kind {
            OrderKind::NewEsim => row.iccid.as_deref() == Some(order.iccid.as_str()),
            OrderKind::TopUp => {
                row.subscription_id.as_deref() == Some(order.subscription.id.as_str())
            }
        };
        let same: Vec<&Order> = rows
            .iter()
            .filter(|row| row.kind == kind)
            .filter(|row| row.order_id.as_deref() == Some(id.as_str()) || is_it(row))
            .collect();
        let [row] = same.as_slice() else {
            panic!("an order of the ledger is {} rows: {same:?}", same.len());
        };
        assert_eq!(
            order.correlation_id.as_deref(),
            Some(row.reference.as_str()),
            "it is the order that was sent, and not another customer's"
        );
        let end = match is_cancelled(ledger, &order.iccid) {
            true => OrderState::Refunded,
            false => end,
        };
        assert_eq!(row.state, end, "{row:?}");
        assert_eq!(row.rival, None, "nobody else claims it");
        claimed.insert(row.key);
    }
    for row in rows.iter().filter(|row| !claimed.contains(&row.key)) {
        assert!(
            matches!(
                row.state,
                OrderState::NotSent
                    | OrderState::Refused
                    | OrderState::Unconfirmed
                    | OrderState::Settled
            ),
            "nothing was bought, and the book says {row:?}"
        );
    }
}

/// Whoever has an address of their own has bought once, however often somebody pressed.
pub fn each_customer_once(ledger: &LedgerView) {
    let mut seen = BTreeSet::new();
    let orders = ledger.orders.iter().map(|view| &view.order);
    for order in orders.filter(|order| order.operation == Operation::Activation) {
        let email = order.email.as_deref().expect("each sale has one");
        assert!(
            email == HOUSE || seen.insert(email),
            "{email} has bought twice"
        );
    }
}

/// Nobody wanted the same plan on the same SIM twice, however often somebody pressed.
pub fn each_top_up_once(ledger: &LedgerView) {
    let mut seen = BTreeSet::new();
    let orders = ledger.orders.iter().map(|view| &view.order);
    for order in orders.filter(|order| order.operation == Operation::Topup) {
        let what = (&order.iccid, &order.subscription.product_id);
        assert!(seen.insert(what), "{what:?} was topped up twice");
    }
}

pub fn top_ups(ledger: &LedgerView) -> usize {
    let orders = ledger.orders.iter();
    orders
        .filter(|view| view.order.operation == Operation::Topup)
        .count()
}

pub fn rows(data: &Path) -> Vec<Order> {
    list(&Book::open(data).expect("the book opens").book)
}

/// How many rows are in which state, for people.
pub fn states(rows: &[Order]) -> BTreeMap<&'static str, u32> {
    let mut states = BTreeMap::new();
    for row in rows {
        *states.entry(row.state.name()).or_insert(0) += 1;
    }
    states
}

fn list(book: &Book) -> Vec<Order> {
    book.list(&Filter::default())
        .expect("the book can be read")
        .orders
}

fn references(rows: &[Order]) -> BTreeSet<String> {
    rows.iter().map(|row| row.reference.clone()).collect()
}
