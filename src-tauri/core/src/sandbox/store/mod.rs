//! What the sandbox keeps: the plans on sale, what was ordered, which tokens are good, how many requests came, what time
//! it is.
//!
//! Not in it: requests and answers, and the lock around all this (`state`).

pub(super) mod catalogue;
pub(super) mod clock;
pub(super) mod delays;
pub(super) mod invent;
pub(super) mod ledger;
pub(super) mod limit;
pub(super) mod plan;
mod plans;
mod status;
pub(super) mod subscription;
pub(super) mod tokens;
