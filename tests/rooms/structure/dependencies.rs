//! Each crate that the program depends on is somebody's, or everybody's: one that nobody thought of is seen.

use std::collections::BTreeSet;

use super::owners::is_owned;
use super::text;

/// The manifests of the program.
const MANIFESTS: [&str; 2] = ["Cargo.toml", "src-tauri/core/Cargo.toml"];

/// What any room may name. None of them opens a connection, a file, a window or a program.
#[rustfmt::skip]
const EVERYBODYS: &[&str] = &[
    "base64", "dirs", "futures_util", "getrandom", "icu_normalizer", "image", "jiff", "lexopt", "qrcode", "rqrr",
    "rust_decimal", "rustls", "secrecy", "serde", "serde_json", "serde_path_to_error", "specta", "sys_locale", "thiserror",
    "tokio", "tracing", "tracing_appender", "tracing_subscriber", "url", "uuid", "zeroize",
];

/// What may stand on a line of its own, of a crate that has a heading of its own.
const FIELDS: &[&str] = &["version", "features", "default-features", "package", "path"];

#[test]
fn every_crate_of_the_program_has_an_owner_or_is_everybodys() {
    let mut all = BTreeSet::new();
    for manifest in MANIFESTS {
        let text = text(manifest);
        let (names, renamed) = dependencies(&text);
        assert_eq!(renamed, [""; 0], "{manifest} gives a crate another name");
        all.extend(names);
    }
    assert!(
        all.contains("tauri") && all.contains("rusqlite"),
        "they were found: {all:?}"
    );
    let ownerless: Vec<&String> = all.iter().filter(|name| !is_known(name)).collect();
    assert_eq!(ownerless, [""; 0], "whose are these? See owners.rs");
    let gone: Vec<&&str> = EVERYBODYS
        .iter()
        .filter(|name| !all.contains(**name))
        .collect();
    assert_eq!(gone, [&""; 0], "nobody depends on these any more");
    let both: Vec<&&str> = EVERYBODYS.iter().filter(|name| is_owned(name)).collect();
    assert_eq!(both, [&""; 0], "these have an owner");
}

fn is_known(name: &str) -> bool {
    name == "esim_desk_core" || EVERYBODYS.contains(&name) || is_owned(name)
}

/// The crates that a manifest depends on, and what is called otherwise than it is. Left out is what only tests need, and what a
/// workspace has ready.
fn dependencies(manifest: &str) -> (BTreeSet<String>, Vec<String>) {
    let (mut names, mut renamed) = (BTreeSet::new(), Vec::new());
    let (mut inside, mut ready) = (false, false);
    let mut depth = 0_usize;
    for line in manifest.lines().map(str::trim) {
        let line = line.split(" #").next().unwrap_or(line);
        if depth == 0 && line.starts_with('[') {
            let section = line.trim_matches(['[', ']']);
            let (before, last) = section
                .rsplit_once("dependencies")
                .unwrap_or((section, "-"));
            inside = !before.ends_with("dev-") && (last.is_empty() || last.starts_with('.'));
            ready = before.starts_with("workspace.");
            if inside && !ready && !last.is_empty() {
                names.insert(last.trim_start_matches('.').replace('-', "_"));
            }
            continue;
        }
        if inside && depth == 0 && !line.starts_with('#') {
            let key = line.split(['=', '.']).next().unwrap_or_default().trim();
            let field = line.split('=').next().unwrap_or_default().trim();
            if !ready && !key.is_empty() && !FIELDS.contains(&field) {
                names.insert(key.trim_matches('"').replace('-', "_"));
            }
        }
        if inside && line.replace(' ', "").contains("package=") {
            renamed.push(line.to_owned());
        }
        // A list of features may go over several lines.
        depth += line.matches('[').count();
        depth = depth.saturating_sub(line.matches(']').count());
    }
    (names, renamed)
}

#[test]
fn a_crate_that_nobody_owns_is_seen() {
    let manifest = r#"
        [package]
        name = "x"
        [dependencies]
        # of nobody
        http-client = { version = "1", features = [
            "a", "b",
        ] }
        sql = { package = "rusqlite", version = "1" }
        serde.workspace = true
        [dependencies.other-one]
        version = "1"
        [target.'cfg(windows)'.dependencies]
        native = "1"
        [dev-dependencies]
        proptest = "1"
        [workspace.dependencies]
        shared = "1"
        short = { package = "shared-too", version = "1" }
    "#;
    let (names, renamed) = dependencies(manifest);
    let names: Vec<String> = names.into_iter().collect();
    assert_eq!(
        names,
        ["http_client", "native", "other_one", "serde", "sql"]
    );
    assert_eq!(renamed.len(), 2, "{renamed:?}");
    assert!(!is_known("http_client") && !is_known("hyper_tls") && is_known("serde"));
    assert!(
        is_known("tauri_specta") && is_known("rusqlite"),
        "the table has them"
    );
}
