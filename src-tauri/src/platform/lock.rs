//! Whether this session was locked, or is about to sleep: then no code may stay on a screen.
//!
//! Linux tells it over D-Bus. On Windows and macOS it cannot be had without `unsafe`: there one of the system's own programs
//! is asked. What reads their answers is compiled for tests on every system.

#[cfg(any(test, not(target_os = "linux")))]
mod ask;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(any(test, target_os = "macos"))]
mod macos;
#[cfg(any(test, windows))]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::call_when_locked;
#[cfg(target_os = "macos")]
pub use macos::call_when_locked;
#[cfg(windows)]
pub use windows::call_when_locked;

#[cfg(test)]
mod tests;
