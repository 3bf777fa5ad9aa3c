//! A computer whose keychain is missing or locked: told in plain words, with a way on.

use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{CLIENT_ID, SECRET, service};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_keychain_an_account_can_be_kept_until_the_app_closes() {
    let service = service().await;
    let computer = Computer::without_keyring();
    let window = computer.open(&[]).await;
    window.fill_account(&service.base(), SECRET).await;
    window.press("[data-testid=account-check]").await;
    window
        .see("[data-testid=failure][data-kind=keychain]")
        .await;
    window.hear("This computer has no keychain").await;
    shoot(&window, "connect-no-keychain").await;
    window
        .press_button("Keep it only until I close the app")
        .await;
    window.see("[data-testid=plan-row]").await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    window.close(&computer).await;

    for file in crate::driver::search::files_below(computer.home()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(
            !crate::driver::service::holds(&bytes, SECRET.as_bytes()),
            "{} holds the secret",
            file.display()
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_locked_keychain_is_told_and_opens_again_on_demand() {
    let service = service().await;
    let mut computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.close(&computer).await;

    computer.bus.lock_keyring();
    let window = computer.open(&[]).await;
    window
        .see("[data-testid=failure][data-kind=keychain]")
        .await;
    window.hear("its password is locked").await;
    shoot(&window, "keychain-locked").await;

    computer.bus.unlock_keyring();
    window.press_button("Try again").await;
    window.see("[data-testid=plan-row]").await;
    window.press("[data-testid=nav-settings]").await;
    window.hear(CLIENT_ID).await;
}
