//! The real window, driven over WebDriver on a computer of its own: an X server, a session bus and an open GNOME Keyring
//! that are started for each test. What a person does is done with the pointer and the keys, and what a person gets is
//! read back from outside: from the screen by a QR reader, from the clipboard, from the keychain, from the disk, from the
//! service's ledger.
//!
//! With `ESIM_DESK_SHOTS=folder` pictures of the screens are kept there, to be looked at.
#![cfg(target_os = "linux")]

#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../support/bus.rs"]
mod bus;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../support/chance.rs"]
mod chance;
mod driver;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../support/kills.rs"]
mod kills;
#[path = "../support/line.rs"]
mod line;
#[allow(
    dead_code,
    reason = "each test program uses its own part of the support"
)]
#[path = "../support/publisher.rs"]
mod publisher;

mod accessibility;
mod account;
mod account_commands;
mod at_rest;
mod attacks;
mod bad_input;
mod clipboard;
mod closing;
mod command_line;
mod customer_display;
mod days;
mod dumps;
mod esims;
mod forced_colours;
mod group;
mod group_screens;
mod guest;
mod guest_languages;
mod keyboard;
mod keyboard_ways;
mod keychain;
mod keychains;
mod killed;
mod killed_group;
mod layout;
mod life;
mod lost;
mod mail;
mod notifications;
mod page;
mod press;
mod saving;
mod scanner;
mod scanning;
mod screen_reader;
mod secret_origins;
mod secrets;
mod selling;
mod several;
mod slip;
mod small_screen;
mod starts;
mod trouble_screens;
mod updates;
mod wayland;
mod wrong_answers;
