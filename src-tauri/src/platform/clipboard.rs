//! Copying a text or a picture as a secret, which clipboard histories and other devices leave out where the system knows such
//! a thing. When it is put there and taken away is decided elsewhere.

#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "linux")]
pub use linux::{put_picture, put_text};
#[cfg(target_os = "macos")]
pub use macos::{put_picture, put_text};
#[cfg(windows)]
pub use windows::{put_picture, put_text};
