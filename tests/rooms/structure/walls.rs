//! What is behind a lock of the desk is seen by the files of its part only: no guard, no lock and no state leaves it. What
//! others read of it they cannot change.

use super::held::types_of_parts;
use super::locks::{locks, part_of};
use super::source::{Source, Sources};
use super::state::behind;
use super::types::{Held, types};
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

/// Of what lies behind a lock: fields that others see all the same.
#[rustfmt::skip]
const SEEN: &[&str] = &[
    // What the shell makes and hands in. It lies behind an `Arc`, so that nobody changes it any more.
    "desk/updates/installer.rs: a field of Offer is seen",
];

/// What a lock holds may itself hold what others read, as `LiveOrders` does the orders of this run. They read it.
#[test]
fn a_state_is_changed_by_its_part_alone() {
    hold(
        "In the desk nothing that lies behind a lock, however deep, has a field that another part sees, or is lent to one to \
         be changed. What crosses to the page is a copy.",
        &changed_outside(program()),
        SEEN,
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

/// Objects whose kind is not told: each could hold a part.
#[rustfmt::skip]
const OBJECTS: &[&str] = &[
    // A demo's service, which lives as long as its account: nobody can call it.
    "desk/account/mod.rs: Send",
    "desk/demo.rs: Send",
    // Asks of a word whether it is a heading; lives as long as one reading.
    "desk/group/columns.rs: Fn",
    // The two traits to the outside.
    "desk/mod.rs: Screen",
    "desk/snapshot.rs: Screen",
    "desk/updates/installer.rs: Installer",
];

#[test]
fn no_part_hands_out_another_one() {
    hold(
        "In the desk no function that others see gives them a part, but what makes one.",
        &parts_handed_out(program()),
        &[],
    );
    hold(
        "In the desk an object whose kind is not told is listed: a part could be behind it.",
        &objects(program()),
        OBJECTS,
    );
}

/// The functions that return a part, which is not the one that they make.
fn parts_handed_out(sources: &Sources) -> Found {
    let parts = types_of_parts(sources);
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for at in file.places(&["fn"]).filter(|at| is_wide(file, *at)) {
            let mut signature = file.words[at..].split(|word| matches!(word.as_str(), "{" | ";"));
            let signature = signature.next().unwrap_or_default();
            // The last arrow: a closure that is taken has its own.
            let given = signature.iter().rposition(|word| word == "->");
            let given = given.map_or(&[][..], |at| &signature[at..]);
            // Of the same part, or another thing of that name.
            let other = |name: &String| {
                let mut used = file.names.iter();
                used.any(|named| {
                    named.alias.as_ref() == Some(name)
                        && sources.file_of(named).is_some_and(|to| to.room() != "desk")
                })
            };
            let own =
                |name: &String| other(name) || types(file).iter().any(|held| held.name == name);
            for part in given
                .iter()
                .filter(|word| parts.contains(word.as_str()) && !own(word))
            {
                found.insert(
                    format!("{}: {} gives {part}", file.path, file.words[at + 1]),
                    String::new(),
                );
            }
        }
    }
    found
}

fn objects(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for at in file.places(&["dyn"]) {
            let of = file.words.get(at + 1).map_or("", String::as_str);
            found.insert(format!("{}: {of}", file.path), String::new());
        }
    }
    found
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
                .filter(|at| is_wide(file, at + 1 + visibility(&file.words[at + 1..])));
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

/// What lies behind a lock of the desk, and another part may write to.
fn changed_outside(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for held in types(file) {
            for (name, other, at) in deep_behind(file, &held, sources) {
                let inside = types(other).into_iter().find(|held| held.at == at);
                let inside = inside.map(|held| held.begin..held.begin + held.fields.len());
                let fields = inside.unwrap_or_default();
                // What stands behind the marks of a field is its name.
                if fields
                    .filter(|at| other.words[*at] == "pub")
                    .any(|at| is_wide(other, at + 1 + visibility(&other.words[at + 1..])))
                {
                    found.insert(
                        format!("{}: a field of {name} is seen", other.path),
                        String::new(),
                    );
                }
                let part = sources.files.iter();
                for of_part in part.filter(|it| part_of(it) == part_of(file)) {
                    for lender in lenders(of_part, name) {
                        found.insert(
                            format!("{}: {lender} lends {name}", of_part.path),
                            String::new(),
                        );
                    }
                }
            }
        }
    }
    found
}

/// How many words say of a `pub` how far it goes.
fn visibility(words: &[String]) -> usize {
    match words.first().map(String::as_str) {
        Some("(") => words.in_bracket().len() + 2,
        _ => 0,
    }
}

