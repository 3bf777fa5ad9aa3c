//! The life of an eSIM after its sale, in the real window: one is given back, another gets one more plan.

use esim_desk_lib::sandbox::{Operation, Step};

use crate::driver::computer::Computer;
use crate::driver::pictures::{code_on_screen, shoot};
use crate::driver::service::{SECRET, newest_code, newest_order, service};
use crate::driver::window::Window;

/// From the code on screen to the order's own page, with nothing of the code left.
async fn open_newest(window: &Window) {
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-orders]").await;
    // The list may still be the one of before it, for a moment.
    window
        .press("[data-testid=order-row]:has([data-state=ready])")
        .await;
    window.see("[data-testid=order-facts]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_esim_is_refunded_and_another_is_topped_up() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;

    window.buy("Europe 5 GB", "locked.phone@example.com").await;
    window.see_code().await;
    let given_back = newest_order(&service).order;
    open_newest(&window).await;
    window.press("[data-testid=refund] summary").await;
    window.see("[data-testid=give-back]").await;
    shoot(&window, "refund").await;
    window.press("[data-testid=give-back]").await;
    window.see("dialog[open]").await;
    shoot(&window, "refund-sure").await;
    assert_eq!(
        service.control().ledger().seen.at(Step::Cancel),
        0,
        "the question alone gives nothing back"
    );
    window.press("[data-testid=give-back-sure]").await;
    window.see_order_state("refunded").await;
    shoot(&window, "refunded").await;
    assert_eq!(
        service.control().ledger().seen.at(Step::Cancel),
        1,
        "asked once"
    );
    let there =
        "return document.querySelector('[data-testid=refund], [data-testid=top-up]') !== null";
    assert_eq!(
        window.script(there, Vec::new()).await,
        false,
        "nothing more is to be done with it"
    );
    window.press("[data-testid=nav-orders]").await;
    window.see("[data-testid=day-refunds]").await;
    shoot(&window, "day-with-a-refund").await;

    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    let kept = newest_order(&service).order;
    let code = newest_code(&service);
    open_newest(&window).await;
    window.press("[data-testid=top-up]").await;
    window.see("[data-testid=plan-row]").await;
    shoot(&window, "top-up").await;
    window.choose_plan("World").await;
    window
        .see("[data-testid=top-up-now]:not([aria-disabled=true])")
        .await;
    shoot(&window, "top-up-chosen").await;
    window.press("[data-testid=top-up-now]").await;
    window.see_order_state("added").await;
    shoot(&window, "topped-up").await;

    let newest = newest_order(&service).order;
    assert_eq!(newest.operation, Operation::Topup);
    assert_eq!(newest.iccid, kept.iccid, "on that guest's eSIM");
    assert_ne!(newest.iccid, given_back.iccid);
    assert_eq!(
        service.control().ledger().seen.posts.len(),
        3,
        "two sales and a top-up, each sent once"
    );
    // What was sold first is as it was: its code can still be handed over.
    window.press("[data-testid=nav-orders]").await;
    window
        .until(
            "all three",
            "return document.querySelectorAll('[data-testid=order-row]').length === 3",
        )
        .await;
    window
        .script(
            "document.querySelectorAll('[data-testid=order-row]')[1].click()",
            Vec::new(),
        )
        .await;
    window.press_button("Hand over").await;
    window.see_code().await;
    assert_eq!(code_on_screen(&computer), code);
}
