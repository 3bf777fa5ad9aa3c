//! Which file may name which: how a path is written, and from the top down only.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{HEAD_OF_THE_CORE, Source, Sources};
use super::{Found, hold, invented, keys, program, today, tools};

/// The rooms from the top down, and whom each may name.
pub const ROOMS: &[(&str, &[&str])] = &[
    (
        "shell",
        &[
            "platform", "desk", "release", "settings", "connect", "book", "keychain", "sandbox",
            "files", "table",
        ],
    ),
    ("platform", &[]),
    (
        "desk",
        &[
            "release",
            "settings",
            "activation",
            "connect",
            "book",
            "keychain",
            "sandbox",
            "files",
            "table",
            "clock",
            "typed",
        ],
    ),
    ("release", &["settings", "connect", "files"]),
    ("settings", &["files", "clock", "typed"]),
    ("activation", &["typed"]),
    ("connect", &["clock", "typed"]),
    ("book", &["files", "clock", "typed"]),
    ("keychain", &[]),
    ("sandbox", &["files", "clock"]),
    ("files", &[]),
    ("clock", &[]),
    // What a cell means is the desk's.
    ("table", &[]),
    ("typed", &[]),
];

/// The files and folders of the desk from the top down: each names later ones only.
pub const DESK: &[&str] = &[
    "mod",
    "account_alone",
    "network",
    "sign_in",
    "maintenance",
    "takings",
    "esim",
    "lists",
    "support",
    "demo",
    "snapshot",
    "order_view",
    "settings",
    "updates",
    "group",
    "sale",
    "polling",
    "refund",
    "handover",
    "recovery",
    "cancelling",
    "install_code",
    "catalogue",
    "account",
    "orders",
    "changes",
    "setup",
    "wait",
    "model",
];

#[test]
fn paths_say_whether_they_stay_in_the_folder() {
    hold(
        "Inside a folder `super::x`, between folders `crate::room::x`, nowhere `super::super`.",
        &written_otherwise(program()),
        today::PATHS,
    );
    for (_, tool) in tools() {
        let found: Found = written_otherwise(&tool)
            .into_iter()
            .filter(|(what, _)| what.contains("super::super"))
            .collect();
        hold("Nowhere `super::super`.", &found, &[]);
    }
}

#[test]
fn rooms_name_only_the_rooms_below_them() {
    for (at, (room, below)) in ROOMS.iter().enumerate() {
        for named in *below {
            let later = ROOMS[at + 1..].iter().any(|(later, _)| later == named);
            assert!(later, "the table runs down: {room}, {named}");
        }
    }
    hold(
        "A room names the rooms that the table allows.",
        &between_rooms(program(), ROOMS),
        today::ROOMS,
    );
    assert_eq!(
        in_vain(program(), ROOMS),
        [""; 0],
        "these rooms do not name each other any more"
    );
    hold(
        "The heads of the crates name whole rooms, and `run`.",
        &named_by_the_heads(program()),
        &[],
    );
}

#[test]
fn the_desk_names_from_the_top_down() {
    hold(
        "What is in the desk names what comes after it in the list.",
        &upward(program(), "desk", DESK),
        today::DESK,
    );
    hold(
        "Nobody below names `Desk`.",
        &naming_the_desk(program()),
        today::NAMING_THE_DESK,
    );
}

fn written_otherwise(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        for named in &file.names {
            let first_two: Vec<&str> = named.segments.iter().take(2).map(String::as_str).collect();
            let wrong = match first_two.as_slice() {
                ["super", "super"] => true,
                ["super", _] => named.leaves(file.folder()),
                ["crate", _] => sources.file_of(named).is_some_and(|to| {
                    let same = to.folder() == file.folder() || to.heads(file.folder());
                    same && !file.folder().is_empty() && to.path != file.path
                }),
                _ => false,
            };
            if wrong {
                let what = format!("{}: {}", file.path, named.segments.join("::"));
                found.insert(what, String::new());
            }
        }
    }
    found
}

