//! Every screen as a screen reader is given it: names, roles, states, and what is told when it changes. What the page says of
//! itself is judged by axe (`accessibility`), the keys by `keyboard`.

use std::time::Instant;

use esim_desk_lib::sandbox::{Fate, Fault, Mishap, Sandbox, Step};

use crate::driver::computer::Computer;
use crate::driver::elsewhere;
use crate::driver::screen_reader::{Node, ScreenReader, State};
use crate::driver::service::{SECRET, service};
use crate::driver::window::{PATIENCE, Window};

/// Nobody can choose by a name that is not there, or find their way where there is no main part and no heading.
fn holds_on_every_screen(screen: &str, nodes: &[Node]) {
    for node in nodes.iter().filter(|node| node.is(State::Focusable)) {
        let page = node.role.is_empty();
        assert!(
            page || !node.name.is_empty(),
            "{screen}: {node} has no name"
        );
        let nothing = matches!(node.role.as_str(), "generic" | "paragraph" | "none");
        assert!(!nothing, "{screen}: {node} can be chosen and is nothing");
    }
    let mains = nodes.iter().filter(|node| node.role == "main").count();
    assert_eq!(mains, 1, "{screen}: its main parts");
    let levels: Vec<u32> = nodes.iter().filter_map(|node| node.level).collect();
    let first = levels.iter().filter(|level| **level == 1).count();
    assert_eq!(
        first, 1,
        "{screen}: headings of the first level in {levels:?}"
    );
    for pair in levels.windows(2) {
        assert!(
            pair[1] <= pair[0] + 1,
            "{screen}: {levels:?} leaves one out"
        );
    }
}

/// The window of a desk with an account, and who reads it.
struct Read {
    reader: ScreenReader,
    window: Window,
    service: Sandbox,
    _computer: Computer,
}

impl Read {
    async fn begin() -> Read {
        let service = service().await;
        let computer = Computer::start();
        let reader = ScreenReader::start(&computer);
        let window = computer.open(&[]).await;
        window.connect_account(&service.base(), SECRET).await;
        Read {
            reader,
            window,
            service,
            _computer: computer,
        }
    }

    /// The screen with this heading, which must hold what every screen holds.
    async fn screen(&self, heading: &str) {
        let nodes = self.reader.until(heading, |nodes| {
            let is = |node: &Node| node.level == Some(1) && node.name.contains(heading);
            nodes.iter().any(is)
        });
        holds_on_every_screen(heading, &nodes);
        // WebKit leaves out the text of what a style makes a block: it is in sight and in no tree.
        self.all_told("[role=status], [role=alert]", |node, line| {
            node.live.is_some() && node.text.contains(line)
        })
        .await;
        // What holds other things than text says the text of all that is below it, whether or not that is there.
        self.all_told("dd", |node, line| {
            node.text.contains(line) && !node.text.contains('\u{fffc}')
        })
        .await;
    }

    /// Every line that is in sight there is told, but for one that is gone before it was.
    async fn all_told(&self, css: &str, tells: impl Fn(&Node, &str) -> bool) {
        let begun = Instant::now();
        loop {
            let nodes = self.reader.until("the window", |nodes| !nodes.is_empty());
            let told = |line: &String| nodes.iter().any(|node| tells(node, line));
            let lines = self.lines_of(css).await;
            let Some(line) = lines.iter().find(|line| !told(line)) else {
                return;
            };
            assert!(
                begun.elapsed() < PATIENCE,
                "a screen reader was not told of {line}:\n{}",
                nodes
                    .iter()
                    .map(Node::to_string)
                    .collect::<Vec<_>>()
                    .join("\n")
            );
        }
    }

    /// What is in sight there.
    async fn lines_of(&self, css: &str) -> Vec<String> {
        let lines = "return [...document.querySelectorAll(arguments[0])].filter((one) => one.checkVisibility()) \
                     .flatMap((one) => one.innerText.split('\\n')).map((line) => line.trim()).filter(Boolean)";
        let lines = self.window.script(lines, vec![css.into()]).await;
        serde_json::from_value(lines).expect("lines of text")
    }

    fn until_there(&self, role: &str, name: &str, states: &[State]) {
        self.reader.until(&format!("{role} {name}"), |nodes| {
            let is = |node: &Node| {
                node.role == role
                    && node.name.contains(name)
                    && states.iter().all(|state| node.is(*state))
            };
            nodes.iter().any(is)
        });
    }

    /// Somebody who sees nothing hears of it without looking for it.
    fn until_told(&self, what: &str) {
        self.reader.until(what, |nodes| {
            let told = |node: &Node| node.live.is_some() && node.text.contains(what);
            nodes.iter().any(told)
        });
    }

