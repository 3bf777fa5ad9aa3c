//! No files name each other in a circle: the program's within a room, a tool's and a test's within its crate.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, Sources};
use super::{Found, hold, invented, program, tests, today, tools};

#[test]
fn no_files_of_a_room_name_each_other_in_a_circle() {
    hold(
        "No file of a room names itself through others.",
        &circles(program(), Source::room),
        today::CIRCLES,
    );
    hold(
        "No file of xtask or of a test names itself through others.",
        &tools()
            .chain(tests())
            .flat_map(circles_of_a_crate)
            .collect(),
        today::CIRCLES_OF_TOOLS,
    );
}

fn circles_of_a_crate((folder, sources): (&str, Sources)) -> Found {
    let found = circles(&sources, |_| folder.to_owned()).into_iter();
    found
        .map(|(what, by)| (format!("{folder}: {what}"), by))
        .collect()
}

/// The groups of files that reach each other, with one circle through each.
fn circles(sources: &Sources, room: impl Fn(&Source) -> String) -> Found {
    let mut arrows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in &sources.files {
        let inside = |to: &&Source| room(to) == room(file);
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
fn a_circle_is_seen_and_told() {
    let sources = invented(&[
        (
            "book/mod.rs",
            "mod a; mod b; mod c; mod d; pub use b::B; use a::A; use c::C;",
        ),
        ("book/a.rs", "use super::B; pub struct A;"),
        (
            "book/b.rs",
            "mod inner { fn f() { super::super::c::call() } } pub struct B;",
        ),
        ("book/c.rs", "use super::a; fn call() { a::A }"),
        ("book/d.rs", "use super::a::A; // nobody names this one"),
        ("desk/mod.rs", "mod e; use e::E; pub struct Part;"),
        ("desk/e.rs", "use super::*; pub struct E;"),
    ]);
    let found = circles(&sources, Source::room);
    assert_eq!(
        found.into_iter().collect::<Vec<_>>(),
        [
            (
                "book/a.rs, book/b.rs, book/c.rs".to_owned(),
                "by book/a.rs -> book/b.rs -> book/c.rs -> book/a.rs".to_owned()
            ),
            (
                "desk/e.rs, desk/mod.rs".to_owned(),
                "by desk/e.rs -> desk/mod.rs -> desk/e.rs".to_owned()
            ),
        ],
        "what a name passed on by mod.rs leads to counts, and mod.rs itself too"
    );
    let tool = [
        ("main.rs", "mod a; fn f() { a::A }"),
        ("a.rs", "use esim_desk_core::book::Book; pub struct A;"),
    ];
    let circles_of = |sources: Sources| circles(&sources, |_| String::new()).len();
    assert_eq!(
        circles_of(Sources::of_a_tool(tool)),
        0,
        "the core is another crate"
    );
    assert_eq!(
        circles_of(invented(&tool)),
        1,
        "in the program it is the same tree"
    );
}
