//! The whole job without a pointer: real keys, the page's own order of focus, Enter to go on and Esc to go back. What comes
//! after a sale is in `keyboard_ways`.

use fantoccini::key::Key;
use serde_json::Value;

use crate::driver::computer::Computer;
use crate::driver::steps::code_in_demo_ledger;

/// As WebDriver writes it.
const CONTROL: char = '\u{E009}';

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_from_welcome_to_the_next_customer_needs_no_pointer() {
    let computer = Computer::start().unhurried();
    let window = computer.open(&[]).await;
    window.see("[data-testid=welcome-demo]").await;
    window.focus_on("[data-testid=welcome-demo]").await;
    window.key(Key::Enter).await;
    window.see("[data-testid=plan-row]").await;

    window.focus_on("[data-testid=search]").await;
    window.type_text("Europe 5 GB").await;
    window.key(Key::Enter).await;
    window.focus_on("[data-testid=email]").await;
    window.type_text("guest@example.com").await;
    window.key(Key::Enter).await;
    window.focus_on("[data-testid=buy]").await;
    assert!(
        !computer.data().join("demo").join("sandbox.json").exists()
            || window.snapshot().await["orders"] == Value::Array(Vec::new()),
        "Enter in a field goes on, and buys nothing"
    );
    window.key(Key::Enter).await;
    window.see_code().await;

    window.tab_to("[data-testid=copy-code]").await;
    window.key(Key::Enter).await;
    window.hear("Install code copied").await;
    assert_eq!(
        computer.clipboard_text(),
        Some(code_in_demo_ledger(&computer)),
        "the keys copied the code"
    );
    window.key(Key::Escape).await;
    window.focus_on("[data-testid=search]").await;
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
    window.focus_on("[data-testid=welcome-demo]").await;
    window.tab_to("[data-testid=welcome-connect]").await;
    window.key(Key::Enter).await;
    window.see("[data-testid=account-check]").await;
    window.tab_to("[data-testid=account-check]").await;
    window.key(Key::Escape).await;
    window.see("[data-testid=welcome-demo]").await;
    window.tab_to("[data-testid=welcome-demo]").await;
    window.key(Key::Enter).await;
    window.see("[data-testid=plan-row]").await;
    for place in ["nav-settings", "nav-orders"] {
        window.tab_to(&format!("[data-testid={place}]")).await;
        window.key(Key::Enter).await;
        window
            .until_with(
                place,
                "return document.querySelector(arguments[0])?.getAttribute('aria-current') === 'page'",
                vec![format!("[data-testid={place}]").into()],
            )
            .await;
        window.key(Key::Escape).await;
        window.focus_on("[data-testid=search]").await;
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
    window.focus_on("[data-testid=email]").await;
    window.tab_to("[data-testid=buy]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_programs_own_keys_work_where_a_browsers_do_not_and_lose_nothing_typed() {
    let computer = Computer::start().unhurried();
    let window = computer.open(&["--demo"]).await;
    window.see("[data-testid=plan-row]").await;
    window.focus_on("[data-testid=search]").await;
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
    window.focus_on("[data-testid=orders-search]").await;
    window.key_of(&[CONTROL, '1']).await;
    window.see("[data-testid=plan-row]").await;
    window.key_of(&[CONTROL, 'f']).await;
    window.focus_on("[data-testid=search]").await;
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
