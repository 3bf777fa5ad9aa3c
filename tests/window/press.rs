//! A scanner is a keyboard, and so are key presses that nobody meant: with the X server's own keyboard, two milliseconds a
//! key, into every place where they could buy something. The `scanner` module has the scan of an EID.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::keyboard::Keyboard;
use crate::driver::keyboard::Typed::{self, Key, Slowly, Text};
use crate::driver::service::{SECRET, service};
use crate::driver::window::{PATIENCE, Window};

/// Longer than any press waits to be sure of itself.
const SETTLED: Duration = Duration::from_millis(1_300);

/// Keys farther from each other than this, in milliseconds, are no scan (`ui/src/lib/press.ts`).
const SCANNERS_PACE: f64 = 35.0;

/// A press that comes so many milliseconds after the last other key is meant (`ui/src/lib/press.ts`).
const A_PRESS_OF_ITS_OWN: f64 = 400.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_scan_buys_wherever_the_focus_is() {
    let computer = Computer::start();
    no_scan_buys(&computer, &Keyboard::of(&computer)).await;
}

pub async fn no_scan_buys(computer: &Computer, keyboard: &Keyboard<'_>) {
    let service = service().await;
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
        ("slow", buy, vec![Slowly("ROOM 204\n"), enter()]),
        ("slow, Enter before", buy, vec![Slowly("\n204 \n")]),
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
        begin_to_count(&window).await;
        keyboard.scan(&keys);
        until_heard(&window, keys.iter().map(length).sum()).await;
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
    window.press("[data-testid=about-phone] summary").await;
    keyboard.has_layout("fr");
    focus(&window, buy).await;
    begin_to_count(&window).await;
    keyboard.scan_digit_keys("89034011560010000000000000000121");
    until_heard(&window, 33).await;
    assert!(service.control().ledger().seen.posts.is_empty(), "e");
    focus(&window, "[name=eid]").await;
    scan_digits_at_a_scanners_pace(&window, keyboard, "89034011560010000000000000000121").await;
    window
        .until(
            "the digits that are on the box",
            "return document.querySelector('[name=eid]').value === '89034011560010000000000000000121'",
        )
        .await;
    keyboard.has_layout("us");
    window
        .script("document.querySelector('[name=eid]').select()", Vec::new())
        .await;
    keyboard.scan(&[Text("]C089034011560010000000000000000121"), enter()]);
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
    let computer = Computer::start();
    // X repeats no key of a keyboard that is a program. Remote desktops let go of the key and press it again.
    let mut held = vec!["keydown", "Return", "sleep", "0.66"];
    for _ in 0..20 {
        held.extend(["keyup", "Return", "keydown", "Return", "sleep", "0.04"]);
    }
    held.extend(["keyup", "Return"]);
    let window = only_a_press_of_its_own_buys(&computer, &Keyboard::of(&computer), &held).await;
    assert!(keys_in(&window, "!key.repeat").await > 20, "it was held");
}

/// `held` is Enter, for longer than a key waits before it repeats.
pub async fn only_a_press_of_its_own_buys(
    computer: &Computer,
    keyboard: &Keyboard<'_>,
    held: &[&str],
) -> Window {
    let service = service().await;
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", "guest@example.com").await;
    let mut bought = 0;
    let posts = || service.control().ledger().seen.posts.len();
    let nothing = |bought: usize, why: &str| {
        sleep(SETTLED);
        assert_eq!(posts(), bought, "{why}");
    };

    // Enter leads from the field to the button, and then it repeats.
    let heard =
        "window.heard = []; addEventListener('keydown', (key) => window.heard.push(key), true)";
    window.script(heard, Vec::new()).await;
    focus(&window, "[name=email]").await;
    sleep(SETTLED);
    keyboard.does(held);
    assert_eq!(focused(&window).await, "buy", "it leads there");
    nothing(bought, "the key that brought the focus is held");

    loop {
        focus(&window, "[name=email]").await;
        sleep(SETTLED);
        keyboard.does(&["key", "Return", "sleep", "0.15", "key", "Return"]);
        if between_the_last_two(&window).await < A_PRESS_OF_ITS_OWN {
            break;
        }
        // A busy computer held up the second, which was then one of its own.
        window.see_code().await;
        bought += 1;
        assert!(bought < 5, "never twice in a row soon enough");
        window.press("[data-testid=done]").await;
        window.choose_plan("Europe 5 GB").await;
        let email = format!("guest{bought}@example.com");
        window.fill("[name=email]", &email).await;
    }
    nothing(bought, "a double press");
    window.hear("Not accepted").await;

    for key in ["Return", "space", "KP_Enter"] {
        focus(&window, "[data-testid=buy]").await;
        keyboard.does(&["key", "x", "sleep", "0.2", "key", key]);
        nothing(bought, key);
    }

    sleep(SETTLED);
    keyboard.does(&["key", "space"]);
    window.see_code().await;
    assert_eq!(posts(), bought + 1, "once");
    window
}

/// How many milliseconds the last press of Enter came after the one before it.
async fn between_the_last_two(window: &Window) -> f64 {
    let heard = "const heard = window.heard.filter(({ key }) => key === 'Enter').slice(-2); \
                 return heard[1].timeStamp - heard[0].timeStamp";
    let between = window.script(heard, Vec::new()).await;
    between.as_f64().expect("it has heard two")
}

/// How many presses of Enter the page has heard that are so.
pub async fn keys_in(window: &Window, so: &str) -> u64 {
    let count = format!("return window.heard.filter((key) => key.key === 'Enter' && {so}).length");
    window
        .script(&count, Vec::new())
        .await
        .as_u64()
        .unwrap_or_default()
}

/// How many keys it is.
fn length(typed: &Typed) -> usize {
    match typed {
        Text(text) | Slowly(text) => text.len(),
        Key(_) => 1,
    }
}

/// Into the field that has the focus. The scanner of this test is a program that a busy computer may hold up in the middle of
/// a scan, which is then none: it is scanned anew, over what came of that.
async fn scan_digits_at_a_scanners_pace(window: &Window, keyboard: &Keyboard<'_>, digits: &str) {
    let begun = Instant::now();
    loop {
        window
            .script("document.activeElement.select()", Vec::new())
            .await;
        begin_to_count(window).await;
        keyboard.scan_digit_keys(digits);
        until_heard(window, digits.len() + 1).await;
        let longest = window
            .script("return window.longestPause", Vec::new())
            .await;
        if longest.as_f64().is_some_and(|pause| pause < SCANNERS_PACE) {
            return;
        }
        assert!(begun.elapsed() < PATIENCE * 3, "a pause of {longest} ms");
    }
}

/// A key is let go of whatever is made of it.
async fn begin_to_count(window: &Window) {
    let count = "const counts = ({ key }) => !['Shift', 'Control'].includes(key); \
                 window.keys ??= addEventListener('keyup', (key) => { if (counts(key)) window.keys++ }) ?? \
                 addEventListener('keydown', (key) => { if (!counts(key)) return; \
                 window.longestPause = Math.max(window.longestPause, key.timeStamp - window.before); \
                 window.before = key.timeStamp }, true) ?? 0; \
                 window.keys = 0; window.longestPause = 0; window.before = Infinity";
    window.script(count, Vec::new()).await;
}

/// All of them, and so long after the last that nothing comes of it any more.
async fn until_heard(window: &Window, keys: usize) {
    let heard = "return window.keys >= arguments[0]";
    window
        .until_with("all keys", heard, vec![keys.into()])
        .await;
    sleep(SETTLED);
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
