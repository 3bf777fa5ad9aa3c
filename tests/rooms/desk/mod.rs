//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod any_day;
mod books;
mod customers_screen;
mod deciding;
mod elsewhere;
mod faults;
mod handing;
mod keychains;
#[cfg(target_os = "linux")]
mod machine;
mod network;
mod offline;
mod once;
mod recovering;
mod restarting;
mod secrecy;
mod selling;
mod shop;
mod upkeep;
mod wrong_answers;
