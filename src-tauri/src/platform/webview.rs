//! Switches of a web view that the window library does not offer: no menu, no printing by itself, nothing dropped into it,
//! and a page whose process has ended comes back. Where its page stands on its monitor, in millimetres.
//!
//! A [`View`] is what each system has of a web view; the shell makes it.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod size;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::{View, be_no_browser, pixels_to_a_metre};
#[cfg(target_os = "macos")]
pub use macos::{View, be_no_browser, cover_monitor, pixels_to_a_metre};
#[cfg(windows)]
pub use windows::{View, be_no_browser, pixels_to_a_metre};
