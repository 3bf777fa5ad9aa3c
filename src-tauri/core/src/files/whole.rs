//! Writing a file whole: the old one or the new one is there, never half of one, and never another one than was meant.
//!
//! It is written beside its place under a name that nobody can guess, for the owner alone, and then takes the place. So a
//! link that lies there is replaced and not followed, and no file of somebody else is written over on the way.
//! Not in here: where a file goes, and what is in it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

/// How often a file that another program holds is tried for, and how long in between: a second and a half.
const TRIES: u32 = 30;
const BETWEEN_TRIES: Duration = Duration::from_millis(50);

/// Writes `bytes` to `path`. What is left of a failed try is removed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path);
    let written = make(&beside)
        .and_then(|mut file| {
            file.write_all(bytes)?;
            file.sync_all()
        })
        .and_then(|()| rename(&beside, path));
    if written.is_err() {
        // It is of no use; that it cannot be removed either is no further news.
        drop(fs::remove_file(&beside));
    }
    written
}

/// Removes what a program that was killed while it wrote left in a folder of ours.
pub fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        if entry.file_name().to_str().is_some_and(is_unfinished)
            && let Err(error) = fs::remove_file(entry.path())
        {
            tracing::warn!(kind = ?error.kind(), "a file that was never finished stays");
        }
    }
}

/// Renames, with patience for virus scanners, indexers and cloud folders, which hold a file open for a moment.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    while_held(|| fs::rename(from, to), thread::sleep)
}

/// Writes a directory entry through to the disk. Only Unix needs it and can.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// In the same folder, so that it can take the place at once; hidden, and never as long as a name must not be.
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.part", uuid::Uuid::new_v4()))
}

/// A name that `beside` gives, and nobody else.
fn is_unfinished(name: &str) -> bool {
    name.strip_prefix('.')
        .and_then(|name| name.strip_suffix(".part"))
        .is_some_and(|id| id.len() == 36 && uuid::Uuid::try_parse(id).is_ok())
}

fn make(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn while_held(
    mut attempt: impl FnMut() -> io::Result<()>,
    mut pause: impl FnMut(Duration),
) -> io::Result<()> {
    for _ in 1..TRIES {
        match attempt() {
            Err(error) if is_held(&error) => pause(BETWEEN_TRIES),
            outcome => return outcome,
        }
    }
    attempt()
}

/// Windows: access denied, sharing violation, lock violation. Elsewhere an open file can be replaced.
fn is_held(error: &io::Error) -> bool {
    cfg!(any(windows, test)) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_held_for_a_moment_is_replaced_and_one_that_stays_held_is_told() {
        let held_for = |times: u32| {
            let (mut tries, mut waited) = (0, Duration::ZERO);
            let outcome = while_held(
                || {
                    tries += 1;
                    match tries > times {
                        true => Ok(()),
                        false => Err(io::Error::from_raw_os_error(32)),
                    }
                },
                |pause| waited += pause,
            );
            (outcome.is_ok(), waited)
        };
        assert_eq!(held_for(0), (true, Duration::ZERO));
        assert_eq!(held_for(3), (true, Duration::from_millis(150)));
        let (done, waited) = held_for(u32::MAX);
        assert!(!done && waited < Duration::from_secs(2), "{waited:?}");
    }

    #[test]
    fn what_patience_does_not_mend_is_told_at_once() {
        let mut tries = 0;
        let outcome = while_held(
            || {
                tries += 1;
                Err(io::ErrorKind::StorageFull.into())
            },
            |_| unreachable!("nobody waits for a full disk"),
        );
        assert!(outcome.is_err() && tries == 1);
    }

    /// On systems where an open file stands in the way.
    #[cfg(windows)]
    #[test]
    fn a_target_that_is_open_elsewhere_is_waited_for() {
        use std::os::windows::fs::OpenOptionsExt as _;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("code.png");
        fs::write(&path, "old").expect("a file");
        let held = OpenOptions::new().read(true).share_mode(0).open(&path);
        let held = held.expect("it is there");
        let until = thread::spawn(move || {
            thread::sleep(Duration::from_millis(150));
            drop(held);
        });
        write_whole(&path, b"new").expect("it is free in a moment");
        until.join().expect("it ended");
        assert_eq!(fs::read(&path).expect("it is there"), b"new");
    }

    #[test]
    fn a_strangers_file_beside_it_stays_and_a_failed_try_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("code.png");
        let theirs = folder.path().join("code.png.part");
        fs::write(&theirs, "theirs").expect("a file");
        write_whole(&path, b"ours").expect("the folder takes a file");
        assert_eq!(fs::read(&theirs).expect("it is there"), b"theirs");
        // A folder in the way.
        let folder_there = folder.path().join("day.csv");
        fs::create_dir(&folder_there).expect("a folder");
        fs::write(folder_there.join("x"), "").expect("a file");
        assert!(write_whole(&folder_there, b"ours").is_err());
        let names = fs::read_dir(folder.path()).expect("it is there");
        assert_eq!(names.count(), 3, "the two files and the folder");
    }

    #[test]
    fn what_a_crash_left_half_written_is_swept_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = folder.path().join("settings.json");
        let left = beside(&place);
        for file in [
            &place,
            &left,
            &folder.path().join("film.part"),
            &folder.path().join(".x.part"),
        ] {
            fs::write(file, "half").expect("a file");
        }
        sweep(folder.path());
        assert!(!left.exists(), "half a file is of no use to anybody");
        let names = fs::read_dir(folder.path()).expect("it is there");
        assert_eq!(names.count(), 3, "the others are not ours to remove");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_the_place_is_replaced_and_not_followed() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").expect("a file");
        let path = folder.path().join("eSIM-2026-11-28.csv");
        symlink(&victim, &path).expect("a link");
        symlink(&victim, folder.path().join("eSIM-2026-11-28.csv.part")).expect("a link");
        write_whole(&path, b"day").expect("the folder takes a file");
        assert_eq!(fs::read(&victim).expect("it is there"), b"precious");
        let there = fs::symlink_metadata(&path).expect("it is there");
        assert!(there.is_file(), "the link is gone");
        assert_eq!(there.permissions().mode() & 0o777, 0o600);
    }
}
