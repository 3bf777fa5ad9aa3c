//! What the system says of the place of a folder: where it really lies, that this is another machine, that a program fills it
//! from a cloud, and how its name is written in full. Not here: which names such folders have, and what follows from it (`book`).

use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf, Prefix};

/// The folder's name without the links and letters that lead to it. Windows does not know it on a disk that another program
/// brings without telling the system's own list of disks: of memory, encrypted in a file, of a cloud. What is known then is
/// the name by which it was found.
/// <https://learn.microsoft.com/en-us/windows/win32/api/fileapi/nf-fileapi-getfinalpathnamebyhandlew>
///
/// # Errors
/// The folder is not there.
pub fn at_its_place(folder: &Path) -> io::Result<PathBuf> {
    match folder.canonicalize() {
        Err(_) if cfg!(windows) && folder.is_dir() => std::path::absolute(folder),
        place => place,
    }
}

/// Whether the folder lies on another machine, where the system tells that of a folder alone.
/// <https://developer.apple.com/library/archive/documentation/System/Conceptual/ManPages_iPhoneOS/man2/statfs.2.html>
#[cfg(target_os = "macos")]
pub fn is_elsewhere(folder: &Path) -> bool {
    /// `MNT_LOCAL` of `sys/mount.h`: the file system is stored on this computer.
    const LOCAL: u32 = 0x1000;
    rustix::fs::statfs(folder).is_ok_and(|system| system.f_flags & LOCAL == 0)
}

/// Linux has a table of mounts, and Windows writes it into the name.
#[cfg(not(target_os = "macos"))]
pub fn is_elsewhere(_folder: &Path) -> bool {
    false
}

/// Whether a program of a cloud keeps the folder, and gives its files when they are asked for.
#[cfg(windows)]
pub fn is_of_a_cloud(folder: &Path) -> bool {
    use std::os::windows::fs::MetadataExt as _;
    let found = std::fs::symlink_metadata(folder);
    found.is_ok_and(|found| says_cloud(found.file_attributes(), found.is_symlink()))
}

/// A folder that is not really there before somebody looks into it. One that is there is known by its name alone.
#[cfg(target_os = "macos")]
pub fn is_of_a_cloud(folder: &Path) -> bool {
    use std::os::macos::fs::MetadataExt as _;
    /// `SF_DATALESS` of `sys/stat.h`.
    const DATALESS: u32 = 0x4000_0000;
    let found = std::fs::symlink_metadata(folder);
    found.is_ok_and(|found| found.st_flags() & DATALESS != 0)
}

/// Such programs are file systems of their own there.
#[cfg(not(any(windows, target_os = "macos")))]
pub fn is_of_a_cloud(_folder: &Path) -> bool {
    false
}

/// A folder that is fetched when it is opened or read, that is to be kept here or not to be, or that another program fills.
/// <https://learn.microsoft.com/en-us/windows/win32/fileio/file-attribute-constants>
#[cfg(any(test, windows))]
fn says_cloud(attributes: u32, is_link: bool) -> bool {
    const REPARSE_POINT: u32 = 0x400;
    const RECALL_ON_OPEN: u32 = 0x4_0000;
    const PINNED: u32 = 0x8_0000;
    const UNPINNED: u32 = 0x10_0000;
    const RECALL_ON_DATA_ACCESS: u32 = 0x40_0000;
    let clouds = RECALL_ON_OPEN | PINNED | UNPINNED | RECALL_ON_DATA_ACCESS;
    attributes & clouds != 0 || (attributes & REPARSE_POINT != 0 && !is_link)
}

/// The folder's name as libraries in C can open it and what lies in it. Windows takes names of more than 260 signs only in a
/// form of their own, which Rust's library gives them and SQLite does not.
/// <https://learn.microsoft.com/en-us/windows/win32/fileio/maximum-file-path-limitation>
pub fn in_full(folder: &Path) -> PathBuf {
    /// Leaves room for the names of our files.
    const LONG: usize = 180;
    if !cfg!(windows) || folder.as_os_str().len() <= LONG {
        return folder.to_owned();
    }
    // What cannot be written so is told by whoever opens it.
    let full = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let on_a_disk = matches!(
        full.components().next(),
        Some(Component::Prefix(prefix)) if matches!(prefix.kind(), Prefix::Disk(_))
    );
    if !on_a_disk {
        return full;
    }
    let mut written = OsString::from(r"\\?\");
    written.push(full);
    PathBuf::from(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_of_a_cloud_is_known_by_its_attributes() {
        const DIRECTORY: u32 = 0x10;
        for (attributes, is_link, cloud) in [
            (DIRECTORY, false, false),
            // Hidden, system, archive, not indexed.
            (DIRECTORY | 0x2 | 0x4 | 0x20 | 0x2000, false, false),
            (DIRECTORY | 0x400, true, false),
            (DIRECTORY | 0x400, false, true),
            (DIRECTORY | 0x4_0000, false, true),
            (DIRECTORY | 0x8_0000, false, true),
            (DIRECTORY | 0x10_0000, false, true),
            (DIRECTORY | 0x40_0000, false, true),
        ] {
            assert_eq!(says_cloud(attributes, is_link), cloud, "{attributes:#x}");
        }
    }

    #[cfg(windows)]
    #[test]
    fn only_a_long_name_is_written_in_full() {
        let long = "a".repeat(200);
        for (name, full) in [
            (r"C:\desk".to_owned(), r"C:\desk".to_owned()),
            (format!(r"C:\x\..\{long}"), format!(r"\\?\C:\{long}")),
            (format!(r"\\?\C:\{long}"), format!(r"\\?\C:\{long}")),
            (
                format!(r"\\till\share\{long}"),
                format!(r"\\till\share\{long}"),
            ),
        ] {
            assert_eq!(in_full(Path::new(&name)), PathBuf::from(full), "{name}");
        }
    }

    #[test]
    fn a_folder_has_a_place_even_where_the_system_does_not_know_its_name() {
        let place = tempfile::tempdir().expect("a temporary folder");
        // Wine does not know the names of those that are longer than 260 signs.
        let folder = place.path().join("a".repeat(150)).join("b".repeat(150));
        let missing = at_its_place(&folder).expect_err("it is not there yet");
        assert_eq!(missing.kind(), io::ErrorKind::NotFound);
        std::fs::create_dir_all(&folder).expect("it is made");
        let found = at_its_place(&folder).expect("it is there");
        assert!(found.is_absolute() && found.is_dir(), "{found:?}");
        assert_eq!(found.file_name(), folder.file_name());
    }

    #[test]
    fn a_temporary_folder_is_here_and_of_no_cloud() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        assert!(!is_elsewhere(folder.path()));
        assert!(!is_of_a_cloud(folder.path()));
    }
}
