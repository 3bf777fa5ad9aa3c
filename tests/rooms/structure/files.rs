//! A file has one subject: it says which in its first lines, and it stays small.

use std::collections::BTreeMap;

use super::source::tests_among;
use super::{Found, hold, keys, texts, today};

const LINES: usize = 400;
const SIGNS: usize = 130;
/// A line that says what a module is has a few words.
const SAYS: usize = 12;

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

#[test]
fn a_line_has_at_most_130_signs() {
    let mut all = sources();
    for (folder, endings) in [("tests", ["rs", "md"]), ("docs", ["rs", "md"])] {
        for (path, text) in texts(folder, &endings) {
            all.insert(format!("{folder}/{path}"), text);
        }
    }
    for path in [
        "ARCHITECTURE.md",
        "CHANGELOG.md",
        "CONTRIBUTING.md",
        "README.md",
    ] {
        all.insert(path.to_owned(), super::text(path));
    }
    hold(
        "A line of Rust, or of Markdown that is no row of a table, has at most 130 signs.",
        &long_lines(&all),
        today::LONG_LINES,
    );
}

fn long_lines(files: &BTreeMap<String, String>) -> Found {
    let mut found = Found::new();
    for (path, text) in files {
        let prose = path.ends_with(".md");
        if !prose && !path.ends_with(".rs") {
            continue;
        }
        let long = |line: &&str| line.chars().count() > SIGNS && !(prose && line.starts_with('|'));
        let number = text.lines().filter(long).count();
        if number > 0 {
            found.insert(
                format!("{path}: {number}"),
                "lines that are too long".to_owned(),
            );
        }
    }
    found
}

fn too_long(files: &BTreeMap<String, String>) -> Found {
    let rust = files.iter().filter(|(path, _)| path.ends_with(".rs"));
    let rust = rust.map(|(path, text)| (path.clone(), text.clone()));
    let tests = tests_among(&rust.collect());
    files
        .iter()
        .filter(|(path, text)| {
            let may = LONG.iter().any(|long| path.starts_with(long)) || tests.contains(*path);
            !may && text.lines().count() > LINES
        })
        .map(|(path, text)| (path.clone(), format!("{} lines", text.lines().count())))
        .collect()
}

fn without_a_word(files: &BTreeMap<String, String>) -> Found {
    let says = |text: &str| {
        let first = text.lines().next().unwrap_or_default();
        let said = first.strip_prefix("//!").map(str::trim);
        said.is_some_and(|said| said.chars().count() >= SAYS && said.contains(' '))
    };
    files
        .iter()
        .filter(|(path, text)| path.ends_with(".rs") && !says(text))
        .map(|(path, _)| (path.clone(), String::new()))
        .collect()
}

#[test]
fn a_long_file_and_a_silent_one_are_seen() {
    let line = "x\n";
    let files = BTreeMap::from([
        ("src-tauri/src/book/a.rs".to_owned(), line.repeat(401)),
        (
            "src-tauri/src/book/b.rs".to_owned(),
            format!("//! What b is for.\n{}", line.repeat(399)),
        ),
        (
            "src-tauri/src/book/mod.rs".to_owned(),
            "mod a;\n//! late".to_owned(),
        ),
        (
            "src-tauri/src/book/c.rs".to_owned(),
            "//!\n//! What it is.".to_owned(),
        ),
        (
            "src-tauri/src/book/d.rs".to_owned(),
            "//! x\n#[cfg(test)] mod tests;".to_owned(),
        ),
        (
            "src-tauri/src/book/d/tests.rs".to_owned(),
            format!("//! How d is tested.\n{}", line.repeat(500)),
        ),
        (
            "src-tauri/src/book/e_tests.rs".to_owned(),
            format!("//! Nobody says that it is a test.\n{}", line.repeat(500)),
        ),
        ("ui/src/backend/bindings.ts".to_owned(), line.repeat(500)),
        ("ui/src/views/Sell.svelte".to_owned(), line.repeat(500)),
    ]);
    assert_eq!(
        keys(too_long(&files)),
        [
            "src-tauri/src/book/a.rs",
            "src-tauri/src/book/e_tests.rs",
            "ui/src/views/Sell.svelte"
        ],
        "tests and what is generated may be long"
    );
    assert_eq!(
        keys(without_a_word(&files)),
        ["a", "c", "d", "mod"].map(|name| format!("src-tauri/src/book/{name}.rs")),
        "a mod.rs too; later is too late, and nothing is too little"
    );
}

#[test]
fn a_long_line_is_seen() {
    let (long, short) = ("ü".repeat(131), "ü".repeat(130));
    let files = BTreeMap::from([
        ("a.rs".to_owned(), format!("{long}\n{short}\n{long}")),
        ("b.md".to_owned(), format!("{short}\n| {long} |")),
        ("c.md".to_owned(), format!("{long}\n")),
        ("d.ts".to_owned(), long),
    ]);
    assert_eq!(
        keys(long_lines(&files)),
        ["a.rs: 2", "c.md: 1"],
        "a row of a table cannot be broken"
    );
}
