//! Marking a text or a picture as a secret, which clipboard histories leave out where the system knows such a thing. When it
//! is put there and taken away is decided elsewhere.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::as_secret;
#[cfg(target_os = "macos")]
pub use macos::as_secret;
#[cfg(windows)]
pub use windows::as_secret;
