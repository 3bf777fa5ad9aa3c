//! The page is a program's window: what a browser does with keys, the mouse and what is dropped happens nowhere, and a page
//! that begins anew leaves nothing of one guest for the next.

use std::fmt::Debug;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::bus::until;
use crate::customer_display::EMAIL;
use crate::driver::computer::Computer;
use crate::driver::keyboard::Keyboard;
use crate::driver::pictures::{of_screen, read_codes, words_in};
use crate::driver::service::{SECRET, service};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::{PATIENCE, Window};
use crate::driver::x11::Screen;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_and_buttons_of_a_browser_do_nothing() {
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let windows = || screen.titles();
    no_key_or_button_of_a_browser_does_anything(&computer, &Keyboard::of(&computer), windows).await;
}

/// `windows` are those of the screen.
pub async fn no_key_or_button_of_a_browser_does_anything<W: PartialEq + Debug>(
    computer: &Computer,
    hands: &Keyboard<'_>,
    windows: impl Fn() -> W,
) {
    let window = computer.open(&[]).await;
    window.start_demo().await;
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", EMAIL).await;
    let titles = windows();
    window
        .script(
            "window.samePage = true; window.zoom = innerWidth",
            Vec::new(),
        )
        .await;
    for place in ["[name=email]", "[data-testid=buy]"] {
        window
            .script(
                "document.querySelector(arguments[0]).focus()",
                vec![place.into()],
            )
            .await;
        for key in [
            "F5",
            "ctrl+F5",
            "ctrl+r",
            "ctrl+shift+r",
            "ctrl+p",
            "ctrl+j",
            "ctrl+f",
            "ctrl+g",
            "F3",
            "F7",
            "F12",
            "ctrl+o",
            "ctrl+s",
            "ctrl+u",
            "ctrl+h",
            "ctrl+l",
            "alt+Left",
            "alt+Right",
            "alt+Home",
            "XF86Back",
            "XF86Reload",
            "Menu",
            "shift+F10",
        ] {
            hands.does(&["key", key]);
        }
    }
    // The right button, those for back and forward, and the wheel with Ctrl, over plan, field and ground.
    for at in [["400", "420"], ["1150", "250"], ["100", "700"]] {
        hands.does(&["mousemove", at[0], at[1]]);
        for button in ["3", "8", "9"] {
            hands.does(&["click", button]);
            let found = windows();
            assert_eq!(found, titles, "no menu for button {button} at {at:?}");
            // A menu takes all keys, also where the screen tells of no window for it.
            let to_note = "const note = document.querySelector('[name=note]'); \
                           note.closest('details').open = true; note.value = ''; note.focus()";
            window.script(to_note, Vec::new()).await;
            hands.does(&["key", "x"]);
            let typed = "return document.querySelector('[name=note]').value === 'x'";
            window.until("a key that no menu takes", typed).await;
        }
        for wheel in ["4", "5"] {
            let twice = ["click", wheel, "click", wheel];
            hands.does(&[&["keydown", "ctrl"], &twice[..], &["keyup", "ctrl"]].concat());
        }
    }
    assert_eq!(windows(), titles, "no menu, no dialog, no other window");
    let same = "return window.samePage === true && window.zoom === innerWidth \
                && document.querySelector('[name=email]').value === arguments[0]";
    assert_eq!(
        window.script(same, vec![EMAIL.into()]).await,
        true,
        "the same page, as large as it was, with what was typed"
    );

    // Editing by keys stays.
    window
        .script(
            "addEventListener('copy', () => { window.copied = true }, true); \
             document.querySelector('[name=email]').select()",
            Vec::new(),
        )
        .await;
    hands.does(&["key", "ctrl+c"]);
    let copies = "return window.copied === true";
    window
        .until("the copy, before the focus goes", copies)
        .await;
    let to_note =
        "const note = document.querySelector('[name=note]'); note.value = ''; note.focus()";
    window.script(to_note, Vec::new()).await;
    hands.does(&["key", "ctrl+v"]);
    let pasted = "return document.querySelector('[name=note]').value === arguments[0]";
    let copied = "what was copied by keys";
    window.until_with(copied, pasted, vec![EMAIL.into()]).await;
}

