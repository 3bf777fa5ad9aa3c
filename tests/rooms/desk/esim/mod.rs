//! eSIMs that were sold: found again, looked at, and their plans started.

#[path = "../../../support/elsewhere.rs"]
pub(in crate::desk) mod elsewhere;
mod finding;
mod looking;
pub(in crate::desk) mod starting;
