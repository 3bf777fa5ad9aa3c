//! What each operating system does in its own way. Nothing here knows a window of ours, an order or a setting: what it
//! needs is handed in as text, a flag or a web view.
//!
//! ```text
//! dumps         no dump of this program's memory
//! files         opening a file by its name, and no other
//! second_start  where a second start finds the first
//! lock          whether this session was locked
//! awake         keeping the screen on
//! notify        a notification outside the window
//! print         paper, or a PDF file
//! mail          a draft in the person's own mail program
//! clipboard     what is copied as a secret
//! webview       what a web view does by itself, and how large its monitor is
//! message       a message box while there is no window, and whether there can be one
//! ```
//!
//! Each has one file a system in the folder of its name. A system whose file says little has no code of its own yet.

pub mod awake;
pub mod clipboard;
pub mod dumps;
pub mod files;
pub mod lock;
pub mod mail;
pub mod message;
pub mod notify;
pub mod print;
pub mod second_start;
pub mod webview;