    /// From the code on screen to the order's own page.
    async fn order_page(&self, email: &str) {
        self.window.press("[data-testid=done]").await;
        self.window.press("[data-testid=nav-orders]").await;
        // The list may still be the one of before it, for a moment.
        let first = "return document.querySelector('[data-testid=order-row]')?.textContent.includes(arguments[0])";
        self.window
            .until_with("the newest order", first, vec![email.into()])
            .await;
        self.window.press("[data-testid=order-row]").await;
        self.window.see("[data-testid=plan-on-sim]").await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sale_is_read_with_its_names_states_and_mistakes() {
    let read = Read::begin().await;
    let window = &read.window;
    read.screen("Sell an eSIM").await;
    window.press_button("Europe").await;
    read.until_there("button", "Europe", &[State::Pressed]);
    window.press("[data-testid=keys]").await;
    read.until_there("dialog", "Keys", &[State::Modal]);
    window.press_button("Close").await;

    window.choose_plan("Europe 5 GB").await;
    read.until_there("radio", "5 GB, Europe", &[State::Checked]);
    window.press("[data-testid=buy]").await;
    read.reader.until("the mistake, at its field", |nodes| {
        let wrong = |node: &Node| {
            node.role == "textbox"
                && node.is(State::Invalid)
                && node.description.contains("fill this in")
        };
        nodes.iter().any(wrong)
    });
    window.press("[data-testid=books] summary").await;
    read.until_there("group", "", &[State::Expanded]);
    read.service.control().next_order(Fate::Fails);
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press("[data-testid=buy]").await;
    read.until_told("Failed");
    read.screen("guest@example.com").await;

    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 5 GB", "other@example.com").await;
    window.see_code().await;
    read.until_there("image", "QR code", &[State::Showing]);
    read.screen("Hand over").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_life_of_an_esim_is_read_and_what_changes_is_told() {
    let read = Read::begin().await;
    let window = &read.window;
    window.choose_plan("Europe 5 GB").await;
    window
        .fill("[data-testid=email]", "guest@example.com")
        .await;
    window.press("label:has([value=first_use])").await;
    window.press("[data-testid=buy]").await;
    window.see_code().await;
    read.order_page("guest@example.com").await;
    read.screen("Europe 5 GB for guest@example.com").await;
    read.until_told("Not installed yet");
    window.press("[data-testid=start-now]").await;
    read.until_there("dialog", "Start this plan now?", &[State::Modal]);
    window.press("[data-testid=start-sure]").await;
    window
        .see("[data-testid=plan-on-sim][data-state=active]")
        .await;

    window.press("[data-testid=top-up]").await;
    read.screen("Top up").await;
    window.choose_plan("World").await;
    window.press("[data-testid=top-up-now]").await;
    read.until_told("Topped up");
    read.screen("World").await;

    window.press("[data-testid=nav-orders]").await;
    read.screen("Orders").await;
    window.press("[data-testid=days]").await;
    window.see("[data-testid=days-sold]").await;
    read.until_there("image", "2 sold", &[State::Showing]);
    window.press("[data-testid=compare]").await;
    read.until_told("Nothing differs");
    read.screen("Day and month").await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=find-esim]").await;
    read.screen("Find an eSIM").await;
    window
        .fill("[data-testid=find-text]", "guest@example.com")
        .await;
    window.press("[data-testid=find]").await;
    read.until_told("found");
    read.screen("Find an eSIM").await;

    window.press("[data-testid=nav-sell]").await;
    window.press("[data-testid=several]").await;
    read.screen("Several at once").await;
    let table =
        "Guest;E-mail;Plan\nAnna;anna@example.com;Europe 5 GB\nBert;bert@example.com;Moon\n";
    window.paste("[data-testid=group-text]", table).await;
    window.press("[data-testid=group-read]").await;
    window.see("[data-testid=check-line]").await;
    read.screen("Several at once").await;
    window
        .press("[data-line='3'] [data-testid=change-line]")
        .await;
    read.until_there("dialog", "Change line 3", &[State::Modal]);
    read.until_there("textbox", "E-mail", &[State::Focusable]);
    window.press("[data-testid=line-keep]").await;
    window.press("[data-testid=group-buy]").await;
    window.see("[data-testid=next-guest]").await;
    window.press("[data-testid=papers] summary").await;
    window.see("[data-testid=print-all]").await;
    read.screen("Group of 2").await;

    window.press("[data-testid=nav-sell]").await;
    window.buy("Europe 1 GB", "locked@example.com").await;
    window.see_code().await;
    read.order_page("locked@example.com").await;
    read.until_there("", "Cancel and refund", &[State::Focusable]);
    read.until_there("group", "", &[State::Expandable]);
    window.press("[data-testid=refund] summary").await;
    read.until_told("can be given back at no cost");
    window.press("[data-testid=give-back]").await;
    read.until_there("dialog", "Give this eSIM back?", &[State::Modal]);
    window.press("[data-testid=give-back-sure]").await;
    read.until_told("Refunded");
    read.screen("locked@example.com").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_for_a_person_is_read_and_told() {
    let read = Read::begin().await;
    let window = &read.window;
    elsewhere::sell(&read.service, &["lena@hotel.example"]).await;
    window.press("[data-testid=nav-orders]").await;
    window.press("[data-testid=find-esim]").await;
    window
        .fill("[data-testid=find-text]", "lena@hotel.example")
        .await;
    window.press("[data-testid=find]").await;
    window.see("[data-testid=adopt]").await;
    read.until_there("textbox", "E-mail of the customer", &[State::Focusable]);
    read.until_there("button", "Add to our orders", &[State::Focusable]);
    read.screen("Find an eSIM").await;

    window.press("[data-testid=nav-sell]").await;
    window.press("[data-testid=several]").await;
    let table =
        "Guest;E-mail;Plan\nAnna;anna@example.com;Europe 5 GB\nBert;bert@example.com;Europe 5 GB\n";
    window.paste("[data-testid=group-text]", table).await;
    window.press("[data-testid=group-read]").await;
    window.see("[data-testid=check-line]").await;
    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    let cap = Fault::next(Step::Order, cap);
    read.service.control().cause(cap);
    window.press("[data-testid=group-buy]").await;
    read.until_told("The group has stopped");
    read.until_there("button", "Go on: buy 2 more", &[State::Focusable]);
    read.screen("Group of 2").await;
    window.press("[data-testid=group-go-on]").await;
    read.until_told("Every line is done");
    read.screen("Group of 2").await;
}
