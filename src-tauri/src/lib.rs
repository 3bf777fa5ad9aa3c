//! eSIM Desk: sell an eSIM over the counter.
//!
//! ```text
//! shell       all that names Tauri: commands, windows, clipboard, files
//!   └ desk        placing, following and handing over orders
//!       ├ activation  install codes: grammar, proof, picture (pure)
//!       ├ connect     the Connect API v2 client
//!       ├ keychain    secrets in the operating system's keychain
//!       └ book        the order book on disk
//! platform    what each operating system does in its own way: locks, staying awake, notifications, printing, mail
//! sandbox     a Connect service in a box, for demo and tests
//! settings    the one settings file
//! ```
//!
//! ARCHITECTURE.md says why, and which lines between these rooms are never crossed.

pub mod activation;
pub mod book;
pub mod connect;
pub mod desk;
pub mod keychain;
pub mod platform;
pub mod sandbox;
pub mod settings;
pub mod shell;

pub use shell::run;
