//! The start of the program: what it was asked for, that it runs once for a folder, and its log.

pub mod instance;
pub mod log;
pub mod options;
