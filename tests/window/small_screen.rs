//! A small screen, in each language of the staff, with an account: every screen, every message and every dialog stays within
//! the window, and no control lies on another, is cut off, or is smaller than a finger needs.

use esim_desk_lib::connect::Start;
use esim_desk_lib::sandbox::Fate;
use serde_json::json;

use crate::driver::computer::Computer;
use crate::driver::elsewhere;
use crate::driver::service::{CLIENT_ID, SECRET, newest_order, service_with};
use crate::driver::window::Window;
use crate::driver::x11::Screen;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_1024_by_700_in_english() {
    walk_through("en", Zoom::None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_1024_by_700_in_german() {
    walk_through("de", Zoom::None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_1024_by_700_in_french() {
    walk_through("fr", Zoom::None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_1024_by_700_in_spanish() {
    walk_through("es", Zoom::None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_1024_by_700_in_italian() {
    walk_through("it", Zoom::None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_when_enlarged_to_200_percent_in_english() {
    walk_through("en", Zoom::ByKeys).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_when_enlarged_to_200_percent_in_german() {
    walk_through("de", Zoom::ByKeys).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_when_enlarged_to_200_percent_in_french() {
    walk_through("fr", Zoom::ByKeys).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_when_enlarged_to_200_percent_in_spanish() {
    walk_through("es", Zoom::ByKeys).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_screen_and_dialog_fits_when_enlarged_to_200_percent_in_italian() {
    walk_through("it", Zoom::ByKeys).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_window_is_larger_than_its_screen_with_a_frame_around_it() {
    for (width, height, remembered) in [
        (1366, 768, None),
        (1024, 600, None),
        (1366, 768, Some((3840, 2160))),
    ] {
        let computer = Computer::with_screen(width, height);
        if let Some((width, height)) = remembered {
            let window = json!({ "width": width, "height": height, "maximised": false });
            computer.settings(true, &json!({ "window": window }));
        }
        let window = computer.open(&["--demo"]).await;
        window
            .until_with(
                "a window that fits",
                "return innerWidth <= arguments[0] && innerHeight <= arguments[1] - 30",
                vec![width.into(), height.into()],
            )
            .await;
        window.touch("[data-testid=plan-row]").await;
        let inside = "const buy = document.querySelector('[data-testid=buy]').getBoundingClientRect();
            return buy.bottom <= innerHeight || document.documentElement.scrollHeight > innerHeight";
        window.until("the buying button within reach", inside).await;
    }
}

/// How the page is made larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zoom {
    None,
    /// With Ctrl and + until everything is twice as large: the page then has half the room.
    ByKeys,
}

async fn walk_through(language: &str, zoom: Zoom) {
    let service = service_with(SECRET, 20).await;
    let computer = Computer::start();
    computer.settings(
        false,
        &json!({
            "language": language,
            "window": { "width": 1024, "height": 700, "maximised": false },
        }),
    );
    let screen = Screen::of(computer.display());
    let window = computer.open(&[]).await;
    let language_set = format!("return document.documentElement.lang.startsWith('{language}')");
    window.until("the language", &language_set).await;
    window
        .until(
            "the size of the settings",
            "return innerWidth === 1024 && innerHeight === 700",
        )
        .await;
    if zoom == Zoom::ByKeys {
        window.enlarge().await;
    }
    let look = Look {
        window: &window,
        name: format!("{language} {zoom:?}"),
    };

    look.at("welcome").await;
    window.touch("[data-testid=welcome-connect]").await;
    window.touch("details summary").await;
    window.touch("[type=radio][value=other]").await;
    window.touch("[data-testid=account-check]").await;
    window.see("[name=service][aria-invalid=true]").await;
    look.at("account with messages").await;
    for (field, typed) in [
        ("service", service.base().as_str()),
        ("client_id", CLIENT_ID),
        ("client_secret", SECRET),
        ("desk_name", "Hotel Miramar, front desk on the first floor"),
    ] {
        window.paste(&format!("[name={field}]"), typed).await;
    }
    window.touch("label:has([value=no])").await;
    window.touch("[data-testid=account-check]").await;
    window.see("[data-testid=plan-row]").await;
    look.at("sell").await;

    window.paste("[data-testid=search]", "Europe 5 GB").await;
    window.touch("[data-testid=plan-row]").await;
    window.touch("label:has([value=iphone])").await;
    window.touch("label:has([value=on_date])").await;
    window.touch("[data-testid=about-phone] summary").await;
    window
        .paste("[name=eid]", "8903 4011 5600 1000 0000 0000 0000 0122")
        .await;
    window.touch("[data-testid=buy]").await;
    window.see("[name=email][aria-invalid=true]").await;
    window.see("[name=eid][aria-invalid=true]").await;
    look.at("sale with messages").await;
    window.touch("[data-testid=keys]").await;
    look.at_dialog("keys").await;
    window.touch("dialog button.primary").await;

    service.control().next_order(Fate::Stalls);
    window.touch("label:has([value=now])").await;
    window.paste("[name=eid]", "").await;
    let email = "a.rather.long.name.of.a.guest@hotel-miramar.example.com";
    window.paste("[data-testid=email]", email).await;
    window.touch("[data-testid=buy]").await;
    window.see("[data-testid=order-state]").await;
    look.at("order").await;
    screen.ask_to_close("eSIM Desk");
    look.at_dialog("closing").await;
    window.touch("dialog button.primary").await;

    window.touch("[data-testid=nav-orders]").await;
    window.see("[data-testid=order-row]").await;
    look.at("orders").await;
    window.touch("[data-testid=table]").await;
    look.at_dialog("table").await;
    window.touch("dialog button:not(.primary)").await;
    window.touch("[data-testid=days]").await;
    window.see("[data-testid=days-unknown-orders]").await;
    window.touch("main details summary").await;
    window.touch("[data-testid=compare]").await;
    window.see("[data-testid=compared]").await;
    look.at("days").await;
    window.touch("[data-testid=nav-settings]").await;
    look.at("settings").await;
    window.touch("[data-testid=settings-signout]").await;
    look.at_dialog("sign out").await;
    window.touch("dialog button:not(.primary)").await;

    window.touch("[data-testid=nav-sell]").await;
    window.paste("[data-testid=search]", "Europe 5 GB").await;
    window.touch("[data-testid=plan-row]").await;
    window.paste("[data-testid=email]", email).await;
    window.touch("[data-testid=buy]").await;
    look.at_dialog("once more").await;
    window.touch("dialog button.primary").await;
    window.see_code().await;
    look.at("hand over").await;

    window.touch("[data-testid=sell-another]").await;
    window.see("[data-testid=not-installed]").await;
    window.touch("[data-testid=plan-row]").await;
    window.touch("[data-testid=several] + button").await;
    window.see("[data-testid=undo]").await;
    look.at("sell, with others in sight").await;

    let sold = newest_order(&service).order;
    elsewhere::top_up(&service, &sold.iccid, 1, Start::FirstUse).await;
    window.touch("[data-testid=nav-orders]").await;
    window
        .touch("[data-testid=order-row]:has([data-state=ready])")
        .await;
    window.see("[data-testid=start-now]").await;
    look.at("order with its eSIM").await;
    window.touch("[data-testid=start-now]").await;
    look.at_dialog("start now").await;
    window.touch("dialog button:not(.primary)").await;
    window.touch("[data-testid=nav-orders]").await;
    window.touch("[data-testid=find-esim]").await;
    look.at("find").await;
    let theirs = elsewhere::sell(&service, &[email]).await.remove(0);
    for (text, place) in [
        (theirs.iccid.as_str(), "find sold elsewhere"),
        (email, "find several"),
        ("8944478600000205338", "find nothing"),
    ] {
        window.paste("[data-testid=find-text]", text).await;
        window.touch("[data-testid=find]").await;
        window
            .until(
                "an answer",
                "return document.querySelector('[data-testid=find]').disabled === false",
            )
            .await;
        look.at(place).await;
    }

    window.touch("[data-testid=nav-orders]").await;
    window
        .touch("[data-testid=order-row]:has([data-state=ready])")
        .await;
    window.touch("[data-testid=refund] summary").await;
    window.see("[data-testid=give-back]").await;
    look.at("order that is ready").await;
    window.touch("[data-testid=give-back]").await;
    look.at_dialog("give back").await;
    window.touch("dialog button:not(.primary)").await;
    window.touch("[data-testid=top-up]").await;
    window.see("[data-testid=plan-row]").await;
    look.at("top up").await;
    window.paste("[data-testid=search]", "World").await;
    window.touch("[data-testid=plan-row]").await;
    window.touch("label:has([value=on_date])").await;
    window.touch("[data-testid=top-up-now]").await;
    window.see("[name=date][aria-invalid=true]").await;
    look.at("top up with messages").await;
    window.touch("label:has([value=now])").await;
    window.touch("[data-testid=top-up-now]").await;
    window.see_order_state("added").await;
    look.at("topped up").await;
}

/// Looks at one screen after the other.
struct Look<'a> {
    window: &'a Window,
    name: String,
}

impl Look<'_> {
    async fn at_dialog(&self, dialog: &str) {
        self.window.see("dialog[open]").await;
        self.at(dialog).await;
    }

    /// Fails with everything that is wrong with the layout of what is on screen.
    async fn at(&self, place: &str) {
        self.window
            .fits(&format!("small {} {place}", self.name))
            .await;
    }
}
