//! A USB scanner is a keyboard: it types 32 digits within a blink and ends with Enter, into whatever has the focus. Here
//! the X server's own keyboard types like one.

use serde_json::Value;

use crate::bad_input::EID;
use crate::driver::computer::Computer;
use crate::driver::keyboard::Keyboard;
use crate::driver::keyboard::Typed::{Key, Text};
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, newest_order, service};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_scanned_eid_is_checked_buys_nothing_and_leads_to_the_words_of_a_push() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.choose_plan("Europe 5 GB").await;
    window.fill("[name=email]", "guest@example.com").await;
    window.press_button("iPhone").await;
    window.press("[data-testid=about-phone] summary").await;

    window.press("[name=eid]").await;
    scan(&computer, &EID.replace("121", "211"), 1);
    window.hear("The check digits are wrong").await;
    window.press("[name=eid]").await;
    window
        .script("document.querySelector('[name=eid]').select()", Vec::new())
        .await;
    scan(&computer, EID, 2);
    window
        .until(
            "the EID to be taken",
            "const field = document.querySelector('[name=eid]'); \
             return field.value === '89034011560010000000000000000121' && field.ariaInvalid === null",
        )
        .await;

    assert_eq!(
        window
            .script("return document.activeElement.name", Vec::new())
            .await,
        "eid",
        "the next scan goes into the same field"
    );

    // The focus on the button that buys is where a scan is most dangerous.
    window
        .script(
            "window.heard = []; \
             addEventListener('keyup', (event) => window.heard.push(event.key)); \
             document.querySelector('[data-testid=buy]').focus()",
            Vec::new(),
        )
        .await;
    scan(&computer, EID, 2);
    window
        .until(
            "both Enters to arrive",
            "return window.heard.filter((key) => key === 'Enter').length === 2 || window.heard.join()",
        )
        .await;
    assert!(
        service.control().ledger().seen.posts.is_empty(),
        "a scanner's Enter buys nothing"
    );
    let on_buy = "return document.activeElement.dataset.testid === 'buy' \
                  && document.querySelector('[data-testid=buy]').ariaBusy !== 'true'";
    assert_eq!(window.script(on_buy, Vec::new()).await, Value::Bool(true));

    window.press("[data-testid=buy]").await;
    window.see_code().await;
    assert_eq!(
        newest_order(&service).order.email.as_deref(),
        Some("guest@example.com")
    );
    window.see("[data-testid=push]").await;
    window
        .hear("Your iPhone receives the eSIM automatically")
        .await;
    shoot(&window, "push-install").await;
    window.choose_guest_language("ar").await;
    window.hear("يتلقى جهاز iPhone").await;
    shoot(&window, "push-install-ar").await;
}

/// Types into the window that has the focus.
fn scan(computer: &Computer, digits: &str, enters: usize) {
    let mut keys = vec![Text(digits)];
    keys.extend((0..enters).map(|_| Key("Return")));
    Keyboard::of(computer).scan(&keys);
}
