//! What would lead round the rules beside this: a file that is taken in under another name, or a crate that is.

use super::owners::is_owned;
use super::source::Sources;
use super::words::Words;
use super::{Found, hold, invented, keys, program, today, tools};

/// What the reader of sources cannot follow. `include_str!` and `include_bytes!` bring no code.
#[rustfmt::skip]
const WAYS: &[(&str, &[&str])] = &[
    ("extern crate", &["extern", "crate"]),
    // The word itself: `use core::include as take`.
    ("include!", &["include"]),
];

/// Where a macro may be made: what it becomes is not read, and it holds for all that stands below it.
const MACROS: &[&str] = &["connect/ids.rs", "shell/commands/mod.rs"];

#[test]
fn a_macro_is_made_in_these_files_only() {
    hold(
        "What a macro becomes is not read: one is made in these files only.",
        &macros(program()),
        MACROS,
    );
}

fn macros(sources: &Sources) -> Found {
    let files = sources
        .files
        .iter()
        .filter(|file| file.says(&["macro_rules"]));
    files
        .map(|file| (file.path.clone(), String::new()))
        .collect()
}

#[test]
fn no_file_comes_in_by_another_way_than_mod() {
    let rule = "No `#[path]`, no `include!` and no `extern crate` outside tests: a file is where its module is.";
    hold(rule, &ways_round(program(), ""), &[]);
    let tools = tools().flat_map(|(folder, tool)| ways_round(&tool, &format!("{folder}/")));
    hold(rule, &tools.collect(), today::WAYS_ROUND);
}

#[test]
fn nobody_passes_on_what_somebody_owns() {
    hold(
        "Nobody passes on a crate that somebody owns.",
        &passed_on(program()),
        &[],
    );
}

fn ways_round(sources: &Sources, before: &str) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        let mut ways: Vec<&str> = WAYS
            .iter()
            .filter(|(_, words)| file.says(words))
            .map(|(way, _)| *way)
            .collect();
        // Also within a `cfg_attr`.
        let attributes = file.places(&["#"]).map(|at| {
            let inner = file.words.get(at + 1).is_some_and(|sign| sign == "!");
            file.words[at + 1 + usize::from(inner)..].in_bracket()
        });
        if attributes
            .into_iter()
            .any(|words| words.windows(2).any(|two| two == ["path", "="]))
        {
            ways.push("#[path]");
        }
        for way in ways {
            found.insert(format!("{before}{}: {way}", file.path), String::new());
        }
    }
    found
}

/// What gives a crate to others: a `pub use`, or a `pub type`.
fn passed_on(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        let used = file.names.iter().filter(|named| named.passed_on);
        let used = used.filter_map(|named| Some(sources.outside(named)?[0].clone()));
        let types = file
            .places(&["type"])
            .filter(|at| *at > 0 && matches!(file.words[at - 1].as_str(), "pub" | ")"));
        let types = types.flat_map(|at| {
            file.words[at..]
                .iter()
                .take_while(|word| *word != ";")
                .cloned()
        });
        for name in used.chain(types) {
            if is_owned(&name) {
                found.insert(format!("{} passes {name} on", file.path), String::new());
            }
        }
    }
    found
}

#[test]
fn a_way_round_is_seen() {
    let sources = invented(&[
        ("desk/a.rs", "#[path = \"../sale/send.rs\"] mod send;"),
        (
            "desk/b.rs",
            "#[cfg_attr(not(test), path = \"../sale/send.rs\")] mod send;",
        ),
        ("desk/c.rs", "include!(\"../sale/send.rs\"); // #[path]"),
        ("desk/d.rs", "extern crate self as me;"),
        (
            "desk/e.rs",
            "#[cfg(test)] #[path = \"e_tests.rs\"] mod tests; const A: &str = include_str!(\"a\");",
        ),
        (
            "desk/f_tests.rs",
            "include!(\"f.rs\"); // nobody says that this is a test",
        ),
        ("desk/e_tests.rs", "include!(\"e.rs\");"),
        ("desk/g.rs", "#![path = \"sale\"] mod send;"),
        (
            "desk/h.rs",
            "use core::include as take; take!(\"a.rs\"); macro_rules! m { () => {} }",
        ),
    ]);
    assert_eq!(keys(macros(&sources)), ["desk/h.rs"]);
    assert_eq!(
        keys(ways_round(&sources, "")),
        [
            "desk/a.rs: #[path]",
            "desk/b.rs: #[path]",
            "desk/c.rs: include!",
            "desk/d.rs: extern crate",
            "desk/f_tests.rs: include!",
            "desk/g.rs: #[path]",
            "desk/h.rs: include!",
        ],
        "a test may take in its file by a path"
    );
}

#[test]
fn a_file_is_a_test_because_of_who_names_it() {
    let sources = invented(&[
        (
            "desk/mod.rs",
            "mod a; mod b; #[cfg(test)] mod c_tests; #[cfg(test)] mod d; #[cfg(not(test))] mod d;",
        ),
        ("desk/a.rs", "#[cfg(test)] mod tests;"),
        ("desk/a/tests/mod.rs", "mod inner;"),
        ("desk/a/tests/inner.rs", ""),
        ("desk/b.rs", "mod tests;"),
        ("desk/b/tests.rs", ""),
        ("desk/c_tests.rs", ""),
        ("desk/d.rs", ""),
        ("desk/e_tests.rs", ""),
    ]);
    let read: Vec<&str> = sources
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(
        read,
        [
            "desk/a.rs",
            "desk/b.rs",
            "desk/b/tests.rs",
            "desk/d.rs",
            "desk/e_tests.rs",
            "desk/mod.rs"
        ],
        "a folder or file called tests is the program's, unless `cfg(test)` stands before its `mod`"
    );
}

#[test]
fn a_crate_that_is_passed_on_is_seen() {
    let sources = invented(&[
        ("lib.rs", "pub mod book; pub mod connect;"),
        (
            "book/sqlite/mod.rs",
            "use rusqlite::Connection; pub(super) use rusqlite as sql; pub use book::Row;",
        ),
        (
            "book/seal.rs",
            "pub type Key = chacha20poly1305::Key; type Nonce = chacha20poly1305::XNonce;",
        ),
        (
            "connect/mod.rs",
            "use reqwest as http; pub use http::Client; pub use url::Url;",
        ),
    ]);
    assert_eq!(
        keys(passed_on(&sources)),
        [
            "book/seal.rs passes chacha20poly1305 on",
            "book/sqlite/mod.rs passes rusqlite on",
            "connect/mod.rs passes reqwest on",
        ],
        "under whatever name"
    );
}