fn between_rooms(sources: &Sources, rooms: &[(&str, &[&str])]) -> Found {
    let allowed: BTreeMap<&str, &[&str]> = rooms.iter().copied().collect();
    let mut found = Found::new();
    for file in &sources.files {
        let room = file.room();
        if room.is_empty() {
            continue;
        }
        let Some(below) = allowed.get(room.as_str()) else {
            found.insert(format!("{room} has no place in the list"), String::new());
            continue;
        };
        for to in sources.arrows(file) {
            let named = to.room();
            if named != room && !below.contains(&named.as_str()) {
                found.insert(format!("{} -> {}", file.path, to.path), String::new());
            }
        }
    }
    found
}

/// What a room may name, and none of its files does.
fn in_vain(sources: &Sources, rooms: &[(&str, &[&str])]) -> Vec<String> {
    let mut found = Vec::new();
    for (room, below) in rooms {
        let files = sources.files.iter().filter(|file| file.room() == *room);
        let named: BTreeSet<String> = files
            .flat_map(|file| sources.arrows(file))
            .map(Source::room)
            .collect();
        let not_named = below.iter().filter(|named_by| !named.contains(**named_by));
        found.extend(not_named.map(|to| format!("{room} -> {to}")));
    }
    found
}

/// What has no room is the head of a crate. It passes rooms on, and gives nothing in them another name.
fn named_by_the_heads(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room().is_empty()) {
        for named in &file.names {
            let whole = sources
                .file_of(named)
                .is_none_or(|to| to.room().is_empty() || sources.is_a_room(named));
            let run = file.path != HEAD_OF_THE_CORE && named.segments[1..] == ["run"];
            if !whole && !run || named.is_renamed() {
                found.insert(
                    format!("{}: {}", file.path, named.segments.join("::")),
                    String::new(),
                );
            }
        }
    }
    found
}

fn upward(sources: &Sources, room: &str, order: &[&str]) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == room) {
        let Some(from) = place(file, room, order) else {
            found.insert(
                format!("{} has no place in the list", file.path),
                String::new(),
            );
            continue;
        };
        for to in sources.arrows(file) {
            if to.room() == room && place(to, room, order).is_some_and(|to| to < from) {
                found.insert(format!("{} -> {}", file.path, to.path), String::new());
            }
        }
    }
    found
}

fn place(file: &Source, room: &str, order: &[&str]) -> Option<usize> {
    let below = file.path.strip_prefix(room)?.trim_start_matches('/');
    let entry = below.split('/').next()?;
    let entry = entry.strip_suffix(".rs").unwrap_or(entry);
    order.iter().position(|name| *name == entry)
}

fn naming_the_desk(sources: &Sources) -> Found {
    let below = |file: &&Source| file.room() == "desk" && !file.heads("desk");
    sources
        .files
        .iter()
        .filter(below)
        .filter(|file| file.says(&["Desk"]))
        .map(|file| (file.path.clone(), String::new()))
        .collect()
}

#[test]
fn a_path_that_hides_where_it_leads_is_seen() {
    let sources = invented(&[
        ("desk/mod.rs", "mod wait; mod sale; mod model;"),
        ("desk/wait.rs", "pub fn wait() {}"),
        (
            "desk/model/main.rs",
            "use super::Plan; // as any other file",
        ),
        ("desk/model/mod.rs", "pub struct Plan;"),
        (
            "desk/sale/mod.rs",
            "use super::wait::wait; mod place; mod send;",
        ),
        (
            "desk/sale/place.rs",
            "use crate::desk::{model::Plan, sale::send::send};
            fn f() { super::super::wait::wait(); super::send::send(); self::super::super::model::Plan }
            fn g() { ::esim_desk_core::desk::sale::send::send() }
            // super::super::wait
            #[cfg(test)] mod tests { use super::super::wait::wait; }",
        ),
        (
            "desk/sale/send.rs",
            "pub(in crate::desk::sale) fn send() {}",
        ),
    ]);
    let found: Vec<String> = written_otherwise(&sources).into_keys().collect();
    assert_eq!(
        found,
        [
            "desk/sale/mod.rs: super::wait::wait",
            "desk/sale/place.rs: crate::desk::sale::send::send",
            "desk/sale/place.rs: super::super::model::Plan",
            "desk/sale/place.rs: super::super::wait::wait",
        ],
        "one leaves the folder, some go round by the top, some climb twice"
    );
}

