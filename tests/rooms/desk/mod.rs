//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod faults;
mod once;
mod selling;
mod shop;
mod wrong_answers;
