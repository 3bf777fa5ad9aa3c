//! The kill test of the core as it was built for Windows: it is killed under Wine at random moments while it sells to a
//! service on this side that drops, delays and fails answers. Book, file locks and Credential Manager are those of Windows,
//! as far as Wine has them. Afterwards ledger and book agree, and every eSIM that was bought can be handed over.
//!
//! Its twin in `tests/window` kills the whole program. What is killed here is the test at the end of this file.

#[cfg(target_os = "linux")]
mod counter;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[cfg(target_os = "linux")]
#[path = "../../support/kills.rs"]
mod kills;
mod till;

#[cfg(target_os = "linux")]
use super::chance;
