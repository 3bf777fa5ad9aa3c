//! Notifications of the operating system, for people outside the window: while the window is not in front.
//!
//! The words are the page's, and name no customer (rulings 25). Whether the window is in front is known only here.

use tauri::{AppHandle, Manager};

use crate::platform::notify;
use crate::shell::windows::labels::MAIN;

/// Shows a notification, unless the staff have the window before them.
pub fn notify(app: &AppHandle, title: String, body: String) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let in_front = window.is_focused().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
    if in_front {
        return;
    }
    // The notification service may be slow, or not there: nobody waits for it.
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(why) = notify::show(&title, &body) {
            tracing::info!(%why, "the system did not take a notification");
        }
    });
}
