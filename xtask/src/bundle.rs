//! Makes the installers of the system it runs on, with the Tauri CLI that the UI's packages bring.

use crate::need::Need;
use crate::program::{Outcome, Program};
use crate::project;
use crate::setup;

pub fn bundle() -> Outcome {
    setup::for_need(Need::Build)?;
    let name = if cfg!(windows) { "tauri.cmd" } else { "tauri" };
    let cli = project::ui().join("node_modules/.bin").join(name);
    // The CLI looks for `tauri.conf.json` from the folder it is started in.
    Program::new(&cli.to_string_lossy())
        .arg("build")
        .args(formats())
        .within(&project::root())
        .run()
}

/// On Linux an AppImage is left out: it would carry its own, soon outdated, copy of system libraries.
fn formats() -> &'static [&'static str] {
    if cfg!(target_os = "linux") {
        &["--bundles", "deb,rpm"]
    } else {
        &[]
    }
}
