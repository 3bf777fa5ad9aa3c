//! Not on Windows yet. The web view has a dialog of its own, which also makes PDF files.

use super::job::{Answer, Outcome, Paper, PrintError, Target};
use crate::platform::webview::View;

/// Opens the web view's own dialog. Which paper, the page's print style says; what becomes of it, nobody.
#[expect(
    clippy::needless_pass_by_value,
    reason = "as on Linux, where it is handed on"
)]
pub fn print(view: View, _: Paper, target: Target, answer: Answer) {
    let outcome = match target {
        Target::Dialog if view.open_print_dialog() => Ok(Outcome::Unknown),
        Target::Dialog => Err(PrintError::Failed),
        Target::File(_) => Err(PrintError::NoFile),
    };
    // Nobody waits any more where the page has gone.
    drop(answer.send(outcome));
}
