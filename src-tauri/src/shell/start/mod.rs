//! The start of the program: what it was asked for, that it runs once for a folder, its log, and how it is
//! told that it cannot go on; and the start that only looks whether the page answers.

pub mod instance;
pub mod log;
pub mod options;
pub mod smoke;
pub mod trouble;
