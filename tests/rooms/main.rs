//! Everything that needs no window: each room at the seam where others use it.

mod activation;
mod bindings;
mod book;
mod connect;
mod desk;
mod keychain;
mod sandbox;
mod structure;
