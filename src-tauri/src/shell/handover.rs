//! What goes with a code on screen: the computer stays awake, and when the code goes, so does what was copied or printed of it.
//!
//! However the code goes: by *Done*, by the manager's time, by a locked computer, or with the desk it was on.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager};
use tokio::sync::watch;

use super::desks::Desks;
use super::{clipboard, slip};
use crate::book::OrderKey;
use crate::session;

/// What Tauri keeps for it.
pub struct OnScreen {
    order: Mutex<Option<OrderKey>>,
    /// Whether any is: then the computer stays awake, and a lock is to be told.
    code_up: watch::Sender<bool>,
}

impl Default for OnScreen {
    fn default() -> OnScreen {
        OnScreen {
            order: Mutex::new(None),
            code_up: watch::Sender::new(false),
        }
    }
}

/// Begins to listen to the session: for as long as the program runs.
pub fn follow_session(app: &AppHandle) {
    let code_up = app.state::<OnScreen>().code_up.subscribe();
    tauri::async_runtime::spawn(session::keep_awake_while(code_up.clone()));
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        session::tell_of_locks(code_up, || app.state::<Desks>().locked()).await;
    });
}

/// The code of `order` is on screen now, or none. What was left of another one in the clipboard and in `data` goes,
/// whoever put it away: the staff, the time or the lock.
pub fn follow(app: &AppHandle, data: &Path, order: Option<OrderKey>) {
    let on_screen = app.state::<OnScreen>();
    let before = {
        let mut place = on_screen
            .order
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *place, order)
    };
    on_screen.code_up.send_if_modified(|code_up| {
        let was = std::mem::replace(code_up, order.is_some());
        was != *code_up
    });
    if before.is_some() && before != order {
        clipboard::forget(app);
        slip::clear(data);
    }
}
