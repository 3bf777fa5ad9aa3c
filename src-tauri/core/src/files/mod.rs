//! How this program writes files: whole or not at all (`whole`), and for their owner only (`private`).
//! Not in here: where a file goes, and what is in it.

pub mod private;
mod whole;

pub use whole::{rename, sweep, sync_folder, write_whole};
