//! Types and lints of the whole workspace as Windows and macOS see it, with warnings as errors.

use super::cargo::{self, GNU, LOOKED_AT};
use crate::need::Need;
use crate::packages;
use crate::program::Outcome;
use crate::project::FEATURES;

/// Both Windows and both macOS, in one go: what runs on this machine for all of them is built once.
pub fn lint() -> Outcome {
    if !cargo::is_possible("lints for Windows and macOS") {
        return Ok(());
    }
    packages::install(Need::Cross)?;
    let targets = LOOKED_AT.iter().chain(&[GNU]);
    cargo::cargo("clippy")?
        .args(targets.flat_map(|target| ["--target", target]))
        .args(["--workspace", "--all-targets", "--keep-going"])
        .args(FEATURES)
        .args(["--", "--deny", "warnings"])
        .run()
}
