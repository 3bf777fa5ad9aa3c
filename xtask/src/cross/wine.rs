//! Programs for Windows, run under Debian's own Wine, which keeps a Windows in a folder of the project's.
//!
//! Not in it: which programs, and what is made of their end.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::cargo::{GNU, built};
use super::stand_ins;
use crate::program::{Failure, Outcome, Program};
use crate::project;

/// Not on the search path: Debian's `wine` would also want to run programs of 32 bits.
pub const WINE: &str = "/usr/lib/wine/wine64";

/// What all programs of one Windows have in common.
const SERVER: &str = "/usr/lib/wine/wineserver64";

/// Makes the Windows of the project, unless it is there.
pub fn prepare() -> Outcome {
    let prefix = prefix();
    // Written last: which Wine made it.
    let whole = prefix.join("made-by");
    let version = Program::new(WINE).arg("--version").printed()?;
    if fs::read(&whole).is_ok_and(|by| by == version) {
        return Ok(());
    }
    if prefix.exists() {
        fs::remove_dir_all(&prefix).map_err(|error| Failure::at(&prefix, &error))?;
    }
    let wine = || {
        settings()
            .into_iter()
            .fold(Program::new(WINE), |wine, (name, value)| {
                wine.env(name, value)
            })
    };
    wine()
        .args(["wineboot", "--init"])
        .without("DISPLAY")
        .run()?;
    // Older Wines say that they are Windows 7.
    wine()
        .args([
            "reg",
            "add",
            r"HKCU\Software\Wine",
            "/v",
            "Version",
            "/d",
            "win10",
            "/f",
        ])
        .without("DISPLAY")
        .run()?;
    let library = prefix.join("drive_c/windows/system32/bcryptprimitives.dll");
    if !library.exists() {
        stand_ins::process_prng(&library)?;
    }
    fs::write(&whole, version).map_err(|error| Failure::at(&whole, &error))
}

/// Waits until no program runs in this Windows any more. Its desktop is then made anew: on the screen that the next program
/// has, and not on none, as the tests' was.
pub fn at_rest() -> Outcome {
    settings()
        .into_iter()
        .fold(Program::new(SERVER), |server, (name, value)| {
            server.env(name, value)
        })
        .arg("--wait")
        .run()
}

/// A program that will run under Wine, without a screen, and with nothing to read.
pub fn command(program: &Path) -> Command {
    let mut command = Command::new(WINE);
    command
        .arg(program)
        .envs(settings())
        // Test programs lie one folder below the library that shows web pages, which is asked for at their start.
        .env("WINEPATH", on_windows(&built().join(GNU).join("debug")))
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .stdin(Stdio::null());
    command
}

/// The path of a file of this machine, as a program under Wine knows it.
pub fn on_windows(path: &Path) -> String {
    format!("Z:{}", path.to_string_lossy().replace('/', "\\"))
}

/// What every program under this Wine is started with.
pub fn settings() -> [(&'static str, String); 3] {
    [
        ("WINEPREFIX", prefix().to_string_lossy().into_owned()),
        ("WINEDEBUG", "-all".to_owned()),
        // It would offer to download what runs .NET and what shows web pages.
        ("WINEDLLOVERRIDES", "mscoree,mshtml=".to_owned()),
    ]
}

fn prefix() -> PathBuf {
    project::cross().join("prefix")
}
