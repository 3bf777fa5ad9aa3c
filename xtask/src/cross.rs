//! The systems that this machine is not: linted for Windows and macOS, built and run for Windows, on Debian and its
//! relatives. All of it lies in `target/cross`.
//!
//! Not in it: what is shipped for those systems. That is built on each of them, by `bundle`.

mod cargo;
mod debian;
mod library;
mod limits;
pub mod lint;
mod stand_ins;
mod start;
mod verdicts;
pub mod windows;
mod wine;
