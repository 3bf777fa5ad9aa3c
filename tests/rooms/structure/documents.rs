//! The files and tests that our pages and the heads of our files name are there: somebody who follows a name finds what it
//! says.
//!
//! Not in it: whether a test shows what the page says of it.

use std::collections::BTreeMap;

use super::{Found, hold, text, texts};
use crate::project;

const PAGES: [&str; 10] = [
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "README.md",
    "docs/faults-after-sale.md",
    "docs/faults.md",
    "docs/findings.md",
    "docs/flows.md",
    "docs/languages.md",
    "docs/scanning.md",
    "docs/systems.md",
];

/// Of these, folders are looked for too, and files whose endings are left out.
const WITH_FOLDERS: [&str; 2] = ["ARCHITECTURE.md", "CONTRIBUTING.md"];

/// What lies beside the project, or is only there once it is built.
const OUTSIDE: [&str; 2] = ["shared/design/", "target/"];

/// A name in a page: `desk/sale/place.rs`, `tests/window/lost.rs::a_double_click_buys_once`, or `::a_test` of the file
/// that was named with a test before it. A file may be named by the end of its path, if no other file's path ends so.
#[derive(Debug, PartialEq, Eq)]
enum Name<'page> {
    File(&'page str),
    Test(Option<&'page str>, &'page str),
    /// A folder, or a file without its ending.
    Folder(&'page str),
    /// What is said of the file that was named just before: `` `sale/checks.rs`: `note` ``.
    Inside(&'page str),
}

/// What a name may lead to, by its path from the root, with a `/` before it.
type Files = BTreeMap<String, String>;

#[test]
fn what_a_page_names_is_there() {
    let mut sources = Files::new();
    for folder in ["src-tauri", "tests", "ui/src", "ui/tests", "xtask"] {
        for (path, text) in texts(folder, &["rs", "ts", "svelte", "sql"]) {
            sources.insert(format!("/{folder}/{path}"), text);
        }
    }
    let mut found = Found::new();
    for page in PAGES {
        for wrong in wrong_names(&text(page), &sources, WITH_FOLDERS.contains(&page), None) {
            found.insert(format!("{page}: {wrong}"), String::new());
        }
    }
    for (path, text) in sources.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let head = head(text);
        let names = wrong_names(&head, &sources, false, Some(path));
        for wrong in names.into_iter().chain(lost_modules(&head, &sources)) {
            found.insert(format!("{path}: {wrong}"), String::new());
        }
    }
    hold("What a page names is there.", &found, &[]);
}

/// What a file says of itself.
fn head(text: &str) -> String {
    let lines = text.lines().filter_map(|line| line.strip_prefix("//!"));
    lines.map(str::trim).collect::<Vec<_>>().join("\n")
}

/// The paths of modules that lead nowhere, such as `desk::sale::placing`: a path is that of a file, or the last word of it is
/// in the file before. What begins with the name of no module of ours is another crate's.
fn lost_modules(head: &str, sources: &Files) -> Vec<String> {
    let stem = |path: &str| {
        let stem = path.strip_suffix(".rs")?;
        Some(stem.strip_suffix("/mod").unwrap_or(stem).to_owned())
    };
    let modules: Vec<(String, &str)> = sources
        .iter()
        .filter_map(|(path, text)| Some((stem(path)?, text.as_str())))
        .collect();
    let of = |segments: &[&str]| {
        let end = format!("/{}", segments.join("/"));
        let theirs = modules.iter().filter(move |(path, _)| path.ends_with(&end));
        theirs.map(|(_, text)| *text).collect::<Vec<_>>()
    };
    let is_lost = |span: &&str| {
        let segments: Vec<&str> = span.split("::").filter(|part| *part != "crate").collect();
        let Some((last, before)) = segments.split_last() else {
            return false;
        };
        let word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        let is_path = segments
            .iter()
            .all(|part| !part.is_empty() && part.chars().all(word))
            && segments[0] == segments[0].to_lowercase();
        let inside = format!("/{}/", segments[0]);
        let ours = modules.iter().any(|(path, _)| path.contains(&inside))
            || !of(&segments[..1]).is_empty();
        let there = !of(&segments).is_empty() || of(before).iter().any(|text| says(text, last));
        !before.is_empty() && is_path && ours && !there
    };
    let spans = head.split('`').skip(1).step_by(2);
    spans
        .filter(is_lost)
        .map(|span| format!("{span} is not there"))
        .collect()
}

/// `here`: the file in which it stands, beside which names are looked for first.
fn wrong_names(page: &str, sources: &Files, with_folders: bool, here: Option<&str>) -> Vec<String> {
    let mut wrong = Vec::new();
    // The file of the last test; the last file of the same paragraph.
    let (mut with_test, mut before): (Option<String>, Option<String>) = (None, None);
    for line in page.lines() {
        if line.is_empty() || line.starts_with(['|', '-', '#']) {
            before = None;
        }
        let mut inside = false;
        let pieces: Vec<&str> = line.split('`').collect();
        for at in (1..pieces.len()).step_by(2) {
            inside = match without_asides(pieces[at - 1]).as_str() {
                ":" => before.is_some(),
                "," | "and" => inside,
                _ => false,
            };
            for span in expanded(pieces[at]) {
                let Some(name) = name(&span, inside, with_folders) else {
                    continue;
                };
                let lost = match name {
                    Name::File(file) => {
                        inside = false;
                        let path = lead_to(file, sources, before.as_deref().or(here));
                        path.map(|path| before = Some(path.to_owned())).err()
                    }
                    Name::Test(file, test) => {
                        let file = file.map(str::to_owned).or_else(|| with_test.clone());
                        let path = file.and_then(|file| with_the_test(&file, test, sources));
                        let there = path.is_some();
                        with_test = path.or(with_test);
                        (!there).then_some("is not there")
                    }
                    Name::Folder(folder) => {
                        let ways = [format!("/{folder}/"), format!("/{folder}.")];
                        let named = |path: &String| ways.iter().any(|way| path.contains(way));
                        let there = sources.keys().any(named) || project().join(folder).exists();
                        (!there).then_some("is not there")
                    }
                    Name::Inside(word) => {
                        let text = before.as_ref().and_then(|path| sources.get(path));
                        let there = text.is_some_and(|text| says(text, word));
                        (!there).then_some("is not in the file before it")
                    }
                };
                wrong.extend(lost.map(|why| format!("{span} {why}")));
            }
        }
    }
    wrong
}

/// Without what stands in brackets, and spaces.
fn without_asides(text: &str) -> String {
    let mut depth = 0_usize;
    let mut kept = String::new();
    for sign in text.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            sign if depth == 0 && !sign.is_whitespace() => kept.push(sign),
            _ => {}
        }
    }
    kept
}

