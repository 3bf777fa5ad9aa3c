//! The rooms under test, as the program has them.

pub use esim_desk_core::{activation, connect};
