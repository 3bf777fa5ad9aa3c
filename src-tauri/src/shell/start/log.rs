//! The log: one file a day in the data folder, kept for two weeks.
//!
//! What is logged is kinds, statuses and places in JSON, never messages, names or codes (rulings 23). Other libraries are
//! held to warnings, because some print requests when asked for more.

use std::path::Path;

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;

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
    std::fs::create_dir_all(folder.join("log")).ok()?;
    let file = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("esim-desk")
        .filename_suffix("log")
        .max_log_files(14)
        .build(folder.join("log"))
        .ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(writer)
        .with_ansi(false);
    let subscriber = tracing_subscriber::registry().with(filter()).with(lines);
    tracing::subscriber::set_global_default(subscriber).ok()?;
    Some(guard)
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
