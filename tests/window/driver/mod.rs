//! What the tests of the window do it with: a computer of their own, the window on it, a service, and readers of what comes
//! out. No behaviour of the program is tested here.

pub mod compositor;
pub mod computer;
pub mod dialogs;
#[path = "../../support/elsewhere.rs"]
pub mod elsewhere;
pub mod focus;
pub mod keyboard;
pub mod pictures;
pub mod qr_modules;
pub mod screen_reader;
pub mod search;
pub mod service;
pub mod steps;
pub mod stubs;
pub mod tables;
pub mod window;
pub mod x11;
