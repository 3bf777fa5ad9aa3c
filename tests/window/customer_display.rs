//! The customer's screen on a second monitor, the turned screen without one, and how both are cleared. The monitors are
//! those of a real X server without a screen; what stands on them is read from its picture, as a customer's eyes would.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::key::Key;
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_page, of_screen, read_codes, shoot, words_in};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::stubs::ScreenSaver;
use crate::driver::window::{PATIENCE, until_free};
use crate::driver::x11::Screen;

pub const EMAIL: &str = "maria.keller@example.com";
/// What the window manager knows the customer's window by.
pub const TITLE: &str = "eSIM Desk: for the customer";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_monitor_shows_the_customers_half_and_nothing_else() {
    let computer = Computer::with_two_monitors().unhurried();
    let window = computer.open(&[]).await;
    window.start_demo().await;
    until("a picture between two customers", || {
        shows_something(&computer)
    });
    keep(&computer, "customer-standby");
    assert_eq!(on_second(&computer), Vec::<String>::new(), "and no code");

    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    let code = code_in_demo_ledger(&computer);
    until("the code on the customer's screen", || {
        on_second(&computer) == [code.clone()]
    });
    keep(&computer, "customer-code");
    window.see("[data-testid=second-screen]").await;
    let text = until_said(&computer, "Wi-Fi");
    for secret in [
        "maria",
        "keller",
        "example.com",
        "Europe",
        "EUR",
        "5 GB",
        "Orders",
        "Done",
    ] {
        let found = text.to_lowercase().contains(&secret.to_lowercase());
        assert!(!found, "{secret} is not for the customer's screen: {text}");
    }

    window.press("[data-testid=guest-de]").await;
    until_said(&computer, "WLAN");
    keep(&computer, "customer-german");

    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    window.press("[data-testid=done]").await;
    until("the code to leave the customer's screen", || {
        on_second(&computer).is_empty()
    });
    until("the clipboard to forget it", || {
        computer.clipboard_text().is_none()
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_customers_screen_follows_its_monitor_in_the_middle_of_a_hand_over() {
    let computer = Computer::with_two_monitors();
    let screen = Screen::of(computer.display());
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    let code = code_in_demo_ledger(&computer);
    until("the code on the customer's screen", || {
        on_second(&computer) == [code.clone()]
    });

    computer.unplug();
    window.see("[data-testid=turn-screen]").await;
    window.hear("was unplugged").await;
    shoot(&window, "unplugged").await;
    until("the customer's window to close", || {
        !screen.titles().iter().any(|title| title == TITLE)
    });
    assert_eq!(
        code_on_page(&computer, &window).await,
        code,
        "the staff's half stands as it was"
    );
    window.press("[data-testid=turn-screen]").await;
    window.see("[data-testid=customer-display]").await;
    shoot(&window, "turned").await;
    assert_eq!(
        code_on_page(&computer, &window).await,
        code,
        "the same customer's code on the turned screen"
    );
    window.key(Key::Escape).await;
    window.see("[data-testid=done]").await;

    computer.plug();
    until("the code on the customer's screen again", || {
        on_second(&computer) == [code.clone()]
    });
    window.see("[data-testid=second-screen]").await;

    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-settings]").await;
    window.press_button("Not used").await;
    until("the manager's monitor to be free", || {
        !screen.titles().iter().any(|title| title == TITLE)
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn locking_the_computer_clears_both_screens_and_the_clipboard() {
    let computer = Computer::with_two_monitors().unhurried();
    let system = computer.bus.address().to_owned();
    let computer = computer.with("DBUS_SYSTEM_BUS_ADDRESS", system);
    let saver = ScreenSaver::on(&computer);
    let window = computer.open(&[]).await;
    window.start_demo().await;
    assert!(!saver.kept_awake(), "nothing is shown yet");
    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    let code = code_in_demo_ledger(&computer);

    for (lock, how) in [
        (ScreenSaver::lock as fn(&ScreenSaver), "by the desktop"),
        (ScreenSaver::lock_by_login, "by the login service"),
    ] {
        until("the code on the customer's screen", || {
            on_second(&computer) == [code.clone()]
        });
        until("the computer to be kept awake", || saver.kept_awake());
        window.press("[data-testid=copy-code]").await;
        window.hear("Install code copied").await;

        let slips = computer.data().join("demo/tmp");
        std::fs::create_dir_all(&slips).expect("the folder is ours");
        std::fs::write(slips.join("slip.pdf"), "left by a printer").expect("it is ours");

        lock(&saver);
        window.see("[data-testid=put-away]").await;
        shoot(&window, "put-away").await;
        let drawn = "return document.querySelector('[data-testid=qr]') === null";
        window.until("no code on the staff's half", drawn).await;
        until(&format!("no code on any screen, locked {how}"), || {
            read_codes(&of_screen(&computer)).is_empty()
        });
        until("the clipboard to forget it", || {
            computer.clipboard_text().is_none()
        });
        until("no slip to be left", || !slips.exists());
        until("the computer to be let asleep", || !saver.kept_awake());
        window.press_button("Show the code again").await;
        window.see_code().await;
    }
    window.press("[data-testid=done]").await;
    until("the computer to be let asleep after Done", || {
        !saver.kept_awake()
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_managers_time_clears_both_screens_and_the_clipboard() {
    let computer = Computer::with_two_monitors();
    computer.settings(
        true,
        &json!({ "put_away_after_minutes": 1, "second_monitor": "customer" }),
    );
    let window = computer.open(&["--demo"]).await;
    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    until("the code on the customer's screen", || {
        on_second(&computer).len() == 1
    });
    // The minute is a real one.
    let begun = Instant::now();
    while window
        .script(
            "return document.querySelector('[data-testid=put-away]') === null",
            Vec::new(),
        )
        .await
        == true
    {
        assert!(begun.elapsed() < PATIENCE * 3, "the code stays");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    until("no code on any screen", || {
        read_codes(&of_screen(&computer)).is_empty()
    });
    until("the clipboard to forget it", || {
        computer.clipboard_text().is_none()
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_monitor_is_left_alone_until_somebody_speaks_for_it() {
    let computer = Computer::with_a_strange_monitor();
    let screen = Screen::of(computer.display());
    let window = computer.open(&["--demo"]).await;
    window.see("[data-testid=free-monitor]").await;
    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    let covered = || screen.titles().iter().any(|title| title == TITLE);
    assert!(!covered(), "nobody asked for it");
    assert_eq!(on_second(&computer), Vec::<String>::new(), "and no code");
    window.press("[data-testid=done]").await;

    window.see("[data-testid=free-monitor]").await;
    shoot(&window, "free-monitor").await;
    window.press("[data-testid=show-customer-there]").await;
    until("the customer's window", covered);
    let gone = "return document.querySelector('[data-testid=free-monitor]') === null";
    window.until("the question to go", gone).await;
    close_demo(&computer, &screen).await;
    drop(window);

    let window = computer.open(&["--demo"]).await;
    until("the customer's window after a restart", covered);
    window.until("no question any more", gone).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_staffs_window_opens_on_the_monitor_it_was_on_whichever_is_the_first() {
    let computer = Computer::with_two_monitors();
    computer.settings(
        true,
        &json!({
            "second_monitor": "customer",
            "window": { "width": 1024, "height": 700, "maximised": false },
        }),
    );
    let screen = Screen::of(computer.display());
    let window = computer.open(&["--demo"]).await;
    screen.place("eSIM Desk (demo)", 1500, 40);
    until("the customer's screen to change sides", || {
        screen.left_of(TITLE) == Some(0)
    });
    close_demo(&computer, &screen).await;
    drop(window);

    computer.swap_primary();
    let _window = computer.open(&["--demo"]).await;
    until("the staff's window on its own monitor", || {
        screen
            .left_of("eSIM Desk (demo)")
            .is_some_and(|left| left >= 1400)
    });
    until("the customer's on the other", || {
        screen.left_of(TITLE) == Some(0)
    });
}

/// Closes the staff's window as a person does, and waits until the program has ended.
async fn close_demo(computer: &Computer, screen: &Screen) {
    screen.ask_to_close("eSIM Desk (demo)");
    until_free(&computer.data().join("demo")).await;
    until("both windows to be gone", || screen.titles().is_empty());
}

fn until(what: &str, mut done: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !done() {
        assert!(begun.elapsed() < PATIENCE, "waited {PATIENCE:?} for {what}");
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// The second monitor's part of the screen.
fn second(computer: &Computer) -> PathBuf {
    let path = computer.home().join("second.png");
    let part = "1280x800+1400+0";
    let screen = of_screen(computer);
    let (screen, target) = (path_text(&screen), path_text(&path));
    let output = computer.run("convert", &[&screen, "-crop", part, "+repage", &target]);
    assert!(output.status.success(), "the picture is cut");
    path
}

fn path_text(path: &Path) -> String {
    path.to_str().expect("the path is UTF-8").to_owned()
}

fn on_second(computer: &Computer) -> Vec<String> {
    read_codes(&second(computer))
}

/// More than one colour.
fn shows_something(computer: &Computer) -> bool {
    let picture = path_text(&second(computer));
    let output = computer.run("identify", &["-format", "%k", &picture]);
    let colours = String::from_utf8_lossy(&output.stdout);
    colours
        .trim()
        .parse::<u32>()
        .is_ok_and(|colours| colours > 8)
}

/// Waits until a reader of the customer's screen reads this word, and gives all that it reads.
fn until_said(computer: &Computer, word: &str) -> String {
    let mut text = String::new();
    until(&format!("{word:?} on the customer's screen"), || {
        text = words_in(&second(computer));
        text.contains(word)
    });
    text
}

/// Keeps the second monitor's picture, if somebody wants to look at it.
fn keep(computer: &Computer, name: &str) {
    if let Some(folder) = std::env::var_os("ESIM_DESK_SHOTS") {
        std::fs::create_dir_all(&folder).expect("the folder for pictures can be made");
        std::fs::copy(
            second(computer),
            Path::new(&folder).join(format!("{name}.png")),
        )
        .expect("the folder for pictures is writable");
    }
}
