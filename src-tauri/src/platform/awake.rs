//! Keeping the screen on while a code is on it, and this program going while orders are followed.
//!
//! The page has a wake lock of its own for the screen, which this only adds to.

#[cfg(any(test, not(target_os = "linux")))]
mod hold;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::{keep_awake_while, keep_going_while};
#[cfg(target_os = "macos")]
pub use macos::{keep_awake_while, keep_going_while};
#[cfg(windows)]
pub use windows::{keep_awake_while, keep_going_while};
