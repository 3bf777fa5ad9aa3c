//! Files that were made: where they go, and how one is found that the bundler named.
//!
//! Not in it: what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Failure, Outcome};
use crate::project;

/// Where finished installers lie.
pub fn folder() -> PathBuf {
    project::target().join("installers")
}

/// The folder, with nothing in it.
pub fn empty(folder: &Path) -> Outcome<PathBuf> {
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Failure::at(folder, &error))?;
    }
    fs::create_dir_all(folder).map_err(|error| Failure::at(folder, &error))?;
    Ok(folder.to_owned())
}

/// The newest file in this folder whose name ends so: a target folder keeps those of versions before.
pub fn one(folder: &Path, ending: &str) -> Outcome<PathBuf> {
    let files = fs::read_dir(folder).map_err(|error| Failure::at(folder, &error))?;
    files
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending))
        .max_by_key(|path| path.metadata().and_then(|found| found.modified()).ok())
        .ok_or_else(|| Failure::new(format!("{}: no {ending} was made", folder.display())))
}

/// Copies a file into a folder, and says where it is then.
#[cfg(target_os = "linux")]
pub fn copy(file: &Path, into: &Path) -> Outcome<PathBuf> {
    let copy = into.join(file.file_name().unwrap_or_default());
    copy_as(file, &copy)?;
    Ok(copy)
}

pub fn copy_as(file: &Path, copy: &Path) -> Outcome {
    fs::copy(file, copy).map_err(|error| Failure::at(file, &error))?;
    Ok(())
}
