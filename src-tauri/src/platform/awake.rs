//! Keeping the screen on while a code is on it.
//!
//! The page has a wake lock of its own, which this only adds to: it is all there is on Windows and macOS.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::keep_awake_while;
#[cfg(target_os = "macos")]
pub use macos::keep_awake_while;
#[cfg(windows)]
pub use windows::keep_awake_while;
