//! Closing the window while an order is open.

use esim_desk_lib::sandbox::{Fault, Mishap, Sandbox, Step};

use crate::bus::until;
use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_screen, shoot};
use crate::driver::service::{SECRET, newest_code, service};
use crate::driver::window::until_free;
use crate::driver::x11::Screen;

const TITLE: &str = "eSIM Desk";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_with_an_open_order_asks_and_the_order_goes_on_at_the_next_start() {
    let service = service().await;
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    hold_back(&service);
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_order_state("preparing").await;

    screen.ask_to_close(TITLE);
    window.see("dialog[open]").await;
    shoot(&window, "closing").await;
    window.press_button("Stay").await;
    window
        .until(
            "no dialog",
            "return document.querySelector('dialog') === null",
        )
        .await;
    window.see_order_state("preparing").await;

    // At once: whoever answered *Stay* is asked again, and not taken for insisting.
    screen.ask_to_close(TITLE);
    window.see("dialog[open]").await;
    window.press_last_button("Close anyway").await;
    until_free(&computer.data()).await;
    drop(window);

    let window = computer.open(&[]).await;
    window.see("[data-testid=nav-orders]").await;
    window.press("[data-testid=nav-orders]").await;
    window.see_order_state("preparing").await;
    service.control().calm();
    window.see_order_state("ready").await;
    window.press("[data-testid=order-row]").await;
    window.press_button("Hand over").await;
    window.see_code().await;
    assert_eq!(
        code_on_screen(&computer),
        newest_code(&service),
        "the order of before the restart"
    );
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "it was ordered once"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_with_no_open_order_asks_nothing() {
    let computer = Computer::start();
    let screen = Screen::of(computer.display());
    let window = computer.open(&[]).await;
    window.see("[data-testid=welcome-demo]").await;
    until("the window", || screen.titles() == [TITLE]);
    screen.ask_to_close(TITLE);
    until_free(&computer.data()).await;
}

/// From now on no order gets on, until the service is calmed.
fn hold_back(service: &Sandbox) {
    let status = "FULFILLING".to_owned();
    service.control().cause(
        Fault::next(Step::Status, Mishap::Unfinished { status })
            .times(10_000)
            .after_work(),
    );
}
