//! The desktop's own dialogs, which no driver of pages reaches: used with real keys and clicks.

use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use super::computer::Computer;
use super::pictures::{keep_screen, of_screen};
use super::x11::Screen;
use crate::bus::until;

/// Does something in the dialog of this title until it closes: some can be used only a while after they are up.
/// `what` are words for xdotool, which knows the dialog as `%1`.
pub fn in_dialog(computer: &Computer, title: &str, what: &[&str]) {
    let screen = Screen::of(computer.display());
    let is_open = || screen.titles().iter().any(|open| open == title);
    until(&format!("the dialog {title:?}"), is_open);
    keep_screen(&of_screen(computer), &format!("dialog-{title}"));
    let name = format!("^{title}$");
    let find = [
        "search",
        "--onlyvisible",
        "--name",
        &name,
        "windowfocus",
        "--sync",
    ];
    until(&format!("the dialog {title:?} to close"), || {
        computer.run("xdotool", &[&find, what].concat());
        // A key that came too late for the dialog would press something in the app.
        let pressed = Instant::now();
        while is_open() && pressed.elapsed() < Duration::from_secs(3) {
            thread::sleep(Duration::from_millis(40));
        }
        !is_open()
    });
}

/// Has GTK's dialog print into its file, and gives that. Without a spooler it offers nothing else.
pub fn print_into_file(computer: &Computer) -> PathBuf {
    // The one row of the list of printers, then the button.
    let choose = ["mousemove", "--window", "%1", "80", "87", "click", "1"];
    let print = [&choose[..], &["key", "alt+p"]].concat();
    in_dialog(computer, "Print", &print);
    let printed = computer.home().join("output.pdf");
    until("the dialog's file", || printed.exists());
    printed
}
