//! Orders whose answer was lost, as the staff meet them: found again after a crash, told where there is nothing, and bought
//! once however often somebody presses.

use esim_desk_lib::sandbox::{Fault, Mishap, Step};

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_screen, shoot};
use crate::driver::service::{SECRET, newest_code, service};
use crate::driver::window::until_free;
use crate::line::Line;

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
async fn with_one_match_it_is_found_without_anybody_s_help() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    let lost = Fault::next(Step::Order, Mishap::Drop).after_work();
    service.control().cause(lost);
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), newest_code(&service));
    assert_eq!(service.control().ledger().seen.posts.len(), 1, "sent once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_two_matches_the_staff_choose_and_get_that_one_s_code() {
    let service = service().await;
    let (ours, theirs) = (Computer::start(), Computer::start());
    let window = ours.open(&[]).await;
    window.fill_account(&service.base(), SECRET).await;
    window.press("label:has([value=yes])").await;
    window.press("[data-testid=account-check]").await;
    window.see("[data-testid=plan-row]").await;
    let lost = Fault::next(Step::Order, Mishap::Drop).after_work();
    service.control().cause(lost);
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_order_state("unconfirmed").await;

    let other_desk = theirs.open(&[]).await;
    other_desk.connect_account(&service.base(), SECRET).await;
    other_desk.choose_plan("Europe 5 GB").await;
    other_desk
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    other_desk.press("[data-testid=buy]").await;
    other_desk.see("dialog[open]").await;
    other_desk.press("dialog button.primary").await;
    other_desk.see_code().await;
    let orders = service.control().ledger().orders;
    let iccids: Vec<_> = orders
        .iter()
        .map(|order| order.order.iccid.clone())
        .collect();
    assert_eq!(iccids.len(), 2, "each desk bought one");

    window
        .until(
            "two that it may be",
            "return document.querySelectorAll('[data-testid=candidate]').length === 2",
        )
        .await;
    shoot(&window, "lost-two-matches").await;
    assert!(
        window.snapshot().await["orders"][0]["state"] == "unconfirmed",
        "the program does not choose"
    );
    window
        .script(
            "for (const row of document.querySelectorAll('[data-testid=candidate]')) {
                 if (row.innerText.includes(arguments[0])) row.querySelector('button').click()
             }",
            vec![iccids[0].clone().into()],
        )
        .await;
    window.see_code().await;
    let first = orders[0].order.matching_id.clone();
    assert_eq!(
        code_on_screen(&ours),
        format!(
            "LPA:1$rsp.sandbox.example${}",
            first.expect("a new eSIM has one")
        ),
        "the chosen one's, not the other desk's"
    );
    assert_eq!(
        service.control().ledger().orders.len(),
        2,
        "nothing was bought anew"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_book_lost_is_found_at_the_service_and_opens_for_its_customer() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    window.close(&computer).await;
    for name in ["orders.db", "orders.backup.db"] {
        drop(std::fs::remove_file(computer.data().join(name)));
    }

    let window = computer.open(&[]).await;
    window.press("[data-testid=nav-orders]").await;
    window.hear("No orders today").await;
    window.press_button("Find missing eSIMs …").await;
    window.see("[data-testid=unmatched]").await;
    window.press_button("This one").await;
    shoot(&window, "unmatched").await;
    window
        .fill("[data-testid=unmatched] input", "somebody@else.example")
        .await;
    window.press_button("Add to our orders").await;
    window.hear("no such eSIM under this e-mail address").await;
    shoot(&window, "unmatched-stranger").await;
    window
        .fill("[data-testid=unmatched] input", "guest@example.com")
        .await;
    window.press_button("Add to our orders").await;
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), newest_code(&service));
    assert_eq!(service.control().ledger().orders.len(), 1, "bought once");
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
    let line = Line::to(&service).await;
    window.connect_account(&line.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    let in_progress = Mishap::Unfinished {
        status: "FULFILLING".to_owned(),
    };
    let waits = Fault::next(Step::Status, in_progress).times(100_000);
    service.control().cause(waits);
    window.double_click("[data-testid=buy]").await;
    window.see_order_state("preparing").await;
    line.cut().await;
    window.hear("Offline since").await;
    shoot(&window, "order-offline").await;
    service.control().calm();
    line.mend().await;
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), newest_code(&service));
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        1,
        "two clicks, one order"
    );
}
