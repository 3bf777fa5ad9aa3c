//! What each operating system does in its own way. Nothing here knows a window of ours, an order or a setting: what it
//! needs is handed in as text, a flag or a web view.
//!
//! ```text
//! dumps         no dump of this program's memory
//! files         opening a file by its name, and no other; a folder for its owner only
//! second_start  where a second start finds the first
//! lock          whether this session was locked
//! session_end   what a log-off or a shutdown waits for
//! numbers       how this system writes numbers and lists
//! awake         keeping the screen on, and the program going
//! notify        a notification outside the window
//! print         paper, or a PDF file
//! mail          a draft in the person's own mail program
//! clipboard     what is copied as a secret
//! webview       what a web view does by itself, and how large its monitor is
//! installer     a newer version in this one's place, and who may put it there
//! message       a message box while there is no window, and whether there can be one
//! ```
//!
//! Each has one file a system in the folder of its name. What only Windows' files share: `wide`, text for its calls,
//! `this_user`, and `hidden_window`, to which it tells what happens to the session. Calls of a system are unsafe, and stand one
//! in a function with its documentation's address; which files may is a list in the tests of the structure.

pub mod awake;
pub mod clipboard;
pub mod dumps;
pub mod files;
#[cfg(windows)]
mod hidden_window;
pub mod installer;
pub mod lock;
pub mod mail;
pub mod message;
pub mod notify;
pub mod numbers;
pub mod print;
pub mod second_start;
pub mod session_end;
#[cfg(windows)]
mod this_user;
pub mod webview;
#[cfg(windows)]
mod wide;
