//! State has walls: whoever holds a lock keeps its functions beside it, and a state of an order is decided in one place.

use std::collections::{BTreeMap, BTreeSet};

use esim_desk_core::book::OrderState;

use super::source::{Source, Sources};
use super::words::{Words, without_comments, words};
use super::{Found, hold, invented, program, text, today};

/// How many files may hold the functions of one state.
const FILES: usize = 3;

/// Whose functions may stand in more files: what their siblings see of them is a few private functions (`send`; `read`
/// and `write`), so that a resource or a subject has a file of its own.
const SPREAD: &[(&str, &str)] = &[("connect", "Client"), ("book", "Book")];

const LOCKS: &[&str] = &["Mutex", "RwLock", "Notify", "watch"];

#[test]
fn the_functions_of_a_state_stand_beside_it() {
    hold(
        "What has a lock, a Notify or a watch in its fields has its `impl`s in its own folder, in at most 3 files.",
        &spread_out(program(), SPREAD),
        today::SPREAD_OUT,
    );
    hold(
        "In the desk a folder has one std Mutex.",
        &several_locks(program(), "desk"),
        today::SEVERAL_LOCKS,
    );
}

#[test]
fn questions_about_an_orders_state_are_asked_in_one_place() {
    hold(
        "No `matches!` and no list of `OrderState`s outside book/state.rs: a new state would be missed there in silence.",
        &listed_states(program()),
        today::LISTED_STATES,
    );
}

/// The generated types are made from the enum itself, so they have every state.
#[test]
fn the_list_of_all_states_is_complete() {
    let bindings = text("ui/src/backend/bindings.ts");
    let (_, after) = bindings
        .split_once("export type OrderState =")
        .expect("the state crosses to the page");
    let after = without_comments(after);
    let (union, _) = after.split_once(';').expect("a type ends");
    let known: BTreeSet<&str> = union
        .split('|')
        .map(|name| name.trim().trim_matches('"'))
        .collect();
    let all: BTreeSet<&str> = OrderState::ALL.into_iter().map(OrderState::name).collect();
    assert_eq!(
        all, known,
        "a state that is not in `ALL` could not be read from the book"
    );
}

/// A struct with its fields.
struct Held<'a> {
    name: &'a str,
    fields: &'a [String],
}

fn structs(file: &Source) -> Vec<Held<'_>> {
    let mut found = Vec::new();
    for at in file.places(&["struct"]) {
        let Some(name) = file.words.get(at + 1) else {
            continue;
        };
        let opens = |word: &String| matches!(word.as_str(), "{" | "(" | ";");
        if let Some(length) = file.words[at..].iter().position(opens)
            && file.words[at + length] != ";"
        {
            let fields = file.words[at + length..].in_bracket();
            found.push(Held { name, fields });
        }
    }
    found
}

/// The types that the `impl`s of a file are for.
fn impls(file: &Source) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for at in file.places(&["impl"]) {
        let before = at.checked_sub(1).map_or("", |at| file.words[at].as_str());
        if !matches!(before, "" | "}" | ";" | "]" | "{" | "unsafe") {
            continue;
        }
        let (mut depth, mut name) = (0_usize, None);
        for word in &file.words[at + 1..] {
            match word.as_str() {
                "{" | "where" => break,
                "<" => depth += 1,
                ">" => depth = depth.saturating_sub(1),
                "for" if depth == 0 => name = None,
                word if depth == 0 && word.starts_with(char::is_alphabetic) => name = Some(word),
                _ => {}
            }
        }
        found.extend(name);
    }
    found
}

fn spread_out(sources: &Sources, may: &[(&str, &str)]) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        for held in structs(file) {
            let locked = held
                .fields
                .iter()
                .any(|word| LOCKS.contains(&word.as_str()));
            if !locked || may.contains(&(file.room().as_str(), held.name)) {
                continue;
            }
            let with: Vec<&Source> = sources
                .files
                .iter()
                .filter(|other| other.room() == file.room() && impls(other).contains(held.name))
                .collect();
            let name = format!("{} of {}", held.name, file.path);
            if with.len() > FILES {
                let files: Vec<&str> = with.iter().map(|file| file.path.as_str()).collect();
                let what = format!("{name} has its functions in many files");
                found.insert(what, files.join(", "));
            }
            for other in with {
                let inside = other.folder() == file.folder()
                    || other.path.starts_with(&format!("{}/", file.folder()));
                if !inside {
                    let what = format!("{name} has functions in {}", other.path);
                    found.insert(what, String::new());
                }
            }
        }
    }
    found
}

fn several_locks(sources: &Sources, room: &str) -> Found {
    let mut locks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for file in sources.files.iter().filter(|file| file.room() == room) {
        let imported = file
            .names
            .iter()
            .any(|named| named.is_used() && named.segments == ["tokio", "sync", "Mutex"]);
        for held in structs(file) {
            let std_mutex = |at: &usize| {
                let elsewhere = held.fields[..*at].ends_with(&words("tokio::sync::"));
                held.fields[*at] == "Mutex" && !imported && !elsewhere
            };
            let count = (0..held.fields.len()).filter(std_mutex).count();
            locks
                .entry(file.folder())
                .or_default()
                .extend(std::iter::repeat_n(held.name, count));
        }
    }
    locks
        .into_iter()
        .filter(|(_, names)| names.len() > 1)
        .map(|(folder, names)| (format!("{folder}: {}", names.join(", ")), String::new()))
        .collect()
}

