//! The NSIS installer for one person, which asks for no administrator. It waits for nobody: it ends a program that is still
//! open, which is why this one ends by itself.

use std::ffi::OsString;
use std::io;
use std::os::windows::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::begun::has_begun;
use super::owner::{self, Owner};
use super::words;

pub const KIND: (&str, &str) = ("windows", "nsis");
/// The installer does, with `/R`.
pub const STARTS_AGAIN: bool = false;

pub fn owner() -> Owner {
    let Ok(program) = std::env::current_exe() else {
        return Owner::Nobody;
    };
    let local = std::env::var_os("LOCALAPPDATA").map(PathBuf::from);
    let has_uninstaller = program.with_file_name("uninstall.exe").is_file();
    owner::on_windows(&program, local.as_deref(), has_uninstaller)
}

/// Starts the installer.
///
/// # Errors
/// Where it does not start, or gives up at once.
pub fn start(file: &Path, arguments: &[OsString]) -> io::Result<()> {
    let installer = Command::new(file).raw_arg(words::line(arguments)).spawn()?;
    has_begun(installer)
}
