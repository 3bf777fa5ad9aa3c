//! How this system writes numbers and lists, which is what its spreadsheets read: `decimal`, the sign between the whole and its
//! part, and `list`, the one between the items of a list. `None` where the system does not say. Both go by the settings of the
//! region, and not by a language.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::{decimal, list};
#[cfg(target_os = "macos")]
pub use macos::{decimal, list};
#[cfg(windows)]
pub use windows::{decimal, list};
