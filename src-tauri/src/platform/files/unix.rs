//! With `O_NOFOLLOW`. <https://man7.org/linux/man-pages/man2/open.2.html>

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use rustix::fs::OFlags;

/// Opens the file, or makes it for the owner alone.
///
/// # Errors
/// Also where the name is a link.
pub fn open_or_make(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(OFlags::NOFOLLOW.bits().cast_signed())
        .open(path)
}

/// By its mode, which is its maker's: `esim_desk_core::files::private`.
pub fn close_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}
