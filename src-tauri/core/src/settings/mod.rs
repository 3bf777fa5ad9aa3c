//! The one settings file of a data folder: `settings.json`.
//!
//! It holds what a person may read over the shoulder: no secret, no token, no customer. A file that cannot be read is
//! set aside, never overwritten, and the program goes on with what it last read or wrote, or else with what it would start
//! with on a new computer. Either is told on screen ([`SettingsTrouble`], `kept`). How forgiving reading is stands in `reading`.

mod kept;
mod reading;
mod values;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::files::{self, private};

use self::kept::{in_force, keep_as_last_good, replace_aside, set_aside, write};

pub use self::kept::{FILE_NAME, SettingsTrouble, glance, is_sound};
pub use self::values::{
    Account, Appearance, CredentialKind, ExtraCa, ExtraCertificate, FORGET_AFTER_DAYS, Helper,
    Language, LeftInKeychain, MonitorKept, ProxyChoice, SecondMonitor, Settings, SlipPaper,
    UpdateChannel, WindowSize,
};

/// The file, and the settings as they stand.
#[derive(Debug)]
pub struct SettingsFile {
    path: PathBuf,
    /// Held for a moment only: whoever reads the settings does not wait for the disk.
    current: Mutex<Settings>,
    /// Held by whoever changes them, until the disk has them.
    changing: Mutex<()>,
    trouble: Option<SettingsTrouble>,
}

impl SettingsFile {
    /// Reads the file of `folder`. A missing one is the default; an unreadable one is renamed to
    /// `settings.unreadable.json` first.
    pub fn open(folder: &Path) -> SettingsFile {
        let path = folder.join(FILE_NAME);
        files::sweep(folder);
        private::tighten_all(folder, |name| {
            name.starts_with("settings.") || name.starts_with("certificates-")
        });
        let (current, trouble) = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => (Settings::default(), None),
            read => match read.ok().and_then(|bytes| reading::read(&bytes)) {
                Some(understood) => in_force(&path, understood),
                None => set_aside(&path),
            },
        };
        SettingsFile {
            path,
            current: Mutex::new(current),
            changing: Mutex::new(()),
            trouble,
        }
    }

    /// The same for whoever changes nothing in it.
    pub fn reader(self: &Arc<Self>) -> SettingsReader {
        SettingsReader(Arc::clone(self))
    }

    /// What of the file could not be read at the start.
    pub fn trouble(&self) -> Option<SettingsTrouble> {
        self.trouble.clone()
    }

    /// A copy of the settings.
    pub fn current(&self) -> Settings {
        self.lock().clone()
    }

    /// Changes the settings, on disk first: what could not be written is not in force either.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> io::Result<()> {
        let _turn = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let current = self.current();
        let mut next = current.clone();
        change(&mut next);
        if next == current {
            return Ok(());
        }
        write(&self.path, &next)?;
        keep_as_last_good(&self.path, &next);
        *self.lock() = next;
        Ok(())
    }

    /// What must not stand in a settings file any more is replaced in the one that was set aside, too.
    pub fn replace_aside(&self, secret: &str, instead: &str) -> io::Result<()> {
        replace_aside(&self.path, secret, instead)
    }

    fn lock(&self) -> MutexGuard<'_, Settings> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The settings as they stand, for whoever changes nothing in them.
#[derive(Clone, Debug)]
pub struct SettingsReader(Arc<SettingsFile>);

impl SettingsReader {
    /// What of the file could not be read at the start.
    pub fn trouble(&self) -> Option<SettingsTrouble> {
        self.0.trouble()
    }

    /// A copy of the settings.
    pub fn current(&self) -> Settings {
        self.0.current()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_change_is_there_after_a_restart() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        SettingsFile::open(folder.path())
            .change(|settings| settings.desk_name = "Hotel Miramar".into())
            .expect("the folder takes a file");

        let again = SettingsFile::open(folder.path()).current();

        assert_eq!(again.desk_name, "Hotel Miramar", "the file was read again");
    }

    #[test]
    fn an_unreadable_file_is_set_aside_and_not_lost() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join(FILE_NAME), "{ half").expect("the folder takes a file");

        let settings = SettingsFile::open(folder.path()).current();

        assert_eq!(settings, Settings::default(), "nothing of it is believed");
        let aside = fs::read_to_string(folder.path().join("settings.unreadable.json"));
        assert_eq!(
            aside.expect("the file was renamed"),
            "{ half",
            "what stood in it is still there"
        );
    }

    proptest! {
        #[test]
        fn whatever_stands_in_the_file_the_program_starts_and_loses_nothing(
            bytes in prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..200),
                ("country|language|window|account|proxy|staff|favourites", r#""[a-z]{0,5}"|[0-9]{1,5}|null|\{\}|\[1\]"#)
                    .prop_map(|(name, value)| format!("{{ \"{name}\": {value} }}").into_bytes()),
            ]
        ) {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let path = folder.path().join(FILE_NAME);
            fs::write(&path, &bytes).expect("the folder takes a file");
            let settings = SettingsFile::open(folder.path());
            let kept = fs::read(&path).or_else(|_| fs::read(folder.path().join("settings.unreadable.json")));
            prop_assert_eq!(kept.expect("it is in one of both places"), bytes);
            settings.change(|settings| settings.desk_name = "Front".into()).expect("it can be changed");
            prop_assert_eq!(SettingsFile::open(folder.path()).current().desk_name, "Front");
        }
    }

    #[test]
    fn a_setting_of_a_later_version_does_not_cost_the_others() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(
            folder.path().join(FILE_NAME),
            r#"{ "country": "DE", "invented_later": 7 }"#,
        )
        .expect("the folder takes a file");

        assert_eq!(
            SettingsFile::open(folder.path()).current().country,
            "DE",
            "an unknown name is passed over"
        );
    }
}
