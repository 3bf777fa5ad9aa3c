//! The lists of what there is say all that there is: the map in ARCHITECTURE.md, the desk's own, and each at the head of a
//! folder.

use std::collections::BTreeSet;

use super::arrows::{DESK, ROOMS};
use super::source::Source;
use super::{Found, PROGRAM, hold, invented, is_built, keys, program, program_texts, text};
use crate::project;

/// One line of a map: how far in it stands, and what it names.
type Line = (usize, Vec<String>);

#[test]
fn the_map_names_what_is_there() {
    let page = text("ARCHITECTURE.md");
    let mut wrong = Vec::new();
    for path in paths(&map_of(&page)) {
        if !is_there(&path) {
            wrong.push(path);
        }
    }
    assert_eq!(
        wrong, [""; 0],
        "the map names these, and they are not there"
    );
}

/// Also what lies directly in these. What tools put down is on no map.
const LOOKED_INTO: [&str; 4] = ["src-tauri", "tests", "ui", "xtask"];

#[test]
fn the_map_has_every_folder_of_the_root() {
    let mut folders = folders_in("");
    for outer in LOOKED_INTO {
        folders.extend(folders_in(outer));
    }
    let map = paths(&map_of(&text("ARCHITECTURE.md")));
    assert_eq!(left_out(&folders, &map), [""; 0], "these are on no map");
}

fn folders_in(outer: &str) -> Vec<String> {
    let entries = std::fs::read_dir(project().join(outer)).expect("the folder is there");
    let folders = entries.filter_map(|entry| {
        let path = entry.expect("it can be read").path();
        let below = path.strip_prefix(project()).ok()?;
        let name = path.file_name()?.to_string_lossy();
        let ours = path.is_dir()
            && !name.starts_with('.')
            && !is_built(&path)
            && name != "dist"
            && name != "gen";
        ours.then(|| format!("{}/", below.to_string_lossy().replace('\\', "/")))
    });
    folders.collect()
}

fn left_out<'a>(folders: &'a [String], map: &[String]) -> Vec<&'a str> {
    let named = |folder: &&String| map.iter().any(|path| path.starts_with(folder.as_str()));
    let folders = folders.iter().filter(|folder| !named(folder));
    folders.map(String::as_str).collect()
}

#[test]
fn the_map_and_the_head_of_the_desk_name_its_parts_as_the_rule_has_them() {
    let page = text("ARCHITECTURE.md");
    let parts: Vec<&str> = DESK.iter().copied().filter(|part| *part != "mod").collect();
    assert_eq!(below("desk/", &map_of(&page)), parts, "ARCHITECTURE.md");
    let head = text("src-tauri/core/src/desk/mod.rs");
    let head: Vec<String> = fence(&head)
        .into_iter()
        .flat_map(|(_, names)| names)
        .collect();
    assert_eq!(head, parts, "desk/mod.rs");
}

#[test]
fn the_map_names_every_room() {
    let page = text("ARCHITECTURE.md");
    let [windows, core] = PROGRAM;
    let map = map_of(&page);
    let named = [windows, core].into_iter();
    let named: BTreeSet<String> = named
        .flat_map(|folder| below(&format!("{folder}/"), &map))
        .collect();
    let rooms: BTreeSet<String> = ROOMS.iter().map(|(room, _)| (*room).to_owned()).collect();
    assert_eq!(named, rooms);
}

#[test]
fn a_head_that_lists_the_files_of_its_folder_lists_them_all() {
    let texts = program_texts();
    let unlisted = |file: &Source| unlisted(file, &texts[&file.path]);
    let found: Found = program().files.iter().flat_map(unlisted).collect();
    hold(
        "A list at the head of a folder has all its files.",
        &found,
        &[],
    );
}

/// The lines of the map, with their names.
fn map_of(page: &str) -> Vec<Line> {
    let (_, map) = page.split_once("\n## The map\n").expect("there is a map");
    fence(map)
}

/// The lines of the first block that stands between three backticks. What goes on with a line before stands further in.
fn fence(page: &str) -> Vec<Line> {
    let plain = page.lines().map(|line| {
        line.strip_prefix("//!")
            .map_or(line, |line| line.strip_prefix(' ').unwrap_or(line))
    });
    let inside = plain
        .skip_while(|line| !line.starts_with("```"))
        .skip(1)
        .take_while(|line| !line.starts_with("```"));
    let lines = inside.map(|line| {
        let indent = line.len() - line.trim_start().len();
        let mut names: Vec<&str> = Vec::new();
        for name in line.split_whitespace() {
            // A name goes on with the next one after a comma; folders and files are told by their signs.
            let goes_on = names.last().is_some_and(|last| last.ends_with(','));
            if names.is_empty() || goes_on || name.contains(['/', '.']) && all_paths(&names) {
                names.push(name);
            } else {
                break;
            }
        }
        let names = names.iter().map(|name| name.trim_end_matches(','));
        (indent, names.map(str::to_owned).collect())
    });
    let goes_on = |(indent, _): &Line| *indent > 8;
    lines.filter(|line| !goes_on(line)).collect()
}

