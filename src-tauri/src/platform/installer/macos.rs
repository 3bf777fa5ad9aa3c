//! The bundle, exchanged for the new one where it lies. No password is asked for: where this person may not replace it, an
//! administrator does.

use std::ffi::OsString;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use super::bundle;
use super::owner::{self, Owner};

pub const KIND: (&str, &str) = ("darwin", "app");
/// The program that has exchanged its own bundle starts the new one when it ends.
pub const STARTS_AGAIN: bool = true;

pub fn owner() -> Owner {
    let bundle = this_bundle();
    let mine = rustix::process::geteuid().as_raw();
    let is_mine = |bundle: &PathBuf| bundle.symlink_metadata().is_ok_and(|of| of.uid() == mine);
    let writable = |bundle: &PathBuf| {
        let folder = bundle.parent();
        folder.is_some_and(|folder| access(folder, Access::WRITE_OK).is_ok())
    };
    let (is_mine, writable) = (
        bundle.as_ref().is_some_and(is_mine),
        bundle.as_ref().is_some_and(writable),
    );
    owner::on_macos(bundle.as_deref(), is_mine, writable)
}

/// Exchanges the bundle for the one in the file.
///
/// # Errors
/// Then the bundle is as it was.
pub fn start(file: &Path, _arguments: &[OsString]) -> io::Result<()> {
    let bundle = this_bundle().ok_or(io::ErrorKind::NotFound)?;
    bundle::exchange(&bundle, file)
}

fn this_bundle() -> Option<PathBuf> {
    owner::bundle_of(&std::env::current_exe().ok()?)
}
