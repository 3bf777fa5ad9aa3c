//! A table of guests before it is bought: in every encoding that a spreadsheet writes, far too long, and through a page that
//! begins anew. What is bought of one is in `group`.

use std::fs;

use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::keyboard::Keyboard;
use crate::driver::service::{SECRET, service, service_with};
use crate::driver::tables::western;
use crate::driver::window::Window;
use crate::group::rows;
use crate::page::{everything_in, pages, reload};

/// What is promised of a table, in milliseconds, on a computer that has nothing else to do: an answer, and none of the page for
/// at most so long. Held to as many times as much as this computer is slower just then, and to what the page waits for its turns.
const PROMISED_ANSWER: f64 = 2000.0;
const PROMISED_GAP: f64 = 100.0;
/// Fifty lines are drawn by the processor here, which other programs want meanwhile: so much longer it may take. What draws no
/// lines, a refused table, is held to the promise itself. Less than three is not honest on two processors that builds share:
/// `slowness` measures sums, and what takes the turns of the drawing it does not see.
const DRAWN: f64 = 3.0;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_half_mended_survives_a_reload_and_is_bought_once() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.press("[data-testid=several]").await;
    let table = "Guest;E-mail;Plan\n\
        Anna;guest.anna@hotel.example;Europe 5 GB\n\
        Bert;nowhere;Europe 5 GB\n\
        Cleo;guest.cleo@hotel.example;Europe 5 GB\n";
    window.paste("[data-testid=group-text]", table).await;
    reload(&window).await;
    let typed = "return document.querySelector('[data-testid=group-text]')?.value === arguments[0]";
    window
        .until_with("the text, on its own screen", typed, vec![table.into()])
        .await;

    window.press("[data-testid=group-read]").await;
    window
        .press("[data-line='4'] [data-testid=change-line]")
        .await;
    window.press("[data-testid=line-out]").await;
    window
        .press("[data-line='3'] [data-testid=change-line]")
        .await;
    window
        .fill("[data-testid=line-email]", "guest.bert@hotel.example")
        .await;
    window.hear("Can be bought").await;
    reload(&window).await;
    let half = "return document.querySelector('[data-testid=line-email]')?.value \
                === 'guest.bert@hotel.example'";
    window.until("the line that was being mended", half).await;
    window.press("[data-testid=line-keep]").await;
    window.hear("Buy 2 eSIMs for").await;
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        0,
        "no page that begins anew buys"
    );
    for file in everything_in(&computer.data()) {
        let bytes = fs::read(&file).unwrap_or_default();
        let found = bytes.windows(12).any(|part| part == b"guest.anna@h");
        assert!(!found, "{file:?} has what was typed");
    }

    window.press("[data-testid=group-buy]").await;
    window.hear("2 of 2 bought").await;
    reload(&window).await;
    window.press("[data-testid=several]").await;
    window
        .until_with("an empty field", typed, vec!["".into()])
        .await;
    let orders = service.control().ledger().orders;
    let mut guests: Vec<_> = orders.into_iter().map(|view| view.order.email).collect();
    guests.sort();
    let wanted = ["anna", "bert"].map(|name| Some(format!("guest.{name}@hotel.example")));
    assert_eq!(guests, wanted, "as it was mended, each once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_table_is_read_in_every_encoding_that_a_spreadsheet_writes() {
    let lines = read_in_each(&small_table(), "Buy 3 eSIMs for").await;
    let said = lines.to_string();
    for part in [
        "Müller-Lüdenscheidt; \\\"Jürgen\\\"",
        "Élodie Œuvré",
        "Zimmer 3, späte Anreise – 5 €",
        // The rows of the spreadsheet: the cell with two lines is one of them.
        "[\"4\"",
    ] {
        assert!(said.contains(part), "{part} in {said}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_guests_are_the_same_fifty_in_every_encoding_with_the_same_lines_in_the_way() {
    let lines = read_in_each(&rows(), "Buy 50 eSIMs for").await;
    assert_eq!(
        lines.as_array().map(Vec::len),
        Some(54),
        "four more are in the way"
    );
}

/// Opens the table as each spreadsheet saves it, and gives what the lines say, which is the same in each. `|` stands between its
/// cells.
async fn read_in_each(table: &str, said: &str) -> Value {
    let service = service().await;
    let computer = Computer::start();
    let file = computer.home().join("Gruppe.csv");
    let computer = computer.with("ESIM_DESK_OPEN", file.display().to_string());
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.press("[data-testid=several]").await;
    let mut read: Option<Value> = None;
    for (name, bytes, is_guessed) in [
        (
            "UTF-8",
            commas(table).replace("\r\n", "\n").into_bytes(),
            false,
        ),
        (
            "UTF-8 with semicolons",
            table.replace('|', ";").into_bytes(),
            false,
        ),
        ("UTF-8 with a mark", marked(&table.replace('|', ";")), false),
        (
            "UTF-16, little end first",
            utf16(table, u16::to_le_bytes),
            false,
        ),
        (
            "UTF-16, big end first",
            utf16(table, u16::to_be_bytes),
            false,
        ),
        ("Windows-1252", western(table), true),
    ] {
        fs::write(&file, &bytes).expect("the file is written");
        window.press("[data-testid=group-open]").await;
        window.hear(said).await;
        let lines = "return [...document.querySelectorAll('[data-testid=check-line]')] \
                     .map((line) => [line.dataset.line, line.innerText])";
        let lines = window.script(lines, Vec::new()).await;
        let asked = "return document.querySelector('[data-testid=group-encoding]') !== null";
        let asked = window.script(asked, Vec::new()).await;
        assert_eq!(asked, is_guessed, "{name}: whether the letters are a guess");
        if let Some(first) = &read {
            assert_eq!(lines, *first, "{name}");
        }
        read.get_or_insert(lines);
        window.press("[data-testid=group-other]").await;
    }
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        0,
        "nothing is bought by reading"
    );
    read.expect("it was read six times")
}

/// A quoted separator, quoted quotes, a line break in a cell, and letters that Windows-1252 has and Latin-1 has not.
fn small_table() -> String {
    let rows = [
        "Gast|E-Mail|Tarif|Zimmer",
        "\"Müller-Lüdenscheidt; \"\"Jürgen\"\"\"|j@hotel.example|Europe 5 GB|12",
        "Élodie Œuvré|e@hotel.example|Europe 5 GB|\"Zimmer 3,\r\nspäte Anreise – 5 €\"",
        "Bert|b@hotel.example|Europe 5 GB|14",
    ];
    rows.join("\r\n") + "\r\n"
}

/// With the commas of a country with decimal points.
fn commas(table: &str) -> String {
    table.replace('|', ",")
}

fn marked(text: &str) -> Vec<u8> {
    [b"\xEF\xBB\xBF", text.as_bytes()].concat()
}

/// What Excel calls *Unicode text*: with tabs.
fn utf16(table: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = format!("\u{FEFF}{}", table.replace('|', "\t"));
    text.encode_utf16().flat_map(bytes).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn long_tables_are_checked_or_refused_at_once_and_the_page_answers_meanwhile() {
    let service = service_with(SECRET, 60).await;
    let computer = Computer::start();
    let file = computer.home().join("guests.csv");
    let computer = computer.with("ESIM_DESK_OPEN", file.display().to_string());
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.press("[data-testid=several]").await;

    fs::write(&file, lines(10_000)).expect("the file is written");
    let refused = "return document.querySelector('[data-testid=failure]') !== null";
    let open = "[data-testid=group-open]";
    measure(&computer, &window, "10,000 lines, refused", open, refused).await;
    window.hear("10001").await;
    let text = "[data-testid=group-text]";
    fs::write(&file, lines(9_000)).expect("the file is written");
    computer.copies(&file);
    let before = watch(&computer, &window).await;
    window.press(text).await;
    Keyboard::of(&computer).does(&["key", "ctrl+v"]);
    window.hear("9001").await;
    is_as_promised(
        &computer,
        &window,
        before,
        "9,000 lines that were pasted, refused",
    )
    .await;

    fs::write(&file, lines(500)).expect("the file is written");
    let checked = "return document.querySelector('[data-testid=group-buy]') !== null \
                   && document.querySelector('[data-testid=only-bad]') !== null";
    measure(&computer, &window, "500 lines, checked", open, checked).await;
    window.hear("Buy 450 eSIMs for").await;
    let few = "return document.querySelectorAll('[data-testid=check-line]').length === 50";
    measure(
        &computer,
        &window,
        "50 of them, shown",
        "[data-testid=only-bad]",
        few,
    )
    .await;
    let all = "return document.querySelectorAll('[data-testid=check-line]').length > 50";
    measure(
        &computer,
        &window,
        "all, shown",
        "[data-testid=only-bad]",
        all,
    )
    .await;
    let dialog = "return document.querySelector('dialog[open]') !== null";
    let change = "[data-line='11'] [data-testid=change-line]";
    measure(&computer, &window, "a line, to be mended", change, dialog).await;
    let before = watch(&computer, &window).await;
    window
        .fill("[data-testid=line-email]", "someone@hotel.example")
        .await;
    window.hear("Can be bought").await;
    is_as_promised(&computer, &window, before, "a line, typed in").await;
    let kept = "return document.querySelector('[data-testid=group-buy]').innerText.includes('451')";
    measure(
        &computer,
        &window,
        "a line, mended",
        "[data-testid=line-keep]",
        kept,
    )
    .await;
    window.press("[data-testid=nav-sell]").await;
    window.see("[data-testid=plan-row]").await;
    let shown = "return document.querySelector('[data-testid=check-line]') !== null";
    measure(
        &computer,
        &window,
        "500 lines, shown again",
        "[data-testid=several]",
        shown,
    )
    .await;
    let after = "[data-testid=lines-after]";
    // The first line of the file names the columns.
    for first in (62..=501).step_by(60) {
        let there = format!("return document.querySelector('[data-line=\"{first}\"]') !== null");
        measure(
            &computer,
            &window,
            &format!("lines from {first}, shown"),
            after,
            &there,
        )
        .await;
    }
    let change = "[data-line='491'] [data-testid=change-line]";
    measure(
        &computer,
        &window,
        "one of the last, to be mended",
        change,
        dialog,
    )
    .await;
    let before = watch(&computer, &window).await;
    window
        .fill("[data-testid=line-email]", "another@hotel.example")
        .await;
    window.hear("Can be bought").await;
    is_as_promised(&computer, &window, before, "one of the last, typed in").await;
    let kept = "return document.querySelector('[data-testid=group-buy]').innerText.includes('452')";
    measure(
        &computer,
        &window,
        "one of the last, mended",
        "[data-testid=line-keep]",
        kept,
    )
    .await;
}

/// Every tenth has no address.
fn lines(count: usize) -> String {
    let mut text = "Guest;E-mail;Plan;Room\n".to_owned();
    for guest in 1..=count {
        let email = match guest % 10 {
            0 => "asks at the desk".to_owned(),
            _ => format!("guest{guest}@hotel.example"),
        };
        text.push_str(&format!(
            "Guest Number {guest};{email};Europe 5 GB;{guest}\n"
        ));
    }
    text
}

/// What this computer can do while something is measured.
struct Computing {
    /// How many times slower it is before than it could be.
    before: f64,
    waited: f64,
}

/// For how many milliseconds the page's thread wanted the processor, and others had it.
/// <https://docs.kernel.org/scheduler/sched-stats.html>
fn waited(computer: &Computer) -> f64 {
    let nanoseconds = pages(computer).into_iter().filter_map(|page| {
        let told = fs::read_to_string(format!("/proc/{page}/schedstat")).ok()?;
        told.split(' ').nth(1)?.parse::<f64>().ok()
    });
    nanoseconds.sum::<f64>() / 1e6
}

/// From now on the page measures how long it answers nothing.
async fn watch(computer: &Computer, window: &Window) -> Computing {
    let before = slowness(window).await;
    let begin = "
        clearInterval(window.watching);
        const watch = window.watch = { longest: 0, last: performance.now() };
        window.watching = setInterval(() => {
            const now = performance.now();
            watch.longest = Math.max(watch.longest, now - watch.last);
            watch.last = now;
        }, 4);";
    window.script(begin, Vec::new()).await;
    let waited = waited(computer);
    Computing { before, waited }
}

/// How many times slower this computer is just now than it could be: the same work takes as long as it takes alone, or longer
/// by what other programs took of the time.
async fn slowness(window: &Window) -> f64 {
    let work = "
        const work = () => {
            const begun = performance.now();
            let sum = 0;
            for (let number = 0; number < 3e6; number++) sum += Math.sqrt(number);
            return [performance.now() - begun, sum][0];
        };
        const times = Array.from({ length: 12 }, work).slice(2);
        return Math.max(...times) / Math.min(...times);";
    let told = window.script(work, Vec::new()).await;
    told.as_f64().expect("a number").max(1.0)
}

/// Presses, and holds what comes of it, which is what `there` tells, to what was promised.
async fn measure(computer: &Computer, window: &Window, what: &str, press: &str, there: &str) {
    window.see(press).await;
    let before = watch(computer, window).await;
    // The page's own policy lets no text become a script.
    let begin = "
        const watch = window.watch;
        const see = () => is() && (watch.took ??= performance.now() - watch.begun);
        new MutationObserver(see).observe(document.body, { childList: true, subtree: true, characterData: true });
        const button = document.querySelector(arguments[0]);
        button.scrollIntoView({ block: 'center' });
        watch.begun = performance.now();
        button.click();";
    let begin = format!("const is = () => {{ {there} }}; {begin}");
    window.script(&begin, vec![press.into()]).await;
    window
        .until(what, "return window.watch.took !== undefined")
        .await;
    is_as_promised(computer, window, before, what).await;
}

/// Held to what this computer could do before, meanwhile and after it.
#[expect(clippy::print_stdout, reason = "a measurement is read there")]
async fn is_as_promised(computer: &Computer, window: &Window, computing: Computing, what: &str) {
    // Two frames more, in which what is new is laid out and painted.
    window.painted().await;
    let told = window.script("return window.watch", Vec::new()).await;
    let waited = waited(computer) - computing.waited;
    let slow = computing.before.max(slowness(window).await);
    let drawn = if what.ends_with("refused") {
        1.0
    } else {
        DRAWN
    };
    let number = |name: &str| told.get(name).and_then(Value::as_f64).unwrap_or_default();
    let (longest, took) = (number("longest"), number("took"));
    let told = format!(
        "{what}: {took:.0} ms, nothing answered for {longest:.0} ms, {slow:.1} times slower, waited {waited:.0} ms for turns"
    );
    println!("{told}");
    assert!(took <= PROMISED_ANSWER * slow, "{told}");
    assert!(longest <= PROMISED_GAP * slow * drawn + waited, "{told}");
}
