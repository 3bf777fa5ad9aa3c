//! The sandbox from outside: raw HTTP on its socket, against the documentation.
//!
//! Not in it: the client in `connect`, which has its own tests and is never used here.

mod afterwards;
mod caller;
mod documented;
mod keeping;
mod phones;
mod quirks;
mod selling;
mod tokens;
mod trouble;
