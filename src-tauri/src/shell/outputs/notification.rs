//! Telling people outside the window, through the operating system, while the window is not in front.
//!
//! The words are the page's, and name no customer (rulings 25). Whether the window is in front is known only here.

use tauri::{AppHandle, Manager};

use super::window;

/// Shows a notification, unless the staff have the window before them.
pub fn tell(app: &AppHandle, title: String, body: String) {
    let Some(window) = app.get_webview_window(window::MAIN) else {
        return;
    };
    let in_front = window.is_focused().unwrap_or(false) && !window.is_minimized().unwrap_or(false);
    if in_front {
        return;
    }
    // The notification service may be slow, or not there: nobody waits for it.
    tauri::async_runtime::spawn_blocking(move || {
        if let Err(why) = show(&title, &body) {
            tracing::info!(why, "the system did not take a notification");
        }
    });
}

/// By the desktop's own notification service.
#[cfg(target_os = "linux")]
fn show(title: &str, body: &str) -> Result<(), &'static str> {
    use std::collections::HashMap;
    use zbus::zvariant::Value;

    const SERVICE: &str = "org.freedesktop.Notifications";
    let bus = zbus::blocking::Connection::session().map_err(|_| "no session bus")?;
    let actions: [&str; 0] = [];
    let hints: HashMap<&str, Value<'_>> = HashMap::new();
    let as_long_as_usual = -1_i32;
    bus.call_method(
        Some(SERVICE),
        "/org/freedesktop/Notifications",
        Some(SERVICE),
        "Notify",
        &(
            "eSIM Desk",
            0_u32,
            "esim-desk",
            title,
            body,
            actions.as_slice(),
            hints,
            as_long_as_usual,
        ),
    )
    .map(drop)
    .map_err(|_| "no notification service")
}

#[cfg(not(target_os = "linux"))]
fn show(title: &str, body: &str) -> Result<(), &'static str> {
    notify_rust::Notification::new()
        .appname("eSIM Desk")
        .summary(title)
        .body(body)
        .show()
        .map(drop)
        .map_err(|_| "no notification service")
}
