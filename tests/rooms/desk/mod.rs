//! The desk with a real service behind a real socket (the sandbox), a book on disk and a keychain in memory.

mod selling;
mod shop;
