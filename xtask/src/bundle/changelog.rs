//! CHANGELOG.md, read: one entry a version, the newest first.
//!
//! Not in it: what Debian and AppStream make of it (`texts`).

use std::fs;

use crate::program::{Failure, Outcome};
use crate::project;

#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    pub version: String,
    /// Year, month and day; `None` while it is not released.
    pub date: Option<String>,
    pub changes: Vec<String>,
}

/// The entries of the project's CHANGELOG.md.
pub fn entries() -> Outcome<Vec<Entry>> {
    let path = project::root().join("CHANGELOG.md");
    let text = fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
    let entries = read(&text)?;
    if entries.is_empty() {
        return Err(Failure::new("CHANGELOG.md has no version"));
    }
    Ok(entries)
}

fn read(text: &str) -> Outcome<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::new();
    for line in text.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            entries.push(entry(heading)?);
            continue;
        }
        let Some(entry) = entries.last_mut() else {
            continue;
        };
        if let Some(change) = line.strip_prefix("- ") {
            entry.changes.push(change.trim().to_owned());
        } else if let (Some(change), false) = (entry.changes.last_mut(), line.trim().is_empty()) {
            change.push(' ');
            change.push_str(line.trim());
        }
    }
    Ok(entries)
}

fn entry(heading: &str) -> Outcome<Entry> {
    let wrong = || {
        Failure::new(format!(
            "CHANGELOG.md: `## {heading}` is not `## 1.2.3, 2027-01-31` or `## 1.2.3, not released`"
        ))
    };
    let (version, date) = heading.split_once(", ").ok_or_else(wrong)?;
    let date = match date {
        "not released" => None,
        day if is_day(day) => Some(day.to_owned()),
        _ => return Err(wrong()),
    };
    Ok(Entry {
        version: version.to_owned(),
        date,
        changes: Vec::new(),
    })
}

fn is_day(text: &str) -> bool {
    let digits =
        |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), [year, month, day] if digits(year, 4) && digits(month, 2) && digits(day, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_come_with_their_days_and_whole_sentences() {
        let text = "# Changes\n\n## 0.2.0, not released\n\n- One\n  and more.\n- Two.\n\n## 0.1.0, 2026-12-01\n\n- Old.\n";
        let entries = read(text).expect("both headings are good");
        assert_eq!(entries[0].version, "0.2.0");
        assert_eq!(entries[0].date, None, "not yet");
        assert_eq!(entries[0].changes, ["One and more.", "Two."]);
        assert_eq!(entries[1].date.as_deref(), Some("2026-12-01"));
        assert_eq!(entries.len(), 2);
    }

    #[test]
    fn a_heading_that_says_something_else_is_refused() {
        for heading in [
            "0.2.0",
            "0.2.0, soon",
            "0.2.0, 2026-1-31",
            "0.2.0, 31.1.2026",
        ] {
            assert!(read(&format!("## {heading}\n")).is_err(), "{heading}");
        }
    }

    #[test]
    fn the_newest_entry_is_the_version_that_is_built() {
        let manifest = fs::read_to_string(project::root().join("Cargo.toml")).expect("it is there");
        let newest = entries().expect("it can be read").remove(0);
        assert!(
            manifest.contains(&format!("\nversion = \"{}\"\n", newest.version)),
            "CHANGELOG.md begins with {}, Cargo.toml has another version",
            newest.version
        );
    }
}
