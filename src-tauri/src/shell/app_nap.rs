//! While orders are followed the system must not slow the program down for being behind other windows.

use tauri::{AppHandle, Manager};
use tokio::sync::watch;

use super::desks::Desks;
use crate::platform::awake;

/// What Tauri keeps for it.
pub struct AppNap(watch::Sender<bool>);

impl Default for AppNap {
    fn default() -> AppNap {
        AppNap(watch::Sender::new(false))
    }
}

/// Begins to see to it, for as long as the program runs.
pub fn start(app: &AppHandle) {
    let orders_open = app.state::<AppNap>().0.subscribe();
    tauri::async_runtime::spawn(awake::keep_going_while(orders_open));
}

/// Something has changed at a desk: perhaps its last open order.
pub fn update(app: &AppHandle) {
    let open = app.state::<Desks>().open_orders() > 0;
    app.state::<AppNap>().0.send_if_modified(|before| {
        let was = std::mem::replace(before, open);
        was != open
    });
}
