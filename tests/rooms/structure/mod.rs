//! The rules that the sources keep to: who may name whom, where state and its functions stand, how large a file is.
//!
//! What may be so all the same is listed with its reason: beside its rule, or in `today.rs`. A rule fails for what is not
//! listed, and for what is listed and so no longer.

mod arrows;
mod circles;
mod commands;
mod dependencies;
mod documents;
mod files;
mod held;
mod locks;
mod maps;
mod order_states;
mod owners;
mod parts;
mod paths;
mod setting_writers;
mod source;
mod state;
mod systems;
mod today;
mod types;
mod walls;
mod ways_round;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use crate::project;
use source::{HEAD_OF_THE_CORE, Sources};

/// What goes against a rule, each with what else there is to say of it.
type Found = BTreeMap<String, String>;

fn text(path: &str) -> String {
    fs::read_to_string(project().join(path)).expect("the file is part of the project")
}

/// The files of a folder and of those in it, by their paths below it.
fn texts(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    let texts = all_texts(folder, endings);
    assert!(!texts.is_empty(), "{folder} has files");
    texts
}

fn all_texts(folder: &str, endings: &[&str]) -> BTreeMap<String, String> {
    let root = project().join(folder);
    let mut folders = vec![root.clone()];
    let mut texts = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the folder can be read") {
            let path = entry.expect("the folder can be read").path();
            if path.is_dir() {
                if !is_built(&path) && !path.ends_with(".git") {
                    folders.push(path);
                }
            } else if path
                .extension()
                .is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted))
            {
                let below = path.strip_prefix(&root).expect("it is below");
                let below = below.to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path).expect("the file can be read");
                texts.insert(below, text);
            }
        }
    }
    texts
}

/// What tools put down beside the sources. Below a `src` a folder of such a name is one of ours.
fn is_built(folder: &Path) -> bool {
    let below = folder.strip_prefix(project()).unwrap_or(folder);
    let ours = below.components().any(|part| part.as_os_str() == "src");
    (below.ends_with("target") || below.ends_with("node_modules")) && !ours
}

/// Where the program's sources are: what has to do with windows, and its core. The core's rooms are the program's too,
/// because its `lib.rs` passes them on.
const PROGRAM: [&str; 2] = ["src-tauri/src", "src-tauri/core/src"];

/// The files of the program by their paths in one tree.
fn program_texts() -> BTreeMap<String, String> {
    let [windows, core] = PROGRAM;
    let mut files = texts(windows, &["rs"]);
    for (path, text) in texts(core, &["rs"]) {
        let path = if path == "lib.rs" {
            HEAD_OF_THE_CORE.to_owned()
        } else {
            path
        };
        let twice = files.insert(path, text);
        assert!(
            twice.is_none(),
            "the rooms of the two crates have different names"
        );
    }
    files
}

/// The program as one tree of rooms.
fn program() -> &'static Sources {
    static PROGRAM: LazyLock<Sources> = LazyLock::new(|| Sources::of(program_texts()));
    &PROGRAM
}

/// The crates of xtask, each by the folder of its sources.
const TOOLS: [&str; 5] = [
    "xtask/src",
    "xtask/busy/src",
    "xtask/empty-window/src",
    "xtask/proof/src",
    "xtask/scan/src",
];

/// Rust that no rule reads but those of `files`.
const UNREAD: [(&str, &str); 4] = [
    (
        "tests/",
        "tests, and what the fuzzer feeds: they may name what they look at",
    ),
    ("xtask/scan/tests/", "the same"),
    ("src-tauri/build.rs", "runs before there is a program"),
    ("xtask/empty-window/build.rs", "the same"),
];

/// The crates of tests, each by its folder.
const TESTS: [&str; 3] = ["tests/rooms", "tests/window", "tests/fuzz"];

fn tools() -> impl Iterator<Item = (&'static str, Sources)> {
    TOOLS
        .into_iter()
        .map(|folder| (folder, Sources::of_a_tool(texts(folder, &["rs"]))))
}

fn tests() -> impl Iterator<Item = (&'static str, Sources)> {
    TESTS
        .into_iter()
        .map(|folder| (folder, Sources::of_a_tool(texts(folder, &["rs"]))))
}

/// Sources that somebody made up to break a rule.
fn invented(files: &[(&str, &str)]) -> Sources {
    Sources::of(files.iter().copied())
}

/// What was found is what `today.rs` lists, neither more nor less.
fn hold(rule: &str, found: &Found, listed: &[&str]) {
    let wrong = compare(found, listed);
    assert!(wrong.is_empty(), "{rule}\n{}", wrong.join("\n"));
}

fn compare(found: &Found, listed: &[&str]) -> Vec<String> {
    let new = found
        .iter()
        .filter(|(what, _)| !listed.contains(&what.as_str()))
        .map(|(what, more)| format!("  against the rule: {what}  {more}"));
    let gone = listed
        .iter()
        .filter(|what| !found.contains_key(**what))
        .map(|what| format!("  so no longer, take it out of today.rs: {what}"));
    new.chain(gone).collect()
}

/// What was found, without the rest.
fn keys(found: Found) -> Vec<String> {
    found.into_keys().collect()
}

#[test]
fn a_rule_fails_for_what_is_not_listed_and_for_what_is_listed_in_vain() {
    let found = Found::from([("a.rs".to_owned(), String::new())]);
    assert_eq!(compare(&found, &["a.rs"]), [""; 0], "both sides agree");
    assert_eq!(compare(&found, &[]).len(), 1, "it is not listed");
    assert_eq!(
        compare(&Found::new(), &["a.rs"]).len(),
        1,
        "it is so no longer"
    );
    let mistyped = compare(&found, &["b.rs"]);
    assert_eq!(mistyped.len(), 2, "one for another is both: {mistyped:?}");
}

/// A crate that is added is read from its first day, or somebody says why not.
#[test]
fn every_file_of_rust_is_read_or_excepted() {
    let all = all_texts("", &["rs"]);
    assert!(all.contains_key("xtask/src/main.rs"), "the project is read");
    assert_eq!(unread(all.keys()), [""; 0], "no rule reads these");
    for (place, _) in UNREAD {
        assert!(
            all.keys().any(|path| path.starts_with(place)),
            "{place} is there"
        );
    }
    let made_up = [
        "core/src/lib.rs",
        "src-tauri/core2/src/a.rs",
        "xtask/busy/build.rs",
        "xtask/busy/src/b.rs",
    ];
    let made_up = made_up.map(str::to_owned);
    assert_eq!(unread(&made_up), made_up[..3], "the last one is a tool's");
}

fn unread<'a>(paths: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    let read = |path: &str| {
        let mut folders = PROGRAM.iter().chain(&TOOLS);
        folders.any(|folder| path.starts_with(&format!("{folder}/")))
    };
    let excepted = |path: &str| UNREAD.iter().any(|(place, _)| path.starts_with(place));
    let paths = paths.into_iter().map(String::as_str);
    paths
        .filter(|path| !read(path) && !excepted(path))
        .collect()
}

#[test]
fn only_what_tools_put_down_is_not_read() {
    for (folder, built) in [
        ("target", true),
        ("ui/node_modules", true),
        ("src-tauri/core/src/desk/target", false),
        ("src-tauri/src/node_modules", false),
    ] {
        assert_eq!(is_built(&project().join(folder)), built, "{folder}");
    }
}
