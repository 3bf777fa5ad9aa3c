//! What is on screen when things go otherwise than they should, and what is folded away or opened over a page: in each
//! language of the staff, in a small window and enlarged to 200 %. The usual way is in `small_screen`.

use esim_desk_lib::sandbox::{Fate, Fault, Mishap, Step};
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::elsewhere;
use crate::driver::service::{SECRET, service_with};
use crate::driver::window::Window;
use crate::layout::STAFF;
use crate::line::Line;

const GUEST: &str = "annegret.von-und-zu-hohenlohe@grandhotel-bad-woerishofen.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_fail_or_are_lost_fit_a_small_window_in_every_language_of_the_staff() {
    walk_failures(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn orders_that_fail_or_are_lost_fit_when_enlarged_in_every_language_of_the_staff() {
    walk_failures(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_opened_beside_an_order_fits_a_small_window_in_every_language_of_the_staff() {
    walk_tools(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_opened_beside_an_order_fits_when_enlarged_in_every_language_of_the_staff() {
    walk_tools(true).await;
}

/// Refused, failed, withheld, lost, and a case that a person closes.
async fn walk_failures(enlarged: bool) {
    let service = service_with(SECRET, 20).await;
    let computer = Computer::start();
    let look = Look::begin(&computer, &service.base(), enlarged).await;
    let window = &look.window;
    let control = service.control();
    let state = |name: &str| format!("[data-testid=order-state][data-state={name}]");

    let words = "The field country has a value that this account may not order: DEU";
    let refused = Mishap::refuse(400, "VALIDATION", words);
    control.cause(Fault::next(Step::Order, refused));
    sell(window, "refused").await;
    look.at("refused", &state("refused"), &[]).await;

    control.next_order(Fate::Fails);
    sell(window, "failed").await;
    look.at("failed", &state("failed"), &[]).await;

    control.next_order(Fate::LpaDisagrees);
    sell(window, "withheld").await;
    look.at("withheld", &state("withheld"), &[]).await;
    let verdict = "[data-testid=verdict] summary";
    let outcome = "[data-testid=verdict] .outcomes button:last-child";
    look.at("verdict", verdict, &[verdict]).await;
    look.at("verdict, sure", verdict, &[verdict, outcome]).await;
    look.at(
        "verdict, with messages",
        verdict,
        &[verdict, outcome, "dialog button.primary"],
    )
    .await;

    control.cause(Fault::next(Step::Order, Mishap::Drop));
    sell(window, "unconfirmed").await;
    let again = "[data-testid=order-again]";
    look.at("unconfirmed", again, &[]).await;
    look.at("unconfirmed, once more", again, &[again]).await;
}

/// A code's other ways, help, what is sold elsewhere, a refund, and no connection.
async fn walk_tools(enlarged: bool) {
    let service = service_with(SECRET, 20).await;
    let line = Line::to(&service).await;
    let computer = Computer::start();
    let look = Look::begin(&computer, &line.base(), enlarged).await;
    let window = &look.window;
    look.at("keys", "[data-testid=keys]", &["[data-testid=keys]"])
        .await;

    sell(window, "sold").await;
    window.see_code().await;
    for tool in ["slip", "more-ways", "help"] {
        let tool = format!("[data-testid={tool}]");
        look.at(&tool, &tool, &[&tool]).await;
    }
    window.touch("[data-testid=done]").await;

    let theirs = elsewhere::sell(&service, &[GUEST]).await.remove(0);
    window.touch("[data-testid=nav-orders]").await;
    let missing = "button.unmatched";
    let chosen = "[data-testid=unmatched] button";
    look.at("missing eSIMs", missing, &[missing, chosen]).await;
    let open = "[data-testid=unmatched] form button";
    let wrong = "dialog [aria-invalid=true]";
    look.at(
        "missing eSIMs, with messages",
        missing,
        &[missing, chosen, open, wrong],
    )
    .await;
    window.touch("[data-testid=find-esim]").await;
    window.paste("[data-testid=find-text]", &theirs.iccid).await;
    window.touch("[data-testid=find]").await;
    window.see("[data-testid=adopt]").await;
    let adopt = "[data-testid=adopt] button";
    let wrong = "[data-testid=adopt] [aria-invalid=true]";
    look.at(
        "taken in, with messages",
        "[data-testid=found-esim]",
        &[adopt, wrong],
    )
    .await;

    window.touch("[data-testid=nav-orders]").await;
    window
        .touch("[data-testid=order-row]:has([data-state=ready])")
        .await;
    let help = "[data-testid=help]";
    let symptom = "dialog fieldset label";
    look.at("help", help, &[help, symptom, "dialog summary"])
        .await;

    // The request never arrives, and nobody knows that.
    let lost = Fault::next(Step::Cancel, Mishap::Drop);
    service.control().cause(lost);
    window.touch("[data-testid=refund] summary").await;
    window.touch("[data-testid=give-back]").await;
    window.touch("[data-testid=give-back-sure]").await;
    look.at("refund under way", "[data-testid=goes-back]", &[])
        .await;
    let again = "[data-testid=give-back-again]";
    look.at("refund, nothing happens", again, &[]).await;
    window.touch(again).await;
    window.see_order_state("refunded").await;
    look.at("refunded", "[data-testid=order-facts]", &[]).await;

    // Somebody asks how it stands, so that it is noticed.
    service.control().next_order(Fate::Stalls);
    sell(window, "stalled").await;
    line.cut().await;
    look.at("offline", ".dot.warn", &[]).await;
}

/// From Sell to the order's own screen.
async fn sell(window: &Window, name: &str) {
    window.touch("[data-testid=nav-sell]").await;
    window.paste("[data-testid=search]", "Europe 5 GB").await;
    window.touch("[data-testid=plan-row]").await;
    window
        .paste("[data-testid=email]", &format!("{name}.{GUEST}"))
        .await;
    window.touch("[data-testid=buy]").await;
    window
        .see("[data-testid=order-state], [data-testid=qr]")
        .await;
}

/// Looks at one screen after the other, in all languages of the staff.
struct Look {
    window: Window,
    size: &'static str,
}

impl Look {
    /// An account in a small window.
    async fn begin(computer: &Computer, service: &str, enlarged: bool) -> Self {
        let small = json!({ "width": 1024, "height": 700, "maximised": false });
        computer.settings(false, &json!({ "window": small }));
        let window = computer.open(&[]).await;
        window.connect_account(service, SECRET).await;
        if enlarged {
            window.enlarge().await;
        }
        let size = if enlarged { " enlarged" } else { "" };
        Self { window, size }
    }

    /// With what has to be there, and what is touched to get to what is looked at: a change of language folds some of it away.
    async fn at(&self, name: &str, there: &str, opened: &[&str]) {
        for language in STAFF {
            self.speak(language).await;
            self.window.see(there).await;
            for part in opened {
                self.open(part).await;
            }
            let place = format!("trouble {name} {language}{}", self.size);
            self.window.fits(&place).await;
            self.dismiss().await;
        }
    }

    async fn speak(&self, language: &str) {
        let change = json!({ "change": { "kind": "language", "value": language } });
        let changed = self.window.invoke("change_settings", change).await;
        changed.expect("the staff speak it");
        let spoken = "return document.documentElement.lang.startsWith(arguments[0])";
        let with = vec![language.into()];
        self.window.until_with(language, spoken, with).await;
        self.window.painted().await;
    }

    /// Touches it, unless it is open already.
    async fn open(&self, css: &str) {
        self.window.see(css).await;
        let is_open = "const part = document.querySelector(arguments[0]); \
                       return part.ariaExpanded === 'true' || part.parentElement.open === true";
        if self.window.script(is_open, vec![css.into()]).await != true {
            self.window.touch(css).await;
        }
    }

    async fn dismiss(&self) {
        let cancel = "document.querySelector('dialog[open]')?.dispatchEvent(new Event('cancel', { cancelable: true }))";
        self.window.script(cancel, Vec::new()).await;
        let gone = "return document.querySelector('dialog[open]') === null";
        self.window.until("the dialog gone", gone).await;
    }
}
