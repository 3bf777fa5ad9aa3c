//! The kill test of the core: it is killed at random moments while it sells at the counter and to groups, tops up, gives back
//! and starts plans, by a service that drops, delays and fails answers. A start buys nothing of what an earlier run had begun.
//! Afterwards ledger and book agree, every eSIM that was bought can be handed over or is refunded, each guest of a group has
//! one, and nothing waits for somebody without a way out.
//!
//! Once as it is here, and once as it was built for Windows, under Wine: book, file locks and Credential Manager are then
//! those of Windows, as far as Wine has them. Its twin in `tests/window` kills the whole program. What is killed here is the
//! test in `till`.

#[cfg(target_os = "linux")]
mod counter;
mod kept;
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
