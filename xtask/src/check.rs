//! Everything that can be said about the sources without running them.

use crate::need::Need;
use crate::program::{Outcome, Program, find};
use crate::project::FEATURES;
use crate::setup;
use crate::ui;

pub fn check() -> Outcome {
    // The cheap ones first: they need no set-up and fail most often.
    Program::cargo("fmt").args(["--all", "--check"]).run()?;
    setup::for_need(Need::Build)?;
    ui::script("format:check")?;
    ui::script("lint")?;
    ui::script("check")?;
    Program::cargo("clippy")
        .args(["--workspace", "--all-targets"])
        .args(FEATURES)
        .args(["--", "--deny", "warnings"])
        .run()?;
    if find("cargo-deny").is_none() {
        println!("cargo-deny is not installed: advisories and licences were not checked");
        return Ok(());
    }
    Program::cargo("deny").arg("check").run()
}
