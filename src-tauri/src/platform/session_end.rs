//! The end of the session, by log-off or shutdown, waits while something must not be cut short. What that is, and how long
//! anybody waits for it, is decided elsewhere.
//!
//! macOS tells it by an ordinary end of the program, and so does Linux; there the shell's own last steps wait.

#[cfg(not(windows))]
mod others;
#[cfg(windows)]
mod windows;

#[cfg(not(windows))]
pub use others::wait_before;
#[cfg(windows)]
pub use windows::wait_before;
