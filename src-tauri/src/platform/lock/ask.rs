//! Locks that no system tells without `unsafe`: one of the system's own programs is asked every two seconds, for as long as a
//! code is on screen and no longer. Which program, and what its answer means, is in `macos.rs` and `windows.rs`.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

/// Between an answer and the next question.
pub const EVERY: Duration = Duration::from_secs(2);
/// A program that takes longer is stopped.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// Opens no console window over the app.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// Why it is not known whether the computer is locked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error("it cannot be run: {0}")]
    NotRun(#[from] std::io::Error),
    #[error("it did not answer in time")]
    Silent,
    #[error("it ended with {0}")]
    Failed(std::process::ExitStatus),
    #[error("its answer is not understood")]
    NotUnderstood,
}

/// Calls `locked` once for each lock that falls into a time in which a code is on screen. Ends when no code can be shown any more.
///
/// A lock that was told is not told again for the next code, so that a system that is misunderstood here puts away one code
/// and not every one.
pub async fn each_lock<A: Future<Output = Result<bool, AskError>>>(
    mut code_shown: watch::Receiver<bool>,
    every: Duration,
    mut ask: impl FnMut() -> A,
    locked: impl Fn(),
) {
    let mut was_locked = false;
    let mut failed_before = false;
    while code_shown.wait_for(|shown| *shown).await.is_ok() {
        match ask().await {
            Ok(is_locked) => {
                let was_locked = std::mem::replace(&mut was_locked, is_locked);
                if is_locked && !was_locked {
                    locked();
                }
            }
            Err(error) => {
                if !std::mem::replace(&mut failed_before, true) {
                    tracing::warn!(%error, "locks are not noticed: the system's program was asked");
                }
            }
        }
        // When the code goes the pause ends too: the next one is asked about at once.
        let over = tokio::select! {
            () = sleep(every) => false,
            gone = code_shown.wait_for(|shown| !*shown) => gone.is_err(),
        };
        if over {
            return;
        }
    }
}

/// What `program` writes when it is run with `arguments`.
pub async fn answer_of(program: &Path, arguments: &[&str]) -> Result<String, AskError> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    #[cfg(windows)]
    command.creation_flags(CREATE_NO_WINDOW);
    let output = timeout(PATIENCE, command.output())
        .await
        .map_err(|_| AskError::Silent)??;
    if !output.status.success() {
        return Err(AskError::Failed(output.status));
    }
    // Sentences come in whatever the console speaks; what is read here is ASCII.
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
