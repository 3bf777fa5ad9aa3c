//! WebKitGTK: no menu, no gestures, and a page whose process died is loaded anew.
//! <https://webkitgtk.org/reference/webkit2gtk/stable/>

use std::time::Duration;

use gtk::gdk::prelude::MonitorExt;
use gtk::glib;
use gtk::prelude::*;
use webkit2gtk::{SettingsExt, WebView, WebViewExt};

use super::size::likely;

/// A page that ends at once each time does not keep the computer busy.
const BEFORE_IT_COMES_BACK: Duration = Duration::from_millis(300);

/// The web view of a page.
pub struct View(pub(in crate::platform) WebView);

impl View {
    pub fn of(webview: WebView) -> View {
        View(webview)
    }
}

/// To be called on the thread of the window.
pub fn be_no_browser(view: &View) {
    let View(webview) = view;
    webview.connect_context_menu(|_, _, _, _| true);
    // Only what the page asks for by itself; slips are printed otherwise.
    webview.connect_print(|_, _| true);
    webview.drag_dest_unset();
    if let Some(settings) = WebViewExt::settings(webview) {
        settings.set_enable_back_forward_navigation_gestures(false);
        settings.set_enable_caret_browsing(false);
    }
    webview.connect_web_process_terminated(|webview, why| {
        tracing::warn!(?why, "the process of a page has ended");
        let webview = webview.clone();
        glib::timeout_add_local_once(BEFORE_IT_COMES_BACK, move || webview.reload());
    });
}

/// Of the monitor that the page stands on, where it says how large it is. To be called on the thread of the window.
pub fn pixels_to_a_metre(view: &View) -> Option<f64> {
    let window = view.0.toplevel()?.window()?;
    let monitor = window.display().monitor_at_window(&window)?;
    let pixels = f64::from(monitor.geometry().width()) * f64::from(monitor.scale_factor());
    let metres = f64::from(monitor.width_mm()) / 1_000.0;
    likely(pixels / metres)
}
