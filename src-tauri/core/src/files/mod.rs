//! How this program writes files: whole or not at all (`whole`), and for their owner only (`private`). What the system says
//! of where they lie (`place`).
//! Not in here: where a file goes, and what is in it.

mod place;
pub mod private;
mod whole;

pub use place::{at_its_place, in_full, is_elsewhere, is_of_a_cloud};
pub use whole::{rename, sweep, sync_folder, write_whole};