/// What a lock of this type holds, and what that holds, as far as the part declares it. A copy for the page is none of it.
fn deep_behind<'a>(
    file: &'a Source,
    held: &Held<'a>,
    sources: &'a Sources,
) -> Vec<(&'a str, &'a Source, usize)> {
    let part: Vec<&Source> = sources
        .files
        .iter()
        .filter(|other| part_of(other) == part_of(file))
        .collect();
    let mut found = behind(file, held, sources);
    let mut done = 0;
    while let Some((_, of, at)) = found.get(done).copied() {
        done += 1;
        let Some(outer) = types(of).into_iter().find(|held| held.at == at) else {
            continue;
        };
        for other in part.iter().copied() {
            for inner in types(other) {
                let known = found
                    .iter()
                    .any(|(_, file, at)| file.path == other.path && *at == inner.at);
                let named = outer.fields.iter().any(|word| word == inner.name);
                if named && !known && !is_for_the_page(other, inner.at) {
                    found.push((inner.name, other, inner.at));
                }
            }
        }
    }
    found
}

/// Whether what is declared here is made to be sent.
fn is_for_the_page(file: &Source, at: usize) -> bool {
    let attributes = file.words[..at].iter().rev();
    let mut attributes = attributes.take_while(|word| !matches!(word.as_str(), ";" | "}"));
    attributes.any(|word| word == "Serialize")
}

/// The functions that another part may call and that give it a `&mut` of this type, or take one from it.
fn lenders<'a>(file: &'a Source, name: &str) -> Vec<&'a str> {
    let wide = file.places(&["fn"]).filter(|at| is_wide(file, *at));
    wide.filter(|at| {
        let mut signature = file.words[*at..].split(|word| matches!(word.as_str(), "{" | ";"));
        let signature = signature.next().unwrap_or_default();
        (0..signature.len()).any(|at| {
            let lent = &signature[at..];
            let lived = lent.starts_with_words(&["&", "'"]);
            let after = if lived { lent.get(3..) } else { lent.get(1..) };
            lent.starts_with_words(&["&"])
                && after.is_some_and(|after| after.starts_with_words(&["mut", name]))
        })
    })
    .filter_map(|at| file.words.get(at + 1))
    .map(String::as_str)
    .collect()
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
    let sources = invented(&[
        (
            "desk/a/mod.rs",
            "pub struct A { one: std::sync::Mutex<State> } struct State { all: BTreeMap<u8, Live>, view: View }
            impl A { pub(in crate::desk) fn update<T>(&self, change: impl FnOnce(&mut Live) -> T) -> T { it }
            pub(in crate::desk) fn read<T>(&self, read: impl FnOnce(&Live) -> T) -> T { it }
            fn own(&self, change: impl FnOnce(&mut Live)) {} pub fn first<'a>(&'a self) -> &'a mut Deep { it } }",
        ),
        (
            "desk/a/live.rs",
            "pub(in crate::desk) struct Live { pub(in crate::desk) state: u8, pub(super) deep: Deep }
            pub(super) struct Deep { pub(super) own: u8 } #[derive(Clone, Serialize)] pub struct View { pub shown: u8 }",
        ),
        ("desk/b.rs", "pub struct Free { pub deep: u8 } pub fn f(it: &mut Live) {}"),
    ]);
    assert_eq!(
        keys(changed_outside(&sources)),
        [
            "desk/a/live.rs: a field of Live is seen",
            "desk/a/mod.rs: first lends Deep",
            "desk/a/mod.rs: update lends Live",
        ],
        "what is read, what is the part's own and what the page is sent are none"
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
    let sources = invented(&[
        (
            "desk/a.rs",
            "pub struct A { orders: Arc<Orders>, view: Arc<View> }
            impl A { pub fn new() -> A { it } fn own(&self) -> &Orders { it }
            pub fn orders(&self) -> &Arc<Orders> { it } pub fn f(g: impl Fn(u8) -> Orders) -> u8 { 1 }
            pub(in crate::desk) async fn both(&self) -> (u8, Arc<Orders>) { it } pub fn all(it: Box<dyn Any>) {} }",
        ),
        ("desk/orders.rs", "pub struct Orders { } impl Orders { pub fn open() -> Orders { it } }"),
    ]);
    assert_eq!(
        keys(parts_handed_out(&sources)),
        [
            "desk/a.rs: both gives Orders",
            "desk/a.rs: orders gives Orders"
        ],
        "what makes a part gives its own"
    );
    assert_eq!(keys(objects(&sources)), ["desk/a.rs: Any"]);
}
