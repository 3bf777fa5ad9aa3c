//! Starting the app more than once.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::bus::until;
use crate::driver::computer::{APP, Computer};
use crate::driver::pictures::{of_screen, read_codes, shoot, words_in};
use crate::driver::window::{Window, until_free};
use crate::driver::x11::Screen;

const LIVE: &str = "eSIM Desk";
const DEMO: &str = "eSIM Desk (demo)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_ends_at_once_and_brings_the_window_to_the_front() {
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let live = computer.open(&[]).await;
    until("the live window", || screen.titles() == [LIVE]);
    let demo = computer.open(&["--demo"]).await;
    until("the demo in front of it", || {
        screen.titles() == [LIVE, DEMO]
    });

    start_again(&computer, &[]);
    until("the live window in front", || {
        screen.titles() == [DEMO, LIVE]
    });
    start_again(&computer, &["--demo"]);
    until("the demo in front", || screen.titles() == [LIVE, DEMO]);

    live.see("[data-testid=welcome-demo]").await;
    demo.see("[data-testid=plan-row]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_data_folder_is_another_window() {
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let first = computer.open(&[]).await;
    let second = Window::open(&computer, &computer.home().join("other"), &[]).await;
    until("two windows", || screen.titles() == [LIVE, LIVE]);
    first.see("[data-testid=welcome-demo]").await;
    second.see("[data-testid=welcome-demo]").await;
}

/// What changes in the first moment was once lost to one start in six, and with it all that came later.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_start_hears_what_changes() {
    let computer = Computer::start();
    let starts = if std::env::var_os("ESIM_DESK_LONG").is_some() {
        40
    } else {
        6
    };
    for theme in ["dark", "light"].into_iter().cycle().take(starts) {
        let window = computer.open(&[]).await;
        let change = json!({ "change": { "kind": "appearance", "value": theme } });
        window
            .invoke("change_settings", change)
            .await
            .expect("the theme can be changed");
        window
            .until_with(
                "the page to hear of it",
                "return document.documentElement.dataset.theme === arguments[0]",
                vec![theme.into()],
            )
            .await;
        window.close(&computer).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_start_says_that_the_first_does_not_answer() {
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let _first = computer.open(&[]).await;
    let [first] = computer.apps()[..] else {
        panic!("one app runs")
    };
    signal(first, "STOP");
    let mut second = told(&computer, &computer.data(), computer.display());
    until("a message", || screen.titles() == [LIVE, LIVE]);
    screen.close_in_front();
    assert!(!second.wait().expect("it ends").success(), "no content end");
    signal(first, "CONT");
    start_again(&computer, &[]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_on_another_screen_says_where_the_first_is() {
    let computer = Computer::start();
    let other = Computer::start();
    let there = Screen::of(other.display());
    let _first = computer.open(&[]).await;
    let mut second = told(&computer, &computer.data(), other.display());
    until("a message on the screen of the person", || {
        there.titles() == [LIVE]
    });
    until("the first one's screen to be named", || {
        words_in(&of_screen(&other)).contains(computer.display())
    });
    there.close_in_front();
    assert!(!second.wait().expect("it ends").success(), "no content end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_takes_nothing_is_told_on_screen() {
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let folder = computer.home().join("closed");
    // Root is refused nothing by mode bits, but by what is no folder.
    std::fs::write(&folder, "a file").expect("the home is ours");
    let mut app = told(&computer, &folder.join("desk"), computer.display());
    until("a message", || screen.titles() == [LIVE]);
    until("what is wrong", || {
        words_in(&of_screen(&computer)).contains("data folder")
    });
    screen.close_in_front();
    assert!(!app.wait().expect("it ends").success(), "no content end");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_window_system_the_start_ends_with_words() {
    let computer = Computer::start();
    let app = told(&computer, &computer.data(), ":4711");
    let output = app.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "no content end");
    assert!(said.contains("cannot open its window"), "{said}");
}

/// Starts the app as a person at that screen does.
fn told(computer: &Computer, data: &Path, display: &str) -> Child {
    computer
        .command(APP)
        .arg("--data-dir")
        .arg(data)
        .env("DISPLAY", display)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the app can be started")
}

fn signal(process: u32, name: &str) {
    let done = Command::new("kill")
        .args(["-s", name, &process.to_string()])
        .status();
    assert!(done.is_ok_and(|done| done.success()), "{name}");
}

/// Starts the app once more with the same folder; it must end by itself, content, and soon.
fn start_again(computer: &Computer, arguments: &[&str]) {
    let begun = Instant::now();
    let output = computer
        .command("timeout")
        .arg("10")
        .arg(APP)
        .arg("--data-dir")
        .arg(computer.data())
        .args(arguments)
        .stdout(Stdio::null())
        .output()
        .expect("the app can be started");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(begun.elapsed() < Duration::from_secs(3), "it ends quickly");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_never_shows_the_code_that_was_on_screen_before() {
    let computer = Computer::start();
    let window = computer.open(&["--demo"]).await;
    window.see("[data-testid=plan-row]").await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    // The README's picture.
    shoot(&window, "hand-over").await;
    computer.kill_app();
    until_free(&computer.data().join("demo")).await;
    drop(window);

    let window = computer.open(&["--demo"]).await;
    window.see("[data-testid=plan-row]").await;
    let order = window.snapshot().await["orders"].clone();
    assert_eq!(order, json!([]), "nothing is in progress");
    let code = "return document.querySelector('[data-testid=qr]') !== null";
    assert_eq!(window.script(code, Vec::new()).await, false, "no code");
    assert_eq!(
        read_codes(&of_screen(&computer)),
        Vec::<String>::new(),
        "the next customer sees nothing of the last one"
    );
}
