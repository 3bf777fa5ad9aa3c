//! Where things lie in this project, and which of two sets of files is newer.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The program's own name, as Cargo builds it.
pub const NAME: &str = "esim-desk";

/// The feature that puts the UI inside the program. Every build that is shared uses the same
/// set, so that one does not throw away what another compiled.
pub const FEATURES: [&str; 2] = ["--features", "custom-protocol"];

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

pub fn ui() -> PathBuf {
    root().join("ui")
}

/// Where Cargo puts what it builds.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| root().join("target"), |given| root().join(given))
}

/// What is built for other systems, and what that takes.
pub fn cross() -> PathBuf {
    target().join("cross")
}

/// The newest time of change among these files, and in these folders with all they hold. A
/// folder's own time counts too, since it changes when a file in it is removed. Missing paths
/// are passed over.
pub fn newest(paths: &[PathBuf]) -> Option<SystemTime> {
    paths.iter().filter_map(|path| newest_within(path)).max()
}

fn newest_within(path: &Path) -> Option<SystemTime> {
    let metadata = fs::metadata(path).ok()?;
    let own = metadata.modified().ok();
    let Ok(entries) = fs::read_dir(path) else {
        return own;
    };
    entries
        .filter_map(|entry| newest_within(&entry.ok()?.path()))
        .chain(own)
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        assert!(
            root().join("tauri.conf.json").is_file(),
            "the root is one above xtask"
        );
    }

    #[test]
    fn a_folder_is_as_new_as_the_newest_file_below_it() {
        let below = root().join("xtask");
        let own = newest(&[below.join("src/project.rs")]);
        assert!(own.is_some(), "this file exists");
        assert!(
            newest(&[below]) >= own,
            "a folder is at least as new as a file in it"
        );
        assert_eq!(
            newest(&[root().join("no-such-file")]),
            None,
            "what is missing has no age"
        );
    }
}
