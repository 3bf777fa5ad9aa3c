//! The Connect client against servers of our own, from the documented JSON and from what it does not promise.
//!
//! Each server listens on loopback in the test's own runtime. Waits are skipped by pausing the clock at the moment when
//! nothing but the clock is left to wait for.

mod failing;
mod limits;
mod listing;
mod newest;
mod one_origin;
mod own_process;
mod placing;
mod plans;
mod reading;
mod secrecy;
mod signing_in;
pub mod stub;
mod unreached;
