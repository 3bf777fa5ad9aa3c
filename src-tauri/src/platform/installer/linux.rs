//! On Linux a package manager installs newer versions, and the program does not: no password is asked for here. A debug build
//! can start a file, in place of the installer of another system (tests of the window).

use std::ffi::OsString;
use std::io;
use std::path::Path;

use super::owner::{self, Owner};

pub const KIND: (&str, &str) = ("linux", "package");
/// Nothing was installed that could be started.
pub const STARTS_AGAIN: bool = false;

pub fn owner() -> Owner {
    match std::env::current_exe() {
        Ok(program) => owner::on_linux(&program),
        Err(_) => Owner::Nobody,
    }
}

/// # Errors
/// Always, but in a debug build.
#[cfg(not(debug_assertions))]
pub fn start(_file: &Path, _arguments: &[OsString]) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Starts the file as the installer of another system is started.
///
/// # Errors
/// Where it does not start.
#[cfg(debug_assertions)]
pub fn start(file: &Path, arguments: &[OsString]) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o700))?;
    let installer = std::process::Command::new(file).args(arguments).spawn()?;
    super::begun::has_begun(installer)
}
