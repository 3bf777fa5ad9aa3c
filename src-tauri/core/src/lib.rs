//! eSIM Desk without its window: everything that is known of orders, install codes, the service and the order book.
//!
//! ```text
//! desk            placing, following and handing over orders
//!   ├ activation  install codes: grammar, proof, picture (pure)
//!   ├ connect     the Connect API v2 client
//!   ├ keychain    secrets in the operating system's keychain
//!   └ book        the order book on disk
//! sandbox         a Connect service in a box, for demo and tests
//! release         a release of this program: its announcement, its signatures, its file
//! settings        the one settings file
//! files           writing a file whole, and for its owner only
//! table           tables as spreadsheets write them, read (pure)
//! clock           what time it is on this computer
//! typed           text as people type and paste it, cleaned and folded (pure)
//! ```
//!
//! Not here: anything of Tauri, of a window or of what differs between operating systems but for files and the keychain.
//! A crate of its own, so that a change here is tested without building the window system.

#![forbid(unsafe_code)]

pub mod activation;
pub mod book;
pub mod clock;
pub mod connect;
pub mod desk;
pub mod files;
pub mod keychain;
pub mod release;
pub mod sandbox;
pub mod settings;
pub mod table;
pub mod typed;
