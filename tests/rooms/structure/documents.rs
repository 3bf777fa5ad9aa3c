//! The files and tests that our pages name are there: somebody who follows a name finds what it says.
//!
//! Not in it: whether a test shows what the page says of it.

use std::collections::BTreeMap;

use super::{Found, hold, text, texts};

const PAGES: [&str; 6] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/faults.md",
    "docs/findings.md",
    "docs/systems.md",
];

/// A name in a page: `desk/sale/place.rs`, `tests/window/lost.rs::a_double_click_buys_once`, or `::a_test` of the file
/// that was named with a test before it. A file may be named by the end of its path.
#[derive(Debug, PartialEq, Eq)]
struct Name<'page> {
    file: Option<&'page str>,
    test: Option<&'page str>,
}

#[test]
fn what_a_page_names_is_there() {
    let mut sources = BTreeMap::new();
    for folder in ["src-tauri", "tests", "ui/src", "ui/tests", "xtask"] {
        for (path, text) in texts(folder, &["rs", "ts", "svelte"]) {
            sources.insert(format!("/{folder}/{path}"), text);
        }
    }
    let pages = PAGES.map(|page| (page, text(page)));
    let mut found = Found::new();
    for (page, text) in &pages {
        for missing in missing(text, &sources) {
            found.insert(format!("{page}: {missing}"), "is not there".to_owned());
        }
    }
    hold("What a page names is there.", &found, &[]);
}

fn missing(page: &str, sources: &BTreeMap<String, String>) -> Vec<String> {
    let mut missing = Vec::new();
    let mut before = None;
    for name in spans(page).filter_map(name) {
        let Some(file) = name.file.or(before) else {
            continue;
        };
        if name.test.is_some() {
            before = Some(file);
        }
        let end = format!("/{file}");
        let mut named = sources.iter().filter(|(path, _)| path.ends_with(&end));
        let there = match name.test {
            Some(test) => named.any(|(_, text)| text.contains(&format!("fn {test}("))),
            None => named.next().is_some(),
        };
        if !there {
            missing.push(
                [Some(file), name.test]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("::"),
            );
        }
    }
    missing
}

/// What stands between two backticks of one line.
fn spans(page: &str) -> impl Iterator<Item = &str> {
    page.lines()
        .flat_map(|line| line.split('`').skip(1).step_by(2))
}

fn name(span: &str) -> Option<Name<'_>> {
    let (file, test) = match span.split_once("::") {
        Some((file, test)) => (file, Some(test)),
        None => (span, None),
    };
    let is_path = |text: &str| {
        if text.split('/').any(|part| part == "xx") {
            return false;
        }
        let of_a_path = |sign: char| sign.is_ascii_alphanumeric() || "/._-".contains(sign);
        text.chars().all(of_a_path)
            && [".rs", ".ts", ".svelte"]
                .iter()
                .any(|end| text.ends_with(end))
    };
    let is_test = |text: &str| {
        text.contains('_')
            && text
                .chars()
                .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
    };
    match (file, test) {
        ("", Some(test)) if is_test(test) => Some(Name {
            file: None,
            test: Some(test),
        }),
        (file, Some(test)) if is_path(file) && is_test(test) => Some(Name {
            file: Some(file),
            test: Some(test),
        }),
        (file, None) if is_path(file) => Some(Name {
            file: Some(file),
            test: None,
        }),
        _ => None,
    }
}

#[test]
fn a_name_that_leads_nowhere_is_noticed() {
    let source = "async fn it_holds() {}".to_owned();
    let sources = BTreeMap::from([("/tests/window/lost.rs".to_owned(), source)]);
    let page = "`tests/window/lost.rs::it_holds`, `::it_does_not`; `lost.rs`, `ost.rs`\n`window/lost.rs::it_hold` \
                `Desk::open_it` `::` `*.rs` `gone/lost.rs`: `it_is_code` `lang/xx/lost.ts`";
    assert_eq!(
        missing(page, &sources),
        [
            "tests/window/lost.rs::it_does_not",
            "ost.rs",
            "window/lost.rs::it_hold",
            "gone/lost.rs"
        ]
    );
}
