//! Who writes which setting: a part holds the file only where it changes something in it, and then these fields.
//!
//! What only reads has a `SettingsReader`. What a function is given as `&mut Settings` is read here under the name it has
//! there; a field that is changed through another function's own `&mut` is not seen.

use std::collections::BTreeSet;

use super::source::{Source, Sources};
use super::types::types;
use super::words::{Words, is_name};
use super::{Found, hold, invented, keys, program};

/// The parts that hold the file itself. The desk opens it, and where none is open its account does.
const HOLDERS: &[&str] = &[
    "desk/account",
    "desk/account_alone",
    "desk/mod",
    "desk/sale",
    "desk/settings",
    "desk/updates",
];

/// A file of the desk, and what it writes of the settings.
#[rustfmt::skip]
const WRITERS: &[(&str, &[&str])] = &[
    ("desk/account/certificates.rs", &["extra_ca", "extra_ca_file"]),
    ("desk/account/leftover.rs", &["left_in_keychain"]),
    ("desk/account/network.rs", &["extra_ca", "extra_ca_file", "proxy", "proxy_login_kept"]),
    // Whoever connects an account says in the same form what this counter is called, and where it is.
    ("desk/account/open.rs", &["account", "country", "desk_name"]),
    ("desk/sale/place.rs", &["staff"]),
    (
        "desk/sale/wanted.rs",
        &["device_wanted_by", "price_wanted_by", "wanted_since", "whole_device_wanted_by"],
    ),
    (
        "desk/settings.rs",
        &[
            "android_link", "appearance", "country", "customer_monitor", "desk_name", "favourites",
            "forget_after_days", "helper", "house_email", "language", "look_for_updates", "put_away_after_minutes",
            "second_monitor", "slip_paper", "staff_monitor", "update_channel", "window",
        ],
    ),
    ("desk/updates/install.rs", &["update_begun"]),
    ("desk/updates/mod.rs", &["update_begun"]),
];

/// What changes the field that stands before it.
#[rustfmt::skip]
const CHANGING: &[&str] = &[
    "append", "as_deref_mut", "as_mut", "clear", "clone_from", "dedup", "drain", "entry", "extend", "extend_from_slice",
    "get_mut", "get_or_insert", "get_or_insert_with", "insert", "insert_str", "iter_mut", "pop", "push", "push_str",
    "remove", "replace", "replace_range", "resize", "retain", "retain_mut", "set", "sort", "split_off", "swap", "take",
    "take_if", "truncate", "values_mut",
];

#[test]
fn a_setting_is_written_by_the_files_of_the_table() {
    let table = WRITERS.iter();
    let table: Vec<String> = table
        .flat_map(|(file, fields)| fields.iter().map(move |field| format!("{file}: {field}")))
        .collect();
    let table: Vec<&str> = table.iter().map(String::as_str).collect();
    hold(
        "A file of the desk writes the settings of its row, and no row says more.",
        &written(program()),
        &table,
    );
}

#[test]
fn whoever_changes_no_setting_holds_a_reader() {
    hold(
        "These hold the settings file, because they change something in it.",
        &holders(program()),
        HOLDERS,
    );
}

fn holders(sources: &Sources) -> Found {
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        let named = file.names.iter().any(|named| {
            named.segments.iter().any(|segment| segment == "settings")
                && named
                    .segments
                    .last()
                    .is_some_and(|last| last == "SettingsFile")
        });
        if named {
            let path = file.path.strip_suffix(".rs").unwrap_or(&file.path);
            let part: Vec<&str> = path.split('/').take(2).collect();
            found.insert(part.join("/"), String::new());
        }
    }
    found
}

/// The fields of the settings, by their names.
fn fields(sources: &Sources) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for file in sources
        .files
        .iter()
        .filter(|file| file.room() == "settings")
    {
        for held in types(file).iter().filter(|held| held.name == "Settings") {
            let words = held.fields;
            let named = (0..words.len()).filter(|at| {
                words[*at..].starts_with_words(&["pub"])
                    && words.get(at + 2).is_some_and(|word| word == ":")
            });
            found.extend(named.filter_map(|at| words.get(at + 1)).map(String::as_str));
        }
    }
    found
}

fn written(sources: &Sources) -> Found {
    let fields = fields(sources);
    let mut found = Found::new();
    for file in sources.files.iter().filter(|file| file.room() == "desk") {
        for settings in lent(file) {
            if is_replaced(file, settings) {
                found.insert(format!("{}: all of them", file.path), String::new());
            }
            for at in file.places(&[settings, "."]) {
                let Some(field) = file.words.get(at + 2) else {
                    continue;
                };
                if fields.contains(field.as_str()) && is_written(file, at) {
                    found.insert(format!("{}: {field}", file.path), String::new());
                }
            }
        }
    }
    found
}

