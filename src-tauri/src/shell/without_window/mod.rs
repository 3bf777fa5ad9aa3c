//! What the program does without a window, for scripts and whoever looks after many counters: one thing, told in a line, and
//! an exit code that says which.
//!
//! ```text
//! account   which account a counter has: listed, tried, connected, forgotten
//! told      how a refusal is told: its line, its exit code
//! ```
//!
//! What support needs to know is read while the program is at rest, or runs elsewhere. An account is only changed while it does
//! not run.

mod account;
mod told;

use std::path::Path;
use std::process::ExitCode;

use self::told::Refusal;
use crate::desk::support_at_rest;
use crate::files;
use crate::shell::start::trouble::Trouble;
use crate::shell::versions;

pub use account::done as account;

/// A command line that is not understood.
pub fn not_understood(what: &'static str) -> ExitCode {
    Refusal::Option(what.to_owned()).told()
}

/// The system names no folder for this user's data.
pub fn no_folder() -> ExitCode {
    Refusal::Folder("the system names none").told()
}

/// Writes what can be read while the program is at rest, or runs elsewhere: nothing is opened for writing or asked.
pub fn support_bundle(folder: &Path, file: &Path) -> Result<(), Trouble> {
    let text = support_at_rest(folder, &versions::all());
    files::write_whole(file, text.as_bytes()).map_err(|error| Trouble::Arguments {
        what: format!("--support-bundle {}: {error}", file.display()),
    })
}
