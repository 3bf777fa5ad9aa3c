//! Not on macOS yet: it takes `unsafe`. The web view has a dialog of its own, which also makes PDF files.

use super::job::{Outcome, PrintError, Target};

/// Opens the web view's own dialog by `open`. Which paper, the page's print style says; what becomes of it, nobody.
pub fn print<E>(
    target: &Target,
    open: impl FnOnce() -> Result<(), E>,
) -> Result<Outcome, PrintError> {
    match target {
        Target::Dialog => open()
            .map(|()| Outcome::Unknown)
            .map_err(|_| PrintError::Failed),
        Target::File(_) => Err(PrintError::NoFile),
    }
}
