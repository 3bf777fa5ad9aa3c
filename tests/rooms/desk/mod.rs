//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod any_day;
mod deciding;
mod elsewhere;
mod faults;
mod handing;
mod keychains;
mod network;
mod offline;
mod once;
mod recovering;
mod restarting;
mod secrecy;
mod selling;
mod shop;
mod wrong_answers;
