//! A notification outside the window. What it says, and whether anybody needs it, is decided elsewhere.

mod error;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub use error::NotifyError;
#[cfg(target_os = "linux")]
pub use linux::show;
#[cfg(target_os = "macos")]
pub use macos::show;
#[cfg(windows)]
pub use windows::show;
