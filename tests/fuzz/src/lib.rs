//! The rooms under test, as the program has them.

#[path = "../../../src-tauri/src/activation/mod.rs"]
pub mod activation;
#[path = "../../../src-tauri/src/connect/mod.rs"]
pub mod connect;
