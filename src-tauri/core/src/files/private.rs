//! Folders and files for their owner only: what the data folder holds tells of sales, and other people use the same computer.
//!
//! On Unix a folder gets 0700 and a file 0600 when it is made, and whatever an older program or a copy left more open is
//! closed when it is met. On Windows what is made in a folder inherits its rights, which the program's `platform::files` sets
//! for the data folder when it starts. Not here: what stands in the files.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

/// Makes the folder where there is none. One that is there, and ours, is closed to others; one of everybody (`/tmp`) is not.
pub fn folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
        const OWNER_ONLY: u32 = 0o700;
        const STICKY: u32 = 0o1000;

        fs::DirBuilder::new()
            .recursive(true)
            .mode(OWNER_ONLY)
            .create(folder)?;
        let mode = fs::metadata(folder)?.permissions().mode();
        if mode & STICKY == 0 {
            close(folder, mode, OWNER_ONLY);
        }
        Ok(())
    }
    #[cfg(not(unix))]
    fs::create_dir_all(folder)
}

/// How a file of ours is opened for writing: made for its owner only where there is none.
pub fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// An empty file in place of what was there: a link is replaced and not followed, and a file that somebody else made
/// beforehand is not written into.
pub fn create(path: &Path) -> io::Result<File> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        Ok(()) | Err(_) => {}
    }
    options().create_new(true).open(path)
}

/// Writes a whole file.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    io::Write::write_all(&mut create(path)?, bytes)
}

/// Copies a file, for its owner only whatever the first one's rights are.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    let mut target = create(to)?;
    io::copy(&mut source, &mut target)?;
    Ok(())
}

/// Closes a file to others, where it is there and ours. A link is left alone: what it leads to is not.
pub fn tighten(path: &Path) {
    #[cfg(unix)]
    if let Ok(found) = fs::symlink_metadata(path)
        && found.is_file()
    {
        use std::os::unix::fs::PermissionsExt;
        close(path, found.permissions().mode(), 0o600);
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Closes the files of a folder that `ours` names to others. Folders in it are not entered.
pub fn tighten_all(folder: &Path, ours: impl Fn(&str) -> bool) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        if entry.file_name().to_str().is_some_and(&ours) {
            tighten(&entry.path());
        }
    }
}

/// Takes away what others may. Where that fails the file is somebody else's, who may let us use it.
#[cfg(unix)]
fn close(path: &Path, mode: u32, most: u32) {
    use std::os::unix::fs::PermissionsExt;

    if mode & 0o077 == 0 {
        return;
    }
    let closed = fs::Permissions::from_mode(mode & most);
    if let Err(error) = fs::set_permissions(path, closed) {
        tracing::warn!(kind = ?error.kind(), "a file or folder stays open to others");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        let found = fs::metadata(path).expect("it is there");
        found.permissions().mode() & 0o7777
    }

    fn set(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
    }

    #[test]
    fn what_was_open_to_others_is_closed_when_it_is_met() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let data = folder.path().join("a/b");
        super::folder(&data).expect("it is made");
        assert_eq!(mode(&data), 0o700);
        set(&data, 0o755);
        super::folder(&data).expect("it is there");
        assert_eq!(mode(&data), 0o700);

        let file = data.join("f");
        fs::write(&file, "old").expect("it writes");
        set(&file, 0o664);
        write(&file, b"new").expect("it writes");
        assert_eq!(mode(&file), 0o600);
        set(&file, 0o644);
        copy(&file, &data.join("copy")).expect("it copies");
        assert_eq!(mode(&data.join("copy")), 0o600);
    }

    #[test]
    fn a_link_that_lies_in_a_files_place_is_replaced_and_not_followed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let victim = folder.path().join("victim");
        fs::write(&victim, "precious").expect("it writes");
        let link = folder.path().join("sandbox.new");
        for leads_to in [victim.clone(), folder.path().join("nowhere")] {
            std::os::unix::fs::symlink(leads_to, &link).expect("it is made");
            write(&link, b"ours").expect("it writes");
            let there = fs::symlink_metadata(&link).expect("it is there");
            assert!(there.is_file(), "the link is gone");
            fs::remove_file(&link).expect("it is ours");
        }
        assert_eq!(fs::read(&victim).expect("it is there"), b"precious");
        assert!(!folder.path().join("nowhere").exists());
    }

    #[test]
    fn a_folder_of_everybody_and_what_a_link_leads_to_are_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let everybodys = folder.path().join("tmp");
        fs::create_dir(&everybodys).expect("it is made");
        set(&everybodys, 0o1777);
        super::folder(&everybodys).expect("it is there");
        assert_eq!(mode(&everybodys), 0o1777);

        let other = everybodys.join("other");
        fs::write(&other, "").expect("it writes");
        set(&other, 0o644);
        std::os::unix::fs::symlink(&other, everybodys.join("link")).expect("it is made");
        tighten_all(&everybodys, |name| name == "link");
        assert_eq!(mode(&other), 0o644);
    }
}
