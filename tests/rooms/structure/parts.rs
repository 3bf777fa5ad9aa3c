//! Which parts and rooms each part of the desk names: exactly these. `arrows` says only which way a name may lead. At the end
//! stands what a part must never name, however this table is changed.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Sources;
use super::{Found, hold, invented, keys, program};

type Row<'a> = (&'a str, &'a [&'a str], &'a [&'a str]);

/// A part, the parts that it names, and the rooms that it names. Whoever takes the last use of a name out of a part takes it
/// out of this row too.
#[rustfmt::skip]
const NAMES: &[Row<'static>] = &[
    (
        "mod",
        &[
            "sign_in", "maintenance", "takings", "esim", "lists", "support", "demo", "snapshot", "order_view", "settings",
            "group", "sale",
            "polling", "handover", "recovery", "catalogue", "account", "orders", "changes", "setup", "wait",
            "model", "network", "updates", "refund", "cancelling", "account_alone",
        ],
        &["settings", "keychain", "book"],
    ),
    ("account_alone", &["account", "changes", "setup", "model"], &["settings", "keychain", "book"]),
    ("sign_in", &["demo", "handover", "account", "orders", "changes", "setup", "model"], &["keychain"]),
    ("network", &["sign_in", "account", "changes", "model"], &["settings", "connect", "typed"]),
    ("maintenance", &["handover", "account", "orders", "wait", "model"], &["settings", "book", "clock"]),
    (
        "esim",
        &["lists", "order_view", "recovery", "account", "orders", "wait", "model"],
        &["activation", "connect", "book", "typed", "clock"],
    ),
    ("takings", &["lists", "order_view", "account", "orders", "setup", "model"], &["connect", "book", "typed", "clock"]),
    ("lists", &["order_view", "recovery", "account", "orders", "setup", "model"], &["book"]),
    ("support", &["account", "orders", "setup", "model"], &["settings", "keychain", "clock"]),
    ("demo", &["handover", "account", "orders", "model"], &["settings", "connect", "book", "sandbox"]),
    (
        "snapshot",
        &[
            "order_view", "settings", "updates", "group", "handover", "recovery", "account", "orders", "changes",
            "setup", "model",
        ],
        &["settings", "keychain"],
    ),
    ("order_view", &["recovery", "orders", "model"], &["book"]),
    ("settings", &["updates", "account", "orders", "changes", "model"], &["settings", "connect", "typed"]),
    ("updates", &["handover", "account", "orders", "changes", "setup", "wait"], &["settings", "release", "clock"]),
    // It makes no request of its own: a line goes the way of every sale, or not at all.
    ("group", &["sale", "account", "orders", "changes", "model"], &["book", "keychain", "table", "typed", "clock"]),
    (
        "sale",
        &["recovery", "account", "orders", "setup", "model"],
        &["settings", "activation", "connect", "book", "typed", "clock"],
    ),
    (
        "polling",
        &[
            "recovery", "cancelling", "install_code", "account", "orders", "wait", "model",
        ],
        &["activation", "connect", "book", "clock"],
    ),
    ("refund", &["handover", "cancelling", "account", "orders", "model"], &["connect", "book"]),
    ("cancelling", &["account", "orders", "model"], &["connect", "book"]),
    (
        "handover",
        &[
            "install_code", "account", "orders", "changes", "setup", "wait", "model",
        ],
        &["settings", "activation", "connect", "book", "typed", "clock"],
    ),
    ("recovery", &["account", "orders", "changes", "wait", "model"], &["settings", "connect", "book", "typed", "clock"]),
    ("install_code", &["account"], &["activation", "connect"]),
    ("catalogue", &["account", "orders", "model"], &["settings", "connect", "book", "clock"]),
    ("account", &["changes", "setup", "model", "wait"], &["settings", "connect", "book", "keychain", "files", "typed", "clock"]),
    ("orders", &["changes", "model", "wait"], &["activation", "connect", "book", "keychain", "typed", "clock"]),
    ("changes", &[], &[]),
    ("setup", &["model"], &["book"]),
    ("wait", &[], &[]),
    ("model", &[], &["connect", "book", "keychain", "table", "typed"]),
];

