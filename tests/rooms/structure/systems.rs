//! Which file may ask on which system it runs: a room for it, and what cannot stand there.

use super::source::{Source, Sources};
use super::words::{Words, is_name};
use super::{Found, hold, invented, keys, program};

/// A file or a folder, and why what it asks does not stand elsewhere.
const PLACES: &[&str] = &[
    // What each system does in its own way.
    "platform",
    // The same of the window library, which `platform` may not name.
    "shell/windows/by_system",
    // The core lies below `platform`: the file system, and the keychain.
    "files",
    "keychain/native",
];

/// What every build is asked anywhere. All else tells of a system.
const NO_SYSTEM: &[&str] = &[
    "all",
    "any",
    "not",
    "test",
    "debug_assertions",
    "feature",
    "true",
    "false",
];

/// It tells people which system it is, and does nothing in another way.
const TELLS: &str = "shell/versions";

/// Macros that ask too, and are not read here.
const OTHER_WAYS: &[&str] = &["cfg_select", "cfg_if"];

#[test]
fn what_differs_between_systems_stands_in_one_room() {
    hold(
        "Only the places of this rule ask in a `cfg` for a system. Tests may.",
        &elsewhere(program(), PLACES),
        &[&format!("{TELLS}.rs asks consts::OS")],
    );
    let in_vain: Vec<&&str> = PLACES
        .iter()
        .filter(|place| {
            let here = |file: &&Source| stands_in(file, place);
            let mut files = program().files.iter().filter(here);
            !files.any(|file| !asked(file).is_empty())
        })
        .collect();
    assert_eq!(in_vain, [&""; 0], "these places ask for no system any more");
}

fn stands_in(file: &Source, place: &str) -> bool {
    file.path.strip_suffix(".rs") == Some(place) || file.path.starts_with(&format!("{place}/"))
}

fn elsewhere(sources: &Sources, places: &[&str]) -> Found {
    let mut found = Found::new();
    for file in &sources.files {
        if places.iter().any(|place| stands_in(file, place)) {
            continue;
        }
        for asked in asked(file).into_iter().chain(told(file)) {
            found.insert(format!("{} asks {asked}", file.path), String::new());
        }
    }
    found
}

/// What a file takes of `std::env::consts`. The processor tells of no system.
fn told(file: &Source) -> Vec<String> {
    let taken = file.places(&["consts", "::"]);
    let taken = taken.filter_map(|at| file.words.get(at + 2));
    let taken = taken.filter(|name| *name != "ARCH");
    taken.map(|name| format!("consts::{name}")).collect()
}

/// What the conditions of a file ask that tells of a system.
fn asked(file: &Source) -> Vec<String> {
    let mut found: Vec<String> = OTHER_WAYS
        .iter()
        .filter(|way| file.says(&[way]))
        .map(|way| (*way).to_owned())
        .collect();
    for at in file.places(&["cfg"]).chain(file.places(&["cfg_attr"])) {
        let mut opens = at + 1;
        if file.words.get(opens).is_some_and(|word| word == "!") {
            opens += 1;
        }
        let inside = file.words.get(opens).map_or("", String::as_str);
        if !matches!(inside, "(" | "[" | "{") {
            // Another name for the macro, or one of ours of that name.
            found.push(file.words[at].clone());
            continue;
        }
        let mut condition = file.words[opens..].in_bracket();
        if file.words[at] == "cfg_attr" {
            condition = members(condition).next().unwrap_or_default();
        }
        if !is_for_tests(condition) {
            let names = condition.iter().filter(|word| is_name(word));
            found.extend(
                names
                    .filter(|word| !NO_SYSTEM.contains(&word.as_str()))
                    .cloned(),
            );
        }
    }
    found
}

/// `all(test, …)`: nothing of the program is compiled by it.
fn is_for_tests(condition: &[String]) -> bool {
    condition.starts_with_words(&["all", "("])
        && members(condition[1..].in_bracket()).any(|member| member == ["test"])
}

/// What stands between the commas that no bracket holds together.
fn members(words: &[String]) -> impl Iterator<Item = &[String]> {
    let mut depth = 0_usize;
    words.split(move |word| {
        match word.as_str() {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && word == ","
    })
}

#[test]
fn whoever_asks_for_a_system_elsewhere_is_seen() {
    let sources = invented(&[
        ("platform/lock.rs", "#[cfg(windows)] mod windows;"),
        ("platform/lock/x.rs", "#[cfg(unix)] fn f() {}"),
        ("shell/platform.rs", "#[cfg(unix)] fn f() {}"),
        ("files/private.rs", "#[cfg(unix)] fn f() {}"),
        (
            "shell/files.rs",
            "#[cfg(target_family = \"unix\")] fn f() {}",
        ),
        (
            "book/a.rs",
            "fn f() -> bool { cfg!(target_os = \"linux\") }",
        ),
        (
            "book/b.rs",
            "#[cfg(all(feature = \"x\", not(windows)))] fn f() {}",
        ),
        (
            "book/c.rs",
            "#[cfg_attr(any(test, unix), inline)] fn f() {}",
        ),
        (
            "book/d.rs",
            "#![cfg_attr(not(debug_assertions), windows_subsystem = \"windows\")] // cfg(unix)
            #[cfg(test)] mod tests { #[cfg(unix)] fn f() {} }
            #[cfg(all(test, unix))] fn g() {} #[cfg(all(unix, test))] fn h() {}
            fn i() { let unix = \"cfg(unix)\"; cfg!(feature = \"custom-protocol\") }",
        ),
        ("book/e.rs", "#[cfg(any(test, windows))] mod e;"),
        ("book/f.rs", "#[cfg(all(not(test), windows))] mod e;"),
        ("book/g.rs", "use std::cfg as asks; fn f() { asks!(unix) }"),
        ("book/h.rs", "fn f() { cfg![desktop] }"),
        ("book/i.rs", "cfg_select! { unix => {} _ => {} }"),
        (
            "book/j.rs",
            "fn f() { std::env::consts::OS; std::env::consts::ARCH }",
        ),
        (
            "book/k.rs",
            "use std::env::consts; fn f() { consts::FAMILY }",
        ),
    ]);
    assert_eq!(
        keys(elsewhere(&sources, PLACES)),
        [
            "book/a.rs asks target_os",
            "book/b.rs asks windows",
            "book/c.rs asks unix",
            "book/e.rs asks windows",
            "book/f.rs asks windows",
            "book/g.rs asks cfg",
            "book/h.rs asks desktop",
            "book/i.rs asks cfg_select",
            "book/j.rs asks consts::OS",
            "book/k.rs asks consts::FAMILY",
            "shell/files.rs asks target_family",
            "shell/platform.rs asks unix",
        ],
        "a place is a whole path, and tests may ask"
    );
}
