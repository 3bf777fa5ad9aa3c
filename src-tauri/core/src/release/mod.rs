//! A release of this program, as its publisher announces it: the feed, its signatures, and the file that installs it.
//!
//! ```text
//! source     where releases are announced, by whose key, and which of their files are for this computer
//! feed       what an announcement says, and whether it is one for this program (pure)
//! signature  whose word something is, and for which version (pure)
//! fetch      an announcement, and the file of one, over the network and onto the disk
//! ```
//!
//! What a caller can rely on: nothing is a [`Release`] whose announcement was not signed by the publisher's key for that
//! channel and version, and no file is given that was not signed under its name for that version.
//!
//! Deliberately not here: when to look, whether anybody wants it, and what must not be interrupted (`desk::updates`); how a
//! file is installed on a system (`platform::installer`).

mod feed;
mod fetch;
mod signature;
mod source;

pub use feed::Release;
pub use fetch::{Trouble, fetch, is_genuine, look};
pub use signature::PublisherKey;
pub use source::{Source, SourceError};
