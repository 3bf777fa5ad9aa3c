//! On Windows whoever is locked out has `LogonUI.exe` drawn over their session, and `tasklist` has that session's number.
//!
//! It has not been run on Windows. It is text and processes, so it is compiled and tested on the other systems too.

use std::path::{Path, PathBuf};

use tokio::sync::{OnceCell, watch};

use super::ask::{AskError, EVERY, answer_of, each_lock};

/// Whom to ask, and whose session is asked about.
pub struct Tasklist {
    pub program: PathBuf,
    pub process: u32,
    /// Of this program; it never changes.
    pub session: OnceCell<u32>,
}

impl Tasklist {
    pub fn of_this_computer() -> Tasklist {
        let root = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
        Tasklist {
            program: Path::new(&root).join("System32").join("tasklist.exe"),
            process: std::process::id(),
            session: OnceCell::new(),
        }
    }

    /// Whether this session is locked now.
    pub async fn is_locked(&self) -> Result<bool, AskError> {
        let session = self
            .session
            .get_or_try_init(|| own_session(&self.program, self.process))
            .await?;
        let table = processes(&self.program, "IMAGENAME eq LogonUI.exe").await?;
        is_drawn_over(&table, *session).ok_or(AskError::NotUnderstood)
    }
}

/// Calls `locked` when this session is locked while a code is on screen.
pub async fn call_when_locked(code_shown: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    let tasklist = Tasklist::of_this_computer();
    each_lock(code_shown, EVERY, || tasklist.is_locked(), locked).await;
}

async fn own_session(tasklist: &Path, process: u32) -> Result<u32, AskError> {
    let table = processes(tasklist, &format!("PID eq {process}")).await?;
    session_of(&table, process).ok_or(AskError::NotUnderstood)
}

async fn processes(tasklist: &Path, filter: &str) -> Result<String, AskError> {
    answer_of(tasklist, &["/NH", "/FO", "CSV", "/FI", filter]).await
}

/// A line of `tasklist`.
struct Process<'a> {
    image: &'a str,
    id: u32,
    session: u32,
}

/// The processes of a table. A line that is no row of it says, in the system's language, that there are none. `None` where
/// a row is not what it should be.
fn rows(table: &str) -> Option<Vec<Process<'_>>> {
    let lines = table.lines().map(str::trim);
    lines
        .filter(|line| line.starts_with('"'))
        .map(|line| {
            let row = line.strip_prefix('"')?.strip_suffix('"')?;
            // Image, number, name of the session, number of the session, memory.
            let mut cells = row.split("\",\"");
            Some(Process {
                image: cells.next()?,
                id: cells.next()?.parse().ok()?,
                session: cells.nth(1)?.parse().ok()?,
            })
        })
        .collect()
}

pub fn session_of(table: &str, process: u32) -> Option<u32> {
    let rows = rows(table)?;
    let own = rows.iter().find(|row| row.id == process)?;
    Some(own.session)
}

/// Whether the screen that asks for a password is drawn over the session.
pub fn is_drawn_over(table: &str, session: u32) -> Option<bool> {
    let rows = rows(table)?;
    let mut asking = rows
        .iter()
        .filter(|row| row.image.eq_ignore_ascii_case("LogonUI.exe"));
    Some(asking.any(|row| row.session == session))
}