async fn with_a_copied_code_on_both_screens() -> (Computer, Window) {
    let computer = Computer::with_two_monitors().unhurried();
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    let code = code_in_demo_ledger(&computer);
    until("the code on the customer's screen", || {
        codes(&computer).contains(&code)
    });
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    (computer, window)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_behind_another_window_ends_the_hand_over_on_both_screens() {
    let (computer, window) = with_a_copied_code_on_both_screens().await;

    Screen::of(computer.display()).focus(None);
    until_in_front(&window, false).await;
    reload(&window).await;
    until("no code on any screen", || codes(&computer).is_empty());
    until("the clipboard to forget it", || {
        computer.clipboard_text().is_none()
    });
    window.see("[data-testid=search]").await;
    assert_eq!(window.snapshot().await["onScreen"], Value::Null);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_in_front_of_the_staff_comes_back_with_its_customer_named() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    window.press("[data-testid=turn-screen]").await;
    window.see("[data-testid=customer-display]").await;
    Screen::of(computer.display()).focus(Some("eSIM Desk (demo)"));
    until_in_front(&window, true).await;
    reload(&window).await;
    window.see("[data-testid=came-back]").await;
    window.hear(EMAIL).await;
    window.see_code().await;
    assert_eq!(
        window
            .script(
                "return document.querySelector('[data-testid=turned]') === null \
                 && document.querySelector('[data-testid=done]') !== null",
                Vec::new()
            )
            .await,
        true,
        "the window is the staff's again"
    );
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_half_typed_sale_survives_a_reload_and_is_sent_once() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", "guest@example.com").await;
    window.fill("[name=last_name]", "Keller").await;
    reload(&window).await;
    window
        .until(
            "what was typed",
            "return document.querySelector('[name=email]')?.value === 'guest@example.com' \
             && document.querySelector('[name=last_name]').value === 'Keller'",
        )
        .await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "one press, one order"
    );
    for file in everything_in(&computer.data()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let found = bytes.windows(17).any(|part| part == b"guest@example.com");
        assert!(!found, "{file:?} has what was typed");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_whose_process_dies_comes_back_and_leaves_no_code_up() {
    let (computer, window) = with_a_copied_code_on_both_screens().await;
    Screen::of(computer.display()).focus(None);
    until_in_front(&window, false).await;
    for process in pages(&computer) {
        let killed = Command::new("kill")
            .args(["-s", "KILL", &process.to_string()])
            .status();
        assert!(killed.is_ok_and(|status| status.success()), "it was there");
    }
    // The driver's page is gone, so what is there now is read from the screen.
    until("no code on any screen", || codes(&computer).is_empty());
    until("the clipboard to forget it", || {
        computer.clipboard_text().is_none()
    });
    until("the staff's window to be usable again", || {
        let picture = of_screen(&computer);
        words_in(&picture).contains("Orders")
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_large_monitor_the_code_is_as_large_as_a_phone_reads_it_across_the_counter() {
    // As large as a monitor of 43 inches: Xvfb has 96 pixels to an inch, whatever it is told.
    let computer = Computer::with_screen(3840, 2160);
    let window = computer.open(&[]).await;
    window.hand_over_in_demo(EMAIL).await;
    Screen::of(computer.display()).resize("eSIM Desk (demo)", 3840, 2160);
    // The page is asked how large it is once it has the window's size, and draws the code anew: between 27 and 30 cm.
    let large = "const metres = document.querySelector('[data-testid=qr]').getBoundingClientRect().width / 96 * 0.0254; \
                 return innerWidth === 3840 && metres >= 0.27 && metres <= 0.3";
    window.until("a code as large as is read", large).await;
}

/// What the page itself is told by `location.reload`, which nothing in it calls.
pub async fn reload(window: &Window) {
    window
        .script("window.before = true; location.reload()", Vec::new())
        .await;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        let anew =
            "return window.before === undefined && document.querySelector('#app h1') !== null";
        if window.try_script(anew).await == Ok(Value::Bool(true)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the page does not come back");
}

async fn until_in_front(window: &Window, there: bool) {
    window
        .until_with(
            "the keys",
            "return document.hasFocus() === arguments[0]",
            vec![there.into()],
        )
        .await;
}

/// The codes on both monitors.
fn codes(computer: &Computer) -> Vec<String> {
    read_codes(&of_screen(computer))
}

/// The processes in which pages live.
pub fn pages(computer: &Computer) -> Vec<u32> {
    let names = |process: &u32| {
        let name = std::fs::read_to_string(format!("/proc/{process}/comm"));
        name.is_ok_and(|name| name.starts_with("WebKitWebProces"))
    };
    computer.web_processes().into_iter().filter(names).collect()
}

pub fn everything_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(everything_in(&path));
        } else {
            found.push(path);
        }
    }
    found
}
