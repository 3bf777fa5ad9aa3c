//! How often our picture of a code is read under a simulated camera, beside other encoders' defaults: `xtask/scan`, which
//! prints its tables and fails where ours is surely read less often. `docs/scanning.md` keeps the last ones.

use crate::need::Need;
use crate::program::{Outcome, Program};
use crate::setup;

/// `--shots N` and `--keep FOLDER` go to the program.
pub fn scan(arguments: Vec<String>) -> Outcome {
    setup::for_need(Need::Test)?;
    // Built as for the tests, where it is optimised too: no release build of everything it stands on.
    Program::cargo("run")
        .args(["--package", "scan", "--"])
        .args(arguments)
        .run()
}
