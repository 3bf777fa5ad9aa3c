//! What staff do in the window, step by step.

use std::fs;

use serde_json::{Value, json};

use super::computer::Computer;
use super::service::CLIENT_ID;
use super::window::Window;

const TOUCH: &str = "const touch = (css) => document.querySelector(css).dispatchEvent(\
    new MouseEvent('click', { bubbles: true, cancelable: true, detail: 1, view: window }));";

impl Window {
    /// Touches what can be seen, as one finger does. Not with the driver's pointer, which aims beside what is enlarged;
    /// and not with `click()`, which is a reader's command and counts only some time after the last key.
    pub async fn touch(&self, css: &str) {
        self.see(css).await;
        self.script(&format!("{TOUCH} touch(arguments[0])"), vec![css.into()])
            .await;
    }

    /// Touches what may end the program, which then does not live to say that it was touched.
    pub async fn touch_last(&self, css: &str) {
        self.see(css).await;
        let soon = format!("{TOUCH} const css = arguments[0]; setTimeout(() => touch(css), 100)");
        self.script(&soon, vec![css.into()]).await;
    }

    /// From Welcome into the demo.
    pub async fn start_demo(&self) {
        self.press("[data-testid=welcome-demo]").await;
        self.see("[data-testid=demo-banner]").await;
        self.see("[data-testid=plan-row]").await;
    }

    /// From Welcome to a filled-in form for an account at a service of this address. Nothing is sent yet.
    pub async fn fill_account(&self, service: &str, secret: &str) {
        self.press("[data-testid=welcome-connect]").await;
        self.choose_service(service).await;
        self.fill("[name=client_id]", CLIENT_ID).await;
        self.fill("[name=client_secret]", secret).await;
        self.fill("[name=desk_name]", "Front desk").await;
        self.press("label:has([value=no])").await;
    }

    /// Chooses a service by its address. The form may have it already, from the command line.
    pub async fn choose_service(&self, address: &str) {
        self.see("[data-testid=account-check]").await;
        let there = "return document.querySelector('[name=service]')?.getClientRects().length > 0";
        if self.script(there, Vec::new()).await != true {
            self.press_button("Advanced").await;
            self.press_button("Another address").await;
        }
        self.fill("[name=service]", address).await;
    }

    /// The same, then sends it and waits for the plans.
    pub async fn connect_account(&self, service: &str, secret: &str) {
        self.fill_account(service, secret).await;
        self.press("[data-testid=account-check]").await;
        self.see("[data-testid=plan-row]").await;
    }

    /// Waits until the window says something.
    pub async fn hear(&self, words: &str) {
        self.until_with(
            &format!("the words {words:?}"),
            "return document.body.innerText.includes(arguments[0])",
            vec![words.into()],
        )
        .await;
    }

    /// Searches for a plan and presses its first row.
    pub async fn choose_plan(&self, search: &str) {
        self.fill("[data-testid=search]", search).await;
        self.press("[data-testid=plan-row]").await;
    }

    /// From Welcome to a code on screen, in the demo.
    pub async fn hand_over_in_demo(&self, email: &str) {
        self.start_demo().await;
        self.buy("Europe 5 GB", email).await;
        self.see_code().await;
    }

    /// The whole sale up to the order's own screen.
    pub async fn buy(&self, search: &str, email: &str) {
        self.choose_plan(search).await;
        self.fill("[data-testid=email]", email).await;
        self.press("[data-testid=buy]").await;
        self.until(
            "the order's own screen",
            "return document.querySelector('[data-testid=order-state], [data-testid=qr]') !== null",
        )
        .await;
    }

    /// Changes the look in the settings.
    pub async fn take_theme(&self, theme: &str) {
        let change = json!({ "change": { "kind": "appearance", "value": theme } });
        self.invoke("change_settings", change)
            .await
            .expect("the theme can be changed");
        self.until_with(
            theme,
            "return document.documentElement.dataset.theme === arguments[0]",
            vec![theme.into()],
        )
        .await;
    }

    /// Waits until the order on screen stands so.
    pub async fn see_order_state(&self, state: &str) {
        self.see(&format!("[data-testid=order-state][data-state={state}]"))
            .await;
    }

    /// The guest chooses a language on the hand-over.
    pub async fn choose_guest_language(&self, language: &str) {
        let button = format!("[data-testid=guest-{language}]");
        self.see("[data-testid=guest-en]").await;
        let there = "return document.querySelector(arguments[0]) !== null";
        if self.script(there, vec![button.clone().into()]).await != true {
            self.press("[data-testid=guest-more]").await;
        }
        self.press(&button).await;
        self.until_with(
            "the guest's language",
            "return document.querySelector(arguments[0]).ariaPressed === 'true'",
            vec![button.into()],
        )
        .await;
    }

    /// Waits for the code, drawn at its full size.
    pub async fn see_code(&self) {
        self.see("[data-testid=qr]").await;
        self.until(
            "the code at its full size",
            "return document.querySelector('[data-testid=qr]').getBoundingClientRect().width > 200",
        )
        .await;
    }
}

/// The install code of the newest order in the demo's own ledger, put together here from its parts.
pub fn code_in_demo_ledger(computer: &Computer) -> String {
    let ledger = computer.data().join("demo").join("sandbox.json");
    let text = fs::read_to_string(&ledger).expect("the demo has sold something");
    let matching_id = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|record| record["order"]["matching_id"].as_str().map(str::to_owned))
        .next_back()
        .expect("the order has a matching id");
    format!("LPA:1$rsp.sandbox.example${matching_id}")
}
