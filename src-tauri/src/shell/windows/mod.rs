//! What holds for every window: it shows the app's own pages and nothing else, in the theme of the settings.
//!
//! Windows are made here and not in `tauri.conf.json`, because the guards against leaving the app's own pages exist only on
//! the builder.

pub mod by_system;
pub mod customer;
pub mod labels;
pub mod main;
mod monitors;
pub mod pixels;

use std::path::Path;

use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{AppHandle, Manager, Theme, Url, WebviewWindow, WebviewWindowBuilder};

use self::by_system::{OUR_ORIGIN, with_view, without_network};
use crate::files::private;
use crate::platform::webview;
use crate::settings::Appearance;

/// What the window shows until the page has painted: the page's own ground (`--ground` in `ui/src/styles/tokens.css`).
const LIGHT_GROUND: Color = Color(0xf7, 0xf6, 0xf3, 0xff);
const DARK_GROUND: Color = Color(0x11, 0x17, 0x16, 0xff);

/// The guards that every window gets.
fn guarded<'a>(
    builder: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
    data: &Path,
    appearance: Appearance,
) -> tauri::Result<WebviewWindowBuilder<'a, tauri::Wry, AppHandle>> {
    let pages = data.join("webview");
    // The web view would make it as open to others as the system's habit is.
    if let Err(error) = private::folder(&pages) {
        tracing::warn!(kind = ?error.kind(), "the page's own folder cannot be made");
    }
    let builder = builder
        .visible(false)
        .theme(theme_of(appearance))
        .data_directory(pages)
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .devtools(false)
        // What a web view remembers of forms lies outside the seal and the forgetting. Only Windows' does.
        .general_autofill_enabled(false)
        .disable_drag_drop_handler();
    without_network(builder)
}

/// Takes from a web view what it has of a browser where it has a switch for that. The rest is the page's
/// (`ui/src/lib/no-browser.ts`).
fn be_no_browser(window: &WebviewWindow) -> tauri::Result<()> {
    with_view(window, |view| webview::be_no_browser(&view))
}

/// Paints the empty window.
fn paint_ground(window: &WebviewWindow) -> tauri::Result<()> {
    let dark = window.theme()? == Theme::Dark;
    window.set_background_color(Some(if dark { DARK_GROUND } else { LIGHT_GROUND }))
}

/// Shows every window in another theme.
pub fn set_theme(app: &AppHandle, appearance: Appearance) {
    for window in app.webview_windows().into_values() {
        if let Err(error) = window.set_theme(theme_of(appearance)) {
            tracing::warn!(%error, "the window keeps its theme");
        }
    }
}

fn theme_of(appearance: Appearance) -> Option<Theme> {
    match appearance {
        Appearance::System => None,
        Appearance::Light => Some(Theme::Light),
        Appearance::Dark => Some(Theme::Dark),
    }
}

/// The pages of the app itself, and nothing else.
fn is_our_page(url: &Url) -> bool {
    let ours = is_at(url, OUR_ORIGIN)
        || (cfg!(not(feature = "custom-protocol")) && is_at(url, DEVELOPERS_ORIGIN));
    if !ours {
        tracing::warn!(scheme = url.scheme(), "a page wanted to leave the app");
    }
    ours
}

/// Where they are while somebody works on them.
const DEVELOPERS_ORIGIN: &str = "http://localhost:5173";

/// Whether an address is at this origin: the same scheme, host and port, and nobody's name before it.
fn is_at(url: &Url, origin: &str) -> bool {
    let Ok(origin) = origin.parse::<Url>() else {
        return false;
    };
    let place = |url: &Url| {
        (
            url.scheme().to_owned(),
            url.host_str().map(str::to_owned),
            url.port(),
        )
    };
    place(url) == place(&origin) && url.username().is_empty() && url.password().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_window_has_the_colour_of_the_page() {
        let tokens = include_str!("../../../../ui/src/styles/tokens.css");
        for Color(red, green, blue, _) in [LIGHT_GROUND, DARK_GROUND] {
            let ground = format!("--ground: #{red:02x}{green:02x}{blue:02x};");
            assert!(tokens.contains(&ground), "{ground} is a theme's");
        }
    }

    /// Only Windows' web view remembers forms, and only Tauri knows whether it may: here it is read what every window is told.
    #[test]
    fn every_window_is_told_to_remember_no_form() {
        let (guards, _) = include_str!("mod.rs")
            .split_once("#[cfg(test)]")
            .expect("tests come last");
        assert!(guards.contains(".general_autofill_enabled(false)"));
        let windows = [include_str!("main.rs"), include_str!("customer.rs")];
        for window in windows {
            let made = window.matches("WebviewWindowBuilder::new(").count();
            let guarded = window.matches("guarded(builder, data, ").count();
            assert_eq!((made, guarded), (1, 1), "each goes through the guards");
        }
    }

    #[test]
    fn only_the_apps_own_pages_may_be_shown() {
        let may = |url: &str| is_our_page(&url.parse().expect("a URL"));
        for (url, windows) in [
            ("tauri://localhost/index.html", false),
            ("http://tauri.localhost/index.html", true),
        ] {
            assert_eq!(
                may(url),
                cfg!(windows) == windows,
                "{url}: each system has one"
            );
        }
        for other in [
            "https://example.com/",
            "http://tauri.localhost:8080/",
            "https://tauri.localhost/",
            "http://tauri.localhost:443/",
            "tauri://localhost:80/",
            "tauri://somebody@localhost/",
            "tauri://localhost.example.com/",
            "http://localhost/",
            "http://localhost:51730/",
            "http://127.0.0.1:5173/",
            "http://tauri.localhost.example.com/",
            "https://tauri.example.com/",
            "tauri://evil/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "about:blank",
        ] {
            assert!(!may(other), "{other} is not ours");
        }
    }
}
