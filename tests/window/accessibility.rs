//! axe-core on every screen, in light and in dark. What it cannot judge (focus, reading order) is in `keyboard`.

use std::fs;
use std::path::Path;

use esim_desk_lib::sandbox::{Fate, Fault, Mishap, PlanChange, Sandbox, Step};
use serde_json::{Value, json};

use crate::driver::computer::Computer;
use crate::driver::elsewhere;
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, service};
use crate::driver::window::Window;
use crate::driver::x11::Screen;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_before_and_around_a_sale() {
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    let axe = Axe::in_page(&window).await;
    axe.finds_nothing("welcome").await;
    window.press("[data-testid=welcome-connect]").await;
    axe.finds_nothing("connect").await;
    window.press_button("Advanced").await;
    window.press_button("Another address").await;
    window.press_button("Access token").await;
    window.press("[data-testid=account-check]").await;
    window.see("[aria-invalid]").await;
    axe.finds_nothing("connect with mistakes").await;
    window.press_button("Back").await;

    window.start_demo().await;
    axe.finds_nothing("sell").await;
    window.press("[data-testid=nav-orders]").await;
    axe.finds_nothing("orders, empty").await;
    window.press("[data-testid=nav-settings]").await;
    axe.finds_nothing("settings").await;
    window.press("[data-testid=nav-sell]").await;
    window.fill("[data-testid=search]", "nowhere at all").await;
    window.hear("No plan found").await;
    axe.finds_nothing("sell, nothing found").await;
    window.choose_plan("Europe 5 GB").await;
    window.press_button("iPhone").await;
    window.press_button("On a date").await;
    window.fill("[data-testid=email]", "guest").await;
    window.press("[data-testid=buy]").await;
    window.see("[aria-invalid]").await;
    axe.finds_nothing("sell with mistakes").await;
    window.press("label:has([value=first_use])").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
    window.press_button("Type it in").await;
    axe.finds_nothing("hand over").await;
    window.press("[data-testid=done]").await;
    window.press("[data-testid=nav-orders]").await;
    axe.finds_nothing("orders").await;
    window.press("[data-testid=order-row]").await;
    window.see("[data-testid=plan-on-sim]").await;
    axe.finds_nothing("order with its eSIM").await;
    window.press("[data-testid=refund] summary").await;
    window.see("[data-testid=give-back]").await;
    axe.finds_nothing("cancel and refund").await;
    window.press("[data-testid=give-back]").await;
    window.see("dialog[open]").await;
    axe.finds_nothing("really give it back").await;
    window.press_button("Keep the eSIM").await;
    window.press("[data-testid=start-now]").await;
    window.see("dialog[open]").await;
    axe.finds_nothing("really start now").await;
    window.press_button("Cancel").await;
    window.press("[data-testid=top-up]").await;
    window.see("[data-testid=plan-row]").await;
    axe.finds_nothing("top up").await;
    window.press("[data-testid=keys]").await;
    window.see("dialog[open]").await;
    axe.finds_nothing("keys").await;
    window.press("dialog button.primary").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=find-esim]").await;
    axe.finds_nothing("find, empty").await;
    window
        .fill("[data-testid=find-text]", "8944478600000205338")
        .await;
    window.press("[data-testid=find]").await;
    window.hear("probably mistyped").await;
    axe.finds_nothing("find, nothing found").await;
    window
        .fill("[data-testid=find-text]", "guest@example.com")
        .await;
    window.press("[data-testid=find]").await;
    window.see("[data-testid=plan-on-sim]").await;
    axe.finds_nothing("find, found").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=days]").await;
    window.press("main details summary").await;
    window.press("[data-testid=compare]").await;
    window.see("[data-testid=compared]").await;
    axe.finds_nothing("days").await;

    window.press("[data-testid=nav-sell]").await;
    window.press("[data-testid=several]").await;
    axe.finds_nothing("several at once, empty").await;
    window.paste("[data-testid=group-text]", TABLE).await;
    window.press("[data-testid=group-read]").await;
    window.see("[data-testid=check-line]").await;
    axe.finds_nothing("several at once, checked").await;
    window.press("[data-testid=change-line]").await;
    axe.finds_nothing("a line to be changed").await;
    window.press("[data-testid=line-keep]").await;
    window.press("[data-testid=group-buy]").await;
    window.see("[data-testid=next-guest]").await;
    axe.finds_nothing("a group").await;
    window.press("[data-testid=papers] summary").await;
    window.see("[data-testid=print-all]").await;
    axe.finds_nothing("a group on paper").await;
}

