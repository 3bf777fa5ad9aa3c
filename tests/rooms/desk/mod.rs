//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod account;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../../support/backlog.rs"]
mod backlog;
mod fixture;
mod handover;
mod orders;
mod polling;
mod recovery;
mod sale;