fn says(text: &str, word: &str) -> bool {
    text.split(|sign: char| !sign.is_alphanumeric() && sign != '_')
        .any(|said| said == word)
}

/// The files whose path ends so.
fn ending<'a>(file: &str, sources: &'a Files) -> impl Iterator<Item = (&'a str, &'a str)> {
    let end = format!("/{}", file.trim_start_matches('/'));
    let texts = sources.iter();
    texts.filter_map(move |(path, text)| {
        path.ends_with(&end)
            .then_some((path.as_str(), text.as_str()))
    })
}

fn with_the_test(file: &str, test: &str, sources: &Files) -> Option<String> {
    let begin = format!("fn {test}(");
    let mut found = ending(file, sources).filter(|(_, text)| text.contains(&begin));
    found.next().map(|(path, _)| path.to_owned())
}

/// The one file whose path ends so, a test only if nothing else does; of several the one that lies beside the file before.
fn lead_to<'a>(
    file: &str,
    sources: &'a Files,
    before: Option<&str>,
) -> Result<&'a str, &'static str> {
    let (tests, others): (Vec<&str>, Vec<&str>) = ending(file, sources)
        .map(|(path, _)| path)
        .partition(|path| path.starts_with("/tests/") || path.starts_with("/ui/tests/"));
    let found = if others.is_empty() { tests } else { others };
    let beside = before.and_then(|before| Some(format!("{}/{file}", before.rsplit_once('/')?.0)));
    let whole = format!("/{file}");
    match found.as_slice() {
        [] => Err("is not there"),
        [one] => Ok(one),
        several => {
            let meant = |path: &&str| *path == whole || Some(*path) == beside.as_deref();
            let one = several.iter().copied().find(meant);
            one.ok_or("may be several files")
        }
    }
}

/// `a/{b,c}.rs` is two names.
fn expanded(span: &str) -> Vec<String> {
    let parts = span.split_once('{').and_then(|(before, rest)| {
        let (inside, after) = rest.split_once('}')?;
        Some((before, inside, after))
    });
    let Some((before, inside, after)) = parts else {
        return vec![span.to_owned()];
    };
    let each = |part: &str| expanded(&format!("{before}{}{after}", part.trim()));
    inside.split(',').flat_map(each).collect()
}