/// What a part must not name, however the table above is changed: orders do not know the account, what looks for a lost sale
/// cannot buy, and neither can what puts a code on screen.
const NEVER: &[(&str, &[&str])] = &[
    ("account", &["orders"]),
    ("handover", &["recovery", "sale"]),
    ("orders", &["account"]),
    ("polling", &["handover", "refund", "group"]),
    ("recovery", &["polling", "sale", "group"]),
    ("updates", &["sale"]),
    // A sale knows no group: what is a line's, it is told.
    ("sale", &["group"]),
    ("refund", &["sale"]),
    (
        "cancelling",
        &["handover", "polling", "recovery", "refund", "sale"],
    ),
    // It looks at a SIM, starts a plan on it, and nothing else: no code, no order.
    (
        "esim",
        &["cancelling", "handover", "polling", "refund", "sale"],
    ),
    ("takings", &["handover", "polling", "refund", "sale"]),
    // A line goes the way of every sale, and what becomes of its order is not the group's.
    (
        "group",
        &[
            "crate::connect",
            "cancelling",
            "handover",
            "polling",
            "recovery",
            "refund",
        ],
    ),
];

#[test]
fn a_part_of_the_desk_names_what_the_table_says() {
    hold(
        "A part of the desk names the parts and rooms of its row, and no row says more.",
        &otherwise(program(), NAMES),
        &[],
    );
    for (part, never) in NEVER {
        let row = NAMES.iter().find(|(name, ..)| name == part);
        assert_eq!(
            forbidden(row.expect("it has a row"), never),
            [""; 0],
            "{part} never names these"
        );
    }
    let asks = |path: &str| path.starts_with("desk/orders/");
    let with_client = program()
        .files
        .iter()
        .filter(|file| asks(&file.path) && file.says(&["Client"]));
    let with_client: Vec<&str> = with_client.map(|file| file.path.as_str()).collect();
    assert_eq!(with_client, [""; 0], "orders ask the service nothing");
}

/// What of a row stands among what its part never names. A room is `crate::x`.
fn forbidden((_, parts, rooms): &Row<'_>, never: &[&str]) -> Vec<String> {
    let rooms = rooms.iter().map(|room| format!("crate::{room}"));
    let named = parts.iter().map(|part| (*part).to_owned()).chain(rooms);
    named
        .filter(|name| never.contains(&name.as_str()))
        .collect()
}

fn otherwise(sources: &Sources, table: &[Row<'_>]) -> Found {
    let (mut found, mut named) = (Found::new(), BTreeMap::<String, BTreeSet<String>>::new());
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        let names = named.entry(part(&file.path)).or_default();
        let to = sources.arrows(file).into_iter();
        let to = to.map(|to| match to.room().as_str() {
            "desk" => part(&to.path),
            room => format!("crate::{room}"),
        });
        names.extend(to.filter(|name| *name != part(&file.path)));
    }
    let mut said: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (part, parts, rooms) in table {
        let rooms = rooms.iter().map(|name| format!("crate::{name}"));
        let names = parts.iter().map(|name| (*name).to_owned()).chain(rooms);
        said.insert((*part).to_owned(), names.collect());
    }
    for part in named.keys().chain(said.keys()) {
        let (Some(names), Some(says)) = (named.get(part), said.get(part)) else {
            found.insert(
                format!("{part} has a row or a file, and not both"),
                String::new(),
            );
            continue;
        };
        for name in names.difference(says) {
            found.insert(format!("{part} names {name}"), String::new());
        }
        for name in says.difference(names) {
            found.insert(format!("{part} does not name {name}"), String::new());
        }
    }
    found
}

fn part(path: &str) -> String {
    let below = path.split('/').nth(1).unwrap_or_default();
    below.strip_suffix(".rs").unwrap_or(below).to_owned()
}

#[test]
fn a_part_that_names_another_one_is_seen() {
    let sources = invented(&[
        (
            "desk/mod.rs",
            "mod sale; mod orders; mod wait; pub use orders::Orders;",
        ),
        (
            "desk/sale/mod.rs",
            "use crate::desk::Orders; use crate::book::Book; use super::sale::draft;",
        ),
        ("desk/sale/draft.rs", "fn f() { crate::desk::wait::wait() }"),
        ("desk/orders.rs", "pub struct Orders;"),
        ("desk/wait.rs", "pub fn wait() {}"),
        ("book/mod.rs", "pub struct Book;"),
    ]);
    let table: &[Row<'_>] = &[
        ("mod", &["orders", "sale", "wait"], &[]),
        ("sale", &["orders"], &["book", "connect"]),
        ("orders", &[], &[]),
    ];
    assert_eq!(
        keys(otherwise(&sources, table)),
        [
            "mod does not name sale",
            "mod does not name wait",
            "sale does not name crate::connect",
            "sale names wait",
            "wait has a row or a file, and not both",
        ],
        "a `mod` says that a part is there, and names nothing of it"
    );
    let row: Row<'_> = ("sale", &["orders", "settings"], &["settings", "book"]);
    assert_eq!(
        forbidden(&row, &["orders", "crate::settings", "connect"]),
        ["orders", "crate::settings"],
        "a room and a part of one name are two"
    );
}
