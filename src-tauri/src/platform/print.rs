//! Printing what a web view shows: on paper, or as a PDF file.
//!
//! Where this room has no printing of its own, the web view's dialog is opened instead.

mod job;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub use job::{Answer, Outcome, Paper, PrintError, Target};
#[cfg(target_os = "linux")]
pub use linux::print;
#[cfg(target_os = "macos")]
pub use macos::print;
#[cfg(windows)]
pub use windows::print;
