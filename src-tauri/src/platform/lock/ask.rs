//! Locks that no system tells without `unsafe`: one of the system's own programs is asked every two seconds, for as long as a
//! code is on screen and no longer.
//!
//! On macOS `ioreg` has the sessions with what the window server says of them. On Windows whoever is locked out has
//! `LogonUI.exe` drawn over their session, and `tasklist` has its number. All of it is text and processes, so it is compiled
//! and tested on Linux too, with stand-ins for these programs; it has not been run on the systems that it is for.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::sync::{OnceCell, watch};
use tokio::time::{sleep, timeout};

/// Between an answer and the next question.
const EVERY: Duration = Duration::from_secs(2);
/// A program that takes longer is stopped.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens no console window over the app.
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// Whom to ask.
enum System {
    MacOs {
        ioreg: PathBuf,
        user: Option<String>,
    },
    Windows {
        tasklist: PathBuf,
        process: u32,
        /// Of this program; it never changes.
        session: OnceCell<u32>,
    },
}

/// Why it is not known whether the computer is locked.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error("it cannot be run: {0}")]
    NotRun(#[from] std::io::Error),
    #[error("it did not answer in time")]
    Silent,
    #[error("it ended with {0}")]
    Failed(std::process::ExitStatus),
    #[error("its answer is not understood")]
    NotUnderstood,
}

impl System {
    fn macos() -> System {
        System::MacOs {
            ioreg: PathBuf::from("/usr/sbin/ioreg"),
            user: std::env::var("USER").ok(),
        }
    }

    fn windows() -> System {
        let root = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
        System::Windows {
            tasklist: Path::new(&root).join("System32").join("tasklist.exe"),
            process: std::process::id(),
            session: OnceCell::new(),
        }
    }

    /// Whether this session is locked now.
    async fn is_locked(&self) -> Result<bool, Trouble> {
        match self {
            System::MacOs { ioreg, user } => {
                let list = answer_of(ioreg, &["-n", "Root", "-d1", "-a"]).await?;
                is_locked_in(&list, user.as_deref()).ok_or(Trouble::NotUnderstood)
            }
            System::Windows {
                tasklist,
                process,
                session,
            } => {
                let session = session
                    .get_or_try_init(|| own_session(tasklist, *process))
                    .await?;
                let table = processes(tasklist, "IMAGENAME eq LogonUI.exe").await?;
                is_drawn_over(&table, *session).ok_or(Trouble::NotUnderstood)
            }
        }
    }
}

/// Calls `locked` when this session is locked while a code is up.
pub async fn tell_of_locks(code_up: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    let system = match cfg!(windows) {
        true => System::windows(),
        false => System::macos(),
    };
    each_lock(code_up, EVERY, || system.is_locked(), locked).await;
}

/// Calls `locked` once for each lock that falls into a time in which a code is up. Ends when no code can come up any more.
///
/// A lock that was told is not told again for the next code, so that a system that is misunderstood here puts away one code
/// and not every one.
async fn each_lock<A: Future<Output = Result<bool, Trouble>>>(
    mut code_up: watch::Receiver<bool>,
    every: Duration,
    mut ask: impl FnMut() -> A,
    locked: impl Fn(),
) {
    let mut was_locked = false;
    let mut in_trouble = false;
    while code_up.wait_for(|up| *up).await.is_ok() {
        match ask().await {
            Ok(is_locked) => {
                let was_locked = std::mem::replace(&mut was_locked, is_locked);
                if is_locked && !was_locked {
                    locked();
                }
            }
            Err(trouble) => {
                if !std::mem::replace(&mut in_trouble, true) {
                    tracing::warn!(%trouble, "locks are not noticed: the system's program was asked");
                }
            }
        }
        // When the code goes the pause ends too: the next one is asked about at once.
        let over = tokio::select! {
            () = sleep(every) => false,
            gone = code_up.wait_for(|up| !*up) => gone.is_err(),
        };
        if over {
            return;
        }
    }
}

async fn own_session(tasklist: &Path, process: u32) -> Result<u32, Trouble> {
    let table = processes(tasklist, &format!("PID eq {process}")).await?;
    session_of(&table, process).ok_or(Trouble::NotUnderstood)
}

async fn processes(tasklist: &Path, filter: &str) -> Result<String, Trouble> {
    answer_of(tasklist, &["/NH", "/FO", "CSV", "/FI", filter]).await
}

async fn answer_of(program: &Path, arguments: &[&str]) -> Result<String, Trouble> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    #[cfg(windows)]
    command.creation_flags(CREATE_NO_WINDOW);
    let output = timeout(PATIENCE, command.output())
        .await
        .map_err(|_| Trouble::Silent)??;
    if !output.status.success() {
        return Err(Trouble::Failed(output.status));
    }
    // Sentences come in whatever the console speaks; what is read here is ASCII.
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether the session of `user` is locked, by a property list of `ioreg`. Somebody else may be signed in behind, and locked;
/// where nobody of that name is, every session counts. `None` where it is no such list.
fn is_locked_in(list: &str, user: Option<&str>) -> Option<bool> {
    let list = list.trim_end().strip_suffix("</plist>")?;
    let (_, users) = list.split_once("<key>IOConsoleUsers</key>")?;
    let sessions: Vec<&str> = users.split("<dict>").skip(1).collect();
    let is_theirs = |session: &&&str| user.is_some() && user_of(session) == user;
    let theirs: Vec<&str> = sessions.iter().filter(is_theirs).copied().collect();
    let counting = if theirs.is_empty() { sessions } else { theirs };
    Some(counting.iter().any(|session| {
        value(session, "CGSSessionScreenIsLocked").is_some_and(|value| value.starts_with("<true/>"))
    }))
}

fn user_of(session: &str) -> Option<&str> {
    let name = value(session, "kCGSSessionUserNameKey")?.strip_prefix("<string>")?;
    name.split('<').next()
}

/// What stands behind a key, to the end of the text.
fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (_, behind) = text.split_once(&format!("<key>{key}</key>"))?;
    Some(behind.trim_start())
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

fn session_of(table: &str, process: u32) -> Option<u32> {
    let rows = rows(table)?;
    let own = rows.iter().find(|row| row.id == process)?;
    Some(own.session)
}

/// Whether the screen that asks for a password is drawn over the session.
fn is_drawn_over(table: &str, session: u32) -> Option<bool> {
    let rows = rows(table)?;
    let mut asking = rows
        .iter()
        .filter(|row| row.image.eq_ignore_ascii_case("LogonUI.exe"));
    Some(asking.any(|row| row.session == session))
}

#[cfg(test)]
mod tests;
