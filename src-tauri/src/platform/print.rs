//! Printing what a web view shows: on paper, or as a PDF file.
//!
//! The raw web view is the shell's to give. Where this room has no printing of its own, the shell gives the way to open the
//! web view's dialog instead.

mod job;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub use job::{Outcome, Paper, PrintError, Target};
#[cfg(target_os = "linux")]
pub use linux::{Answer, print};
#[cfg(target_os = "macos")]
pub use macos::print;
#[cfg(windows)]
pub use windows::print;
