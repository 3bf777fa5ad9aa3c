//! What only one place may name: a library, an order's POST, the making of a snapshot.

use super::paths::Named;
use super::source::{Source, Sources};
use super::words::{is_name, without_comments};
use super::{Found, HEAD_OF_THE_CORE, hold, invented, program, program_texts, today, tools};

/// What may be named, and who may.
struct Row {
    what: What,
    who: &'static [&'static str],
}

enum What {
    /// One of these words.
    Word(&'static [&'static str]),
    /// A word that begins so: a crate with all that belongs to it.
    Begins(&'static [&'static str]),
    /// These words one after the other.
    Words(&'static [&'static str]),
    /// What begins with this path, in another crate.
    Path(&'static [&'static str]),
    /// A value of this struct, made or taken apart, and another name for it.
    Value(&'static str),
    /// A field of this name that is written, or lent to be written.
    Set(&'static str),
    /// Anything of this room.
    Room(&'static str),
    /// This text in quotes, by itself.
    Quote(&'static str),
}

use What::{Begins, Path, Quote, Room, Set, Value, Word, Words};

/// Where a call of a system has no safe face: these files and no others, each with the addresses of what it calls.
const UNSAFE: &[&str] = &[
    "platform/awake/macos",
    "platform/awake/windows",
    "platform/clipboard/macos",
    "platform/dumps/windows",
    "platform/files/windows",
    "platform/hidden_window",
    "platform/lock/macos",
    "platform/lock/windows",
    "platform/mail/windows",
    "platform/message/windows",
    "platform/notify/windows",
    "platform/numbers/linux",
    "platform/numbers/windows",
    "platform/session_end/windows",
    "platform/this_user",
    "platform/webview/macos",
    "platform/webview/windows",
];

/// Whoever owns a crate keeps it: no `pub use` may pass it on (`ways_round`).
#[rustfmt::skip]
const OWNERS: &[Row] = &[
    Row { what: Begins(&["tauri"]), who: &["shell"] },
    Row { what: Word(&["arboard"]), who: &["shell/outputs/clipboard", "platform/clipboard"] },
    Row { what: Word(&["rusqlite"]), who: &["book/sqlite"] },
    Row { what: Word(&["reqwest"]), who: &["connect"] },
    Row {
        what: Word(&["interprocess", "zbus", "gtk", "webkit2gtk", "notify_rust"]),
        who: &["platform"],
    },
    Row { what: Word(&["block2", "clipboard_win", "libc", "webview2_com", "widestring"]), who: &["platform"] },
    Row { what: Begins(&["objc2", "windows_sys", "windows_core"]), who: &["platform"] },
    Row { what: Word(&["unsafe"]), who: UNSAFE },
    // The core's files ask macOS for the file system, which is a safe call.
    Row { what: Word(&["rustix"]), who: &["platform", "files/place"] },
    Row { what: Word(&["keyring_core"]), who: &["keychain"] },
    Row { what: Word(&["zbus_secret_service_keyring_store"]), who: &["keychain"] },
    Row { what: Word(&["apple_native_keyring_store", "windows_native_keyring_store"]), who: &["keychain"] },
    Row { what: Word(&["flate2", "tar"]), who: &["platform/installer/bundle"] },
    Row { what: Word(&["minisign_verify"]), who: &["release/signature"] },
    Row { what: Word(&["semver"]), who: &["release"] },
    Row { what: Path(&["csv"]), who: &["table"] },
    Row { what: Word(&["encoding_rs"]), who: &["table"] },
    Row { what: Word(&["crc32fast"]), who: &["shell/outputs/archive"] },
    // The window's own log has a clock of its own.
    Row { what: Words(&["Timestamp", "::", "now"]), who: &["clock"] },
    Row { what: Word(&["chacha20poly1305"]), who: &["book/seal"] },
    Row { what: Word(&["hyper", "hyper_util", "axum"]), who: &["sandbox"] },
    Row { what: Path(&["tokio", "net"]), who: &["sandbox"] },
    // Whatever of it: an address alone opens nothing, but `use std::net::*` does.
    Row { what: Path(&["std", "net"]), who: &["connect", "sandbox"] },
    Row { what: Room("sandbox"), who: &["lib", "sandbox", "desk/demo", "shell/demo"] },
    // The word itself: a function can be named without a call. The shell's is the command of that name.
    Row {
        what: Word(&["place_order"]),
        who: &["connect/orders", "desk/sale/send", "shell/commands/sale", "shell/commands/mod"],
    },
    Row { what: Word(&["POST"]), who: &["connect/orders", "connect/subscriptions", "sandbox"] },
    // A method is also made of its name.
    Row { what: Quote("POST"), who: &[] },
    // What is sent with an order, and what it is made of.
    Row { what: Word(&["OrderBody", "OrderRequest"]), who: &["connect", "desk/sale"] },
    // What is taken to the one place that sends.
    Row { what: Word(&["Outgoing"]), who: &["desk/sale/send", "desk/sale/place"] },
    Row { what: Word(&["start_plan"]), who: &["connect/subscriptions", "desk/esim/start_now"] },
    // Who presses for a line of a group, and who writes its order: two files each, and none of recovery's.
    Row { what: Word(&["place_line"]), who: &["desk/sale/lines", "desk/group/run"] },
    Row { what: Word(&["begin_for"]), who: &["book/guest_lines", "desk/sale/place"] },
    // What gives an eSIM back is asked in one place, and offered to people in another.
    Row { what: Word(&["cancel_sim"]), who: &["connect/sims", "desk/cancelling"] },
    Row { what: Words(&[".", "post", "("]), who: &["connect/token"] },
    Row { what: Value("Snapshot"), who: &["desk/snapshot"] },
    // Of an order's state. What asks it is the book before it writes, and who needs the answer first.
    Row {
        what: Words(&[".", "after", "("]),
        who: &["book/transition", "book/record", "desk/orders/record"],
    },
    Row { what: Words(&["::", "after"]), who: &[] },
    // The same of what happened to an order, on disk: in memory and on disk it is written in one place.
    Row { what: Words(&["book", ".", "record", "("]), who: &["desk/orders/record", "desk/orders/load"] },
    Row { what: Words(&["Book", "::", "record"]), who: &[] },
    // The sandbox knows no order of ours: this is the state of its SIMs.
    Row { what: Set("state"), who: &["desk/orders", "sandbox"] },
    // With the next two nobody writes it otherwise either.
    Row { what: Value("Order"), who: &["book", "connect", "desk/orders", "sandbox"] },
];

/// Whether the table gives a crate to somebody.
pub fn is_owned(name: &str) -> bool {
    let shared = matches!(name, "std" | "tokio");
    let gives = |row: &Row| match row.what {
        Word(words) => words.contains(&name),
        Begins(words) => words.iter().any(|begin| name.starts_with(begin)),
        Path(words) => words.first() == Some(&name),
        Words(_) | Value(_) | Set(_) | Room(_) | Quote(_) => false,
    };
    !shared && OWNERS.iter().any(gives)
}

#[test]
fn only_its_owner_names_a_thing() {
    hold(
        "Only these may name it: see the table.",
        &named_by_others(program(), OWNERS),
        today::OWNERS,
    );
    for (folder, tool) in tools() {
        let unsafe_ = tool.files.iter().filter(|file| file.says(&["unsafe"]));
        let unsafe_: Vec<&str> = unsafe_.map(|file| file.path.as_str()).collect();
        assert_eq!(unsafe_, [""; 0], "no unsafe in {folder}");
    }
}

/// A place that needs it no more leaves the list, and whoever reads a call finds what the system promises of it.
#[test]
fn unsafe_stands_where_a_system_is_called_and_says_what_is_called() {
    let texts = program_texts();
    for place in UNSAFE {
        let file = program()
            .files
            .iter()
            .find(|file| file.path.strip_suffix(".rs") == Some(place));
        let file = file.unwrap_or_else(|| panic!("{place} is a file"));
        assert!(file.says(&["unsafe"]), "{place} has no unsafe any more");
        let text = texts.iter().find(|(path, _)| *path == &file.path);
        let text = text.map_or("", |(_, text)| text.as_str());
        assert!(text.contains("https://"), "{place} says what it calls");
        assert!(
            text.contains("unsafe_code,"),
            "{place} opens the lint for itself"
        );
    }
    for (path, text) in &texts {
        let opens = text.contains("unsafe_code,");
        let may = UNSAFE.iter().any(|place| path.starts_with(place));
        // Of tests, which ask the system what became of it.
        let in_tests = path == "platform/clipboard/windows.rs";
        assert!(!opens || may || in_tests, "{path} may hold no unsafe");
    }
    let core = &texts[HEAD_OF_THE_CORE];
    assert!(
        core.contains("#![forbid(unsafe_code)]"),
        "the core has none"
    );
}

/// What may buy is written once: in the client, and where the sale sends.
#[test]
fn an_order_is_posted_in_one_place() {
    for (path, words, times) in [
        ("connect/orders.rs", ["place_order"].as_slice(), 1),
        ("connect/orders.rs", &["POST"], 1),
        ("connect/token.rs", &[".", "post", "("], 1),
        ("desk/sale/send.rs", &["place_order"], 1),
        ("desk/sale/place.rs", &["send", "("], 1),
        ("desk/group/run.rs", &["place_line"], 1),
        ("connect/subscriptions.rs", &["POST"], 1),
        ("desk/esim/start_now.rs", &["start_plan"], 1),
    ] {
        assert_eq!(
            said(program(), path, words),
            times,
            "{path}: {}",
            words.concat()
        );
    }
    // Whoever adds a function here says with it that it sends nothing.
    let orders = program().files.iter();
    let orders = orders.filter(|file| file.path == "connect/orders.rs");
    let offered: Vec<&str> = orders.flat_map(offered).collect();
    assert_eq!(
        offered,
        [
            "place_order",
            "order",
            "from_answer",
            "into_links",
            "contradicts_itself"
        ],
        "what connect/orders.rs offers: one function sends"
    );
    let address = "\"orders\"".to_owned();
    let with_it: Vec<&str> = program()
        .files
        .iter()
        .filter(|file| file.room() == "connect" && file.quotes.contains(&address))
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(
        with_it,
        ["connect/orders.rs"],
        "one file knows the address of orders"
    );
}

/// The functions of a file that others may call.
fn offered(file: &Source) -> Vec<&str> {
    let marks = |word: &&String| matches!(word.as_str(), "async" | "const" | "unsafe");
    let wide = |at: &usize| {
        let before = file.words[..*at].iter().rev();
        let mut before = before.skip_while(marks).map(String::as_str);
        // `pub`, or what closes behind `pub(in …`. A trait's functions are as wide as the trait.
        matches!(before.next(), Some("pub" | ")"))
    };
    let functions = file.places(&["fn"]).filter(wide);
    functions.map(|at| file.words[at + 1].as_str()).collect()
}

fn said(sources: &Sources, path: &str, words: &[&str]) -> usize {
    let file = sources.files.iter().find(|file| file.path == path);
    file.map_or(0, |file| file.places(words).count())
}

/// A permission that nobody uses is one for what nobody has thought of.
#[test]
fn nobody_may_name_a_thing_in_vain() {
    assert_eq!(in_vain(program(), OWNERS), [""; 0], "these name it no more");
}

fn in_vain(sources: &Sources, owners: &[Row]) -> Vec<String> {
    let mut found = Vec::new();
    for row in owners {
        for who in row.who {
            let mut theirs = sources.files.iter().filter(|file| is_of(file, who));
            if !theirs.any(|file| !named(sources, file, &row.what).is_empty()) {
                found.push(format!("{who}: {}", row.what.as_text()));
            }
        }
    }
    found
}

impl What {
    fn as_text(&self) -> String {
        match self {
            Word(words) | Begins(words) | Words(words) | Path(words) => words.join(" "),
            Value(text) | Set(text) | Room(text) | Quote(text) => (*text).to_owned(),
        }
    }
}

fn is_of(file: &Source, who: &str) -> bool {
    file.path.strip_suffix(".rs") == Some(who) || file.path.starts_with(&format!("{who}/"))
}

fn named_by_others(sources: &Sources, owners: &[Row]) -> Found {
    let mut found = Found::new();
    for row in owners {
        for file in &sources.files {
            if row.who.iter().any(|who| is_of(file, who)) {
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
        Begins(words) => {
            let begins = |word: &&String| words.iter().any(|begin| word.starts_with(begin));
            file.words.iter().filter(begins).cloned().collect()
        }
        Words(words) if file.says(words) => vec![words.concat()],
        Path(path) => {
            let paths = file.names.iter().filter_map(|named| sources.outside(named));
            let begins = paths.filter(|segments| {
                segments.len() >= path.len()
                    && segments.iter().zip(*path).all(|(one, other)| one == other)
            });
            begins.map(|_| path.join("::")).collect()
        }
        Value(name) if has_value(file, name) => vec![format!("{name} {{")],
        Set(field) if sets(file, field) => vec![format!(".{field} =")],
        Room(room) if sources.arrows(file).iter().any(|to| to.room() == *room) => {
            vec![(*room).to_owned()]
        }
        Quote(text) if file.quotes.iter().any(|quote| inside(quote) == *text) => {
            vec![format!("\"{text}\"")]
        }
        Words(_) | Value(_) | Set(_) | Room(_) | Quote(_) => Vec::new(),
    }
}

/// What stands between the quotes: `b"…"` and `r#"…"#` are the same text.
fn inside(quote: &str) -> &str {
    let from = quote.find('"').map_or(0, |at| at + 1);
    let until = quote.rfind('"').unwrap_or(quote.len());
    quote.get(from..until).unwrap_or_default()
}

/// `-> Snapshot {` begins a function, and `struct Snapshot {` says what it is.
fn has_value(file: &Source, name: &str) -> bool {
    let renamed = |named: &&Named| {
        named.is_renamed() && named.segments.last().is_some_and(|last| last == name)
    };
    file.names.iter().any(|named| renamed(&named))
        || file.places(&[name, "{"]).any(|at| {
            let before = at.checked_sub(1).map_or("", |at| file.words[at].as_str());
            !matches!(before, "->" | "struct" | "impl" | "for" | "<")
        })
}

/// `x.field = …`, and `&mut x.field`.
fn sets(file: &Source, field: &str) -> bool {
    file.places(&[".", field]).any(|at| {
        let after = |more: usize| file.words.get(at + more).map_or("", String::as_str);
        let assigned = after(2) == "=" && !matches!(after(3), "=" | ">");
        let whose = whose(&file.words[..at]);
        let lent = file.words[..at - whose].ends_with(&["&".to_owned(), "mut".to_owned()]);
        assigned || lent && !matches!(after(2), "." | "(" | "::")
    })
}

/// How many words at the end say whose field it is: names and points, an index, what a call is given.
fn whose(before: &[String]) -> usize {
    let mut depth = 0_usize;
    for (length, word) in before.iter().rev().enumerate() {
        match word.as_str() {
            ")" | "]" => depth += 1,
            "(" | "[" if depth > 0 => depth -= 1,
            "." | "?" => {}
            word if depth > 0 || is_name(word) && word != "mut" => {}
            _ => return length,
        }
    }
    before.len()
}

/// The table leaves out what stands in quotes and in the tests of a file. These are named there by nobody else either.
#[test]
fn not_even_a_test_or_a_text_names_the_window_the_database_or_the_http_client() {
    for word in ["tauri", "rusqlite", "reqwest"] {
        let gives = |row: &&Row| match row.what {
            Word(words) | Begins(words) => words.contains(&word),
            Words(_) | Path(_) | Value(_) | Set(_) | Room(_) | Quote(_) => false,
        };
        let row = OWNERS.iter().find(gives).expect("it has an owner");
        for (path, text) in program_texts() {
            let owned = row
                .who
                .iter()
                .any(|who| path.starts_with(&format!("{who}/")));
            assert!(
                owned || !without_comments(&text).contains(word),
                "{path} names {word}"
            );
        }
    }
}

/// They are two readings of one documentation; also in the tests of their files.
#[test]
fn sandbox_and_client_share_nothing() {
    for (path, text) in program_texts() {
        let other = match path.split_once('/') {
            Some(("sandbox", _)) => "crate::connect",
            Some(("connect", _)) => "crate::sandbox",
            _ => continue,
        };
        assert!(
            !without_comments(&text).contains(other),
            "{path} names {other}"
        );
    }
}

#[test]
fn what_only_tests_may_set_is_not_compiled_into_a_release() {
    let program = program_texts();
    for (name, file) in [
        ("ESIM_DESK_HURRY", "wait.rs"),
        ("ESIM_DESK_SAVE_AS", "file_dialog.rs"),
        ("ESIM_DESK_OPEN", "file_dialog.rs"),
        ("ESIM_DESK_LOG", "log.rs"),
        ("ESIM_DESK_UPDATES_FROM", "updates.rs"),
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
        (
            "desk/d.rs",
            "use crate::desk::Snapshot as S; use tokio as t; use t::net;
            fn f() { Client::place_order; OrderState::after(it, event); net::TcpStream::connect() }",
        ),
        ("desk/da.rs", "fn f() { orders.book(|book| book.record(key)); orders.record(key); use_it(Book::record) }"),
        ("desk/e.rs", "fn f(live: &mut LiveOrder) { live.order.state = OrderState::Ready }"),
        ("desk/f.rs", "fn f() { std::mem::swap(&mut live.order.state, other) }"),
        ("desk/fa.rs", "fn f() { g(&mut orders[0].get(a)?.order.state) }"),
        ("desk/fb.rs", "fn f() { let Order { state, .. } = &mut live.order; *state = it; }"),
        ("desk/fc.rs", "fn f() -> Order { live.order = book::Order { state: it, ..old } }"),
        ("desk/fe.rs", "fn f() { Method::from_bytes(b\"POST\"); \"POST it\"; OrderBody::new() }"),
        ("desk/fd.rs", "use std::net::*; use reqwest::Method as M; fn f() { M::POST; super::send::Outgoing }"),
        ("desk/g.rs", "fn f() { a.state == b; a.state(); Some(&mut a.state().b) }"),
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
            "desk/a.rs names Snapshot {",
            "desk/a.rs names place_order",
            "desk/b.rs names sandbox",
            "desk/c.rs names .after(",
            "desk/c.rs names place_order",
            "desk/d.rs names ::after",
            "desk/d.rs names Snapshot {",
            "desk/d.rs names place_order",
            "desk/d.rs names tokio::net",
            "desk/da.rs names Book::record",
            "desk/da.rs names book.record(",
            "desk/e.rs names .state =",
            "desk/f.rs names .state =",
            "desk/fa.rs names .state =",
            "desk/fb.rs names Order {",
            "desk/fc.rs names Order {",
            "desk/fd.rs names Outgoing",
            "desk/fd.rs names POST",
            "desk/fd.rs names reqwest",
            "desk/fd.rs names std::net",
            "desk/fe.rs names \"POST\"",
            "desk/fe.rs names OrderBody",
            "desk/mod.rs names tauri_specta",
        ],
        "comments, quotes, a type and a longer name are none"
    );
    let rows = [
        Row {
            what: Word(&["place_order"]),
            who: &["desk/sale", "desk/a", "desk/b"],
        },
        Row {
            what: Quote("POST"),
            who: &["desk/fe", "desk/fd"],
        },
    ];
    assert_eq!(
        in_vain(&sources, &rows),
        ["desk/b: place_order", "desk/fd: POST"],
        "a folder needs one file that names it"
    );
    let sources = invented(&[(
        "connect/orders.rs",
        "pub async fn a() {} pub(super) fn b() {} fn c() {} impl A { pub const fn d() {} }",
    )]);
    assert_eq!(offered(&sources.files[0]), ["a", "b", "d"]);
}
