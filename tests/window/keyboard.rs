//! The whole job without a pointer: real keys, the page's own order of focus, Enter to go on and Esc to go back.

use fantoccini::key::Key;
use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::Window;

/// As WebDriver writes it.
const CONTROL: char = '\u{E009}';

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_from_welcome_to_the_next_customer_needs_no_pointer() {
    let computer = Computer::start().unhurried();
    let window = computer.open(&[]).await;
    window.see("[data-testid=welcome-demo]").await;
    focus_on(&window, "welcome-demo").await;
    window.key(Key::Enter).await;
    window.see("[data-testid=plan-row]").await;

    focus_on(&window, "search").await;
    window.type_text("Europe 5 GB").await;
    window.key(Key::Enter).await;
    focus_on(&window, "email").await;
    window.type_text("guest@example.com").await;
    window.key(Key::Enter).await;
    focus_on(&window, "buy").await;
    assert!(
        !computer.data().join("demo").join("sandbox.json").exists()
            || window.snapshot().await["orders"] == Value::Array(Vec::new()),
        "Enter in a field goes on, and buys nothing"
    );
    window.key(Key::Enter).await;
    window.see_code().await;

    tab_to(&window, "copy-code").await;
    window.key(Key::Enter).await;
    window.hear("Install code copied").await;
    assert_eq!(
        computer.clipboard_text(),
        Some(code_in_demo_ledger(&computer)),
        "the keys copied the code"
    );
    window.key(Key::Escape).await;
    focus_on(&window, "search").await;
    assert_eq!(
        window
            .script(
                "return document.querySelector('[data-testid=email]').value",
                Vec::new()
            )
            .await,
        "",
        "the next customer begins with empty fields"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_place_is_reached_with_tab_and_left_with_escape() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    // The page puts the focus there as it appears; a key before that is of no window yet.
    focus_on(&window, "welcome-demo").await;
    tab_to(&window, "welcome-connect").await;
    window.key(Key::Enter).await;
    window.see("[data-testid=account-check]").await;
    tab_to(&window, "account-check").await;
    window.key(Key::Escape).await;
    window.see("[data-testid=welcome-demo]").await;
    tab_to(&window, "welcome-demo").await;
    window.key(Key::Enter).await;
    window.see("[data-testid=plan-row]").await;
    for place in ["nav-settings", "nav-orders"] {
        tab_to(&window, place).await;
        assert_focus_is_visible(&window).await;
        window.key(Key::Enter).await;
        window
            .until_with(
                place,
                "return document.querySelector(arguments[0])?.getAttribute('aria-current') === 'page'",
                vec![format!("[data-testid={place}]").into()],
            )
            .await;
        window.key(Key::Escape).await;
        focus_on(&window, "search").await;
    }

    window.type_text("Europe").await;
    window.key(Key::Escape).await;
    window
        .until(
            "an empty search",
            "return document.querySelector('[data-testid=search]').value === ''",
        )
        .await;
    window.key(Key::Down).await;
    window.key(Key::Down).await;
    window
        .until(
            "a plan chosen with the arrows",
            "return document.querySelector('input[name=plan]:checked') !== null",
        )
        .await;
    window.key(Key::Enter).await;
    focus_on(&window, "email").await;
    tab_to(&window, "buy").await;
    assert_focus_is_visible(&window).await;
}

async fn focus_on(window: &Window, testid: &str) {
    window
        .until_with(
            &format!("the focus on {testid}"),
            "return document.activeElement?.dataset.testid === arguments[0]",
            vec![testid.into()],
        )
        .await;
}

/// Presses Tab until the focus is there. A trap, or a place that Tab never comes to, fails.
async fn tab_to(window: &Window, testid: &str) {
    let mut passed = Vec::new();
    for _ in 0..80 {
        let now = window
            .script(
                "const one = document.activeElement; \
                 return one.dataset.testid ?? `${one.tagName} ${one.innerText?.slice(0, 20) ?? ''}`",
                Vec::new(),
            )
            .await;
        if now == testid {
            return;
        }
        passed.push(now.to_string());
        window.key(Key::Tab).await;
    }
    panic!("Tab does not lead to {testid}, only to {passed:?}");
}

/// The element in focus, or the row that stands for it, is drawn with an outline.
async fn assert_focus_is_visible(window: &Window) {
    let outlined = window
        .script(
            "for (let one = document.activeElement; one; one = one.parentElement) { \
               const style = getComputedStyle(one); \
               if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true; \
             } \
             return `${document.activeElement.outerHTML.slice(0, 200)} ${document.activeElement.matches(':focus-visible')} ${document.hasFocus()}`",
            Vec::new(),
        )
        .await;
    assert_eq!(outlined, true, "the focus can be seen");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_programs_own_keys_work_where_a_browsers_do_not_and_lose_nothing_typed() {
    let computer = Computer::start().unhurried();
    let window = computer.open(&["--demo"]).await;
    window.see("[data-testid=plan-row]").await;
    focus_on(&window, "search").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.key_of(&[CONTROL, 'n']).await;
    window.see("[data-testid=undo]").await;
    window.press("[data-testid=undo]").await;
    let typed =
        "return document.querySelector('[data-testid=email]')?.value === 'guest@example.com'";
    window.until("what was typed", typed).await;

    window.key_of(&[CONTROL, '2']).await;
    window.see("[data-testid=orders-search]").await;
    window.key_of(&[CONTROL, 'f']).await;
    focus_on(&window, "orders-search").await;
    window.key_of(&[CONTROL, '1']).await;
    window.see("[data-testid=plan-row]").await;
    window.key_of(&[CONTROL, 'f']).await;
    focus_on(&window, "search").await;
    window.key(Key::F1).await;
    window.see("dialog[open]").await;
    window.key(Key::Escape).await;
    window
        .until(
            "the sheet gone, and nothing else",
            "return !document.querySelector('dialog[open]') && !!document.querySelector('[data-testid=search]')",
        )
        .await;
    window.until("what was typed, still", typed).await;
}
