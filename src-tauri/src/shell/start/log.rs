//! The log: one file a day in the data folder, kept for two weeks.
//!
//! What is logged is kinds, statuses and places in JSON, never messages, names or codes (rulings 23). Other libraries are
//! held to warnings, because some print requests when asked for more.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;

use crate::files::private;

/// Starts the log in `<folder>/log`. Dropping the guard writes what is still in memory. `None` where the folder cannot
/// be written; the program works all the same.
pub fn start(folder: &Path) -> Option<WorkerGuard> {
    // First, because the hook that stands there otherwise prints the message, and what is printed may be kept by the system.
    std::panic::set_hook(Box::new(|panic| {
        // The message may quote data, the place cannot.
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a defect in this program");
    }));
    private::folder(&folder.join("log")).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("esim-desk")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder.join("log"))
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(PrivateLog::new(file, folder.join("log")));
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(false);
    let subscriber = tracing_subscriber::registry().with(filter()).with(lines);
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(guard)
}

const DAY: u64 = 24 * 60 * 60;

/// The log's files, for their owner only. The appender begins a new one each day, and asks nobody how.
struct PrivateLog<W> {
    file: W,
    folder: PathBuf,
    /// The day, in UTC as the appender counts, whose file is closed to others already.
    closed: Option<u64>,
}

impl<W> PrivateLog<W> {
    fn new(file: W, folder: PathBuf) -> PrivateLog<W> {
        PrivateLog {
            file,
            folder,
            closed: None,
        }
    }
}

impl<W: Write> Write for PrivateLog<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let written = self.file.write(line)?;
        let today = SystemTime::now().duration_since(UNIX_EPOCH);
        let today = today.map(|since| since.as_secs() / DAY).ok();
        if today.is_none() || self.closed != today {
            private::tighten_all(&self.folder, |name| name.ends_with(".log"));
            self.closed = today;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Debug builds may ask for more, for the test that looks for secrets at every level.
#[cfg(debug_assertions)]
fn filter() -> Targets {
    let asked = std::env::var("ESIM_DESK_LOG");
    asked
        .ok()
        .and_then(|asked| asked.parse().ok())
        .unwrap_or_else(usual)
}

#[cfg(not(debug_assertions))]
fn filter() -> Targets {
    usual()
}

fn usual() -> Targets {
    Targets::new()
        .with_default(LevelFilter::WARN)
        .with_target("esim_desk_core", LevelFilter::INFO)
        .with_target("esim_desk_lib", LevelFilter::INFO)
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_that_the_appender_begins_is_closed_to_others_with_its_first_line() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("esim-desk.2026-11-28.log");
        let file = std::fs::File::create(&path).expect("it is made");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644))
            .expect("it is ours");
        let mut log = PrivateLog::new(file, folder.path().to_owned());
        log.write_all(b"a line").expect("it writes");
        let mode = std::fs::metadata(&path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
