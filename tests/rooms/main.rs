//! Everything that needs no window: each room at the seam where others use it.

mod activation;
mod book;
mod connect;
mod keychain;
mod sandbox;
