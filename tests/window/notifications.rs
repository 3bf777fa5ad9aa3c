//! What is told outside the window while nobody looks at it, and what is given to support.

use esim_desk_lib::sandbox::Fate;

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, holds, newest_code, service};
use crate::driver::stubs::Notifications;
use crate::driver::x11::Screen;

const EMAIL: &str = "canary.guest@example.com";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_order_that_is_ready_or_needs_a_person_is_told_outside_without_naming_anybody() {
    let service = service().await;
    let computer = Computer::start();
    let notifications = Notifications::on(&computer).await;
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    Screen::of(computer.display()).focus(None);

    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    until("the notification of a ready order", || {
        notifications.told().len() == 1
    });
    service.control().next_order(Fate::Fails);
    window.press("[data-testid=done]").await;
    window.buy("Europe 10 GB", EMAIL).await;
    window.see_order_state("failed").await;
    until("the notification of a failed order", || {
        notifications.told().len() == 2
    });

    let told = notifications.told();
    assert!(told[0].starts_with("An eSIM is ready\nEurope"), "{told:?}");
    assert!(
        told[1].starts_with("An order needs a decision\n"),
        "{told:?}"
    );
    let all = told.concat();
    assert!(!all.contains("canary"), "others see it: {all}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_told_outside_while_the_window_is_in_front() {
    let service = service().await;
    let computer = Computer::start();
    let notifications = Notifications::on(&computer).await;
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    Screen::of(computer.display()).focus(Some("eSIM Desk"));
    window
        .until("the window in front", "return document.hasFocus()")
        .await;

    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    window.press("[data-testid=done]").await;
    Screen::of(computer.display()).focus(None);
    window
        .until("another window in front", "return !document.hasFocus()")
        .await;
    window.buy("Europe 10 GB", EMAIL).await;
    window.see_code().await;
    until("the notification of the second", || {
        !notifications.told().is_empty()
    });
    assert_eq!(
        notifications.told().len(),
        1,
        "the first was seen in the window"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_support_bundle_is_saved_and_holds_no_secret_no_customer_and_no_code() {
    let service = service().await;
    let (computer, saved) = Computer::start()
        .with("ESIM_DESK_LOG", "esim_desk_lib=trace")
        .saving_as("support.txt");
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", EMAIL).await;
    window.see_code().await;
    let code = newest_code(&service);
    window.press("[data-testid=done]").await;
    service.control().next_order(Fate::Fails);
    window.buy("Europe 10 GB", EMAIL).await;
    window.see_order_state("failed").await;
    shoot(&window, "order-failed").await;
    window.press("[data-testid=nav-orders]").await;
    window.see("[data-testid=order-row]").await;
    shoot(&window, "orders").await;
    window.press("[data-testid=nav-settings]").await;
    window.see("[data-testid=support-bundle]").await;
    shoot(&window, "settings").await;
    window.press("[data-testid=support-bundle]").await;
    window.hear("support.txt").await;

    let bundle = std::fs::read(&saved).expect("it was saved");
    let text = String::from_utf8_lossy(&bundle).into_owned();
    for part in [
        "eSIM Desk: ",
        "web view: ",
        "service address: ",
        "failed  reference ",
        "== Log",
    ] {
        assert!(text.contains(part), "{part:?} is of use to support: {text}");
    }
    let matching_id = code.rsplit('$').next().expect("a code has parts");
    for canary in [EMAIL, SECRET, code.as_str(), matching_id, "eyJ", "Bearer"] {
        assert!(
            !holds(&bundle, canary.as_bytes()),
            "{canary} is nobody's business"
        );
    }
}
