//! A message box of the system, for what has to be said while there is no window of ours. It waits until a person has
//! closed it. What it says is decided elsewhere.

mod error;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub use error::MessageError;
#[cfg(target_os = "linux")]
pub use linux::{show, window_system};
#[cfg(target_os = "macos")]
pub use macos::{show, window_system};
#[cfg(windows)]
pub use windows::{show, window_system};
