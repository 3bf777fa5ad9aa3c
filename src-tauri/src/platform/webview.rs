//! Switches of a web view that the window library does not offer: no menu, no printing by itself, nothing dropped into it,
//! and a page whose process has ended comes back. Where its page stands on its monitor, in millimetres.
//!
//! The raw web view is the shell's to give. Windows and macOS have no code of their own yet.

#[cfg(target_os = "linux")]
mod linux;

#[cfg(target_os = "linux")]
pub use linux::{be_no_browser, pixels_to_a_metre};
