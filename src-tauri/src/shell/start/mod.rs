//! The start of the program: what it was asked for, that it runs once for a folder, its log, and how it is
//! told that it cannot go on.

pub mod instance;
pub mod log;
pub mod options;
pub mod trouble;
