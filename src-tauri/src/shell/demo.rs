//! The demo's own Connect service, kept in the demo's folder.

use std::path::Path;

use crate::sandbox::{Options, Sandbox, SandboxError};

/// Starts the service on a free port of this computer; what was sold in an earlier demo is still there.
pub async fn start(folder: &Path) -> Result<Sandbox, SandboxError> {
    Sandbox::start(Options {
        ledger: Some(folder.join("sandbox.json")),
        ..Options::default()
    })
    .await
}
