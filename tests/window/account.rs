//! A real account: client id and secret typed in, kept over a restart, and the secret in the keychain and nowhere else.

use std::env;
use std::fs;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use esim_desk_lib::keychain::{Item, Keychain};
use secrecy::ExposeSecret as _;

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_screen, shoot};
use crate::driver::search::files_below;
use crate::driver::service::{CLIENT_ID, SECRET, Wire, holds, newest_code, service};

const SERVICE_VARIABLE: &str = "WINDOW_TEST_SERVICE";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_outlives_a_restart_and_its_secret_is_in_the_keychain_and_nowhere_else() {
    let service = service().await;
    let wire = Wire::to(&service).await;
    let computer = Computer::start().with("ESIM_DESK_LOG", "trace").unhurried();
    let window = computer.open(&[]).await;
    window.fill_account(&wire.base(), SECRET).await;
    shoot(&window, "connect").await;
    window.press("[data-testid=account-check]").await;
    window.see("[data-testid=plan-row]").await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    assert_eq!(
        code_on_screen(&computer),
        newest_code(&service),
        "the code of the order that the service booked"
    );
    window.press("[data-testid=copy-code]").await;
    window.hear("Install code copied").await;
    assert_eq!(
        computer.clipboard_text(),
        Some(newest_code(&service)),
        "what another program pastes"
    );
    window.close(&computer).await;

    let window = computer.open(&[]).await;
    window.see("[data-testid=plan-row]").await;
    window.press("[data-testid=nav-settings]").await;
    window.hear(CLIENT_ID).await;
    shoot(&window, "settings").await;
    window.close(&computer).await;

    assert!(
        in_the_keychain(&computer, &wire.base()),
        "the keychain holds the secret under the account's name"
    );
    let tokens = wire.tokens();
    assert!(tokens.len() >= 2, "each run asked for a token");
    let mut wanted = vec![SECRET.to_owned(), STANDARD.encode(SECRET)];
    wanted.extend(tokens);
    let files = files_below(computer.home());
    assert!(
        files
            .iter()
            .any(|file| file.to_string_lossy().contains("log")),
        "the log was searched too"
    );
    for file in files {
        let Ok(bytes) = fs::read(&file) else {
            continue;
        };
        for secret in &wanted {
            assert!(
                !holds(&bytes, secret.as_bytes()),
                "{} holds a secret",
                file.display()
            );
        }
    }
}

/// Asks the keychain of the computer with the app's own code, in a child that lives there.
fn in_the_keychain(computer: &Computer, service: &str) -> bool {
    let program = env::current_exe().expect("this program has a path");
    let output = computer
        .command(program.to_str().expect("the path is UTF-8"))
        .args([
            "--exact",
            "account::inside::the_secret_is_there",
            "--ignored",
        ])
        .env(SERVICE_VARIABLE, service)
        .output()
        .expect("this program can be started again");
    let said = String::from_utf8_lossy(&output.stdout);
    output.status.success() && said.contains("1 passed")
}

/// What happens in the child. Never run by itself.
mod inside {
    use super::*;

    #[tokio::test]
    #[ignore = "runs in a child with the environment of the case"]
    async fn the_secret_is_there() {
        let service = env::var(SERVICE_VARIABLE).expect("the parent names the service");
        let item = Item::account(&service.parse().expect("it is an address"), CLIENT_ID);
        let found = Keychain::of_this_computer()
            .read(&item)
            .await
            .expect("the keyring is open")
            .expect("the account is there");
        assert!(
            holds(found.expose_secret(), SECRET.as_bytes()),
            "the value is this account's secret"
        );
    }
}