fn listed_states(sources: &Sources) -> Found {
    let mut found = Found::new();
    let others = sources
        .files
        .iter()
        .filter(|file| file.path != "book/state.rs");
    for file in others {
        let asked = file
            .places(&["matches", "!"])
            .any(|at| names_state(file.words[at + 2..].in_bracket()));
        if asked {
            found.insert(format!("{}: matches!", file.path), String::new());
        }
        let listed = file.places(&["["]).any(|at| {
            let list = file.words[at..].in_bracket();
            let is_type = at > 0 && file.words[at - 1] == "#";
            !is_type && elements(list).any(is_state)
        });
        if listed {
            found.insert(format!("{}: a list", file.path), String::new());
        }
    }
    found
}

/// What stands between the commas of a list.
fn elements(list: &[String]) -> impl Iterator<Item = &[String]> {
    list.split(|word| word == "," || word == ";")
}

fn is_state(element: &[String]) -> bool {
    element.len() == 3 && names_state(element)
}

/// `OrderState::ALL` is the list that is allowed: a test above sees to it that it is complete.
fn names_state(words: &[String]) -> bool {
    words
        .windows(3)
        .any(|three| three.starts_with_words(&["OrderState", "::"]) && three[2] != "ALL")
}

fn keys(found: Found) -> Vec<String> {
    found.into_keys().collect()
}

#[test]
fn functions_far_from_their_state_are_seen() {
    let sources = invented(&[
        ("desk/mod.rs", "pub struct Plain { a: u8 }"),
        (
            "desk/orders/mod.rs",
            "pub struct Orders<T> { known: std::sync::Mutex<T>, poll: Notify }
            impl<T: Into<u8>> Orders<T> { fn f(&self) -> impl Fn() + '_ { || () } }",
        ),
        (
            "desk/orders/a.rs",
            "impl<T> fmt::Debug for super::Orders<T> where T: Copy {}",
        ),
        ("desk/orders/b.rs", "impl Orders<u8> {} impl Plain {}"),
        (
            "desk/sale.rs",
            "impl crate::desk::orders::Orders<u8> {} fn f(it: impl Orders) {}",
        ),
        ("book/mod.rs", "pub struct Book(RwLock<u8>); impl Book {}"),
        ("book/a.rs", "impl Book {} #[cfg(test)] impl Book {}"),
        ("book/b.rs", "impl Book {}"),
        ("book/c.rs", "impl Book {}"),
    ]);
    assert_eq!(
        keys(spread_out(&sources, &[])),
        [
            "Book of book/mod.rs has its functions in many files",
            "Orders of desk/orders/mod.rs has functions in desk/sale.rs",
            "Orders of desk/orders/mod.rs has its functions in many files",
        ],
        "what has no lock may have its functions anywhere"
    );
    let without_book = keys(spread_out(&sources, SPREAD));
    assert_eq!(without_book.len(), 2, "Book may spread: {without_book:?}");
}

#[test]
fn a_second_lock_in_a_folder_is_seen() {
    let sources = invented(&[
        (
            "desk/a/mod.rs",
            "struct A { turn: tokio::sync::Mutex<()>, one: Mutex<u8> }",
        ),
        (
            "desk/a/b.rs",
            "use tokio::sync::{Mutex, Notify}; struct B(Mutex<()>);",
        ),
        (
            "desk/c/mod.rs",
            "struct C { one: Mutex<u8>, turn: tokio::sync::Mutex<()> }",
        ),
        ("desk/c/d.rs", "struct D(std::sync::Mutex<u8>);"),
    ]);
    assert_eq!(
        keys(several_locks(&sources, "desk")),
        ["desk/c: C, D"],
        "a turn that is waited for is no lock of std"
    );
}

#[test]
fn a_question_about_states_elsewhere_is_seen() {
    let sources = invented(&[
        ("book/state.rs", "fn f(it: OrderState) -> bool { matches!(it, OrderState::Ready) }"),
        ("desk/a.rs", "fn f() { let it = matches!(order.get(1), Some(OrderState::Ready)); }"),
        ("desk/b.rs", "fn f() { vec![OrderState::Ready, OrderState::Failed] }"),
        ("desk/c.rs", "fn f() { [OrderState::Ready; 1] }"),
        (
            "desk/d.rs",
            "fn f() { OrderState::ALL.iter(); [OrderState::ALL]; match it { OrderState::Ready => [1] }
            matches!(it, Other::Ready); [state(OrderState::Ready)] }",
        ),
    ]);
    assert_eq!(
        keys(listed_states(&sources)),
        [
            "desk/a.rs: matches!",
            "desk/b.rs: a list",
            "desk/c.rs: a list"
        ],
        "a match, the list of all and a call are allowed"
    );
}
