//! The Tauri CLI, which the UI's packages bring, ready to build or bundle.
//!
//! Not in it: which formats (each system's own file).

use super::keys;
use crate::program::Program;
use crate::project;

/// The Tauri CLI's own signer, for what programs update themselves from.
pub fn signer(command: &str) -> Program {
    cli().args(["signer", command])
}

fn cli() -> Program {
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let cli = project::ui().join("node_modules/.bin").join(name);
    Program::new(&cli.to_string_lossy()).within(&project::root())
}

/// The Tauri CLI. It looks for `tauri.conf.json` from the folder it is started in.
pub fn tauri(command: &str) -> Program {
    let program = keys::without_empty(cli().arg(command).arg("--ci"));
    match commit() {
        // What `--version --verbose` tells.
        Some(commit) => program.env("ESIM_DESK_COMMIT", commit),
        None => program,
    }
}

/// The commit that lies here, and whether something was changed since. `None` in sources without git.
fn commit() -> Option<String> {
    let described = Program::new("git")
        .args([
            "describe",
            "--always",
            "--dirty",
            "--abbrev=40",
            "--exclude=*",
        ])
        .within(&project::root())
        .printed()
        .ok()?;
    let commit = String::from_utf8_lossy(&described).trim().to_owned();
    (!commit.is_empty()).then_some(commit)
}
