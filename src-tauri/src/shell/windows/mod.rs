//! What holds for every window: it shows the app's own pages and nothing else, in the theme of the settings.
//!
//! Windows are made here and not in `tauri.conf.json`, because the guards against leaving the app's own pages exist only on
//! the builder.

pub mod customer;
pub mod labels;
pub mod main;
mod monitors;
pub mod pixels;

use std::path::Path;

use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{AppHandle, Manager, Theme, Url, WebviewWindow, WebviewWindowBuilder};

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
    let builder = builder
        .visible(false)
        .theme(theme_of(appearance))
        .data_directory(data.join("webview"))
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .devtools(false)
        .disable_drag_drop_handler();
    // The page never needs a network. Some ways out are outside the content policy's reach: WebKit connects to where a link
    // points before it asks whether it may go there. This proxy is the discard port, where nobody listens. On macOS it
    // would take a feature of its own.
    #[cfg(not(target_os = "macos"))]
    let builder = builder.proxy_url(
        "http://127.0.0.1:9"
            .parse()
            .map_err(tauri::Error::InvalidUrl)?,
    );
    Ok(builder)
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

/// The pages of the app itself, and nothing else: compared as a whole host, not by its beginning.
fn is_our_page(url: &Url) -> bool {
    let ours = match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => {
            url.host_str() == Some("tauri.localhost")
                || (cfg!(not(feature = "custom-protocol"))
                    && url.host_str() == Some("localhost")
                    && url.port() == Some(5173))
        }
        _ => false,
    };
    if !ours {
        tracing::warn!(scheme = url.scheme(), "a page wanted to leave the app");
    }
    ours
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

    #[test]
    fn only_the_apps_own_pages_may_be_shown() {
        let may = |url: &str| is_our_page(&url.parse().expect("a URL"));
        assert!(may("tauri://localhost/index.html"), "Linux and macOS");
        assert!(may("http://tauri.localhost/index.html"), "Windows");
        for other in [
            "https://example.com/",
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
