//! A scanner is a keyboard, and so are key presses that nobody meant: with the X server's own keyboard, two milliseconds a
//! key, into every place where they could buy something. The `scanner` module has the scan of an EID.

use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::service::{SECRET, service};
use crate::driver::window::Window;

/// Longer than any press waits to be sure of itself.
const SETTLED: Duration = Duration::from_millis(700);

/// What a scanner types, one word for each `xdotool` argument: text, or the name of a key.
enum Typed<'a> {
    Text(&'a str),
    Key(&'a str),
}

use Typed::{Key, Text};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_scan_buys_wherever_the_focus_is() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", "guest@example.com").await;
    window.press("[data-testid=books] summary").await;
    let enter = || Key("Return");

    let vcard = [
        Text("BEGIN:VCARD"),
        enter(),
        Text("VERSION:3.0"),
        enter(),
        Text("N:Keller;Maria"),
        enter(),
        Text("END:VCARD"),
        enter(),
    ];
    let buy = "[data-testid=buy]";
    let cases: Vec<(&str, &str, Vec<Typed>)> = vec![
        (
            "a",
            "[name=note]",
            vec![Text("A-20261128-17"), enter(), enter()],
        ),
        ("b", buy, vec![Text("ROOM-204"), enter()]),
        ("c", buy, vec![Text("M1KELLER/MARIA E1ABCDE")]),
        ("d", "[name=first_name]", vcard.into()),
        ("f", buy, vec![Text("P<DKELLER<<MARIA<<<<<<<<"), enter()]),
        (
            "Enter before",
            buy,
            vec![enter(), Text("12345678"), enter()],
        ),
        ("a space before", buy, vec![Text(" 12345678"), enter()]),
        ("short", buy, vec![Text("42"), enter()]),
        ("the key pad", buy, vec![Text("12345678"), Key("KP_Enter")]),
        (
            "control keys",
            buy,
            vec![Key("ctrl+b"), Text("AB C"), Key("ctrl+j"), enter()],
        ),
        (
            "a tab after",
            buy,
            vec![Text("ROOM-204"), Key("Tab"), enter()],
        ),
    ];
    for (name, place, keys) in cases {
        focus(&window, place).await;
        type_fast(&computer, &keys);
        sleep(SETTLED);
        let posts = service.control().ledger().seen.posts.len();
        assert_eq!(posts, 0, "{name}: a scan is nobody's press");
        assert_eq!(
            focused(&window).await,
            place_name(place),
            "{name}: the focus stays"
        );
    }
    assert_eq!(
        value_of(&window, "[name=note]").await,
        "A-20261128-17",
        "a reference arrives whole"
    );
    assert_eq!(
        value_of(&window, "[name=first_name]").await,
        "BEGIN:VCARDVERSION:3.0N:Keller;MariaEND:VCARD",
        "and a card stays in the one field"
    );

    // The keys of another layout: the digits of a French keyboard are written with Shift.
    window.press_button("iPhone").await;
    french(&computer, true);
    focus(&window, buy).await;
    type_codes(&computer, "89034011560010000000000000000121");
    sleep(SETTLED);
    assert!(service.control().ledger().seen.posts.is_empty(), "e");
    focus(&window, "[name=eid]").await;
    type_codes(&computer, "89034011560010000000000000000121");
    window
        .until(
            "the digits that are on the box",
            "return document.querySelector('[name=eid]').value === '89034011560010000000000000000121'",
        )
        .await;
    french(&computer, false);
    window
        .script("document.querySelector('[name=eid]').select()", Vec::new())
        .await;
    type_fast(
        &computer,
        &[Text("]C089034011560010000000000000000121"), enter()],
    );
    window
        .until(
            "g: what is wrong with it",
            "return document.querySelector('[name=eid]').ariaInvalid === 'true'",
        )
        .await;
    assert!(service.control().ledger().seen.posts.is_empty(), "g");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_held_key_and_a_double_press_buy_nothing_and_a_press_of_its_own_buys_once() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", "guest@example.com").await;
    let nothing = |why: &str| {
        sleep(SETTLED);
        assert!(service.control().ledger().seen.posts.is_empty(), "{why}");
    };

    // Enter leads from the field to the button, and then it repeats.
    focus(&window, "[name=email]").await;
    sleep(SETTLED);
    do_keys(
        &computer,
        &["keydown", "Return", "sleep", "1.5", "keyup", "Return"],
    );
    assert_eq!(focused(&window).await, "buy", "it leads there");
    nothing("the key that brought the focus is held");

    focus(&window, "[name=email]").await;
    sleep(SETTLED);
    do_keys(
        &computer,
        &["key", "Return", "sleep", "0.15", "key", "Return"],
    );
    nothing("a double press");
    window.hear("Not taken").await;

    for key in ["Return", "space", "KP_Enter"] {
        focus(&window, "[data-testid=buy]").await;
        do_keys(&computer, &["key", "x", "sleep", "0.2", "key", key]);
        nothing(key);
    }

    sleep(SETTLED);
    do_keys(&computer, &["key", "space"]);
    window.see_code().await;
    assert_eq!(service.control().ledger().seen.posts.len(), 1, "once");
}

/// The first character that `xdotool` types needs the window in front.
fn focus_window(computer: &Computer) {
    let window = [
        "search",
        "--onlyvisible",
        "--name",
        "^eSIM Desk",
        "windowfocus",
        "--sync",
    ];
    succeed(computer, &window);
}

async fn focus(window: &Window, css: &str) {
    window
        .script(
            "document.querySelector(arguments[0]).focus()",
            vec![css.into()],
        )
        .await;
}

async fn focused(window: &Window) -> Value {
    window
        .script(
            "const one = document.activeElement; return one.dataset.testid ?? one.name",
            Vec::new(),
        )
        .await
}

fn place_name(css: &str) -> &str {
    css.split(['=', ']']).nth(1).unwrap_or(css)
}

async fn value_of(window: &Window, css: &str) -> Value {
    window
        .script(
            "return document.querySelector(arguments[0]).value",
            vec![css.into()],
        )
        .await
}

/// In one command, so that Enter follows as fast as the characters do.
fn type_fast(computer: &Computer, keys: &[Typed]) {
    let mut all = Vec::new();
    for key in keys {
        match key {
            Text(text) => all.extend(["type", "--delay", "2", "--args", "1", text]),
            Key(key) => all.extend(["key", "--delay", "2", key]),
        }
    }
    do_keys(computer, &all);
}

/// By the keys themselves, whatever the layout makes of them: the digits' row, then Enter.
fn type_codes(computer: &Computer, digits: &str) {
    let codes: Vec<String> = digits
        .bytes()
        .map(|digit| {
            if digit == b'0' {
                19
            } else {
                u32::from(digit - b'0') + 9
            }
        })
        .chain([36])
        .map(|code| code.to_string())
        .collect();
    let mut all = vec!["key", "--delay", "2"];
    all.extend(codes.iter().map(String::as_str));
    do_keys(computer, &all);
}

fn do_keys(computer: &Computer, keys: &[&str]) {
    focus_window(computer);
    succeed(computer, keys);
}

fn french(computer: &Computer, on: bool) {
    let set = computer.run("setxkbmap", &[if on { "fr" } else { "us" }]);
    assert!(
        set.status.success(),
        "{}",
        String::from_utf8_lossy(&set.stderr)
    );
}

fn succeed(computer: &Computer, arguments: &[&str]) {
    let done = computer.run("xdotool", arguments);
    assert!(
        done.status.success(),
        "xdotool {arguments:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
}
