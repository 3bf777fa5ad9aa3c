//! It worked, or it did not: what the window shows of the customer's phone while a code is up and afterwards, driven by the
//! service; and help for a customer who comes back.

use esim_desk_lib::sandbox::{PhoneAct, Sandbox};
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, newest_order, service};
use crate::driver::window::Window;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn waiting_long_brings_advice_and_the_service_brings_the_tick() {
    let (service, computer, window) = handing_over().await;
    window.see_sim("released").await;
    assert_eq!(
        window
            .script(
                "return document.querySelector('[data-testid=scan-advice]')",
                Vec::new()
            )
            .await,
        json!(null),
        "no advice in the first minutes"
    );
    window.see("[data-testid=scan-advice]").await;
    shoot(&window, "hand over waiting long").await;

    play(&service, PhoneAct::Scan);
    window.see_sim("downloaded").await;
    window
        .until(
            "the advice gone",
            "return document.querySelector('[data-testid=scan-advice]') === null",
        )
        .await;
    play(&service, PhoneAct::Install);
    window.see_sim("installed").await;
    shoot(&window, "hand over installed").await;
    drop(computer);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_that_is_on_a_phone_is_asked_about_before_it_is_shown_again() {
    let (service, _computer, window) = handing_over().await;
    play(&service, PhoneAct::Install);
    window.see_sim("installed").await;
    window.press_button("Orders").await;
    window.press("[data-testid=order-row]").await;
    window.press_button("Hand over").await;

    window.see("[data-testid=used][data-sim=installed]").await;
    shoot(&window, "hand over on a phone already").await;
    let codes = "return document.querySelectorAll('[data-testid=qr]').length";
    assert_eq!(
        window.script(codes, Vec::new()).await,
        0,
        "no code before the answer"
    );
    window.press("[data-testid=show-anyway]").await;
    window.see_code().await;

    play(&service, PhoneAct::Delete);
    window.see("[data-testid=scan-gone]").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn help_follows_the_sim_and_copies_neither_code_nor_customer() {
    let (service, computer, window) = handing_over().await;
    window.press("[data-testid=help]").await;
    window.press("[data-testid=symptom-no_longer_valid]").await;
    window.see("li:first-child[data-check=unused]").await;
    shoot(&window, "help waiting").await;
    play(&service, PhoneAct::Install);
    window.see("li:first-child[data-check=there_already]").await;
    window.press("li:first-child input").await;
    window.press("[data-testid=copy-support]").await;
    window.hear("Copied").await;
    shoot(&window, "help installed").await;

    let copied = computer.clipboard_text().expect("something was copied");
    let order = newest_order(&service).order;
    for fact in [
        order.id.to_string(),
        order.iccid.clone(),
        "Installed".to_owned(),
        "- It is there already".to_owned(),
    ] {
        assert!(copied.contains(&fact), "support is told {fact}: {copied}");
    }
    let matching_id = order.matching_id.expect("an eSIM has one");
    for secret in [matching_id.as_str(), "guest@example.com", "LPA:"] {
        assert!(!copied.contains(secret), "{secret} is nobody's business");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_the_demo_the_customers_phone_fails_in_the_documented_ways() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.hand_over_in_demo("guest@example.com").await;
    for (step, says, sim) in [
        ("no_room", "no_room", "released"),
        ("other_phone", "downloaded", "downloaded"),
        ("download", "other_phone", "downloaded"),
        ("start_again", "nothing_yet", "released"),
        ("breaks_off", "broke_off", "downloaded"),
        ("install", "installed", "installed"),
        ("other_phone", "used_code", "installed"),
        ("delete", "deleted", "unavailable"),
        ("download", "used_code", "unavailable"),
    ] {
        window.press(&format!("[data-testid=phone-{step}]")).await;
        window
            .see(&format!("[data-testid=phone-says][data-says={says}]"))
            .await;
        window.see_sim(sim).await;
    }
    shoot(&window, "demo phone").await;
}

async fn handing_over() -> (Sandbox, Computer, Window) {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_code().await;
    (service, computer, window)
}

/// The customer's phone, on the service's side.
fn play(service: &Sandbox, act: PhoneAct) {
    let iccid = newest_order(service).order.iccid;
    service
        .control()
        .play_phone(&iccid, act)
        .expect("the order is completed");
}

impl Window {
    async fn see_sim(&self, state: &str) {
        self.see(&format!("[data-testid=sim-state][data-sim={state}]"))
            .await;
    }
}
