//! By `open`, the system's own program for it.

use std::process::Command;

use super::error::MailError;
use super::opener;

/// Opens the draft, and says if there is no program for it.
pub fn open(address: &str) -> Result<(), MailError> {
    opener::run(Command::new("/usr/bin/open").arg(address))
}
