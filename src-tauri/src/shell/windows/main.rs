//! The main window: how it is made, dressed for its mode, shown and closed.
//!
//! It is made here and not in `tauri.conf.json`, because the guards against leaving the app's own pages exist only on
//! the builder.

use std::path::Path;

use tauri::image::Image;
use tauri::webview::NewWindowResponse;
use tauri::window::Color;
use tauri::{
    AppHandle, Manager, Theme, Url, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tauri_specta::Event;

use super::customer_display::{self, CUSTOMER};
use super::desks::{CloseAsked, Desks};
use crate::desk::Mode;
use crate::settings::{Appearance, Settings, WindowSize};

/// The label of the window that the staff use.
pub const MAIN: &str = "main";

/// Wide enough for the list of plans beside the customer's form.
const FIRST_SIZE: WindowSize = WindowSize {
    width: 1366,
    height: 820,
    maximised: false,
};

/// What the window shows until the page has painted: the page's own ground (`--ground` in `ui/src/styles/tokens.css`).
const LIGHT_GROUND: Color = Color(0xf7, 0xf6, 0xf3, 0xff);
const DARK_GROUND: Color = Color(0x11, 0x17, 0x16, 0xff);

/// Makes the window and shows it. It is not kept back until the page has painted: a hidden window does not paint, and the
/// two waits would add up.
pub fn make(app: &AppHandle, data: &Path, settings: &Settings) -> tauri::Result<WebviewWindow> {
    let size = settings.window.unwrap_or(FIRST_SIZE);
    let builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("eSIM Desk")
        .inner_size(size.width.into(), size.height.into())
        .maximized(size.maximised)
        .min_inner_size(800.0, 560.0)
        .zoom_hotkeys_enabled(true);
    let builder = guarded(builder, data, settings.appearance)?;
    let window = builder.build()?;
    window.on_window_event({
        let window = window.clone();
        move |event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && ask_before_closing(&window)
            {
                api.prevent_close();
            } else if let WindowEvent::CloseRequested { .. } = event {
                remember_size(&window);
            } else if let WindowEvent::Destroyed = event {
                customer_display::close(window.app_handle());
            }
        }
    });
    paint_ground(&window)?;
    window.show()?;
    window.set_focus()?;
    Ok(window)
}

/// Makes the customer's window. It is not shown before it has its place, and never takes the keyboard.
pub fn customers(
    app: &AppHandle,
    data: &Path,
    appearance: Appearance,
) -> tauri::Result<WebviewWindow> {
    let page = WebviewUrl::App("customer.html".into());
    let builder = WebviewWindowBuilder::new(app, CUSTOMER, page)
        .title("eSIM Desk: for the customer")
        .decorations(false)
        .skip_taskbar(true)
        .focused(false)
        .focusable(false)
        .zoom_hotkeys_enabled(false);
    let window = guarded(builder, data, appearance)?.build()?;
    paint_ground(&window)?;
    Ok(window)
}

/// What holds for each window: it shows the app's own pages and nothing else.
fn guarded<'a>(
    builder: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
    data: &Path,
    appearance: Appearance,
) -> tauri::Result<WebviewWindowBuilder<'a, tauri::Wry, AppHandle>> {
    let builder = builder
        .visible(false)
        .theme(match appearance {
            Appearance::System => None,
            Appearance::Light => Some(Theme::Light),
            Appearance::Dark => Some(Theme::Dark),
        })
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

fn paint_ground(window: &WebviewWindow) -> tauri::Result<()> {
    let dark = window.theme()? == Theme::Dark;
    window.set_background_color(Some(if dark { DARK_GROUND } else { LIGHT_GROUND }))
}

fn remember_size(window: &WebviewWindow) {
    // The size of a screen that is turned to the customer is nobody's choice.
    if window.is_fullscreen().unwrap_or_default() {
        return;
    }
    let Some(desk) = window.state::<Desks>().front_now() else {
        return;
    };
    let size = window.inner_size().and_then(|size| {
        let size = size.to_logical::<u32>(window.scale_factor()?);
        let maximised = window.is_maximized()?;
        Ok(WindowSize {
            width: size.width,
            height: size.height,
            maximised,
        })
    });
    let Ok(size) = size else {
        return;
    };
    if let Err(error) = desk
        .settings()
        .change(|settings| settings.window = Some(size))
    {
        tracing::warn!(kind = ?error.kind(), "the size of the window is not remembered");
    }
}

/// Turned to the customer, the window fills its screen. Turned back, it is as large as it was.
pub fn turn(window: &WebviewWindow, to_customer: bool) {
    // A window manager that knows no full screen leaves the window as it is, and the page fills that.
    if let Err(error) = window.set_fullscreen(to_customer) {
        tracing::warn!(%error, "the window keeps its size");
    }
}

/// The size of a page in pixels of the screen.
#[derive(Clone, Copy, serde::Serialize, specta::Type)]
pub struct PagePixels {
    width: u32,
    height: u32,
}

pub fn page_pixels(window: &WebviewWindow) -> Option<PagePixels> {
    let size = window.inner_size().ok()?;
    Some(PagePixels {
        width: size.width,
        height: size.height,
    })
}

/// Closes the window, and with it the program.
pub fn close(window: &WebviewWindow) {
    if let Err(error) = window.close() {
        tracing::error!(%error, "the window does not close");
    }
}

/// Brings the window to the front, because the program was started again.
pub fn to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let forward = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = forward {
        tracing::warn!(%error, "the window cannot be brought to the front");
    }
}

/// Title and icon tell the demo from the real thing.
pub fn dress(app: &AppHandle, mode: Mode) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let (title, icon) = match mode {
        Mode::Live => (
            "eSIM Desk",
            include_bytes!("../../../../icons/128x128.png").as_slice(),
        ),
        Mode::Demo => (
            "eSIM Desk (demo)",
            include_bytes!("../../../../icons/demo.png").as_slice(),
        ),
    };
    let dressed = window
        .set_title(title)
        .and_then(|()| Image::from_bytes(icon).and_then(|icon| window.set_icon(icon)));
    if let Err(error) = dressed {
        tracing::warn!(%error, "the window keeps its title and icon");
    }
}

/// Whether closing has to wait for the staff's answer. Asked twice within a few seconds the window closes: a page that
/// does not answer must not hold it, and open orders go on at the next start anyway.
fn ask_before_closing(window: &WebviewWindow) -> bool {
    let desks = window.state::<Desks>();
    let open_orders = desks.orders_against_closing();
    if open_orders == 0 {
        return false;
    }
    let asked = CloseAsked {
        open_orders: u32::try_from(open_orders).unwrap_or(u32::MAX),
    };
    asked.emit_to(window, MAIN).is_ok()
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