/// Two guests, one of them without a plan that is on sale.
const TABLE: &str =
    "Guest;E-mail;Plan\nAnna Keller;anna@example.com;Europe 5 GB\nBert;bert@example.com;Moon\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn axe_finds_nothing_when_things_go_wrong() {
    let service = service().await;
    let computer = Computer::start();
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    let axe = Axe::in_page(&window).await;

    spoil(&service, Step::Status, unfinished());
    window.buy("Europe 5 GB", "guest@example.com").await;
    window.see_order_state("preparing").await;
    axe.finds_nothing("order in progress").await;
    Screen::of(computer.display()).ask_to_close("eSIM Desk");
    window.see("dialog[open]").await;
    axe.finds_nothing("closing with an open order").await;
    window.press_button("Stay").await;
    window.press("[data-testid=nav-sell]").await;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press("[data-testid=buy]").await;
    window.see("dialog[open]").await;
    axe.finds_nothing("really once more").await;
    window.press_button("No, do not buy").await;
    service.control().calm();
    window.hear("is ready").await;
    axe.finds_nothing("told that an order is ready").await;

    service.control().next_order(Fate::LpaDisagrees);
    window
        .fill("[data-testid=email]", "withheld@example.com")
        .await;
    window.press("[data-testid=buy]").await;
    window.see_order_state("withheld").await;
    axe.finds_nothing("withheld").await;
    service.control().next_order(Fate::Fails);
    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 5 GB", "failed@example.com").await;
    window.see_order_state("failed").await;
    axe.finds_nothing("failed").await;

    window.press("[data-testid=nav-sell]").await;
    spoil(
        &service,
        Step::Order,
        Mishap::refuse(400, "VALIDATION", "No such country"),
    );
    window.buy("Europe 5 GB", "refused@example.com").await;
    window.see_order_state("refused").await;
    axe.finds_nothing("refused").await;
    service.control().calm();
    spoil(&service, Step::Order, Mishap::Drop);
    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 5 GB", "unconfirmed@example.com").await;
    window.see_order_state("unconfirmed").await;
    axe.finds_nothing("unconfirmed").await;
    service.control().calm();

    window.press("[data-testid=nav-sell]").await;
    window.press("[data-testid=several]").await;
    window.paste("[data-testid=group-text]", TABLE).await;
    window.press("[data-testid=group-read]").await;
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    service.control().cause(Fault::next(Step::Order, cap));
    window.press("[data-testid=group-buy]").await;
    window.hear("The group has stopped").await;
    axe.finds_nothing("a group that stopped").await;
    service.control().calm();

    window.press("[data-testid=nav-sell]").await;
    window.choose_plan("Europe 5 GB").await;
    change_price(&service, &window).await;
    window
        .fill("[data-testid=email]", "changed@example.com")
        .await;
    window.press("[data-testid=buy]").await;
    window.see("[data-kind=plan_changed]").await;
    axe.finds_nothing("plan changed").await;

    elsewhere::sell(&service, &["lena@hotel.example"]).await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=find-esim]").await;
    window
        .fill("[data-testid=find-text]", "lena@hotel.example")
        .await;
    window.press("[data-testid=find]").await;
    window.see("[data-testid=adopt]").await;
    axe.finds_nothing("found, of another desk").await;
    window.press("[data-testid=nav-settings]").await;
    window.press("[data-testid=settings-signout]").await;
    window.see("dialog[open]").await;
    axe.finds_nothing("signing out").await;
}

fn spoil(service: &Sandbox, step: Step, mishap: Mishap) {
    service
        .control()
        .cause(Fault::next(step, mishap).times(10_000));
}

fn unfinished() -> Mishap {
    Mishap::Unfinished {
        status: "FULFILLING".to_owned(),
    }
}

async fn change_price(service: &Sandbox, window: &Window) {
    let chosen = window
        .script(
            "return document.querySelector('input[name=plan]:checked').value",
            Vec::new(),
        )
        .await;
    let change = PlanChange {
        price_cents: Some(9_999),
        ..PlanChange::default()
    };
    service
        .control()
        .change_plan(chosen.as_str().expect("a plan has an id"), change)
        .expect("the service sells it");
}

/// axe-core, loaded into a page.
struct Axe<'a> {
    window: &'a Window,
}

impl<'a> Axe<'a> {
    async fn in_page(window: &'a Window) -> Self {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(file).expect("`cargo xtask setup` installs axe-core");
        window.script(&source, Vec::new()).await;
        window
            .until(
                "axe in the page",
                "return typeof window.axe?.run === 'function'",
            )
            .await;
        Self { window }
    }

    /// Looks at the screen in both themes.
    async fn finds_nothing(&self, screen: &str) {
        for theme in ["light", "dark"] {
            show_in(self.window, theme).await;
            // Half-way from one colour to another is no colour of ours.
            let end = "for (const one of document.getAnimations()) { \
                           if (one instanceof CSSTransition) one.finish() \
                       }";
            self.window.script(end, Vec::new()).await;
            shoot(self.window, &format!("axe {screen} {theme}")).await;
            let found = self.look().await;
            assert_eq!(found, json!([]), "{screen}, {theme}");
        }
    }

    async fn look(&self) -> Value {
        self.window
            .script(
                "window.found = undefined; \
                 axe.run(document, { resultTypes: ['violations'] }).then( \
                   ({ violations }) => { window.found = violations.map(({ id, nodes }) => \
                     [id, ...nodes.map((node) => `${node.target} ${node.failureSummary}`)]) }, \
                   (error) => { window.found = [String(error)] })",
                Vec::new(),
            )
            .await;
        self.window
            .until("axe to be done", "return window.found !== undefined")
            .await;
        self.window.script("return window.found", Vec::new()).await
    }
}

/// Switches the theme, and waits until nothing moves any more: colours on their way are neither.
async fn show_in(window: &Window, theme: &str) {
    window.take_theme(theme).await;
    window
        .script(
            "window.drawn = false; \
             requestAnimationFrame(() => requestAnimationFrame(() => { window.drawn = true }))",
            Vec::new(),
        )
        .await;
    window
        .until(
            "the colours to be there",
            "return window.drawn && document.getAnimations().every((one) => one.playState !== 'running' || \
               one.effect.getComputedTiming().iterations === Infinity)",
        )
        .await;
}
