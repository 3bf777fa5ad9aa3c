//! The hand-over on Wayland, where a program may not place its windows: the customer's screen by full screen alone, the
//! turned screen, and the clipboard. And what scanners, held keys and a browser's keys do there, by a real keyboard.

use std::path::PathBuf;
use std::process::Command;

use fantoccini::key::Key;
use serde_json::json;

use crate::bus::until;
use crate::customer_display::{EMAIL, TITLE};
use crate::driver::compositor::{Compositor, InAWindow, Monitor, Standing};
use crate::driver::computer::{Computer, Family};
use crate::driver::keyboard::Keyboard;
use crate::driver::pictures::{keep_screen, read_codes, words_in};
use crate::driver::steps::code_in_demo_ledger;
use crate::{page, press};

const STAFFS: &str = "eSIM Desk (demo)";

/// A computer whose programs show themselves on the compositor.
fn computer_on(compositor: &Compositor) -> Computer {
    Computer::start()
        .with("GDK_BACKEND", "wayland")
        .with("WAYLAND_DISPLAY", compositor.display())
}

/// The codes that a phone finds on a monitor.
fn codes_on(compositor: &Compositor, computer: &Computer, monitor: Monitor) -> Vec<String> {
    picture_of(compositor, computer, monitor).map_or_else(Vec::new, |picture| read_codes(&picture))
}

fn picture_of(compositor: &Compositor, computer: &Computer, monitor: Monitor) -> Option<PathBuf> {
    let target = computer.home().join(format!("{monitor:?}.png"));
    compositor.picture(monitor, &target).map(|()| target)
}

fn keep(compositor: &Compositor, computer: &Computer, monitor: Monitor, name: &str) {
    let picture = picture_of(compositor, computer, monitor).expect("it is plugged in");
    keep_screen(&picture, name);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_wayland_the_code_fills_the_second_monitor_and_the_turned_screen() {
    let compositor = Compositor::start();
    let computer = computer_on(&compositor);
    computer.settings(true, &json!({ "second_monitor": "customer" }));
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    let code = [code_in_demo_ledger(&computer)];

    let second = Standing {
        full_screen: true,
        at: [1400, 0, 1280, 800],
    };
    until("the code on the customer's screen", || {
        codes_on(&compositor, &computer, Monitor::Second) == code
    });
    assert_eq!(compositor.standing(TITLE), Some(second), "all of it");
    keep(&compositor, &computer, Monitor::Second, "wayland-customer");

    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    let pasted = || computer.run("wl-paste", &["--no-newline"]).stdout;
    assert_eq!(
        String::from_utf8_lossy(&pasted()),
        code[0],
        "to any program"
    );

    compositor.unplug();
    window.hear("was unplugged").await;
    until("the customer's window to close", || {
        compositor.standing(TITLE).is_none()
    });
    window.press("[data-testid=turn-screen]").await;
    let turned = Standing {
        full_screen: true,
        at: [0, 0, 1400, 900],
    };
    until("the staff's window to fill its monitor", || {
        compositor.standing(STAFFS).as_ref() == Some(&turned)
    });
    until("the staff's half to leave the turned screen", || {
        let picture = picture_of(&compositor, &computer, Monitor::First);
        picture.is_some_and(|picture| {
            let words = words_in(&picture);
            words.contains("Wi-Fi") && !words.contains("Orders")
        })
    });
    until("the code on the turned screen", || {
        codes_on(&compositor, &computer, Monitor::First) == code
    });
    keep(&compositor, &computer, Monitor::First, "wayland-turned");
    window.key(Key::Escape).await;
    until("the staff's window to be as it was", || {
        compositor
            .standing(STAFFS)
            .is_some_and(|one| !one.full_screen)
    });

    compositor.plug();
    until("the code on the customer's screen again", || {
        codes_on(&compositor, &computer, Monitor::Second) == code
    });
    window.press("[data-testid=done]").await;
    until("no code on any screen", || {
        [Monitor::First, Monitor::Second]
            .iter()
            .all(|monitor| codes_on(&compositor, &computer, *monitor).is_empty())
    });
    until("the clipboard to forget it", || pasted().is_empty());
}

/// Reading the clipboard waits for whoever owns it, here a program that has stopped.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_of_the_clipboard_that_hangs_holds_nobody_up() {
    let compositor = Compositor::start();
    let computer = computer_on(&compositor);
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;

    let mut copying = computer.command("wl-copy");
    copying.args(["--foreground", "the bill of room 12"]);
    let owner = Family::start(copying);
    until("the other text", || {
        let pasted = computer.run("wl-paste", &["--no-newline"]).stdout;
        pasted == b"the bill of room 12"
    });
    let stopped = Command::new("kill")
        .args(["-s", "STOP", &owner.id().to_string()])
        .status();
    assert!(stopped.is_ok_and(|status| status.success()));

    window.press("[data-testid=done]").await;
    window.buy("Europe 5 GB", "room12@example.com").await;
    window.see_code().await;
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    window.close(&computer).await;
}

/// A computer whose keyboard and pointer are a compositor's.
fn computer_in_a_window() -> (Computer, InAWindow) {
    let computer = Computer::start();
    let compositor = InAWindow::start(&computer);
    (compositor.of(computer), compositor)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_wayland_no_scan_buys_wherever_the_focus_is() {
    let (computer, compositor) = computer_in_a_window();
    let keyboard = Keyboard::through(&compositor, &computer);
    press::no_scan_buys(&computer, &keyboard).await;
}

/// Here each program repeats a held key by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_wayland_a_held_key_and_a_double_press_buy_nothing_and_a_press_of_its_own_buys_once() {
    let (computer, compositor) = computer_in_a_window();
    let keyboard = Keyboard::through(&compositor, &computer);
    let held = ["keydown", "Return", "sleep", "1.5", "keyup", "Return"];
    let window = press::only_a_press_of_its_own_buys(&computer, &keyboard, &held).await;
    assert!(
        press::keys_in(&window, "key.repeat").await > 5,
        "it was held"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_wayland_keys_and_buttons_of_a_browser_do_nothing() {
    let (computer, compositor) = computer_in_a_window();
    let hands = Keyboard::through(&compositor, &computer);
    let windows = || compositor.titles();
    page::no_key_or_button_of_a_browser_does_anything(&computer, &hands, windows).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_wayland_a_reload_gives_the_turned_screen_back_to_the_staff() {
    let compositor = Compositor::start();
    let computer = computer_on(&compositor);
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    compositor.unplug();
    window.press("[data-testid=turn-screen]").await;
    let fills = |full: bool| {
        let standing = compositor.standing(STAFFS);
        standing.is_some_and(|one| one.full_screen == full)
    };
    until("the staff's window to fill its monitor", || fills(true));
    page::reload(&window).await;
    until("the staff's window to be as it was", || fills(false));
    let turned = "return document.querySelector('[data-testid=customers-screen]') === null";
    window.until("the staff's page", turned).await;
}
