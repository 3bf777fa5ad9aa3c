//! How many locks there are: one in each part of the desk that owns a state, and none elsewhere in it.
//!
//! A lock of tokio is a turn that is waited for, and holds nothing. A flag beside a lock is listed.

use std::collections::BTreeMap;

use super::source::{Source, Sources};
use super::types::types;
use super::words::is_name;
use super::{Found, hold, invented, keys, program, today};

/// The parts that own a state: see ARCHITECTURE.md.
const WITH_A_LOCK: &[&str] = &[
    "desk/account",
    "desk/esim",
    "desk/group",
    "desk/handover",
    "desk/orders",
    "desk/recovery",
    "desk/sale",
    "desk/updates",
];

/// What lets several owners change one thing.
#[rustfmt::skip]
const LOCKS: &[&str] = &[
    "Mutex", "RwLock", "ReentrantLock", "OnceLock", "OnceCell", "RefCell", "Cell", "UnsafeCell", "AtomicPtr",
    "Semaphore",
];

/// What several may change without a lock: in the desk only these.
#[rustfmt::skip]
const LISTED_FLAGS: &[&str] = &[
    // How far requests get, changed with the account's lock held: whoever waits for it wants no lock.
    "desk/account/mod.rs: watch",
    // Whether the book has its keys, changed by who has their turn.
    "desk/orders/keys.rs: Atomic",
    // How often the book was rebuilt, changed by who has the turn, and read before work that may meet damage.
    "desk/orders/repair.rs: Atomic",
    // Whether a newer version is wanted, changed with the lock of the state held.
    "desk/updates/mod.rs: watch",
];

/// A turn that holds something all the same.
const LISTED_TURNS: &[&str] = &[
    // How the last rebuilding failed: read and written only by who has the turn.
    "desk/orders/repair.rs: a turn holds a state",
];

#[test]
fn a_part_of_the_desk_has_one_lock() {
    hold(
        "In the desk a lock of tokio holds nothing.",
        &turns_with_a_state(program()),
        LISTED_TURNS,
    );
    hold(
        "In the desk what changes without a lock is listed.",
        &flags(program()),
        LISTED_FLAGS,
    );
    hold(
        "A lock has no other name, in no room.",
        &other_names(program()),
        &[],
    );
    hold(
        "In the desk each part that owns a state has one lock of std, and nobody else has one.",
        &several_locks(program()),
        today::LOCKS,
    );
    let without: Vec<&&str> = WITH_A_LOCK
        .iter()
        .filter(|part| {
            let theirs = |file: &&Source| part_of(file) == **part;
            let mut files = program().files.iter().filter(theirs);
            files.all(|file| locks_of_std(file).is_empty())
        })
        .collect();
    assert_eq!(without, [&""; 0], "these have no lock any more");
    hold(
        "What lives as long as the program has no owner.",
        &statics(program()),
        today::STATICS,
    );
}

/// The part of the desk, or of another room, that a file belongs to: `desk/sale`, also of what lies in a folder below it.
pub fn part_of(file: &Source) -> String {
    let path = file.path.strip_suffix(".rs").unwrap_or(&file.path);
    let parts: Vec<&str> = path.split('/').take(2).collect();
    parts.join("/")
}

/// Where a file writes the type of a lock of std, in whatever it declares. `Mutex::new` makes one that is declared elsewhere.
pub fn locks_of_std(file: &Source) -> Vec<usize> {
    let locks = locks(file).into_iter();
    locks.filter(|at| !is_tokios(file, *at)).collect()
}

/// The same of every lock, also of those that are waited for.
pub fn locks(file: &Source) -> Vec<usize> {
    let mut found = Vec::new();
    let mut in_use = false;
    for (at, word) in file.words.iter().enumerate() {
        match word.as_str() {
            "use" => in_use = true,
            ";" => in_use = false,
            word if LOCKS.contains(&word) && !in_use => {
                let next = |more: usize| file.words.get(at + more).map_or("", String::as_str);
                if next(1) != "::" || next(2) == "<" {
                    found.push(at);
                }
            }
            _ => {}
        }
    }
    found
}

/// By the path of this very place: `tokio::sync::Mutex`, or what a `use` of the file says of its beginning.
fn is_tokios(file: &Source, at: usize) -> bool {
    let mut begin = at;
    while begin > 1 && file.words[begin - 1] == "::" && is_name(&file.words[begin - 2]) {
        begin -= 2;
    }
    let first = &file.words[begin];
    let mut brought = file
        .names
        .iter()
        .filter(|named| named.alias.as_ref() == Some(first))
        .peekable();
    match brought.peek() {
        Some(_) => brought.all(|named| named.segments[0] == "tokio"),
        None => first == "tokio",
    }
}

fn several_locks(sources: &Sources) -> Found {
    let mut found = Found::new();
    let mut locks: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        let here = locks_of_std(file);
        let files = locks.entry(part_of(file)).or_default();
        files.extend(here.iter().map(|_| file.path.as_str()));
    }
    for (part, files) in locks {
        if files.len() > usize::from(WITH_A_LOCK.contains(&part.as_str())) {
            found.insert(format!("{part}: {} locks", files.len()), files.join(", "));
        }
    }
    found
}

