//! eSIM Desk: sell an eSIM over the counter.
//!
//! ```text
//! shell      all that names Tauri: commands, windows, clipboard, files
//! platform   what each operating system does in its own way: locks, staying awake, notifications, printing, mail
//! core       everything else (`src-tauri/core`)
//! ```
//!
//! ARCHITECTURE.md says why, and which lines between these rooms are never crossed.

pub mod platform;
pub mod shell;

pub use esim_desk_core::{
    activation, book, connect, desk, files, keychain, release, sandbox, settings, table, typed,
};
pub use shell::run;
