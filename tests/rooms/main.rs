//! Everything that needs no window: each room at the seam where others use it.

mod activation;
mod book;
mod connect;
mod desk;
mod keychain;
mod sandbox;
mod structure;
mod wine;

use std::path::Path;

/// The root of the project.
fn project() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
