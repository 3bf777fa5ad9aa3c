//! What only one place may name: a library, an order's POST, the making of a snapshot.

use super::source::{Source, Sources};
use super::words::without_comments;
use super::{Found, hold, invented, program, program_texts, today};

/// What may be named, and who may.
struct Row {
    what: What,
    who: &'static [&'static str],
}

enum What {
    /// One of these words.
    Word(&'static [&'static str]),
    /// These words one after the other.
    Words(&'static [&'static str]),
    /// A value of this struct, made or taken apart.
    Value(&'static str),
    /// Anything of this room.
    Room(&'static str),
}

use What::{Room, Value, Word, Words};

#[rustfmt::skip]
const OWNERS: &[Row] = &[
    Row { what: Word(&["tauri", "tauri_specta", "tauri_plugin_dialog"]), who: &["shell"] },
    Row { what: Word(&["rusqlite"]), who: &["book/sqlite"] },
    Row { what: Word(&["reqwest"]), who: &["connect"] },
    Row { what: Word(&["unsafe", "zbus", "gtk", "webkit2gtk", "notify_rust", "rustix"]), who: &["platform"] },
    Row { what: Word(&["keyring_core"]), who: &["keychain"] },
    Row { what: Word(&["chacha20poly1305"]), who: &["book/seal"] },
    Row { what: Room("sandbox"), who: &["sandbox", "desk/demo", "shell/demo"] },
    Row { what: Words(&[".", "place_order", "("]), who: &["desk/sale/send"] },
    Row { what: Value("Snapshot"), who: &["desk/snapshot"] },
    // Of an order's state. What asks it is the book before it writes, and who needs the answer first.
    Row { what: Words(&[".", "after", "("]), who: &["book/transition", "book/record", "desk/orders/record", "desk/recovery/decide"] },
];

#[test]
fn only_its_owner_names_a_thing() {
    hold(
        "Only these may name it: see the table.",
        &named_by_others(program(), OWNERS),
        today::OWNERS,
    );
}

fn named_by_others(sources: &Sources, owners: &[Row]) -> Found {
    let mut found = Found::new();
    for row in owners {
        for file in &sources.files {
            let may = row.who.iter().any(|who| {
                file.path.strip_suffix(".rs") == Some(who)
                    || file.path.starts_with(&format!("{who}/"))
            });
            if may {
                continue;
            }
            for what in named(sources, file, &row.what) {
                let owners = format!("only {}", row.who.join(", "));
                found.insert(format!("{} names {what}", file.path), owners);
            }
        }
    }
    found
}

fn named(sources: &Sources, file: &Source, what: &What) -> Vec<String> {
    match what {
        Word(words) => words
            .iter()
            .filter(|word| file.says(&[word]))
            .map(|word| (*word).to_owned())
            .collect(),
        Words(words) if file.says(words) => vec![words.concat()],
        Value(name) if has_value(file, name) => vec![format!("{name} {{")],
        Room(room) if sources.arrows(file).iter().any(|to| to.room() == *room) => {
            vec![(*room).to_owned()]
        }
        Words(_) | Value(_) | Room(_) => Vec::new(),
    }
}

/// `-> Snapshot {` begins a function, and `struct Snapshot {` says what it is.
fn has_value(file: &Source, name: &str) -> bool {
    file.places(&[name, "{"]).any(|at| {
        let before = at.checked_sub(1).map_or("", |at| file.words[at].as_str());
        !matches!(before, "->" | "struct" | "impl" | "for" | "<")
    })
}

/// The Rust files of a room with what stands in them, comments left out and tests not.
fn room(name: &str) -> Vec<(String, String)> {
    let below = format!("{name}/");
    let files: Vec<_> = program_texts()
        .into_iter()
        .filter(|(path, _)| path.starts_with(&below))
        .map(|(path, text)| (path, without_comments(&text)))
        .collect();
    assert!(!files.is_empty(), "{name} has files");
    files
}

fn nobody_names(rooms: &[&str], word: &str) {
    for name in rooms {
        for (path, code) in room(name) {
            assert!(!code.contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn only_the_shell_names_tauri() {
    let rooms = [
        "activation",
        "book",
        "connect",
        "desk",
        "keychain",
        "sandbox",
    ];
    nobody_names(&rooms, "tauri");
}

#[test]
fn only_the_book_names_sqlite_and_only_connect_names_reqwest() {
    let rooms = [
        "activation",
        "connect",
        "desk",
        "keychain",
        "sandbox",
        "shell",
    ];
    nobody_names(&rooms, "rusqlite");
    let rooms = ["activation", "book", "desk", "keychain", "sandbox", "shell"];
    nobody_names(&rooms, "reqwest");
}

#[test]
fn sandbox_and_client_share_nothing() {
    nobody_names(&["sandbox"], "crate::connect");
    nobody_names(&["connect"], "crate::sandbox");
}

#[test]
fn what_only_tests_may_set_is_not_compiled_into_a_release() {
    let program = program_texts();
    for (name, file) in [
        ("ESIM_DESK_HURRY", "wait.rs"),
        ("ESIM_DESK_SAVE_AS", "save.rs"),
        ("ESIM_DESK_LOG", "log.rs"),
    ] {
        let places: Vec<(&String, Vec<&str>, usize)> = program
            .iter()
            .flat_map(|(path, code)| {
                let lines: Vec<&str> = code.lines().collect();
                (0..lines.len())
                    .filter(|at| lines[*at].contains(name))
                    .map(|at| (path, lines.clone(), at))
                    .collect::<Vec<_>>()
            })
            .collect();
        assert_eq!(
            places.len(),
            1,
            "{name} is written in one place of the program"
        );
        let (path, lines, at) = &places[0];
        assert!(
            path.ends_with(&format!("/{file}")),
            "{name} is written in {file}"
        );
        let guarded = lines[..*at]
            .iter()
            .rev()
            .take(3)
            .any(|line| *line == "#[cfg(debug_assertions)]");
        assert!(guarded, "{name} is for debug builds only");
    }
}

#[test]
fn whoever_names_what_is_not_theirs_is_seen() {
    let sources = invented(&[
        (
            "lib.rs",
            "pub mod book; pub mod desk; pub mod sandbox; pub mod shell;",
        ),
        ("shell/mod.rs", "use tauri::App; // unsafe, rusqlite"),
        ("book/sqlite/mod.rs", "use rusqlite::Connection;"),
        (
            "book/seal.rs",
            "use chacha20poly1305::KeyInit; fn f() { \"rusqlite\" }",
        ),
        (
            "book/keys.rs",
            "use {rusqlite as sql, chacha20poly1305::KeyInit};",
        ),
        ("book/file.rs", "fn f() { unsafe { r#\"reqwest\"# } }"),
        (
            "desk/mod.rs",
            "fn f(it: Pin<Box<tauri_specta::Builder>>) -> Snapshot { it }",
        ),
        (
            "desk/a.rs",
            "fn f() { client.place_order(1); let it = Snapshot { a, b }; }",
        ),
        (
            "desk/b.rs",
            "use crate::{book, sandbox::{self, Sandbox}}; struct Snapshot { a: u8 }",
        ),
        (
            "desk/c.rs",
            "fn f() { state.after(event); place_order(2); 'a'; '\\''; }",
        ),
        ("desk/sale/send.rs", "fn f() { client.place_order(1) }"),
        (
            "keychain/native.rs",
            "fn f() { zbus_secret_service_keyring_store::Store::new() }",
        ),
        ("sandbox/mod.rs", "pub struct Sandbox;"),
    ]);
    let found: Vec<String> = named_by_others(&sources, OWNERS).into_keys().collect();
    assert_eq!(
        found,
        [
            "book/file.rs names unsafe",
            "book/keys.rs names chacha20poly1305",
            "book/keys.rs names rusqlite",
            "desk/a.rs names .place_order(",
            "desk/a.rs names Snapshot {",
            "desk/b.rs names sandbox",
            "desk/c.rs names .after(",
            "desk/mod.rs names tauri_specta",
        ],
        "comments, quotes, a type and a longer name are none"
    );
}
