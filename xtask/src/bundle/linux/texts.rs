//! The texts of the Linux packages that are made and not kept: Debian's changelog and the releases of the AppStream
//! metainfo, both of CHANGELOG.md, and the compressed man pages. They go to `target/packaging`, where
//! `tauri.linux.conf.json` takes them from.

use std::fs;
use std::path::PathBuf;

use super::deb;
use super::epoch::epoch;
use crate::bundle::changelog::{Entry, entries};
use crate::bundle::made::empty;
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Where the releases stand in the metainfo.
const RELEASES: &str = "<!-- releases: made of CHANGELOG.md -->\n";

pub fn write() -> Outcome {
    let into = empty(&project::root().join("target/packaging"))?;
    let entries = entries()?;
    let put = |name: &str, text: &str| {
        let path = into.join(name);
        fs::write(&path, text).map_err(|error| Failure::at(&path, &error))
    };
    let changelog = entries
        .iter()
        .map(debian_entry)
        .collect::<Outcome<Vec<String>>>()?;
    put("changelog", &changelog.join("\n"))?;
    let metainfo = ours("com.esimdesk.app.metainfo.xml")?;
    let releases = entries.iter().map(release).collect::<Outcome<String>>()?;
    put(
        "com.esimdesk.app.metainfo.xml",
        &metainfo.replace(RELEASES, &releases),
    )?;
    for page in ["esim-desk.1", "esim-desk.de.1"] {
        put(page, &ours(page)?)?;
        // Without the name and time of the file, so that it comes out the same again.
        Program::new("gzip")
            .args(["-9n", page])
            .within(&into)
            .run()?;
    }
    Ok(())
}

/// A file of `packaging/linux`.
fn ours(name: &str) -> Outcome<String> {
    let path: PathBuf = project::root().join("packaging/linux").join(name);
    fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))
}

/// <https://www.debian.org/doc/debian-policy/ch-source.html#debian-changelog-debian-changelog>
fn debian_entry(entry: &Entry) -> Outcome<String> {
    let when = match &entry.date {
        Some(day) => format!("{day} UTC"),
        None => format!("@{}", epoch()?),
    };
    let when = Program::new("date")
        .args(["--utc", "--rfc-email", "--date", &when])
        .env("LC_ALL", "C")
        .answer()?;
    let changes: String = entry.changes.iter().map(|change| wrapped(change)).collect();
    Ok(format!(
        "esim-desk ({}) stable; urgency=medium\n\n{changes}\n -- {}  {}\n",
        deb::version(&entry.version),
        maintainer()?,
        when.trim()
    ))
}

/// Cargo.toml's author, who is the packages' maintainer too.
fn maintainer() -> Outcome<String> {
    let path = project::root().join("Cargo.toml");
    let manifest = fs::read_to_string(&path).map_err(|error| Failure::at(&path, &error))?;
    manifest
        .lines()
        .find_map(|line| line.strip_prefix("authors = [\"")?.strip_suffix("\"]"))
        .map(str::to_owned)
        .ok_or_else(|| Failure::new("Cargo.toml names no author"))
}

/// As an item of Debian's changelog, in lines of at most 80 signs.
fn wrapped(change: &str) -> String {
    let mut lines = vec![String::from("  *")];
    for word in change.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < 79 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(format!("    {word}")),
        }
    }
    lines.join("\n") + "\n"
}

/// <https://www.freedesktop.org/software/appstream/docs/chap-Metadata.html#tag-releases>
fn release(entry: &Entry) -> Outcome<String> {
    let date = match &entry.date {
        Some(day) => format!("date=\"{day}\" type=\"stable\""),
        None => format!("timestamp=\"{}\" type=\"development\"", epoch()?),
    };
    Ok(format!(
        "    <release version=\"{}\" {date} />\n",
        deb::version(&entry.version)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_changes_are_broken_between_words() {
        let change = "word ".repeat(40);
        let item = wrapped(&change);
        assert!(item.starts_with("  * word"), "{item}");
        assert!(item.lines().all(|line| line.len() <= 80), "{item}");
        assert!(
            item.lines()
                .skip(1)
                .all(|line| line.starts_with("    word"))
        );
        assert_eq!(item.matches("word").count(), 40, "none is lost");
    }

    #[test]
    fn a_released_version_is_dated_with_its_day() {
        let entry = Entry {
            version: "0.2.0-beta.1".into(),
            date: Some("2026-12-01".into()),
            changes: vec!["Something.".into()],
        };
        let text = debian_entry(&entry).expect("the day is good");
        assert!(
            text.starts_with("esim-desk (0.2.0~beta.1) stable; urgency=medium\n\n  * Something.\n")
        );
        assert!(
            text.ends_with("  Tue, 01 Dec 2026 00:00:00 +0000\n"),
            "{text}"
        );
        let release = release(&entry).expect("nothing is asked");
        assert!(release.contains("version=\"0.2.0~beta.1\" date=\"2026-12-01\" type=\"stable\""));
    }

    #[test]
    fn the_metainfo_has_a_place_for_releases() {
        let metainfo = ours("com.esimdesk.app.metainfo.xml").expect("it is there");
        assert_eq!(metainfo.matches(RELEASES).count(), 1);
    }

    /// The man pages are written by hand; an option that they leave out is noticed here.
    #[test]
    fn the_man_pages_name_every_option() {
        let path = project::root().join("src-tauri/src/shell/start/options.rs");
        let options = fs::read_to_string(path).expect("it is there");
        let help = options.split("\\\n").nth(1).expect("the help text");
        let help = help.split("\";").next().expect("it ends");
        let named: Vec<&str> = help
            .split_whitespace()
            .filter(|word| word.starts_with("--"))
            .map(|word| word.trim_end_matches([',', '.']))
            .collect();
        assert!(named.len() >= 5, "{named:?}");
        for page in ["esim-desk.1", "esim-desk.de.1"] {
            let page = ours(page).expect("it is there").replace("\\-", "-");
            for option in &named {
                assert!(page.contains(option), "{option}");
            }
        }
    }
}