fn turns_with_a_state(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        let turns = locks(file).into_iter().filter(|at| is_tokios(file, *at));
        for at in turns {
            let inside = file.words[at + 1..].iter().skip_while(|word| {
                *word == "::" || *word == "<" || *word == "'" || word.starts_with('_')
            });
            let inside: Vec<&str> = inside.take(3).map(String::as_str).collect();
            if inside != ["(", ")", ">"] {
                found.insert(
                    format!("{}: a turn holds a state", file.path),
                    String::new(),
                );
            }
        }
    }
    found
}

fn flags(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for held in types(file) {
            for (at, word) in held.fields.iter().enumerate() {
                let before = at.checked_sub(2).map_or("", |at| held.fields[at].as_str());
                let flag = match word.as_str() {
                    word if word.starts_with("Atomic") => "Atomic",
                    // A receiver only hears, and what is sent through these is gone once it was.
                    "Sender" if !matches!(before, "mpsc" | "oneshot") => "watch",
                    _ => continue,
                };
                found.insert(format!("{}: {flag}", file.path), String::new());
            }
        }
    }
    found
}

/// A `use` or a `type` by which a lock is called otherwise.
fn other_names(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        let here = locks(file);
        let renamed = file.names.iter().any(|named| {
            let is_lock = |name: &String| LOCKS.contains(&name.as_str());
            named.is_renamed() && named.segments.last().is_some_and(is_lock)
        });
        let declared = |at: &usize| file.words.get(at + 1).is_some_and(|name| is_name(name));
        let typed = file.places(&["type"]).filter(declared).any(|at| {
            let ends = file.words[at..].iter().position(|word| word == ";");
            let ends = ends.map_or(at, |length| at + length);
            here.iter().any(|lock| (at..ends).contains(lock))
        });
        if renamed || typed {
            found.insert(
                format!("{}: another name for a lock", file.path),
                String::new(),
            );
        }
    }
    found
}

fn statics(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        let lifetime = |at: usize| at > 0 && file.words[at - 1] == "'";
        if file.places(&["static"]).any(|at| !lifetime(at)) || file.says(&["thread_local"]) {
            found.insert(format!("{}: a static", file.path), String::new());
        }
    }
    found
}

#[test]
fn a_second_lock_in_a_part_is_seen() {
    let sources = invented(&[
        (
            "desk/account/mod.rs",
            "struct A { turn: tokio::sync::Mutex<()>, one: Mutex<u8>, it: &'static u8 } fn f() { Mutex::new(1) }",
        ),
        (
            "desk/account/b.rs",
            "use tokio::sync::{self, Notify}; struct B(sync::Mutex<()>); use tokio::sync::RwLock; struct C(RwLock<()>);",
        ),
        ("desk/handover/mod.rs", "struct C { one: Mutex<u8> }"),
        (
            "desk/handover/d/e.rs",
            "use tokio::sync::Mutex; enum D { One(std::sync::Mutex<u8>) }",
        ),
        (
            "desk/orders/mod.rs",
            "use std::sync::Mutex as Lock; struct E { one: Lock<u8>, two: Lock<u8> }",
        ),
        (
            "desk/recovery/mod.rs",
            "pub type Shared<T> = Arc<Mutex<T>>;",
        ),
        (
            "desk/sale/mod.rs",
            "struct F where Self: Fn(u8) { one: Mutex<u8>, two: RwLock<u8> }",
        ),
        ("desk/model/mod.rs", "struct G<T: Fn(u8)>(RefCell<T>);"),
        (
            "desk/lists.rs",
            "static H: LazyLock<std::sync::Mutex<u8>> = LazyLock::new(new);",
        ),
        ("desk/wait.rs", "thread_local! { }"),
        (
            "book/mod.rs",
            "struct Book { one: Mutex<u8>, two: Mutex<u8> } pub type Lock<T> = RwLock<T>;",
        ),
        ("desk/polling.rs", "struct G { one: Mutex::<u8> } fn f() { Mutex::<u8>::default() }"),
        (
            "desk/updates.rs",
            "struct H { turn: tokio::sync::Mutex<Option<u8>>, wanted: watch::Sender<bool>, done: AtomicU8 }
            struct I { told: watch::Receiver<bool>, turn: tokio::sync::MutexGuard<'a, ()> }",
        ),
    ]);
    assert_eq!(
        keys(several_locks(&sources)),
        [
            "desk/handover: 2 locks",
            "desk/lists: 1 locks",
            "desk/model: 1 locks",
            "desk/polling: 2 locks",
            "desk/sale: 2 locks",
        ],
        "a turn that is waited for is no lock of std"
    );
    assert_eq!(
        keys(other_names(&sources)),
        [
            "book/mod.rs: another name for a lock",
            "desk/orders/mod.rs: another name for a lock",
            "desk/recovery/mod.rs: another name for a lock",
        ]
    );
    assert_eq!(
        keys(turns_with_a_state(&sources)),
        ["desk/updates.rs: a turn holds a state"],
        "a turn of nothing is one"
    );
    assert_eq!(
        keys(flags(&sources)),
        ["desk/updates.rs: Atomic", "desk/updates.rs: watch"],
        "whoever only hears changes nothing"
    );
    assert_eq!(
        keys(statics(&sources)),
        ["desk/lists.rs: a static", "desk/wait.rs: a static"],
        "a lifetime is none"
    );
}
