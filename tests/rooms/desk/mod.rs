//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod account;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../../support/backlog.rs"]
mod backlog;
#[path = "../../support/chance.rs"]
mod chance;
mod esim;
mod fixture;
mod group;
mod handover;
mod killed;
mod orders;
mod polling;
#[path = "../../support/publisher.rs"]
mod publisher;
mod recovery;
mod sale;
mod takings;
mod updates;
