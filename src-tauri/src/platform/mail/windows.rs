//! By `rundll32`, the system's own program for it.

use std::path::Path;
use std::process::Command;

use super::error::MailError;
use super::opener;

/// Opens the draft, and says if there is no program for it.
pub fn open(address: &str) -> Result<(), MailError> {
    let system = std::env::var_os("SystemRoot").ok_or(MailError::NotStarted)?;
    let rundll = Path::new(&system).join("System32\\rundll32.exe");
    opener::run(
        Command::new(rundll)
            .arg("url.dll,FileProtocolHandler")
            .arg(address),
    )
}