fn all_paths(names: &[&str]) -> bool {
    names.iter().all(|name| name.contains(['/', '.']))
}

/// The whole path of each name, by the folders around it.
fn paths(map: &[Line]) -> Vec<String> {
    let mut around: Vec<(usize, String)> = Vec::new();
    let mut found = Vec::new();
    for (indent, names) in map {
        around.retain(|(outer, _)| outer < indent);
        let before = around
            .last()
            .map_or("", |(_, path)| path.as_str())
            .to_owned();
        for name in names {
            found.push(format!("{before}{name}"));
        }
        if let [.., name] = names.as_slice()
            && name.ends_with('/')
        {
            around.push((*indent, format!("{before}{name}")));
        }
    }
    found
}

/// What stands one step further in than the folder of this name.
fn below(folder: &str, map: &[Line]) -> Vec<String> {
    let at = map
        .iter()
        .position(|(_, names)| names.iter().any(|name| name == folder));
    let at = at.unwrap_or_else(|| panic!("{folder} is on the map"));
    let (outer, _) = map[at];
    let inside = map[at + 1..]
        .iter()
        .take_while(|(indent, _)| *indent > outer);
    let direct = inside.filter(|(indent, _)| *indent == outer + 2);
    let names = direct.flat_map(|(_, names)| names);
    names
        .map(|name| name.trim_end_matches('/').to_owned())
        .collect()
}

/// Also a file without its ending.
fn is_there(path: &str) -> bool {
    let whole = project().join(path);
    whole.exists() || whole.with_extension("rs").exists()
}

/// The modules of a file that the list at its head leaves out. A head without a list lists nothing.
fn unlisted(file: &Source, text: &str) -> Vec<(String, String)> {
    let head = text.lines().take_while(|line| line.starts_with("//!"));
    let head: Vec<&str> = head.collect();
    if !head.iter().any(|line| line.contains("```text")) {
        return Vec::new();
    }
    let head = head.join("\n");
    let said: BTreeSet<&str> = head
        .split("```text")
        .flat_map(|piece| piece.split("```"))
        .enumerate()
        // The list itself by its words, what stands around it by what it puts between backticks.
        .flat_map(|(at, piece)| {
            let quoted = piece.split('`').skip(1).step_by(2);
            let words = piece.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
            let (words, quoted) = (
                words.filter(move |_| at == 1),
                quoted.filter(move |_| at != 1),
            );
            words.chain(quoted)
        })
        .collect();
    file.places(&["mod"])
        .filter(|at| file.words.get(at + 2).is_some_and(|end| end == ";"))
        .map(|at| &file.words[at + 1])
        .filter(|name| !said.contains(name.as_str()))
        .map(|name| (format!("{}: {name}", file.path), String::new()))
        .collect()
}

#[test]
fn what_a_map_leaves_out_or_makes_up_is_seen() {
    let page = "\n## The map\n\n```text\na/                 first\n  b, c   the parts\n  d/  e/    more, which\n             \
                go on\n    f    last\ng   end\n```\n```text\nh\n```";
    let map = map_of(page);
    assert_eq!(
        paths(&map),
        ["a/", "a/b", "a/c", "a/d/", "a/e/", "a/e/f", "g"]
    );
    assert_eq!(below("a/", &map), ["b", "c", "d", "e"]);
    let folders = ["a/e/", "a/", "a/x/", "h/"].map(str::to_owned);
    assert_eq!(left_out(&folders, &paths(&map)), ["a/x/", "h/"]);
    assert!(is_there("tests/rooms/structure/maps") && !is_there("tests/rooms/structure/map"));

    let head = "//! X.\n//!\n//! ```text\n//! a   one (b: two)\n//! ```\n//! Not d, and `e`.\nmod a; mod b; mod c; \
                mod d; mod e; mod f { }";
    let sources = invented(&[
        ("desk/mod.rs", head),
        ("desk/sale.rs", "//! No list.\nmod a;"),
    ]);
    let found =
        |at: usize, text: &str| keys(unlisted(&sources.files[at], text).into_iter().collect());
    assert_eq!(found(0, head), ["desk/mod.rs: c", "desk/mod.rs: d"]);
    assert_eq!(
        found(1, "//! No list.\nmod a;"),
        [""; 0],
        "a head need not list anything"
    );
}
