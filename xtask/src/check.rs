//! Everything that can be said about the sources without running them.

mod workflows;

use crate::bench;
use crate::cross;
use crate::need::Need;
use crate::program::{Failure, Outcome, Program, find};
use crate::project::{self, FEATURES};
use crate::setup;
use crate::ui;

/// What says that advisories and licences are left out.
const WITHOUT: &str = "--without-advisories";

pub fn check(arguments: &[String]) -> Outcome {
    let without = match arguments {
        [] => false,
        [only] if only == WITHOUT => true,
        _ => return Err(Failure::new(format!("`check` takes {WITHOUT} only"))),
    };
    // The cheap ones first: they need no set-up and fail most often.
    Program::cargo("fmt").args(["--all", "--check"]).run()?;
    setup::for_need(Need::Check)?;
    workflows::lint(&project::root())?;
    ui::script("format:check")?;
    ui::script("lint")?;
    ui::script("check")?;
    Program::cargo("clippy")
        .args(["--workspace", "--all-targets"])
        .args(FEATURES)
        .args(["--", "--deny", "warnings"])
        .run()?;
    bench::build::check()?;
    cross::lint::lint()?;
    if find("cargo-deny").is_none() {
        println!("ADVISORIES AND LICENCES WERE NOT CHECKED: cargo-deny is not installed");
        return match without {
            true => Ok(()),
            false => Err(Failure::new(format!(
                "install cargo-deny (`cargo install --locked cargo-deny`), or say {WITHOUT}"
            ))),
        };
    }
    Program::cargo("deny").arg("check").run()
}
