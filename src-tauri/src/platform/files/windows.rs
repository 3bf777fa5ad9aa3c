//! Making a link takes a right there that users have not.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Opens the file, or makes it.
///
/// # Errors
/// As the system says.
pub fn open_or_make(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
}
