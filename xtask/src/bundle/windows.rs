//! The NSIS installers: one for a user, who needs no administrator, and one for the machine, which IT hands out.
//!
//! Both come of one build and one configuration; only `installMode` differs. Not run on Windows yet (`docs/systems.md`).

use std::env;
use std::fs;
use std::path::Path;

use super::changelog::entries;
use super::cli::tauri;
use super::made::one;
use crate::json::text;
use crate::program::{Failure, Outcome};
use crate::project;
use crate::shipped;

/// What is laid over `tauri.conf.json` for the second.
const PER_MACHINE: &str = r#"{"bundle":{"windows":{"nsis":{"installMode":"perMachine"}}}}"#;

pub fn installers(into: &Path, signed: bool) -> Outcome {
    let signing = if signed {
        sign_command()?
    } else {
        "{}".to_owned()
    };
    tauri("build")
        .args(["--config", &shipped::config()?])
        .args(["--config", &signing])
        .args(["--bundles", "nsis"])
        .run()?;
    take("setup", into)?;
    // Bundled anew, not compiled anew.
    tauri("bundle")
        .args(["--bundles", "nsis", "--config", PER_MACHINE])
        .args(["--config", &signing])
        .run()?;
    take("setup-machine", into)
}

/// This xtask signs whatever the bundler would have signed: the program, its uninstaller, the installer.
fn sign_command() -> Outcome<String> {
    let xtask = env::current_exe().map_err(|error| Failure::at(Path::new("xtask"), &error))?;
    Ok(format!(
        r#"{{"bundle":{{"windows":{{"signCommand":{{"cmd":{},"args":["sign","%1"]}}}}}}}}"#,
        text(&xtask.to_string_lossy())
    ))
}

/// Moves the installer: the next one gets the same name from the bundler.
fn take(kind: &str, into: &Path) -> Outcome {
    let made = one(&project::target().join("release/bundle/nsis"), "-setup.exe")?;
    let version = &entries()?[0].version;
    let name = format!("esim-desk-{version}-{}-{kind}.exe", architecture());
    fs::rename(&made, into.join(name)).map_err(|error| Failure::at(&made, &error))
}

/// As Windows calls it.
fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "aarch64" => "arm64",
        _ => "x64",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the bundler's own schema calls it.
    #[test]
    fn the_bundler_signs_by_this_xtask() {
        let command = sign_command().expect("this test runs");
        assert!(command.contains(r#""signCommand":{"cmd":""#), "{command}");
        assert!(command.contains(r#""args":["sign","%1"]"#), "{command}");
    }
}
