//! What Tauri offers otherwise on each system: its way to the raw web view (`PlatformWebview` has other functions on each),
//! `proxy_url`, which is missing on macOS, and the origin of our pages.
//!
//! The shell's only file that asks which system this is: `platform` may not name Tauri. What a system does by itself
//! stands there.

use tauri::{AppHandle, WebviewWindow, WebviewWindowBuilder};

use crate::platform::webview::View;

/// Where our pages are: Tauri's own protocol, which Windows' web view knows only as a host.
pub(super) const OUR_ORIGIN: &str = if cfg!(windows) {
    "http://tauri.localhost"
} else {
    "tauri://localhost"
};

/// Hands the window's web view to `work`, on the thread of the window.
#[cfg(target_os = "linux")]
pub fn with_view(
    window: &WebviewWindow,
    work: impl FnOnce(View) + Send + 'static,
) -> tauri::Result<()> {
    window.with_webview(move |webview| work(View::of(webview.inner())))
}

/// Hands to `work` what there is of the window's web view: the way to its print dialog, which any thread may open.
#[cfg(not(target_os = "linux"))]
pub fn with_view(
    window: &WebviewWindow,
    work: impl FnOnce(View) + Send + 'static,
) -> tauri::Result<()> {
    let window = window.clone();
    work(View::with_print_dialog(move || window.print().is_ok()));
    Ok(())
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
