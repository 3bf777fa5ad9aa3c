//! What is behind a lock of the desk is seen by the files of its part only: no guard, no lock and no state leaves it.

use super::locks::{locks, part_of};
use super::source::{Source, Sources};
use super::state::{behind, types};
use super::words::Words as _;
use super::{Found, hold, invented, keys, program};

#[test]
fn a_state_stays_in_its_part() {
    hold(
        "In the desk a lock or a turn, a guard of it and the state behind it are seen by the files of their part only.",
        &seen_outside(program()),
        &[],
    );
}

/// Whoever holds one part of the desk would hold others through it.
#[test]
fn a_part_keeps_to_itself_which_parts_it_was_made_with() {
    hold(
        "In the desk no field that others see holds a part, but for those of the desk itself and what a snapshot is made with.",
        &parts_given_away(program()),
        &["desk/mod.rs: Desk", "desk/snapshot.rs: Parts"],
    );
}

/// The types of the desk that have a field with an `Arc` which can be seen outside.
fn parts_given_away(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for held in types(file) {
            let inside = held.begin..held.begin + held.fields.len();
            let shown = inside
                .clone()
                .filter(|at| file.words[*at] == "pub")
                .filter(|at| {
                    let within = match file.words[at + 1].as_str() {
                        "(" => file.words[at + 1..].in_bracket().len() + 2,
                        _ => 0,
                    };
                    is_wide(file, at + 1 + within)
                });
            let holds_a_part = |at: usize| {
                let field = file.words[at..inside.end].split(|word| word == ",").next();
                let field = field.unwrap_or_default();
                // A trait object is no part.
                let object = field.iter().any(|word| word == "dyn");
                let part = |two: &[String]| two[0] == "Arc" && two[1] == "<";
                !object && field.windows(2).any(part)
            };
            if shown.into_iter().any(holds_a_part) {
                found.insert(format!("{}: {}", file.path, held.name), String::new());
            }
        }
    }
    found
}

/// What of a state of the desk can be seen outside its part.
fn seen_outside(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for at in file.places(&["fn"]).filter(|at| is_wide(file, *at)) {
            let mut signature = file.words[at..].split(|word| matches!(word.as_str(), "{" | ";"));
            let signature = signature.next().unwrap_or_default();
            let given = signature.iter().skip_while(|word| *word != "->");
            if given.into_iter().any(|word| word.ends_with("Guard")) {
                found.insert(
                    format!("{}: {} gives a guard", file.path, file.words[at + 1]),
                    String::new(),
                );
            }
        }
        for held in types(file) {
            let inside = held.begin..held.begin + held.fields.len();
            for at in locks(file).into_iter().filter(|at| inside.contains(at)) {
                let begins = |at: &usize| match file.words[*at - 1].as_str() {
                    "," | "{" | "]" => true,
                    "(" => file.words[*at - 2] != "pub",
                    _ => false,
                };
                let field = (held.begin..=at).rev().find(begins).unwrap_or(held.begin);
                if file.words[field] == "pub" {
                    found.insert(
                        format!("{}: the lock of {} is not private", file.path, held.name),
                        String::new(),
                    );
                }
            }
            for (name, other, at) in behind(file, &held, sources) {
                if is_wide(other, at) {
                    found.insert(
                        format!("{}: {name} is behind a lock", other.path),
                        String::new(),
                    );
                }
            }
        }
    }
    found
}

/// Whether what is declared here can be named outside its part: `pub` with whatever behind it, but for a `pub(super)` in a
/// file that does not head the part, and a `pub(in …)` that ends there.
fn is_wide(file: &Source, at: usize) -> bool {
    let marks = |word: &&String| matches!(word.as_str(), "async" | "const" | "unsafe");
    let at = at - file.words[..at].iter().rev().take_while(marks).count();
    let before = &file.words[..at];
    match before {
        [.., one] if one == "pub" => true,
        [.., one] if one == ")" => {
            let open = before
                .iter()
                .rposition(|word| word == "(")
                .unwrap_or_default();
            let within = before[open + 1..at - 1].join("");
            let part = format!("incrate::{}", part_of(file).replace('/', "::"));
            let narrow = within == "self"
                || within.starts_with(&part)
                || within == "super" && !file.heads(&part_of(file));
            open > 0 && before[open - 1] == "pub" && !narrow
        }
        _ => false,
    }
}

#[test]
fn a_state_that_leaves_its_part_is_seen() {
    let sources = invented(&[
        (
            "desk/a/mod.rs",
            "pub struct A { pub(in crate::desk) one: std::sync::Mutex<State> } pub(in crate::desk) struct State { live: u8 }
            impl A { pub(super) fn lock(&self) -> MutexGuard<'_, State> { self.one.lock() } }",
        ),
        (
            "desk/b/mod.rs",
            "pub struct B { shown: u8, #[serde(skip)] one: std::sync::Mutex<HashMap<u8, Inner>> }
            impl B { fn lock(&self) -> MutexGuard<'_, Inner> { self.one.lock() } pub fn it(&self) -> u8 { 1 } }",
        ),
        ("desk/b/inner.rs", "pub(super) struct Inner; pub(in crate::desk::b) async fn lock() -> MutexGuard<()> { it }"),
        ("desk/c/mod.rs", "pub enum C { One(pub RwLock<u8>) } pub(crate) async fn c() -> RwLockReadGuard<'_, u8> { it }"),
        ("desk/d/mod.rs", "pub struct D { pub(in crate::desk) turn: tokio::sync::Mutex<()>, own: tokio::sync::Mutex<()> }"),
    ]);
    assert_eq!(
        keys(seen_outside(&sources)),
        [
            "desk/a/mod.rs: State is behind a lock",
            "desk/a/mod.rs: lock gives a guard",
            "desk/a/mod.rs: the lock of A is not private",
            "desk/c/mod.rs: c gives a guard",
            "desk/c/mod.rs: the lock of C is not private",
            "desk/d/mod.rs: the lock of D is not private",
        ],
        "what stays in the part is its own"
    );
    let sources = invented(&[(
        "desk/a.rs",
        "pub struct A { pub(in crate::desk) setup: u8, orders: Arc<Orders> } pub struct B { pub(super) orders: Arc<Orders> }
        pub struct C { pub screen: Arc<dyn Screen> } pub struct D(pub Arc<Orders>);",
    )]);
    assert_eq!(
        keys(parts_given_away(&sources)),
        ["desk/a.rs: B", "desk/a.rs: D"],
        "what is private stays so, and an object is no part"
    );
}
