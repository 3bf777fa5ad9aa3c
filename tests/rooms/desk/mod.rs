//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod any_day;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../../support/backlog.rs"]
mod backlog;
mod books;
mod customer_display;
mod deciding;
mod elsewhere;
mod faults;
mod handing;
mod keychains;
#[cfg(target_os = "linux")]
mod machine;
mod many;
mod network;
mod offline;
mod once;
mod recovering;
mod restarting;
mod secrecy;
mod selling;
mod shop;
mod unclaimed;
mod upkeep;
mod wrong_answers;
