//! State has walls: whoever holds a lock keeps its functions beside it, and what is behind the lock to itself.

use std::collections::BTreeSet;

use super::locks::{locks_of_std, part_of};
use super::source::{Source, Sources};
use super::types::{Held, generics, types};
use super::words::{Words, is_name};
use super::{Found, hold, invented, keys, program, today};

/// How many files may hold the functions of one state.
const FILES: usize = 3;

/// Whose functions may stand in more files: what their siblings see of it is a few private functions (`read` and `write`),
/// so that a subject has a file of its own. Nobody needs it just now: where many files have functions, the lock lies deeper.
const SPREAD: &[(&str, &str)] = &[];

const LOCKS: &[&str] = &["Mutex", "RwLock", "Notify", "watch"];

#[test]
fn the_functions_of_a_state_stand_beside_it() {
    hold(
        "What has a lock, a Notify or a watch in its fields has its `impl`s in its own folder, in at most 3 files.",
        &spread_out(program(), SPREAD),
        today::SPREAD_OUT,
    );
}

/// The types that the `impl`s of a file are for, by their own names.
pub fn impls<'a>(sources: &'a Sources, file: &'a Source) -> BTreeSet<&'a str> {
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
        found.extend(name.into_iter().flat_map(|name| meant(sources, file, name)));
    }
    found
}

/// What a name of this file also stands for: by a `use … as` there, or by a `type` of the same room.
fn meant<'a>(sources: &'a Sources, file: &'a Source, name: &str) -> Vec<&'a str> {
    let used = file
        .names
        .iter()
        .filter(|named| named.alias.as_deref() == Some(name));
    let mut meant: Vec<&str> = used
        .filter_map(|named| named.segments.last())
        .map(String::as_str)
        .collect();
    for other in sources
        .files
        .iter()
        .filter(|other| other.room() == file.room())
    {
        let types = other
            .places(&["type"])
            .filter(|at| other.words.get(at + 1).is_some_and(|word| word == name));
        let words =
            types.flat_map(|at| other.words[at + 2..].iter().take_while(|word| *word != ";"));
        meant.extend(words.map(String::as_str).filter(|word| is_name(word)));
    }
    meant
}

fn spread_out(sources: &Sources, may: &[(&str, &str)]) -> Found {
    let mut found = Found::new();
    let all: Vec<_> = sources
        .files
        .iter()
        .map(|file| (file, impls(sources, file)))
        .collect();
    for file in &sources.files {
        for held in types(file) {
            let locked = held
                .fields
                .iter()
                .any(|word| LOCKS.contains(&word.as_str()));
            if !locked || may.contains(&(file.room().as_str(), held.name)) {
                continue;
            }
            let name = format!("{} of {}", held.name, file.path);
            let with = |(other, impls): &&(&Source, BTreeSet<&str>)| {
                other.room() == file.room()
                    && (impls.contains(held.name) || reaches(other, file, &held, sources))
            };
            let with: Vec<&Source> = all.iter().filter(with).map(|(other, _)| *other).collect();
            if with.len() > FILES {
                let files: Vec<&str> = with.iter().map(|file| file.path.as_str()).collect();
                let what = format!("{name} has its functions in {} files", files.len());
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

/// Whether a file of the same part of the desk takes the lock, or names what is behind it: such a function is one of that
/// state too, `impl` or not. Where what is behind it is declared, it has its own functions.
fn reaches(other: &Source, file: &Source, held: &Held<'_>, sources: &Sources) -> bool {
    if file.room() != "desk" || part_of(other) != part_of(file) || held_locks(file, held).is_empty()
    {
        return false;
    }
    let lock = [".", "lock", "(", ")"];
    let taken = |at: usize| !other.words[at + lock.len()..].starts_with_words(&[".", "await"]);
    let named = |(name, declared, _): (&str, &Source, usize)| {
        other.path != declared.path && other.says(&[name])
    };
    other.places(&lock).any(taken) || behind(file, held, sources).into_iter().any(named)
}

/// The types that a lock of this one holds and that its own part declares, each with its file and where it stands.
pub fn behind<'a>(
    file: &'a Source,
    held: &Held<'a>,
    sources: &'a Sources,
) -> Vec<(&'a str, &'a Source, usize)> {
    let mut found = Vec::new();
    for at in held_locks(file, held) {
        let inside = &file.words[at + 1..][..generics(&file.words[at + 1..])];
        for other in sources
            .files
            .iter()
            .filter(|other| part_of(other) == part_of(file))
        {
            let declared = types(other)
                .into_iter()
                .filter(|it| inside.iter().any(|word| word == it.name));
            found.extend(declared.map(|it| (it.name, other, it.at)));
        }
    }
    found
}

/// Where the locks of std stand that a type holds.
fn held_locks(file: &Source, held: &Held<'_>) -> Vec<usize> {
    let inside = held.begin..held.begin + held.fields.len();
    locks_of_std(file)
        .into_iter()
        .filter(|at| inside.contains(at))
        .collect()
}

/// Who may spread does.
#[test]
fn nobody_may_spread_in_vain() {
    for one in SPREAD {
        let others: Vec<_> = SPREAD.iter().filter(|it| *it != one).copied().collect();
        assert!(
            !spread_out(program(), &others).is_empty(),
            "{} spreads no more",
            one.1
        );
    }
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
            "Book of book/mod.rs has its functions in 4 files",
            "Orders of desk/orders/mod.rs has functions in desk/sale.rs",
            "Orders of desk/orders/mod.rs has its functions in 4 files",
        ],
        "what has no lock may have its functions anywhere"
    );
    let without_book = keys(spread_out(&sources, &[("book", "Book")]));
    assert_eq!(without_book.len(), 2, "Book may spread: {without_book:?}");
}

#[test]
fn a_state_that_is_reached_from_far_is_seen() {
    let orders = "pub struct Orders<F> where F: Fn(u8) { known: Mutex<State>, turn: tokio::sync::Mutex<()> }
        struct State { live: u8 } impl Orders<u8> { fn lock(&self) -> MutexGuard<'_, State> { self.known.lock() } }";
    let sources = invented(&[
        ("desk/orders/mod.rs", orders),
        (
            "desk/orders/a.rs",
            "fn f(orders: &Orders) { orders.lock().live = 1 }",
        ),
        (
            "desk/orders/b.rs",
            "fn f(state: &mut super::State) { state.live = 2 }",
        ),
        ("desk/orders/c.rs", "use super::Orders as O; impl O {}"),
        (
            "desk/orders/d.rs",
            "fn f(orders: &Orders) { orders.turn.lock().await }",
        ),
        (
            "desk/sale.rs",
            "type S = crate::desk::orders::Orders; impl S {}",
        ),
    ]);
    assert_eq!(
        keys(spread_out(&sources, &[])),
        [
            "Orders of desk/orders/mod.rs has functions in desk/sale.rs",
            "Orders of desk/orders/mod.rs has its functions in 5 files",
        ],
        "whoever takes the lock, names the state or gives the type another name"
    );
    let files: Vec<String> = spread_out(&sources, &[]).into_values().collect();
    assert_eq!(
        files[1],
        "desk/orders/a.rs, desk/orders/b.rs, desk/orders/c.rs, desk/orders/mod.rs, desk/sale.rs",
        "a turn that is waited for is no state"
    );
}
