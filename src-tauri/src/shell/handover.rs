//! What goes with a code on screen: the computer stays awake, and when the code goes, so does what was copied or printed of it.
//!
//! However the code goes: by *Done*, by the manager's time, by a locked computer, or with the desk it was on.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager};
use tokio::sync::watch;

use super::desks::Desks;
use super::outputs::{clipboard, slip};
use crate::book::OrderKey;
use crate::desk::Desk;
use crate::platform::{awake, lock};

/// What Tauri keeps for it.
pub struct CodeOnScreen {
    order: Mutex<Option<OrderKey>>,
    /// Whether any is: then the computer stays awake, and a lock matters.
    code_shown: watch::Sender<bool>,
}

impl Default for CodeOnScreen {
    fn default() -> CodeOnScreen {
        CodeOnScreen {
            order: Mutex::new(None),
            code_shown: watch::Sender::new(false),
        }
    }
}

/// Begins to listen for locks, and to keep the computer awake: for as long as the program runs.
pub fn start(app: &AppHandle) {
    let code_shown = app.state::<CodeOnScreen>().code_shown.subscribe();
    tauri::async_runtime::spawn(awake::keep_awake_while(code_shown.clone()));
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        lock::call_when_locked(code_shown, || app.state::<Desks>().put_codes_away()).await;
    });
}

/// The code of `order` is on screen now, or none. What was left of another one in the clipboard and in `data` goes,
/// whoever put it away: the staff, the time or the lock.
pub fn update(app: &AppHandle, data: &Path, order: Option<OrderKey>) {
    let on_screen = app.state::<CodeOnScreen>();
    let before = {
        let mut place = on_screen
            .order
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, order)
    };
    on_screen.code_shown.send_if_modified(|code_shown| {
        let was = std::mem::replace(code_shown, order.is_some());
        was != *code_shown
    });
    if before.is_some() && before != order {
        clipboard::forget(app);
        slip::clear(data);
    }
}

/// The customer has gone: the clipboard forgets what was copied for them, and no slip is left.
pub fn done(app: &AppHandle, desk: &Desk) {
    desk.handover.done();
    clipboard::forget(app);
    slip::clear(desk.folder());
}
