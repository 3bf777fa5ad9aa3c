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
    in_its_workspace(name, "build")?.arg("--release").run()?;
    Ok(project::target().join("release").join(name))
}

/// Only whether those that call the core still fit it: no test builds them.
pub fn check() -> Outcome {
    ["busy", "proof"]
        .into_iter()
        .try_for_each(|name| in_its_workspace(name, "check")?.run())
}

fn in_its_workspace(name: &str, subcommand: &str) -> Outcome<Program> {
    let folder = project::root().join("xtask").join(name);
    let lock = folder.join("Cargo.lock");
    fs::copy(project::root().join("Cargo.lock"), &lock)
        .map_err(|error| Failure::at(&lock, &error))?;
    // Drops what this one does not need, and adds what measures. Versions that are there stay.
    Program::cargo("fetch").within(&folder).run()?;
    Ok(Program::cargo(subcommand)
        .within(&folder)
        .env("CARGO_TARGET_DIR", project::target()))
}
