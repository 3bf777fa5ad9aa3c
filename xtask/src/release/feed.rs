//! The feed that installed programs read: what the newest version is, what is new in it, and the file that installs it, each
//! signed with the publisher's key. The Tauri CLI signs; what reads it is the core's room `release`, which says what the feed
//! looks like.
//!
//! Only files that one kind of installation updates itself from are named, and by that kind: an installer for the whole
//! computer, a package or a bare `windows-x86_64` never. Not in it: putting it where programs look, which comes last, once the
//! release is published, and is a person's.

use std::fs;
use std::path::{Path, PathBuf};

use crate::bundle::{Entry, empty, signer};
use crate::json::text;
use crate::program::{Failure, Outcome};

/// Whose key signs.
pub enum Key<'a> {
    /// The one in `TAURI_SIGNING_PRIVATE_KEY`, opened with `TAURI_SIGNING_PRIVATE_KEY_PASSWORD`.
    OfEnvironment,
    /// One in a file, without a password: a trial's.
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "releases have theirs in the environment")
    )]
    InFile(&'a Path),
}

/// The system, its processor and the installer, and the end of the file's name. One app runs on both of Apple's processors.
const KINDS: [(&str, &str); 4] = [
    ("windows-x86_64-nsis", "-x64-setup.exe"),
    ("windows-aarch64-nsis", "-arm64-setup.exe"),
    ("darwin-x86_64-app", ".app.tar.gz"),
    ("darwin-aarch64-app", ".app.tar.gz"),
];

/// The channels that a version is told in: one that is still tried, to those who want that only.
fn channels(version: &str) -> &'static [&'static str] {
    match version.contains('-') {
        true => &["preview"],
        false => &["stable", "preview"],
    }
}

/// Writes the feeds of the newest version into `into`, with the files that they name: all that has to lie at the address that
/// programs were built with.
pub fn feed(installers: &Path, into: &Path, newest: &Entry, key: &Key<'_>) -> Outcome {
    empty(into)?;
    let version = &newest.version;
    let mut platforms = Vec::new();
    for (kind, end) in KINDS {
        let name = format!("esim-desk-{version}{end}");
        let made = installers.join(&name);
        if !made.is_file() {
            continue;
        }
        let file = into.join(&name);
        let size = fs::copy(&made, &file).map_err(|error| Failure::at(&made, &error))?;
        let signature = sign(&file, version, key)?;
        platforms.push(format!(
            "{}:{{\"file\":{},\"size\":{size},\"signature\":{}}}",
            text(kind),
            text(&name),
            text(&signature)
        ));
    }
    if platforms.is_empty() {
        return Err(Failure::new(format!(
            "{}: nothing there updates itself",
            installers.display()
        )));
    }
    let notes: Vec<String> = newest
        .changes
        .iter()
        .map(|change| format!("- {change}"))
        .collect();
    let signed = format!(
        "{{\"version\":{},\"notes\":{},\"platforms\":{{{}}}}}",
        text(version),
        text(&notes.join("\n")),
        platforms.join(",")
    );
    for channel in channels(version) {
        let path = into.join(format!("{channel}.json"));
        put(&path, &signed)?;
        // Under the name of its channel: one cannot be passed for the other.
        let signature = sign(&path, version, key)?;
        let whole = format!(
            "{{\"signed\":{},\"signature\":{}}}\n",
            text(&signed),
            text(&signature)
        );
        put(&path, &whole)?;
    }
    Ok(())
}

/// A signature of the file under its name, for this version.
fn sign(file: &Path, version: &str, key: &Key<'_>) -> Outcome<String> {
    let mut sign = signer("sign").args(["--app-version", version]);
    sign = match key {
        Key::OfEnvironment => sign,
        Key::InFile(path) => sign
            .args(["--password", "", "--private-key-path"])
            .arg(path),
    };
    sign.arg(file).told()?;
    let beside = beside(file);
    let signature = fs::read_to_string(&beside).map_err(|error| Failure::at(&beside, &error))?;
    fs::remove_file(&beside).map_err(|error| Failure::at(&beside, &error))?;
    Ok(signature.trim().to_owned())
}

fn beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

fn put(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| Failure::at(path, &error))
}

/// A key pair of this name for a trial; the public half lies beside it.
#[cfg(test)]
fn key_pair(path: &Path) -> Outcome {
    let generate = signer("generate").args(["--ci", "--force", "--password", "", "--write-keys"]);
    generate.arg(path).told().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project;

    const FILES: [&str; 7] = [
        "esim-desk-1.2.3-x64-setup.exe",
        "esim-desk-1.2.3-x64-setup-machine.exe",
        "esim-desk-1.2.3.app.tar.gz",
        "esim-desk-1.2.3.dmg",
        "esim-desk-1.2.3.pkg",
        "esim-desk_1.2.3_amd64.deb",
        "esim-desk-1.2.2-x64-setup.exe",
    ];

    fn entry(version: &str) -> Entry {
        Entry {
            version: version.to_owned(),
            date: None,
            changes: vec![
                "A \"quoted\" word, a back\\slash and ü.".to_owned(),
                "More.".to_owned(),
            ],
        }
    }

    #[test]
    fn a_version_that_is_still_tried_is_told_to_those_who_want_that_only() {
        assert_eq!(channels("1.2.3-beta.1"), ["preview"]);
        assert_eq!(channels("1.2.3"), ["stable", "preview"]);
    }

    /// With the real signer and a key of its own. That the program takes what is written here is seen in the core, with a
    /// feed that this wrote (`tests/fixtures/release`).
    #[test]
    fn the_feed_names_what_updates_itself_and_nothing_else() {
        let folder = empty(&project::target().join("feed-test")).expect("target is ours");
        let made = empty(&folder.join("installers")).expect("target is ours");
        for name in FILES {
            fs::write(made.join(name), name).expect("target is ours");
        }
        let key = folder.join("trial.key");
        key_pair(&key).expect("the UI's packages bring the signer");
        let into = folder.join("feed");
        feed(&made, &into, &entry("1.2.3"), &Key::InFile(&key)).expect("there is something");
        let mut lies: Vec<String> = fs::read_dir(&into)
            .expect("it was made")
            .map(|entry| {
                entry
                    .expect("it can be read")
                    .file_name()
                    .into_string()
                    .expect("UTF-8")
            })
            .collect();
        lies.sort();
        assert_eq!(
            lies,
            [
                "esim-desk-1.2.3-x64-setup.exe",
                "esim-desk-1.2.3.app.tar.gz",
                "preview.json",
                "stable.json"
            ],
            "all that has to be put there"
        );
        let stable = fs::read_to_string(into.join("stable.json")).expect("it was made");
        for (kind, end) in KINDS {
            let named = stable.contains(&format!("\\\"{kind}\\\""));
            assert_eq!(
                named,
                end != "-arm64-setup.exe",
                "{kind}: what is not there is not named"
            );
        }
        for others in [
            "machine",
            ".dmg",
            ".pkg",
            ".deb",
            "1.2.2",
            "windows-x86_64\\\"",
        ] {
            assert!(!stable.contains(others), "{others}: {stable}");
        }
        let preview = fs::read_to_string(into.join("preview.json")).expect("it was made");
        assert_ne!(stable, preview, "each is signed as itself");

        let nothing = empty(&folder.join("nothing")).expect("target is ours");
        let told = feed(
            &nothing,
            &folder.join("none"),
            &entry("1.2.3"),
            &Key::InFile(&key),
        );
        assert!(told.is_err(), "a feed of nothing");
    }
}
