//! What an announcement says, and whether it is one for this program.
//!
//! The feed is one JSON file a channel: `signed`, a text that is JSON itself, and `signature`, the publisher's of that text
//! under the file's name. So what is shown of a release before anything is fetched, its version and its notes, is as much the
//! publisher's word as the file. `cargo xtask release feed` writes it.

use std::collections::BTreeMap;

use semver::Version;
use serde::Deserialize;

use super::signature::{Forged, Subject};
use super::source::{Source, feed_name};
use crate::settings::UpdateChannel;

/// More is no installer of ours.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;
/// As much of the notes is shown.
const LONGEST_NOTES: usize = 4000;

/// A release that is newer than this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub version: String,
    /// Plain text.
    pub notes: String,
    /// What installs it here; `None` where a package manager or IT does, or there is none for this system.
    pub(super) file: Option<Installer>,
}

impl Release {
    /// Whether there is something that this program could install.
    pub fn has_installer(&self) -> bool {
        self.file.is_some()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Installer {
    pub(super) file: String,
    pub(super) size: u64,
    pub(super) signature: String,
}

/// Why an announcement is none.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unfit {
    #[error("it is no announcement")]
    Unreadable,
    #[error("it is not the publisher's: {0}")]
    NotGenuine(#[from] Forged),
}

#[derive(Deserialize)]
struct Envelope {
    signed: String,
    signature: String,
}

#[derive(Deserialize)]
struct Announced {
    version: String,
    #[serde(default)]
    notes: String,
    #[serde(default)]
    platforms: BTreeMap<String, Installer>,
}

/// The release that a feed announces, if it is newer than this program.
pub(super) fn read(
    bytes: &[u8],
    channel: UpdateChannel,
    source: &Source,
) -> Result<Option<Release>, Unfit> {
    let envelope: Envelope = serde_json::from_slice(bytes).map_err(|_| Unfit::Unreadable)?;
    let wanted = Subject {
        file: feed_name(channel),
        version: None,
    };
    let signed = envelope.signed.as_bytes();
    let version = source.key.check(signed, &envelope.signature, &wanted)?;
    let announced: Announced = serde_json::from_slice(signed).map_err(|_| Unfit::Unreadable)?;
    if announced.version != version {
        return Err(Forged::OtherFile.into());
    }
    let version = Version::parse(&announced.version).map_err(|_| Unfit::Unreadable)?;
    if channel == UpdateChannel::Stable && !version.pre.is_empty() {
        return Err(Unfit::Unreadable);
    }
    if version.cmp_precedence(&source.current).is_le() {
        return Ok(None);
    }
    let mut platforms = announced.platforms;
    let file = platforms.remove(&source.target);
    if file.as_ref().is_some_and(|file| !is_fit(file)) {
        return Err(Unfit::Unreadable);
    }
    Ok(Some(Release {
        version: announced.version,
        notes: plain(&announced.notes),
        file,
    }))
}

/// Its name becomes part of an address and of a path: letters, digits, dots and hyphens, beginning with a letter.
fn is_fit(file: &Installer) -> bool {
    let begins = file
        .file
        .starts_with(|sign: char| sign.is_ascii_lowercase());
    let fits = |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_');
    begins
        && file.file.len() <= 100
        && file.file.chars().all(fits)
        && (1..=LARGEST_FILE).contains(&file.size)
}

/// Text, and only as much as somebody reads before installing.
fn plain(notes: &str) -> String {
    let kept = |sign: &char| *sign == '\n' || !sign.is_control();
    notes
        .trim()
        .chars()
        .filter(kept)
        .take(LONGEST_NOTES)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_whose_name_could_lead_elsewhere_is_none_of_ours() {
        let file = |name: &str, size| Installer {
            file: name.to_owned(),
            size,
            signature: String::new(),
        };
        assert!(is_fit(&file("esim-desk-0.2.0-x64-setup.exe", 1)));
        for name in [
            "", "..", "../x", "a/b", r"a\b", "C:x", ".x", "a b", "a?b", "a%2fb", "-x", "ä",
        ] {
            assert!(!is_fit(&file(name, 1)), "{name}");
        }
        assert!(!is_fit(&file(&"x".repeat(101), 1)));
        assert!(!is_fit(&file("x", 0)) && !is_fit(&file("x", LARGEST_FILE + 1)));
    }

    #[test]
    fn notes_are_text_and_not_without_end() {
        assert_eq!(plain(" one\r\n\u{7}two\u{1b}[2J\n"), "one\ntwo[2J");
        assert_eq!(plain(&"ä".repeat(9000)).chars().count(), LONGEST_NOTES);
    }
}
