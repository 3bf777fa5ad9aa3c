//! The question before the window closes while orders are open.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tauri::{Manager, WebviewWindow};
use tauri_specta::Event;

use super::desks::Desks;
use super::windows::labels::MAIN;

/// Asking to close again within this time, unanswered, means it: the page may not be able to answer.
const ASKED_AGAIN: Duration = Duration::from_secs(5);

/// The window was asked to close while orders are open.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct CloseAsked {
    pub open_orders: u32,
}

/// What Tauri keeps for it.
#[derive(Default)]
pub struct Closing {
    /// The staff said that the window may close though orders are open.
    allowed: AtomicBool,
    /// When closing was last asked for.
    asked: Mutex<Option<Instant>>,
}

impl Closing {
    pub fn allow(&self) {
        self.allowed.store(true, Ordering::Relaxed);
    }

    /// The staff were asked and stay: the next wish to close is a new one.
    pub fn keep_open(&self) {
        *self.asked() = None;
    }

    /// Whether this wish to close is to be followed, whatever is open.
    fn is_meant(&self) -> bool {
        let again = self
            .asked()
            .replace(Instant::now())
            .is_some_and(|before| before.elapsed() < ASKED_AGAIN);
        again || self.allowed.load(Ordering::Relaxed)
    }

    fn asked(&self) -> MutexGuard<'_, Option<Instant>> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks the staff, and tells whether closing has to wait for their answer. Asked twice within a few seconds the window
/// closes: a page that does not answer must not hold it, and open orders go on at the next start anyway.
pub fn ask_first(window: &WebviewWindow) -> bool {
    if window.state::<Closing>().is_meant() {
        return false;
    }
    let open_orders = window.state::<Desks>().open_orders();
    if open_orders == 0 {
        return false;
    }
    let asked = CloseAsked {
        open_orders: u32::try_from(open_orders).unwrap_or(u32::MAX),
    };
    asked.emit_to(window, MAIN).is_ok()
}
