//! The log: one file a day in the data folder, kept for two weeks.
//!
//! What is logged is kinds, statuses and places in JSON, never messages, names or codes (rulings 23). Other libraries are
//! held to warnings, because some print requests when asked for more.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::EnvFilter;

const FILTER: &str = "warn,esim_desk_lib=info,esim_desk=info";

/// Starts the log in `<folder>/log`. Dropping the guard writes what is still in memory. `None` where the folder cannot
/// be written; the program works all the same.
pub fn start(folder: &Path) -> Option<WorkerGuard> {
    std::fs::create_dir_all(folder.join("log")).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("esim-desk")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder.join("log"))
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter())
        .with_writer(writer)
        .with_ansi(false)
        .with_target(true)
        .finish();
    tracing::subscriber::set_global_default(subscriber).ok()?;
    std::panic::set_hook(Box::new(|panic| {
        // The message may quote data, the place cannot.
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(place, "a defect in this program");
    }));
    Some(guard)
}

/// Debug builds may ask for more, for the test that looks for secrets at every level.
#[cfg(debug_assertions)]
fn filter() -> EnvFilter {
    EnvFilter::try_from_env("ESIM_DESK_LOG").unwrap_or_else(|_| EnvFilter::new(FILTER))
}

#[cfg(not(debug_assertions))]
fn filter() -> EnvFilter {
    EnvFilter::new(FILTER)
}
