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
    awake: watch::Sender<bool>,
}

impl Default for OnScreen {
    fn default() -> OnScreen {
        OnScreen {
            order: Mutex::new(None),
            awake: watch::Sender::new(false),
        }
    }
}

/// Begins to listen to the session: for as long as the program runs.
pub fn follow_session(app: &AppHandle) {
    let awake = app.state::<OnScreen>().awake.subscribe();
    tauri::async_runtime::spawn(session::keep_awake_while(awake));
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        session::tell_of_locks(|| app.state::<Desks>().locked()).await;
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
    on_screen.awake.send_if_modified(|awake| {
        let was = std::mem::replace(awake, order.is_some());
        was != *awake
    });
    if before.is_some() && before != order {
        clipboard::forget(app);
        slip::clear(data);
    }
}
