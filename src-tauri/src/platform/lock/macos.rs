//! On macOS `ioreg` has the sessions with what the window server says of them.
//!
//! It has not been run on a Mac. It is text and processes, so it is compiled and tested on the other systems too.

use std::path::PathBuf;

use tokio::sync::watch;

use super::ask::{AskError, EVERY, answer_of, each_lock};

/// Whom to ask, and whose session is asked about.
pub struct Ioreg {
    pub program: PathBuf,
    pub user: Option<String>,
}

impl Ioreg {
    pub fn of_this_computer() -> Ioreg {
        Ioreg {
            program: PathBuf::from("/usr/sbin/ioreg"),
            user: std::env::var("USER").ok(),
        }
    }

    /// Whether this session is locked now.
    pub async fn is_locked(&self) -> Result<bool, AskError> {
        let list = answer_of(&self.program, &["-n", "Root", "-d1", "-a"]).await?;
        is_locked_in(&list, self.user.as_deref()).ok_or(AskError::NotUnderstood)
    }
}

/// Calls `locked` when this session is locked while a code is on screen.
pub async fn call_when_locked(code_shown: watch::Receiver<bool>, locked: impl Fn() + Send + Sync) {
    let ioreg = Ioreg::of_this_computer();
    each_lock(code_shown, EVERY, || ioreg.is_locked(), locked).await;
}

/// Whether the session of `user` is locked, by a property list of `ioreg`. Somebody else may be signed in behind, and locked;
/// where nobody of that name is, every session counts. `None` where it is no such list.
pub fn is_locked_in(list: &str, user: Option<&str>) -> Option<bool> {
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
