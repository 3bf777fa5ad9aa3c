//! Starts the real program for Windows, as far as Wine goes: up to the message that its web view is missing.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::wine;
use crate::program::{Failure, Outcome};
use crate::project;

/// What the program says names it, in whatever words.
const MISSING: &str = "webview";
const PATIENCE: Duration = Duration::from_secs(120);
/// How long a message box, which is shown after the words were written, may take.
const FOR_A_BOX: Duration = Duration::from_secs(20);

/// Good when the program says that the web view is missing: in a message box, or on standard error.
pub fn up_to_the_web_view(program: &Path) -> Outcome {
    let folder = project::cross().join("start");
    // Each start is the first one of its folder.
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
    }
    fs::create_dir_all(&folder).map_err(|error| Failure::at(&folder, &error))?;
    let words = folder.join("standard-error");
    let file = fs::File::create(&words).map_err(|error| Failure::at(&words, &error))?;
    let screen = Screen::start(&folder)?;
    wine::at_rest()?;
    let program = wine::command(program)
        .args(["--data-dir", &wine::on_windows(&folder.join("data"))])
        .env("DISPLAY", &screen.display)
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .map_err(|error| Failure::new(format!("the program under Wine: {error}")))?;
    let mut program = Running(program);
    let began = Instant::now();
    let said = || fs::read(&words).map(|text| String::from_utf8_lossy(&text).into_owned());
    while !said().is_ok_and(|text| text.to_lowercase().contains(MISSING)) {
        let ended = program.0.try_wait().ok().flatten();
        if ended.is_some() || began.elapsed() > PATIENCE {
            let text = said().unwrap_or_default();
            return Err(Failure::new(format!(
                "the program does not say that its web view is missing, but {text:?} ({ended:?})"
            )));
        }
        thread::sleep(Duration::from_millis(200));
    }
    let said_at = Instant::now();
    while said_at.elapsed() < FOR_A_BOX {
        if screen.has_a_window() {
            println!("Windows, the program: a message box says that its web view is missing");
            return Ok(());
        }
        if program.0.try_wait().ok().flatten().is_some() {
            break;
        }
        thread::sleep(Duration::from_millis(200));
    }
    println!("Windows, the program: it says on standard error only that its web view is missing");
    Ok(())
}

/// A virtual screen, as long as this lives.
struct Screen {
    server: Running,
    display: String,
}

impl Screen {
    fn start(folder: &Path) -> Outcome<Self> {
        let told = folder.join("display");
        let file = fs::File::create(&told).map_err(|error| Failure::at(&told, &error))?;
        let server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
            .args(["-nolisten", "tcp"])
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| Failure::new(format!("Xvfb: {error}")))?;
        let mut screen = Self {
            server: Running(server),
            display: String::new(),
        };
        let began = Instant::now();
        loop {
            let number = fs::read_to_string(&told).unwrap_or_default();
            if let Some(number) = number.strip_suffix('\n') {
                screen.display = format!(":{number}");
                return Ok(screen);
            }
            if began.elapsed() > PATIENCE || screen.server.0.try_wait().ok().flatten().is_some() {
                return Err(Failure::new("Xvfb does not start"));
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Whether a window of the program is to be seen.
    fn has_a_window(&self) -> bool {
        Command::new("xdotool")
            .args(["search", "--onlyvisible", "--name", "eSIM Desk"])
            .env("DISPLAY", &self.display)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }
}

/// A process of ours, ended with its owner.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended by itself cannot be killed.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
