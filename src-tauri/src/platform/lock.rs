//! Whether this session was locked, or is about to sleep: then no code may stay on a screen.
//!
//! Each system tells it by itself, and no program of it is asked.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::call_when_locked;
#[cfg(target_os = "macos")]
pub use macos::call_when_locked;
#[cfg(windows)]
pub use windows::call_when_locked;
