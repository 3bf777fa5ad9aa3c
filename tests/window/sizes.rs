//! Small windows and large text: nothing runs off the side, and nothing lies on what is to be pressed.

use serde_json::json;

use crate::computer::Computer;
use crate::pictures::{code_on_screen, shoot};
use crate::steps::code_in_demo_ledger;
use crate::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_1024_by_700_everything_is_in_reach() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.resize(1024, 700).await;
    walk_through(&computer, &window, "1024x700").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_text_at_200_percent_everything_is_in_reach() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window
        .invoke("plugin:webview|set_webview_zoom", json!({ "value": 2 }))
        .await
        .expect("the text can be made larger");
    window.until("large text", "return innerWidth < 800").await;
    walk_through(&computer, &window, "200 percent").await;
}

async fn walk_through(computer: &Computer, window: &Window, size: &str) {
    in_reach(window, size, "welcome").await;
    window.press("[data-testid=welcome-connect]").await;
    window.press_button("Advanced").await;
    window.press_button("Another address").await;
    in_reach(window, size, "connect").await;
    window.press_button("Back").await;
    window.start_demo().await;
    in_reach(window, size, "sell").await;
    window.press("[data-testid=nav-settings]").await;
    in_reach(window, size, "settings").await;
    window.press("[data-testid=nav-orders]").await;
    in_reach(window, size, "orders").await;
    window.press("[data-testid=nav-sell]").await;
    window.choose_plan("Europe 5 GB").await;
    window.press_button("iPhone").await;
    in_reach(window, size, "sale").await;
    window
        .fill(
            "[data-testid=email]",
            "a.rather.long.name.of.a.guest@hotel-miramar.example.com",
        )
        .await;
    window.press("[data-testid=buy]").await;
    window.see("[data-testid=order-state]").await;
    in_reach(window, size, "order").await;
    window.see("[data-testid=qr]").await;
    in_reach(window, size, "hand over").await;
    window
        .script(
            "document.querySelector('[data-testid=qr]').scrollIntoView({ block: 'center' })",
            Vec::new(),
        )
        .await;
    assert_eq!(
        code_on_screen(computer),
        code_in_demo_ledger(computer),
        "{size}: the code is read from the screen"
    );
}

/// No scrolling sideways, and each control answers where it is drawn.
async fn in_reach(window: &Window, size: &str, screen: &str) {
    shoot(window, &format!("{size} {screen}")).await;
    let found = window
        .script(
            "const wrong = []; \
             const { scrollWidth } = document.documentElement; \
             if (scrollWidth > innerWidth) wrong.push(`${scrollWidth} wide in ${innerWidth}`); \
             for (const one of document.querySelectorAll('button, summary, select, input:not(.unseen), label:has(.unseen)')) { \
               if (one.getClientRects().length === 0 || one.closest('[inert]')) continue; \
               one.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'instant' }); \
               const { x, y, width, height } = one.getBoundingClientRect(); \
               const name = `${one.tagName} ${one.innerText?.trim() || one.name || one.ariaLabel}`; \
               if (x < -1 || x + width > innerWidth + 1) wrong.push(`${name} sticks out`); \
               const hit = document.elementFromPoint(x + width / 2, y + height / 2); \
               if (!hit || !(one.contains(hit) || hit.contains(one) && hit.tagName === 'LABEL')) \
                 wrong.push(`${name} lies under ${hit?.tagName} ${hit?.className}`); \
               if (one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow !== 'visible' && one.tagName === 'BUTTON') \
                 wrong.push(`${name} is cut off`); \
             } \
             window.scrollTo(0, 0); \
             return wrong",
            Vec::new(),
        )
        .await;
    assert_eq!(found, json!([]), "{screen} at {size}");
}
