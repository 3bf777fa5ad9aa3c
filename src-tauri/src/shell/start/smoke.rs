//! `--smoke`: whether the real window opens with the real web view, and its page answers. For installers and CI.
//!
//! It is the demo in a folder of its own that goes afterwards, with a keychain in memory; nothing asks anybody, and what
//! hangs is ended. Not here: whether what is on the page is right. The tests of the window know that.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager};

use crate::files::private;
use crate::shell::versions;
use crate::shell::windows::labels::MAIN;

/// So long the page may take to have something to press. A cold machine of CI is slow.
const PATIENCE: Duration = Duration::from_secs(60);
/// So long the program may take to end by itself after that.
const TIME_TO_END: Duration = Duration::from_secs(5);
/// What a page answers that its script has drawn.
const BUTTONS: &str = "document.querySelectorAll('button:not([disabled])').length";

/// A folder that nobody else has.
pub fn folder() -> io::Result<PathBuf> {
    let folder = std::env::temp_dir().join(format!("esim-desk-smoke-{}", process::id()));
    private::folder(&folder)?;
    Ok(folder)
}

/// Watches from a thread of its own, and ends the program with its answer.
pub fn watch(app: &AppHandle, folder: PathBuf) {
    let app = app.clone();
    thread::spawn(move || {
        let begun = Instant::now();
        let code = if answers(&app, begun) {
            tell(begun.elapsed());
            0
        } else {
            complain();
            1
        };
        app.exit(code);
        thread::sleep(TIME_TO_END);
        // The main thread hangs. What was seen stands all the same.
        tidy(&folder);
        end(code);
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "the thread that returns from `main` is the one that hangs"
)]
fn end(code: i32) -> ! {
    process::exit(code)
}

/// Removes the folder. The program is still at work in it: the first copy of the order book may be on its way.
///
/// It gets another name first, so that who writes into it by its path ends there, and cannot outrun the removal for ever.
/// Windows renames no folder in which a file is open: there it is tried again until the file is closed.
pub fn tidy(folder: &Path) {
    let leaving = folder.with_extension("leaving");
    let begun = Instant::now();
    while begun.elapsed() < TIME_TO_END {
        let _ = fs::rename(folder, &leaving);
        let _ = fs::remove_dir_all(&leaving);
        if !folder.exists() && !leaving.exists() {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    let _ = fs::remove_dir_all(folder);
}

/// Asks the page again and again how many buttons it has.
fn answers(app: &AppHandle, begun: Instant) -> bool {
    while begun.elapsed() < PATIENCE {
        let (answer, answered) = mpsc::channel();
        let asked = app.get_webview_window(MAIN).is_some_and(|window| {
            window
                .eval_with_callback(BUTTONS, move |buttons| drop(answer.send(buttons)))
                .is_ok()
        });
        if asked
            && answered
                .recv_timeout(Duration::from_secs(2))
                .is_ok_and(|buttons| has_some(&buttons))
        {
            return true;
        }
        thread::sleep(Duration::from_millis(200));
    }
    false
}

/// The answer comes as JSON; a page that is not there yet answers nothing, or null.
fn has_some(buttons: &str) -> bool {
    buttons
        .trim()
        .parse::<f64>()
        .is_ok_and(|count| count >= 1.0)
}

#[expect(clippy::print_stdout, reason = "the answer belongs there")]
fn tell(after: Duration) {
    println!("The window opened, and its page answered after {after:.1?}.");
    print!("{}", versions::lines());
}

#[expect(
    clippy::print_stderr,
    reason = "what started the program reads it there"
)]
fn complain() {
    eprintln!("esim-desk: the page did not answer within {PATIENCE:?}");
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::thread;

    use super::{has_some, tidy};

    #[test]
    fn the_folder_goes_while_somebody_writes_into_it() {
        let home = tempfile::tempdir().expect("the temporary folder is writable");
        let folder = home.path().join("smoke");
        let inner = folder.join("demo");
        fs::create_dir_all(&inner).expect("the temporary folder is writable");
        let write = move |number: u32| fs::write(inner.join(number.to_string()), b"copy").is_ok();
        // With so many there, removing them takes longer than writing one more.
        assert!((0..500).all(write.clone()), "the folder is writable");
        let writers: Vec<_> = (1..5)
            .map(|writer| {
                let write = write.clone();
                let numbers = writer * 1_000_000..;
                thread::spawn(move || numbers.take_while(|number| write(*number)).count())
            })
            .collect();
        tidy(&folder);
        let left = fs::read_dir(home.path()).map(Iterator::count).ok();
        assert_eq!(left, Some(0), "nothing of it is left, by whatever name");
        for writer in writers {
            writer.join().expect("it ends with the folder");
        }
    }

    #[test]
    fn only_a_page_with_something_to_press_has_answered() {
        for (answer, good) in [
            ("3", true),
            ("3.0", true),
            ("0", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(has_some(answer), good, "{answer:?}");
        }
    }
}
