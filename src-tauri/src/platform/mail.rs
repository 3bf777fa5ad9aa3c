//! A draft in the person's own mail program. The address that is opened is taken as it comes: that it is a `mailto:` is its
//! maker's promise.

mod error;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

pub use error::MailError;
#[cfg(target_os = "linux")]
pub use linux::open;
#[cfg(target_os = "macos")]
pub use macos::open;
#[cfg(windows)]
pub use windows::open;
