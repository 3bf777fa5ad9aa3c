//! How the program that is shipped differs from the one that is tested: Tauri's own commands that no window may call are not
//! in it. Not in it: the profile, which is Cargo's (`Cargo.toml`), and the installers (`bundle`).

use std::fs;
use std::path::PathBuf;

use crate::program::{Failure, Outcome, Program};
use crate::project::root;

/// What is laid over `tauri.conf.json`. Tauri looks for a window's rights beside that file when it decides which of its
/// commands stay; ours lie in `src-tauri`, so they are written into it.
pub fn config() -> Outcome<String> {
    let mut capabilities = Vec::new();
    for file in capability_files()? {
        capabilities.push(fs::read_to_string(&file).map_err(|error| Failure::at(&file, &error))?);
    }
    Ok(format!(
        r#"{{"build":{{"removeUnusedCommands":true}},"app":{{"security":{{"capabilities":[{}]}}}}}}"#,
        capabilities.join(",")
    ))
}

/// `cargo build` as the Tauri CLI calls it for a program that is shipped.
pub fn build() -> Outcome<Program> {
    Ok(Program::cargo("build")
        .arg("--release")
        .env("REMOVE_UNUSED_COMMANDS", root())
        .env("TAURI_CONFIG", config()?))
}

fn capability_files() -> Outcome<Vec<PathBuf>> {
    let folder = root().join("src-tauri/capabilities");
    let entries = fs::read_dir(&folder).map_err(|error| Failure::at(&folder, &error))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_has_every_windows_rights() {
        let config = config().expect("it is made of files that are there");
        for window in ["\"customer\"", "\"main\"", "allow-place-order"] {
            assert!(config.contains(window), "{window} in {config}");
        }
        let opened = config.matches(['{', '[']).count();
        assert_eq!(opened, config.matches(['}', ']']).count(), "{config}");
    }
}
