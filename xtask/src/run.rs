//! Builds the program with its UI inside and starts it.

use crate::need::Need;
use crate::program::{Outcome, Program};
use crate::project::{FEATURES, NAME};
use crate::setup;

/// Further arguments go to the program; `--release`, when it comes first, to Cargo.
pub fn run(mut arguments: Vec<String>) -> Outcome {
    let release = arguments.first().is_some_and(|first| first == "--release");
    if release {
        arguments.remove(0);
    }
    setup::for_need(Need::Build)?;
    Program::cargo("run")
        .args(FEATURES)
        .args(["--bin", NAME])
        .args(release.then_some("--release"))
        .arg("--")
        .args(arguments)
        .run()
}
