//! A file has one subject: it says which in its first lines, and it stays small.

use std::collections::BTreeMap;

use super::{Found, hold, texts, today};

const LINES: usize = 400;

/// What may be longer: one file is written by a test, the others are a language each.
const LONG: &[&str] = &["ui/src/backend/bindings.ts", "ui/src/lang/"];

/// All that people write of the program, its tools and its page.
fn sources() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (folder, endings) in [
        ("src-tauri", ["rs"].as_slice()),
        ("xtask", &["rs"]),
        ("ui/src", &["svelte", "ts"]),
    ] {
        for (path, text) in texts(folder, endings) {
            all.insert(format!("{folder}/{path}"), text);
        }
    }
    all
}

#[test]
fn a_file_has_at_most_400_lines() {
    hold(
        "A file has at most 400 lines.",
        &too_long(&sources()),
        today::LONG_FILES,
    );
}

#[test]
fn a_module_says_first_what_it_is() {
    hold(
        "A module begins with `//!`: what it is, and what is deliberately not in it.",
        &without_a_word(&sources()),
        today::SILENT_FILES,
    );
}

fn too_long(files: &BTreeMap<String, String>) -> Found {
    files
        .iter()
        .filter(|(path, text)| {
            let may = LONG.iter().any(|long| path.starts_with(long)) || is_test(path);
            !may && text.lines().count() > LINES
        })
        .map(|(path, text)| (path.clone(), format!("{} lines", text.lines().count())))
        .collect()
}

fn without_a_word(files: &BTreeMap<String, String>) -> Found {
    files
        .iter()
        .filter(|(path, text)| path.ends_with(".rs") && !text.starts_with("//!"))
        .map(|(path, _)| (path.clone(), String::new()))
        .collect()
}

fn is_test(path: &str) -> bool {
    path.ends_with("_tests.rs")
        || path.ends_with(".test.ts")
        || path
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs")
}

#[test]
fn a_long_file_and_a_silent_one_are_seen() {
    let line = "x\n";
    let files = BTreeMap::from([
        ("src-tauri/src/book/a.rs".to_owned(), line.repeat(401)),
        (
            "src-tauri/src/book/b.rs".to_owned(),
            format!("//! b\n{}", line.repeat(399)),
        ),
        (
            "src-tauri/src/book/mod.rs".to_owned(),
            "mod a;\n//! late".to_owned(),
        ),
        (
            "src-tauri/src/book/tests.rs".to_owned(),
            format!("//! t\n{}", line.repeat(500)),
        ),
        ("ui/src/backend/bindings.ts".to_owned(), line.repeat(500)),
        ("ui/src/views/Sell.svelte".to_owned(), line.repeat(500)),
    ]);
    let long: Vec<String> = too_long(&files).into_keys().collect();
    assert_eq!(
        long,
        ["src-tauri/src/book/a.rs", "ui/src/views/Sell.svelte"],
        "tests and what is generated may be long"
    );
    let silent: Vec<String> = without_a_word(&files).into_keys().collect();
    assert_eq!(
        silent,
        ["src-tauri/src/book/a.rs", "src-tauri/src/book/mod.rs"],
        "a mod.rs too, and later is too late"
    );
}
