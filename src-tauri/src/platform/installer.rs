//! Putting a newer version of this program in the place of this one, and who may do that here.
//!
//! `owner` tells by where the program lies; `start` installs the file of a release, where the program is its own. Not here:
//! whether that file is to be believed (`crate::release`), and when it may be installed (`crate::desk`).

#[cfg(any(windows, test, all(target_os = "linux", debug_assertions)))]
mod begun;
#[cfg(any(target_os = "macos", all(unix, test)))]
mod bundle;
#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
mod owner;
#[cfg(windows)]
mod windows;
#[cfg(any(windows, test))]
mod words;

#[cfg(target_os = "linux")]
pub use linux::{KIND, STARTS_AGAIN, owner, start};
#[cfg(target_os = "macos")]
pub use macos::{KIND, STARTS_AGAIN, owner, start};
pub use owner::Owner;
#[cfg(windows)]
pub use windows::{KIND, STARTS_AGAIN, owner, start};

/// What the publisher's feed calls the file for this system and its processor: `windows-x86_64-nsis`.
pub fn target() -> String {
    let (system, installer) = KIND;
    format!("{system}-{}-{installer}", std::env::consts::ARCH)
}
