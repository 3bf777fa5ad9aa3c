//! Runs the Connect service in a box by itself, for trying things against it by hand.

use crate::need::Need;
use crate::program::{Outcome, Program};
use crate::setup;

/// All arguments go to the sandbox; `--help` lists them.
pub fn sandbox(arguments: Vec<String>) -> Outcome {
    setup::for_need(Need::Build)?;
    Program::cargo("run")
        .args(["--package", "esim-desk-core", "--example", "sandbox", "--"])
        .args(arguments)
        .run()
}
