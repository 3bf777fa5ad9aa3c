//! What Tauri offers otherwise on each system: its way to the raw web view (`PlatformWebview` has other functions on each),
//! `proxy_url`, which is missing on macOS, and the origin of our pages.
//!
//! The shell's only file that asks which system this is: `platform` may not name Tauri. What a system does by itself
//! stands there.

#[cfg(target_os = "macos")]
mod menu;

use tauri::{AppHandle, Builder, PhysicalPosition, WebviewWindow, WebviewWindowBuilder};

use crate::platform::webview::View;
use crate::settings::Language;
use crate::shell::start::trouble::Trouble;

/// Where our pages are: Tauri's own protocol, which Windows' web view knows only as a host.
pub(super) const OUR_ORIGIN: &str = if cfg!(windows) {
    "http://tauri.localhost"
} else {
    "tauri://localhost"
};

/// What the page is built for (`ui/vite.config.ts`): as Safari 16, and `color-mix`.
const LEAST_WEBVIEW2: u32 = 111;

/// Whether there is a web view at all: elsewhere than on Windows it is part of the system, or the program does not load.
pub fn web_view() -> Result<(), Trouble> {
    if cfg!(windows) {
        judge(tauri::webview_version().ok().as_deref())
    } else {
        Ok(())
    }
}

/// What it means that no window could be made.
pub fn no_window(error: &tauri::Error) -> Trouble {
    if cfg!(windows) {
        let what = error.to_string();
        Trouble::WebViewNotStarting { what }
    } else {
        let what = format!("The window cannot be made: {error}");
        Trouble::System { what }
    }
}

/// A version such as `142.0.3595.94`, which may be followed by the name of a channel. One of another kind is tried.
fn judge(version: Option<&str>) -> Result<(), Trouble> {
    let Some(found) = version.filter(|found| !found.is_empty()) else {
        return Err(Trouble::WebViewMissing);
    };
    let major = found
        .split('.')
        .next()
        .and_then(|part| part.parse::<u32>().ok());
    if major.is_some_and(|major| major < LEAST_WEBVIEW2) {
        let found = found.to_owned();
        return Err(Trouble::WebViewTooOld { found });
    }
    Ok(())
}

/// Hands the window's web view to `work`, on the thread of the window.
pub fn with_view(
    window: &WebviewWindow,
    work: impl FnOnce(View) + Send + 'static,
) -> tauri::Result<()> {
    #[cfg(not(target_os = "linux"))]
    let print = {
        let its = window.clone();
        move || its.print().is_ok()
    };
    window.with_webview(move |webview| {
        #[cfg(target_os = "linux")]
        let view = View::of(webview.inner());
        #[cfg(windows)]
        let view = View::of(webview.controller(), print);
        #[cfg(target_os = "macos")]
        let view = View::of(webview.inner(), print);
        work(view);
    })
}

/// macOS has a menu bar, whose last entry does `quit`, and tells Tauri alone when the process of a page has ended.
#[cfg(target_os = "macos")]
pub fn with_menu(
    builder: Builder<tauri::Wry>,
    language: Language,
    quit: fn(&AppHandle),
) -> Builder<tauri::Wry> {
    menu::on(builder, language, quit).on_web_content_process_terminate(|webview| {
        tracing::warn!("the process of a page has ended");
        if let Err(error) = webview.reload() {
            tracing::error!(%error, "the page does not come back");
        }
    })
}

/// See the other one: not here.
#[cfg(not(target_os = "macos"))]
pub fn with_menu(
    builder: Builder<tauri::Wry>,
    _language: Language,
    _quit: fn(&AppHandle),
) -> Builder<tauri::Wry> {
    builder
}

/// Fills the monitor at `place` with a window that stands there already. Full screen as macOS has it would be a space of its
/// own, which goes when the staff's window comes to the front.
#[cfg(target_os = "macos")]
pub(super) fn fill_monitor(
    window: &WebviewWindow,
    _place: PhysicalPosition<i32>,
) -> tauri::Result<()> {
    with_view(window, |view| {
        crate::platform::webview::cover_monitor(&view)
    })
}

/// Where windows can be placed, this suffices even without a window manager; Wayland knows full screen only.
#[cfg(not(target_os = "macos"))]
pub(super) fn fill_monitor(
    window: &WebviewWindow,
    place: PhysicalPosition<i32>,
) -> tauri::Result<()> {
    window.set_fullscreen_on_monitor(PhysicalPosition::new(
        f64::from(place.x),
        f64::from(place.y),
    ))
}

/// The page never needs a network. Some ways out are outside the content policy's reach: WebKit connects to where a link
/// points before it asks whether it may go there. This proxy is the discard port, where nobody listens. On macOS it would
/// take a feature of its own.
#[cfg(not(target_os = "macos"))]
pub(super) fn without_network<'a>(
    builder: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
) -> tauri::Result<WebviewWindowBuilder<'a, tauri::Wry, AppHandle>> {
    let nobody = "http://127.0.0.1:9".parse();
    Ok(builder.proxy_url(nobody.map_err(tauri::Error::InvalidUrl)?))
}

/// See the other one: not here.
#[cfg(target_os = "macos")]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
pub(super) fn without_network<'a>(
    builder: WebviewWindowBuilder<'a, tauri::Wry, AppHandle>,
) -> tauri::Result<WebviewWindowBuilder<'a, tauri::Wry, AppHandle>> {
    Ok(builder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_web_view_that_is_missing_or_too_old_is_told_apart() {
        for version in [None, Some("")] {
            assert_eq!(judge(version), Err(Trouble::WebViewMissing));
        }
        for found in ["86.0.616.0", "110.0.1587.69 beta"] {
            let told = Err(Trouble::WebViewTooOld {
                found: found.into(),
            });
            assert_eq!(judge(Some(found)), told);
        }
        for found in ["111.0.1661.41", "142.0.3595.94", "next"] {
            assert_eq!(judge(Some(found)), Ok(()));
        }
    }
}
