//! With `O_NOFOLLOW`. <https://man7.org/linux/man-pages/man2/open.2.html>

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
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

/// Whether what is written into this folder would be its owner's. One that is still to be made is that of who makes it; made by
/// the administrator below somebody else's folder it would be shut to that person.
pub fn would_be_ours(folder: &Path) -> bool {
    let me = rustix::process::geteuid();
    let mut above = folder.ancestors();
    let Some((at, found)) = above.find_map(|at| Some((at, at.metadata().ok()?))) else {
        return true;
    };
    found.uid() == me.as_raw() || (at != folder && !me.is_root())
}

/// By its mode, which is its maker's: `esim_desk_core::files::private`.
pub fn close_to_others(_folder: &Path) -> io::Result<()> {
    Ok(())
}
