//! Everything that leaves the window by another way: the clipboard, a file, paper, the mail program and notifications.

pub mod archive;
pub mod clipboard;
pub mod mail;
pub mod notification;
pub mod save;
pub mod slip;