/// By what names a file has settings that it may change.
fn lent(file: &Source) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for name in ["change", "write"] {
        for at in file.places(&[".", name, "("]) {
            let given = file.words[at + 2..].in_bracket();
            found.extend(first_of(given));
            // A closure that was given a name before.
            if let [name] = given {
                let begin = ["let", name, "="];
                let named = file.places(&begin);
                found.extend(named.filter_map(|at| first_of(&file.words[at + 3..])));
            }
        }
    }
    for at in file.places(&[":", "&", "mut", "Settings"]) {
        found.extend(at.checked_sub(1).and_then(|at| file.words.get(at)));
    }
    found.into_iter().map(String::as_str).collect()
}

/// What a closure that begins here calls what it is given. A pattern is told by its first word, which is no name to follow.
fn first_of(closure: &[String]) -> Option<&String> {
    let begin = usize::from(closure.first().is_some_and(|word| word == "move"));
    let opens = closure.get(begin).is_some_and(|word| word == "|");
    closure.get(begin + 1).filter(|_| opens)
}

/// Whether all settings are written at once, or taken apart to be: `*settings = …`, `mem::swap(settings, …)`, `Settings { … }`.
fn is_replaced(file: &Source, settings: &str) -> bool {
    let words = ["*", settings, "="];
    let mut whole = file.places(&words);
    let written = whole.any(|at| file.words.get(at + 3).is_none_or(|word| word != "="));
    let by_others = ["swap", "replace", "take"]
        .iter()
        .any(|name| file.says(&["mem", "::", name, "(", settings]));
    written || by_others || file.says(&[settings, ".", "clone_from", "("]) || settings == "Settings"
}

/// `settings.field = …`, `settings.field.push(…)`, `&mut settings.field`, and the same of what is in the field.
fn is_written(file: &Source, at: usize) -> bool {
    let mut end = at + 3;
    while file.words.get(end).is_some_and(|word| word == ".")
        && file.words.get(end + 1).is_some_and(|word| is_name(word))
        && file.words.get(end + 2).is_none_or(|word| word != "(")
    {
        end += 2;
    }
    let after = |more: usize| file.words.get(end + more).map_or("", String::as_str);
    let assigned = after(0) == "=" && !matches!(after(1), "=" | ">");
    let changed = after(0) == "." && CHANGING.contains(&after(1));
    let lent = file.words[..at].ends_with(&["&".to_owned(), "mut".to_owned()]);
    assigned || changed || lent
}

#[test]
fn whoever_writes_another_setting_is_seen() {
    let sources = invented(&[
        ("lib.rs", "pub mod settings; pub mod desk;"),
        (
            "settings/mod.rs",
            "pub struct SettingsFile; pub struct Settings { pub a: u8, #[serde(default)] pub b: Vec<u8>, pub c: C }",
        ),
        (
            "desk/a.rs",
            "use crate::settings::SettingsFile;
            fn f(file: &SettingsFile) { file.change(|it| { it.a = 1; it.c.d = 2; it.b == 1; g(it.b) }) }",
        ),
        (
            "desk/b.rs",
            "use crate::settings::{Settings, SettingsReader};
            fn f(all: &mut Settings) { all.b.push(1); if let Some(c) = &mut all.c {} all.a.len(); other.a = 1 }",
        ),
        ("desk/c.rs", "fn f() { file.change(move |it| it.b.truncate(1)) }"),
        (
            "desk/d.rs",
            "fn f() { let later = move |it| it.c.get_or_insert_with(f); file.change(later) }",
        ),
        ("desk/e.rs", "fn f() { file.change(|it| *it = Settings::default()); file.change(|it| *it == a) }"),
        ("desk/f.rs", "fn f() { file.change(|it| std::mem::swap(it, &mut other)) }"),
        ("desk/g.rs", "fn f() { file.change(|Settings { a, .. }| *a = 1) }"),
        ("desk/h.rs", "fn f() { let it = |other| other.a = 1; file.change(|it| it.b.len()) }"),
    ]);
    assert_eq!(
        keys(written(&sources)),
        [
            "desk/a.rs: a",
            "desk/a.rs: c",
            "desk/b.rs: b",
            "desk/b.rs: c",
            "desk/c.rs: b",
            "desk/d.rs: c",
            "desk/e.rs: all of them",
            "desk/f.rs: all of them",
            "desk/g.rs: all of them",
        ],
        "what is read is none"
    );
    assert_eq!(keys(holders(&sources)), ["desk/a"]);
}