fn name(span: &str, inside: bool, with_folders: bool) -> Option<Name<'_>> {
    // A place that any name may stand in, such as a language's.
    let any = span.split('/').any(|part| ["x", "xx"].contains(&part));
    if any || OUTSIDE.iter().any(|outside| span.starts_with(outside)) {
        return None;
    }
    let is_path = |text: &str| {
        let of_a_path = |sign: char| sign.is_ascii_alphanumeric() || "/._-".contains(sign);
        !text.is_empty() && text.chars().all(of_a_path)
    };
    let is_file = |text: &str| {
        let ends = [".rs", ".ts", ".svelte", ".sql"];
        is_path(text)
            && ends
                .iter()
                .any(|end| text.len() > end.len() && text.ends_with(end))
    };
    let is_word = |text: &str| {
        let of_a_word = |sign: char| sign.is_ascii_alphanumeric() || sign == '_';
        !text.is_empty() && text.chars().all(of_a_word)
    };
    let is_test = |text: &str| text.contains('_') && is_word(text) && *text == text.to_lowercase();
    match span.split_once("::") {
        Some(("", test)) if is_test(test) => Some(Name::Test(None, test)),
        Some((file, test)) if is_file(file) && is_test(test) => Some(Name::Test(Some(file), test)),
        Some(_) => None,
        None if is_file(span) => Some(Name::File(span)),
        None if inside && is_word(span) => Some(Name::Inside(span)),
        None if with_folders && is_path(span) && span.contains('/') && !span.starts_with('/') => {
            Some(Name::Folder(span.trim_end_matches('/')))
        }
        None => None,
    }
}

#[test]
fn a_name_that_leads_nowhere_is_noticed() {
    let sources = [
        ("/tests/window/lost.rs", "async fn it_holds() {}"),
        ("/tests/sale/checks.rs", ""),
        ("/a/sale/mod.rs", ""),
        ("/a/sale/checks.rs", "fn note() {}"),
        ("/b/mod.rs", ""),
        ("/b/settings/mod.rs", ""),
        ("/b/text.ts", ""),
        ("/text.ts", ""),
    ];
    let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let sources = Files::from(sources);
    let page = "`tests/window/lost.rs::it_holds`, `::it_does_not`; `lost.rs`, `ost.rs`\n\n`window/lost.rs::it_hold` \
                `Desk::open_it` `::` `*.rs` `gone/lost.rs` `lang/xx/lost.ts` `b/settings.rs` `target/a.rs`\n\n\
                `mod.rs`, `sale/checks.rs`, `mod.rs`, `text.ts`\n`sale/{mod,chekcs}.rs`\n\
                `sale/checks.rs`: `note` (a; b), `not` and `no`; `other`\n`b/settings`, `sale/checks`, `sale/check`, `no`";
    assert_eq!(
        wrong_names(page, &sources, true, None),
        [
            "::it_does_not is not there",
            "ost.rs is not there",
            "window/lost.rs::it_hold is not there",
            "gone/lost.rs is not there",
            "b/settings.rs is not there",
            "mod.rs may be several files",
            "sale/chekcs.rs is not there",
            "not is not in the file before it",
            "no is not in the file before it",
            "sale/check is not there",
        ],
        "a name is whole, leads to one file, and what is said of a file is in it"
    );
}

#[test]
fn a_head_that_names_what_is_gone_is_noticed() {
    let sources = [
        ("/a/desk/mod.rs", "pub struct Desk;"),
        ("/a/desk/sale/mod.rs", "pub fn place() {}"),
        ("/a/desk/sale/checks.rs", ""),
        ("/b/checks.rs", ""),
    ];
    let sources = sources.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let sources = Files::from(sources);
    let text = "//! `checks.rs` and `gone.rs`, `desk::sale`, `crate::desk::sale::place`, `sale::placing`,\n\
                //! `desk::sold`, `tokio::time`, `Desk::open`, `desk`.\nfn f() {} // `desk::nowhere`";
    let head = head(text);
    assert_eq!(
        wrong_names(&head, &sources, false, Some("/a/desk/sale/mod.rs")),
        ["gone.rs is not there"],
        "of two the one beside the file"
    );
    assert_eq!(
        lost_modules(&head, &sources),
        ["sale::placing is not there", "desk::sold is not there"],
        "another crate's and a type's are not looked for"
    );
}
