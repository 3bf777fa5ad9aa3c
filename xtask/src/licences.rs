//! The licences of everything that is shipped inside the program: `ui/src/lib/licences.txt`, which *About* shows.
//!
//! Of Cargo's own tree for all systems, and of the licence files that the packages carry; where a package may be taken
//! under one of several licences, its MIT text is taken. Kept in the repository, so that a change of a dependency shows
//! what it brings; a test compares. No tool for it is installed: cargo and npm know all there is to know.
//!
//! Not in it: whether a licence is one that we can take (`deny.toml`).

use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Failure, Outcome, Program};
use crate::project;

/// What Vite puts into the page of other people's.
const OF_THE_PAGE: [&str; 4] = ["@tauri-apps/api", "clsx", "esm-env", "svelte"];

/// How a file that has a licence in it begins.
const NAMES: [&str; 6] = [
    "license",
    "licence",
    "copying",
    "notice",
    "unlicense",
    "copyright",
];

const HEAD: &str = "\
eSIM Desk is free software under MIT or Apache-2.0. Inside it are the works of others.
Thanks to all of them. Each is listed with its licence; the texts follow.
";

pub fn licences() -> Outcome {
    let path = path();
    fs::write(&path, text()?).map_err(|error| Failure::at(&path, &error))
}

fn path() -> PathBuf {
    project::ui().join("src/lib/licences.txt")
}

/// A package of somebody else.
pub struct Shipped {
    /// And its version, behind a space.
    pub name: String,
    pub licence: String,
    pub folder: PathBuf,
}

fn text() -> Outcome<String> {
    let mut shipped = crates()?;
    shipped.extend(page()?);
    let mut list = String::from(HEAD);
    let mut texts: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in &shipped {
        let found = texts_of(package)?;
        let none = if found.is_empty() {
            " (its package carries no text)"
        } else {
            ""
        };
        list.push_str(&format!("\n{}: {}{none}", package.name, package.licence));
        for text in found {
            texts.entry(text).or_default().insert(package.name.clone());
        }
    }
    list.push('\n');
    for (text, names) in texts {
        let names: Vec<String> = names.into_iter().collect();
        list.push_str(&format!(
            "\n{}\n{}\n\n{text}\n",
            "=".repeat(80),
            names.join(", ")
        ));
    }
    Ok(list)
}

/// Those that are in the page.
pub fn page() -> Outcome<Vec<Shipped>> {
    OF_THE_PAGE.into_iter().map(of_npm).collect()
}

/// Those that are linked into the program on any system.
pub fn crates() -> Outcome<Vec<Shipped>> {
    // Packages of the other systems are looked at too.
    Program::cargo("fetch").arg("--locked").run()?;
    let printed = Program::cargo("tree")
        .args(["--locked", "--package", project::NAME])
        .args(["--edges", "normal,no-proc-macro", "--target", "all"])
        .args(["--prefix", "none", "--no-dedupe", "--format", "{p}|{l}"])
        .args(project::FEATURES)
        .answer()?;
    let lines: BTreeSet<&str> = printed.lines().collect();
    let sources = sources()?;
    let mut shipped = Vec::new();
    for line in lines {
        let (package, licence) = line.split_once('|').unwrap_or((line, ""));
        let mut words = package.split(' ');
        let (name, version) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        // Ours say in which folder they lie.
        if words.next().is_some_and(|rest| rest.starts_with("(/")) {
            continue;
        }
        let name = format!("{name} {}", version.trim_start_matches('v'));
        let folder = sources
            .iter()
            .map(|source| source.join(name.replace(' ', "-")))
            .find(|folder| folder.is_dir())
            .ok_or_else(|| {
                Failure::new(format!(
                    "the source of {name} is not where Cargo keeps sources"
                ))
            })?;
        shipped.push(Shipped {
            name,
            licence: licence.to_owned(),
            folder,
        });
    }
    Ok(shipped)
}

/// The folders in which Cargo unpacks what it fetches.
fn sources() -> Outcome<Vec<PathBuf>> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let home = env::var_os(if cfg!(windows) { "USERPROFILE" } else { "HOME" })?;
        Some(Path::new(&home).join(".cargo"))
    });
    let folder = home.unwrap_or_default().join("registry/src");
    let found = fs::read_dir(&folder).map_err(|error| Failure::at(&folder, &error))?;
    Ok(found.filter_map(|entry| Some(entry.ok()?.path())).collect())
}

fn of_npm(name: &str) -> Outcome<Shipped> {
    let folder = project::ui().join("node_modules").join(name);
    let path = folder.join("package.json");
    let manifest = fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
    let field = |field: &str| {
        let line = format!("\"{field}\": \"");
        let (_, rest) = manifest.split_once(&line)?;
        Some(rest.split_once('"')?.0.to_owned())
    };
    let missing = || Failure::new(format!("{name}: no version or licence in its package.json"));
    Ok(Shipped {
        name: format!("{name} {}", field("version").ok_or_else(missing)?),
        licence: field("license").ok_or_else(missing)?,
        folder,
    })
}

/// The texts in a package, the same wherever lines end how.
fn texts_of(package: &Shipped) -> Outcome<Vec<String>> {
    let entries =
        fs::read_dir(&package.folder).map_err(|error| Failure::at(&package.folder, &error))?;
    let mut files: Vec<(String, PathBuf)> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .filter_map(|path| Some((path.file_name()?.to_string_lossy().to_lowercase(), path)))
        .filter(|(name, _)| NAMES.iter().any(|start| name.starts_with(start)))
        .filter(|(name, _)| !name.ends_with(".rs") && !name.ends_with(".json"))
        .collect();
    files.sort();
    if package.licence.contains(" OR ") || package.licence.contains('/') {
        let mit: Vec<_> = files
            .iter()
            .filter(|(name, _)| name.contains("mit"))
            .cloned()
            .collect();
        if !mit.is_empty() {
            // What goes with either choice stays.
            files.retain(|(name, _)| name.starts_with("notice") || name.starts_with("copyright"));
            files.extend(mit);
        }
    }
    let mut texts = Vec::new();
    for (_, path) in files {
        let bytes = fs::read(&path).map_err(|error| Failure::at(&path, &error))?;
        let text = tidy(&String::from_utf8_lossy(&bytes));
        if !text.is_empty() {
            texts.push(text);
        }
    }
    Ok(texts)
}

fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Needs the sources of all systems' packages, as `cargo xtask licences` does.
    #[test]
    fn the_licences_are_those_of_what_is_shipped() {
        let kept = fs::read_to_string(path())
            .expect("it is there")
            .replace("\r\n", "\n");
        let made = text().expect("cargo and npm have fetched everything");
        let first = kept
            .lines()
            .zip(made.lines())
            .find(|(kept, made)| kept != made);
        assert!(kept == made, "run `cargo xtask licences`; first: {first:?}");
    }

    #[test]
    fn everybody_is_named_and_nobody_without_a_licence() {
        let kept = fs::read_to_string(path()).expect("it is there");
        let list = kept
            .split("\n====")
            .next()
            .expect("it begins with the list");
        for name in [
            "ring ",
            "tauri ",
            "rusqlite ",
            "svelte ",
            "windows-sys ",
            "objc2 ",
        ] {
            assert!(list.lines().any(|line| line.starts_with(name)), "{name}");
        }
        for line in list.lines().filter(|line| line.contains(": ")).skip(1) {
            let (_, licence) = line.split_once(": ").expect("it was asked for");
            assert!(!licence.trim().is_empty(), "{line}");
        }
        assert!(
            kept.contains("Permission is hereby granted"),
            "texts follow"
        );
    }
}
