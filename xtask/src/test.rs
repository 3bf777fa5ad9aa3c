//! Runs every test: the UI's own, then everything in Rust up to the real window.
//!
//! Nothing is wrapped in a virtual display here: a test that opens a window starts its own.

use crate::need::Need;
use crate::program::{Outcome, Program};
use crate::project::FEATURES;
use crate::setup;
use crate::ui;

/// The variable that tells tests to do the long version of themselves.
const LONG: &str = "ESIM_DESK_LONG";

/// With names, only the Rust tests that match them run. Options after `--` go to the test programs.
pub fn test(mut arguments: Vec<String>) -> Outcome {
    let long = arguments.iter().any(|argument| argument == "--long");
    arguments.retain(|argument| argument != "--long");
    setup::for_need(Need::Test)?;
    if arguments.is_empty() {
        ui::script("test")?;
    }
    let mut cargo = Program::cargo("test")
        .arg("--workspace")
        .args(FEATURES)
        .args(arguments);
    if long {
        cargo = cargo.env(LONG, "1");
    }
    cargo.run()
}
