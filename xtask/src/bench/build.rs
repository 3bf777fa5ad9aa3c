//! Building what is measured, in release.

use std::fs;
use std::path::PathBuf;

use crate::program::{Failure, Outcome, Program};
use crate::project::{self, FEATURES, NAME};
use crate::shipped;

/// The program itself, as it is shipped but for its installer.
pub fn desk() -> Outcome<PathBuf> {
    shipped::build()?
        .args(["--bin", NAME])
        .args(FEATURES)
        .run()?;
    Ok(project::target().join("release").join(NAME))
}

/// Builds a program of `xtask/` that is a workspace of its own, with the versions of everything that the app uses.
pub fn beside(name: &str) -> Outcome<PathBuf> {
    let folder = project::root().join("xtask").join(name);
    let lock = folder.join("Cargo.lock");
    fs::copy(project::root().join("Cargo.lock"), &lock)
        .map_err(|error| Failure::at(&lock, &error))?;
    // Drops what this one does not need, and adds what measures. Versions that are there stay.
    Program::cargo("fetch").within(&folder).run()?;
    Program::cargo("build")
        .arg("--release")
        .within(&folder)
        .env("CARGO_TARGET_DIR", project::target())
        .run()?;
    Ok(project::target().join("release").join(name))
}
