//! A settings file that could not be read as a whole: what is told of it, where it is put, and the second copy that stands
//! in for it. What can be read at all is `reading`'s.

use std::path::Path;
use std::{fs, io};

use serde::Serialize;

use super::reading;
use super::values::Settings;
use crate::files::{self, private};

/// The name of the file in the data folder.
pub const FILE_NAME: &str = "settings.json";

/// What was last read or written whole, for when the file itself cannot be read.
const LAST_GOOD: &str = "settings.last.json";
/// Where an unreadable file is put.
const ASIDE: &str = "settings.unreadable.json";

/// What the staff have to know of a settings file that could not be read as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum SettingsTrouble {
    /// These settings make no sense and stand as on a new computer; the rest is in force.
    PartlyRead {
        settings: Vec<String>,
        kept_as: String,
    },
    /// It was set aside, and the settings of before are in force.
    Restored { kept_as: String },
    /// It was set aside, and nothing of it is known.
    Lost { kept_as: String },
}

/// The settings of `folder` as far as they can be read now. Nothing is set aside and nothing told: that is for whoever opens
/// the file.
pub fn glance(folder: &Path) -> Settings {
    let of = |name| reading::read(&fs::read(folder.join(name)).ok()?);
    let understood = of(FILE_NAME).or_else(|| of(LAST_GOOD));
    understood
        .map(|understood| understood.settings)
        .unwrap_or_default()
}

/// Whether the settings of `folder` are all understood, or there are none yet: whoever opens them has nothing to tell.
pub fn is_sound(folder: &Path) -> bool {
    match fs::read(folder.join(FILE_NAME)) {
        Ok(bytes) => reading::read(&bytes).is_some_and(|read| read.left_out.is_empty()),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

pub(super) fn in_force(
    path: &Path,
    understood: reading::Understood,
) -> (Settings, Option<SettingsTrouble>) {
    let reading::Understood { settings, left_out } = understood;
    if left_out.is_empty() {
        keep_as_last_good(path, &settings);
        return (settings, None);
    }
    tracing::warn!(settings = ?left_out, "the settings file is read in part");
    let aside = path.with_file_name(ASIDE);
    if let Err(error) = private::copy(path, &aside) {
        tracing::warn!(kind = ?error.kind(), "the settings file cannot be kept");
    }
    let trouble = SettingsTrouble::PartlyRead {
        settings: left_out,
        kept_as: aside.display().to_string(),
    };
    (settings, Some(trouble))
}

pub(super) fn set_aside(path: &Path) -> (Settings, Option<SettingsTrouble>) {
    tracing::warn!("the settings file cannot be read and is set aside");
    let aside = path.with_file_name(ASIDE);
    if let Err(error) = files::rename(path, &aside) {
        tracing::warn!(kind = ?error.kind(), "the settings file cannot be set aside");
    }
    let kept_as = aside.display().to_string();
    let before = fs::read(path.with_file_name(LAST_GOOD)).ok();
    match before.and_then(|bytes| reading::read(&bytes)) {
        Some(before) => {
            // Otherwise the next start would find no file, and begin like a new computer.
            if let Err(error) = write(path, &before.settings) {
                tracing::warn!(kind = ?error.kind(), "the settings of before cannot be written");
            }
            (before.settings, Some(SettingsTrouble::Restored { kept_as }))
        }
        None => (Settings::default(), Some(SettingsTrouble::Lost { kept_as })),
    }
}

/// Takes `secret`, which an earlier version wrote into the settings, out of the file that was set aside, too.
pub(super) fn replace_aside(path: &Path, secret: &str, instead: &str) -> io::Result<()> {
    let aside = path.with_file_name(ASIDE);
    let text = match fs::read_to_string(&aside) {
        Ok(text) if text.contains(secret) => text,
        // There is none, or nothing in it.
        Ok(_) | Err(_) => return Ok(()),
    };
    files::write_whole(&aside, text.replace(secret, instead).as_bytes())
}

pub(super) fn write(path: &Path, settings: &Settings) -> io::Result<()> {
    files::write_whole(path, &serde_json::to_vec_pretty(settings)?)
}

/// Keeps what is in force. Where that fails the settings are in force all the same.
pub(super) fn keep_as_last_good(path: &Path, settings: &Settings) {
    if let Err(error) = write(&path.with_file_name(LAST_GOOD), settings) {
        tracing::warn!(kind = ?error.kind(), "the settings have no second copy");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};
    use std::time::Duration;

    use super::super::{Account, CredentialKind, SettingsFile};
    use super::*;

    #[test]
    fn whoever_reads_the_settings_does_not_wait_for_a_change_that_is_being_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let settings = Arc::new(SettingsFile::open(folder.path()));
        let reader = Arc::clone(&settings);
        settings
            .change(|settings| {
                settings.desk_name = "Front".into();
                let (tell, told) = mpsc::channel();
                std::thread::spawn(move || tell.send(reader.current().desk_name));
                let read = told.recv_timeout(Duration::from_secs(60));
                assert_eq!(read.as_deref(), Ok(""), "what is in force until then");
            })
            .expect("the folder takes a file");
        assert_eq!(settings.current().desk_name, "Front", "and from then on");
    }

    #[test]
    fn the_account_survives_a_file_that_cannot_be_read() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join(FILE_NAME);
        let sold_with = Account {
            service: "https://a.example".into(),
            credential: CredentialKind::Client,
            name: "desk".into(),
            several_desks: true,
            several_desks_answered: true,
        };
        SettingsFile::open(folder.path())
            .change(|settings| settings.account = Some(sold_with.clone()))
            .expect("the folder takes a file");
        fs::write(&path, "{ \"desk_name\": \"half").expect("the folder takes a file");

        let opened = SettingsFile::open(folder.path());

        assert_eq!(
            opened.current().account,
            Some(sold_with.clone()),
            "as it last was"
        );
        assert!(
            matches!(opened.trouble(), Some(SettingsTrouble::Restored { .. })),
            "and it is told"
        );
        let again = SettingsFile::open(folder.path());
        assert_eq!(
            again.current().account,
            Some(sold_with),
            "the next start knows it too"
        );
        assert_eq!(again.trouble(), None, "and has nothing more to tell");
    }

    #[test]
    fn a_file_that_was_taken_away_is_a_wish_and_no_damage() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        SettingsFile::open(folder.path())
            .change(|settings| settings.country = "DE".into())
            .expect("the folder takes a file");
        fs::remove_file(folder.path().join(FILE_NAME)).expect("it was there");
        let opened = SettingsFile::open(folder.path());
        assert_eq!(opened.current(), Settings::default(), "to begin anew");
        assert_eq!(opened.trouble(), None);
    }
}
