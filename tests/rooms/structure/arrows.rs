//! Which file may name which: how a path is written, from the top down only, and never in a circle.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, Sources};
use super::{Found, hold, invented, program, today, tools};

/// The rooms from the top down, and whom each may name.
const ROOMS: &[(&str, &[&str])] = &[
    (
        "shell",
        &[
            "platform",
            "desk",
            "settings",
            "activation",
            "connect",
            "book",
            "keychain",
            "sandbox",
        ],
    ),
    ("platform", &[]),
    (
        "desk",
        &[
            "settings",
            "activation",
            "connect",
            "book",
            "keychain",
            "sandbox",
            "typed",
        ],
    ),
    ("settings", &[]),
    ("activation", &["typed"]),
    ("connect", &["typed"]),
    ("book", &["typed"]),
    ("keychain", &[]),
    ("sandbox", &[]),
    ("typed", &[]),
];

/// The files and folders of the desk from the top down: each names later ones only.
const DESK: &[&str] = &[
    "mod",
    "sign_in",
    "maintenance",
    "lists",
    "support",
    "demo",
    "snapshot",
    "order_view",
    "settings",
    "sale",
    "polling",
    "handover",
    "recovery",
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
    let tools: Found = written_otherwise(&tools())
        .into_iter()
        .filter(|(what, _)| what.contains("super::super"))
        .collect();
    hold("Nowhere `super::super`.", &tools, &[]);
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

#[test]
fn no_files_of_a_room_name_each_other_in_a_circle() {
    hold(
        "No file of a room names itself through others.",
        &circles(program(), Source::room),
        today::CIRCLES,
    );
    hold(
        "No file of xtask names itself through others.",
        &circles(&tools(), |_| "xtask".to_owned()),
        today::CIRCLES_OF_TOOLS,
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

/// The groups of files that reach each other, with one circle through each. That a file names what its own folder's `mod.rs`
/// holds is not followed: a part stands in the front and its `impl`s beside it.
fn circles(sources: &Sources, room: impl Fn(&Source) -> String) -> Found {
    let mut arrows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &sources.files {
        let inside = |to: &&Source| room(to) == room(file) && !to.heads(file.folder());
        let to = sources.arrows(file).into_iter().filter(inside);
        arrows.insert(&file.path, to.map(|to| to.path.as_str()).collect());
    }
    let mut found = Found::new();
    for start in arrows.keys().copied() {
        let group: BTreeSet<&str> = arrows
            .keys()
            .copied()
            .filter(|other| {
                *other == start || reach(&arrows, start, other) && reach(&arrows, other, start)
            })
            .collect();
        if let Some(circle) = way(&arrows, start, start, &mut BTreeSet::new()) {
            let files: Vec<&str> = group.into_iter().collect();
            found
                .entry(files.join(", "))
                .or_insert_with(|| format!("by {start} -> {}", circle.join(" -> ")));
        }
    }
    found
}

fn reach(arrows: &BTreeMap<&str, Vec<&str>>, from: &str, to: &str) -> bool {
    way(arrows, from, to, &mut BTreeSet::new()).is_some()
}

/// Depth first, the files between `from` and `to`, and `to`.
fn way<'a>(
    arrows: &BTreeMap<&str, Vec<&'a str>>,
    from: &str,
    to: &str,
    seen: &mut BTreeSet<&'a str>,
) -> Option<Vec<&'a str>> {
    for next in arrows.get(from).into_iter().flatten().copied() {
        if next == to {
            return Some(vec![next]);
        }
        if seen.insert(next)
            && let Some(rest) = way(arrows, next, to, seen)
        {
            return Some([vec![next], rest].concat());
        }
    }
    None
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
            fn f() { super::super::wait::wait(); super::send::send() }
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
            "desk/sale/place.rs: super::super::wait::wait",
        ],
        "one leaves the folder, one goes round by the top, one climbs twice"
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

#[test]
fn a_circle_is_seen_and_told() {
    let sources = invented(&[
        (
            "book/mod.rs",
            "mod a; mod b; mod c; pub use b::B; use a::A; use c::C;",
        ),
        ("book/a.rs", "use super::B; pub struct A;"),
        (
            "book/b.rs",
            "mod inner { fn f() { super::super::c::call() } } pub struct B;",
        ),
        ("book/c.rs", "use super::a; fn call() { a::A }"),
        ("book/d.rs", "use super::a::A; // nobody names this one"),
    ]);
    let found = circles(&sources, Source::room);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [(
            "book/a.rs, book/b.rs, book/c.rs".to_owned(),
            "by book/a.rs -> book/b.rs -> book/c.rs -> book/a.rs".to_owned()
        )],
        "what a name passed on by mod.rs leads to counts, mod.rs itself does not"
    );
}
