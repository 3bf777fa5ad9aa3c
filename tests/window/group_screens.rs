//! Every screen of several at once, in each language of the staff: within a small window and enlarged to 200 %, in light and in
//! dark, and as long as it is being bought, which nobody may have to guess.

use esim_desk_lib::sandbox::{Fate, Fault, Mishap, Sandbox, Step};
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::pictures::shoot;
use crate::driver::service::{SECRET, service_with};
use crate::driver::window::Window;
use crate::layout::STAFF;

/// Longer than all languages are looked at, and shorter than an answer is waited for.
const SLOW: u64 = 90_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_of_a_group_fits_a_small_window_in_every_language_of_the_staff() {
    walk(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_of_a_group_fits_when_enlarged_to_200_percent_in_every_language_of_the_staff()
{
    walk(true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_that_is_being_bought_fits_a_small_window_in_every_language_of_the_staff() {
    walk_while_it_is_bought(false).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_group_that_is_being_bought_fits_when_enlarged_in_every_language_of_the_staff() {
    walk_while_it_is_bought(true).await;
}

/// An account in a small window.
async fn small(computer: &Computer, service: &Sandbox, enlarged: bool) -> Window {
    computer.settings(
        false,
        &json!({
            "window": { "width": 1024, "height": 700, "maximised": false },
        }),
    );
    let window = computer.open(&[]).await;
    window.connect_account(&service.base(), SECRET).await;
    if enlarged {
        window.enlarge().await;
    }
    window.touch("[data-testid=several]").await;
    window.see("[data-testid=group-text]").await;
    window
}

/// One line is bought, the answer to the next is slow, and the others come in their turn.
async fn walk_while_it_is_bought(enlarged: bool) {
    let service = service_with(SECRET, 20).await;
    let computer = Computer::start();
    let window = small(&computer, &service, enlarged).await;
    let look = Look::new(&window, enlarged);
    let guests = [
        "Dr. Annegret von und zu Hohenlohe-Schillingsfürst;annegret.von-und-zu-hohenlohe@grandhotel-bad-woerishofen.example",
        "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren;wolfe@example.com",
        "محمد;m@example.com",
        "Cleo;c@example.com",
    ];
    let table: String = guests
        .iter()
        .map(|guest| format!("{guest};Europe 5 GB\n"))
        .collect();
    let table = format!("Guest;E-mail;Plan\n{table}");
    window.paste("[data-testid=group-text]", &table).await;
    window.touch("[data-testid=group-read]").await;
    window.see("[data-testid=check-line]").await;
    let control = service.control();
    control.cause(Fault::next(Step::Order, Mishap::Slow { millis: 0 }));
    control.cause(Fault::next(Step::Order, Mishap::Slow { millis: SLOW }).after_work());
    window.touch("[data-testid=group-buy]").await;
    window.see("[data-line='2'][data-order=ready]").await;
    look.at("group-going").await;
    window.see("[data-testid=group-pause]").await;
}

/// Each screen in each language before the next screen.
async fn walk(enlarged: bool) {
    let service = service_with(SECRET, 20).await;
    let computer = Computer::start();
    let window = small(&computer, &service, enlarged).await;
    let look = Look::new(&window, enlarged);
    look.at("several").await;
    let ugly = "Guest;E-mail;Plan;Room;Allergies\n\
        Dr. Annegret von und zu Hohenlohe-Schillingsfürst;\
        annegret.von-und-zu-hohenlohe@grandhotel-bad-woerishofen.example;Europe 5 GB;12;none\n\
        Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren;no address at all, ask at the desk;Europe 5 GB;13;\n\
        محمد;m@example.com;Europe;14;\n\
        Bert;b@example.com;Moon;15;\n\
        Cleo;c@example.com;Europe 5 GB;16;\n";
    window.paste("[data-testid=group-text]", ugly).await;
    window.touch("[data-testid=group-read]").await;
    window.see("[data-testid=check-line]").await;
    look.at("several-table").await;
    window
        .touch("[data-line='3'] [data-testid=change-line]")
        .await;
    look.at("several-line").await;
    window.touch("[data-testid=line-keep]").await;
    window.touch("[data-testid=group-other]").await;
    window
        .paste("[data-testid=group-text]", "Moon;Venus\nMars")
        .await;
    window.touch("[data-testid=group-read]").await;
    look.at("several-columns").await;
    window.touch("[data-testid=undo]").await;

    let cap = Mishap::refuse(406, "UNACCEPTABLE", "Monthly limit of eSIMs reached");
    service.control().cause(Fault::next(Step::Order, cap));
    window.touch("[data-testid=group-buy]").await;
    window.see("[data-testid=failure]").await;
    look.at("group-stopped").await;
    service.control().next_order(Fate::Stalls);
    window.touch("[data-testid=group-go-on]").await;
    window.see("[data-line='6'][data-order=ready]").await;
    window.see("[data-testid=next-guest]").await;
    look.at("group-done").await;
    look.opened("group-papers", "[data-testid=papers] summary")
        .await;
    window
        .touch("[data-line='5'] [data-testid=mend-line]")
        .await;
    look.at("group-line").await;
    window.touch("dialog button:not(.primary)").await;
    window.touch("[data-testid=nav-sell]").await;
    window.touch("[data-testid=several]").await;
    look.at("several-earlier").await;
}

/// Looks at one screen after the other, in all languages of the staff.
struct Look<'a> {
    window: &'a Window,
    size: &'a str,
}

impl<'a> Look<'a> {
    fn new(window: &'a Window, enlarged: bool) -> Self {
        Self {
            window,
            size: if enlarged { "-200" } else { "" },
        }
    }

    async fn at(&self, name: &str) {
        self.each(name, None).await;
    }

    /// With something that a change of language folds away again.
    async fn opened(&self, name: &str, folded: &str) {
        self.each(name, Some(folded)).await;
    }

    async fn each(&self, name: &str, folded: Option<&str>) {
        for language in STAFF {
            self.speak(language).await;
            if let Some(folded) = folded {
                self.window.touch(folded).await;
            }
            look(self.window, &format!("{name}-{language}{}", self.size)).await;
        }
        if self.size.is_empty() {
            self.window.take_theme("dark").await;
            shoot(self.window, &format!("{name}-dark")).await;
            self.window.take_theme("light").await;
        }
    }

    /// A page in another language is drawn anew.
    async fn speak(&self, language: &str) {
        let before = "window.before = document.querySelector('main h1'); \
                      return document.documentElement.lang.startsWith(arguments[0])";
        let is_spoken = self.window.script(before, vec![language.into()]).await;
        if is_spoken == true {
            return;
        }
        let change = json!({ "change": { "kind": "language", "value": language } });
        let changed = self.window.invoke("change_settings", change).await;
        changed.expect("the staff speak it");
        let spoken = "const title = document.querySelector('main h1'); \
                      return document.documentElement.lang.startsWith(arguments[0]) \
                      && title !== null && title !== window.before";
        let with = vec![language.into()];
        self.window.until_with(language, spoken, with).await;
    }
}

async fn look(window: &Window, name: &str) {
    window
        .script(
            "document.querySelector('dialog[open]') ?? document.querySelector('h1').scrollIntoView()",
            Vec::new(),
        )
        .await;
    window.fits(name).await;
    let end = "document.querySelector('dialog[open] .row, section:last-of-type')?.scrollIntoView()";
    window.script(end, Vec::new()).await;
    shoot(window, &format!("{name}-end")).await;
}
