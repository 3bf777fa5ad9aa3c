//! Secrets in the keychain of this computer: read, write, delete, and what state the keychain is in.
//!
//! ```text
//! handle  ──► worker, native   `Keychain`: requests go to a thread of its own, callers wait as long as they have patience
//! worker  ──► entries          what that thread does with a request
//! entries ──► item             how a value lies in the store: its names, and its parts where it is long
//! native                       the store of each operating system
//! state, error                 what callers are told
//! ```
//!
//! A keychain may keep us waiting for as long as nobody answers its prompt, so one thread of its own talks to it and
//! callers wait for that thread no longer than their patience. Not in here: what is stored (the desk and the book say),
//! and what to do without a keychain. Nothing is ever put in a file instead.

mod entries;
mod error;
mod handle;
mod item;
mod native;
mod state;
mod worker;

pub use entries::SecretBytes;
pub use error::KeychainError;
pub use handle::Keychain;
pub use item::Item;
pub use state::KeychainState;
