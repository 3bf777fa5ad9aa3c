//! Orders whose answer was lost, as the staff meet them: found again after a crash, told where there is nothing, and bought
//! once however often somebody presses.

use esim_desk_lib::sandbox::{Fault, Mishap, Step};

use crate::computer::Computer;
use crate::pictures::{code_on_screen, shoot};
use crate::service::{SECRET, newest_code, service};
use crate::window::until_free;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_crash_in_mid_order_it_is_found_again_and_one_press_from_its_code() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    let late = Mishap::Slow { millis: 20_000 };
    service
        .control()
        .cause(Fault::next(Step::Order, late).after_work());
    window.buy("Europe 5 GB", "guest@example.com").await;
    crate::bus::until("the order to be bought", || {
        service.control().ledger().orders.len() == 1
    });
    computer.kill_app();
    until_free(&computer.data()).await;
    drop(window);

    let window = computer.open(&[]).await;
    window.press("[data-testid=nav-orders]").await;
    window.see_order_state("ready").await;
    window.press("[data-testid=order-row]").await;
    shoot(&window, "found-after-a-crash").await;
    window.press_button("Hand over").await;
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), newest_code(&service));
    assert_eq!(service.control().ledger().seen.posts.len(), 1, "sent once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_no_match_it_is_said_and_ordering_again_is_a_deliberate_act() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    service
        .control()
        .cause(Fault::next(Step::Order, Mishap::Drop));
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_order_state("unconfirmed").await;
    shoot(&window, "lost-looking").await;
    window.see("[data-testid=order-again]").await;
    shoot(&window, "lost-no-match").await;
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "nothing is sent without a person"
    );
    window.press("[data-testid=order-again]").await;
    window.see("dialog[open]").await;
    shoot(&window, "lost-order-again").await;
    window.press("dialog button.primary").await;
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), newest_code(&service));
    assert_eq!(service.control().ledger().orders.len(), 1, "bought once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_double_click_buys_once_and_an_order_outlives_a_time_without_connection() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    for step in [Step::Status, Step::Products] {
        let gone = Fault::next(step, Mishap::Drop).times(100_000);
        service.control().cause(gone);
    }
    window
        .script(
            "const buy = document.querySelector('[data-testid=buy]'); buy.click(); buy.click()",
            Vec::new(),
        )
        .await;
    window.hear("Offline since").await;
    shoot(&window, "order-offline").await;
    service.control().calm();
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), newest_code(&service));
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "two clicks, one order"
    );
}
