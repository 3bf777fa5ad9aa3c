//! The one time that everything in a package is dated with.
//!
//! Not in it: the day of a release, which CHANGELOG.md says.

use std::env;

use crate::program::{Failure, Outcome, Program};
use crate::project;

/// The second that everything in a package is dated with, so that two builds are equal: the environment's, or that of
/// the last commit. <https://reproducible-builds.org/specs/source-date-epoch/>
pub fn epoch() -> Outcome<u64> {
    if let Ok(given) = env::var("SOURCE_DATE_EPOCH") {
        let wrong = |_| Failure::new(format!("SOURCE_DATE_EPOCH is no number: {given}"));
        return given.parse().map_err(wrong);
    }
    let printed = Program::new("git")
        .args(["log", "-1", "--format=%ct"])
        .within(&project::root())
        .answer()?;
    let none = |_| Failure::new("git knows no commit; set SOURCE_DATE_EPOCH");
    printed.trim().parse().map_err(none)
}