#[test]
fn a_room_that_names_one_above_it_is_seen() {
    let sources = invented(&[
        (
            "lib.rs",
            "pub mod top; pub mod low; pub mod other; pub use top::Desk;",
        ),
        ("top/mod.rs", "use crate::low::Book; pub struct Desk;"),
        (
            "low/mod.rs",
            "pub struct Book; fn f() -> crate::Desk { todo() }",
        ),
        ("other.rs", ""),
    ]);
    let rooms: &[(&str, &[&str])] = &[("top", &["low"]), ("low", &[])];
    let found: Vec<String> = between_rooms(&sources, rooms).into_keys().collect();
    assert_eq!(
        found,
        ["low/mod.rs -> top/mod.rs", "other has no place in the list"],
        "through the name that the crate's root passes on"
    );
    assert_eq!(
        in_vain(&sources, &[("top", &["low", "other"]), ("low", &["top"])]),
        ["top -> other"],
        "what is allowed and not done"
    );
}

#[test]
fn a_head_of_a_crate_that_names_more_than_rooms_is_seen() {
    let sources = invented(&[
        (
            "lib.rs",
            "pub mod shell; pub use esim_desk_core::{book, desk}; pub use shell::run; pub use desk::Sale as Seller;",
        ),
        ("main.rs", "fn main() { esim_desk_lib::run() }"),
        (
            HEAD_OF_THE_CORE,
            "pub mod book; pub mod desk; pub type All = desk::Desk; pub use book as store;",
        ),
        ("shell/mod.rs", "pub fn run() {}"),
        (
            "book/mod.rs",
            "fn f(it: crate::Seller) {} fn g(it: esim_desk_core::desk::Desk) {}",
        ),
        ("desk/mod.rs", "pub struct Desk; pub struct Sale;"),
    ]);
    let rooms: &[(&str, &[&str])] = &[("shell", &[]), ("desk", &[]), ("book", &[])];
    assert_eq!(
        keys(named_by_the_heads(&sources)),
        [
            "lib.rs: desk::Sale",
            "the core's lib.rs: book",
            "the core's lib.rs: desk::Desk"
        ],
        "a room may be passed on under its own name"
    );
    assert_eq!(
        keys(between_rooms(&sources, rooms)),
        ["book/mod.rs -> desk/mod.rs"],
        "what the head gives another name leads where it led"
    );
}

#[test]
fn an_arrow_up_the_list_is_seen() {
    let sources = invented(&[
        (
            "desk/mod.rs",
            "mod sale; mod orders; mod extra; pub use sale::Sale; pub struct Desk;",
        ),
        ("desk/sale/mod.rs", "use super::orders::Orders;"),
        (
            "desk/orders.rs",
            "use super::Sale; pub struct Orders; fn f(desk: &super::Desk) {}",
        ),
        ("desk/extra.rs", ""),
    ]);
    let found: Vec<String> = upward(&sources, "desk", DESK).into_keys().collect();
    assert_eq!(
        found,
        [
            "desk/extra.rs has no place in the list",
            "desk/orders.rs -> desk/mod.rs",
            "desk/orders.rs -> desk/sale/mod.rs",
        ],
        "also through a name that mod.rs passes on"
    );
    let found: Vec<String> = naming_the_desk(&sources).into_keys().collect();
    assert_eq!(found, ["desk/orders.rs"], "mod.rs may: it is the desk");
}
