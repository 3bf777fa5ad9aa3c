//! The main job: choose the demo, pick a plan, type an e-mail, buy, watch, hand the code over. The code is read back as
//! a customer's phone and another program would: from the screen, from the clipboard and from the saved file.

use std::path::Path;

use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_page, code_on_screen, kept, read_code, shoot};
use crate::driver::steps::code_in_demo_ledger;
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_sale_in_light_ends_with_a_code_that_reads_the_same_everywhere() {
    let (computer, saved) = Computer::start().unhurried().saving_as("saved.png");
    let window = computer.open(&[]).await;
    shoot(&window, "welcome-light").await;
    window.start_demo().await;
    window.press("[data-testid=nav-settings]").await;
    window.press_button("Light").await;
    window
        .until(
            "the light theme",
            "return document.documentElement.dataset.theme === 'light'",
        )
        .await;
    window.press("[data-testid=nav-sell]").await;
    sell_and_hand_over(&computer, &window, &saved, "light").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demo_sale_in_dark_ends_with_a_code_that_reads_the_same_everywhere() {
    let (computer, saved) = Computer::start().unhurried().saving_as("saved.png");
    computer.settings(false, &json!({ "appearance": "dark" }));
    computer.settings(true, &json!({ "appearance": "dark" }));
    let window = computer.open(&[]).await;
    window
        .until(
            "the dark theme",
            "return document.documentElement.dataset.theme === 'dark'",
        )
        .await;
    shoot(&window, "welcome-dark").await;
    window.start_demo().await;
    sell_and_hand_over(&computer, &window, &saved, "dark").await;
}

async fn sell_and_hand_over(computer: &Computer, window: &Window, saved: &Path, theme: &str) {
    shoot(window, &format!("sell-{theme}")).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    shoot(window, &format!("order-{theme}")).await;
    window.see_code().await;
    shoot(window, &format!("hand-over-{theme}")).await;
    let code = code_in_demo_ledger(computer);

    assert_eq!(
        code_on_page(computer, window).await,
        code,
        "the page as it is drawn"
    );
    assert_eq!(
        code_on_screen(computer),
        code,
        "the screen as the customer sees it"
    );

    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    assert_eq!(
        computer.clipboard_text().as_deref(),
        Some(code.as_str()),
        "what another program pastes"
    );

    window.press("[data-testid=more-ways]").await;
    window.press("[data-testid=save-picture]").await;
    window.hear("saved.png").await;
    assert_eq!(read_code(saved), code, "the saved picture");

    window.press("[data-testid=copy-picture]").await;
    window.hear("Picture copied").await;
    let pasted = kept(computer, "pasted.png", &computer.clipboard_picture());
    assert_eq!(read_code(&pasted), code, "the copied picture");

    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    window.press("[data-testid=done]").await;
    window.see("[data-testid=search]").await;
    crate::bus::until("the clipboard to forget the customer's code", || {
        computer.clipboard_text().is_none()
    });
}
