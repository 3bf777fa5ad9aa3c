//! Keychains that stay away: asked again after a restart, tried again as often as somebody likes, and sold with at last.

use crate::driver::computer::Computer;
use crate::driver::service::{CLIENT_ID, SECRET, service};
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_secret_kept_until_the_app_closes_is_asked_for_again_after_a_restart() {
    let service = service().await;
    let computer = Computer::without_keyring();
    let window = computer.open(&[]).await;
    window.fill_account(&service.base(), SECRET).await;
    keep_until_close(&window).await;
    window.close(&computer).await;
    let before = service.control().ledger().seen;

    let window = computer.open(&[]).await;
    window.see("[name=client_secret]").await;
    window.hear("This computer has no keychain").await;
    for (field, wanted) in [
        ("client_id", CLIENT_ID),
        ("service", &service.base()),
        ("desk_name", "Front desk"),
        ("client_secret", ""),
    ] {
        assert_eq!(
            window
                .script(
                    "return document.getElementsByName(arguments[0])[0].value",
                    vec![field.into()]
                )
                .await,
            wanted,
            "only the secret is typed again, not {field}"
        );
    }
    assert_eq!(
        service.control().ledger().seen,
        before,
        "nobody is asked without a secret"
    );

    window.fill("[name=client_secret]", SECRET).await;
    keep_until_close(&window).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keychain_that_stays_locked_can_be_tried_as_often_as_one_likes() {
    let service = service().await;
    let mut computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.close(&computer).await;
    let before = service.control().ledger().seen;

    computer.bus.lock_keyring();
    let window = computer.open(&[]).await;
    for _ in 0..2 {
        window
            .see("[data-testid=failure][data-kind=keychain]")
            .await;
        window.hear("its password is locked").await;
        window.press_button("Try again").await;
        window
            .until(
                "the end of the try",
                "return document.querySelector('[data-kind=keychain] [aria-busy=true]') === null",
            )
            .await;
    }
    window.see("[name=client_secret]").await;
    assert_eq!(
        service.control().ledger().seen,
        before,
        "nobody is asked without a secret"
    );

    computer.bus.unlock_keyring();
    window.press_button("Try again").await;
    window.see("[data-testid=plan-row]").await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
}

/// Sends the form where no keychain takes the secret, and goes on without one.
async fn keep_until_close(window: &Window) {
    window.press("[data-testid=account-check]").await;
    window
        .press_button("Keep it only until I close the app")
        .await;
    window.see("[data-testid=plan-row]").await;
}
