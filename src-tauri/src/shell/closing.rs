//! The question before the window closes while orders are open, and the moment before the program ends while one is being
//! sent: its answer is worth a few seconds, though an order whose answer is lost is found again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tauri::{AppHandle, Manager, WebviewWindow};

use super::desks::Desks;
use super::events::tell_staff;
use super::words;
use crate::platform::session_end;
use crate::settings::Language;

/// Asking to close again within this time, unanswered, means it: the page may not be able to answer.
const ASKED_AGAIN: Duration = Duration::from_secs(5);

/// How long the program's end waits for the answer to an order that is being sent, and the computer's.
const LAST_ANSWER: Duration = Duration::from_secs(5);
const LAST_ANSWER_BEFORE_SHUTDOWN: Duration = Duration::from_secs(60);

const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The window was asked to close while orders are open, or a group is being bought.
#[derive(Clone, serde::Serialize, specta::Type, tauri_specta::Event)]
#[serde(rename_all = "camelCase")]
pub struct CloseAsked {
    pub open_orders: u32,
    /// A group is being bought, and would stop.
    pub group_goes_on: bool,
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
    let desks = window.state::<Desks>();
    let (open_orders, group_goes_on) = (desks.open_orders(), desks.buy_for_a_group());
    if open_orders == 0 && !group_goes_on {
        return false;
    }
    let asked = CloseAsked {
        open_orders: u32::try_from(open_orders).unwrap_or(u32::MAX),
        group_goes_on,
    };
    tell_staff(window.app_handle(), asked).is_ok()
}

/// Begins to see to it that the computer does not shut down over an order that is being sent, for as long as the program runs.
pub fn start(app: &AppHandle, language: Language) {
    let (one, other) = (app.clone(), app.clone());
    session_end::wait_before(
        move || wait_for_answer(&one, LAST_ANSWER_BEFORE_SHUTDOWN),
        move || is_sending(&other),
        words::sending(language).to_owned(),
    );
}

/// At the program's end: waits until the answer to an order that is being sent is written down.
pub fn finish(app: &AppHandle) {
    wait_for_answer(app, LAST_ANSWER);
}

fn wait_for_answer(app: &AppHandle, patience: Duration) {
    if !ends_within(patience, || is_sending(app)) {
        tracing::warn!("the program ends over an order whose answer is not there");
    }
}

fn ends_within(patience: Duration, goes_on: impl Fn() -> bool) -> bool {
    let until = Instant::now() + patience;
    while goes_on() {
        if Instant::now() >= until {
            return false;
        }
        thread::sleep(BETWEEN_LOOKS);
    }
    true
}

fn is_sending(app: &AppHandle) -> bool {
    app.try_state::<Desks>()
        .is_some_and(|desks| desks.are_sending())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn the_end_waits_for_an_answer_but_not_for_ever() {
        let looks = Cell::new(0);
        let answered = || looks.replace(looks.get() + 1) < 3;
        assert!(ends_within(Duration::from_secs(60), answered), "it came");
        assert_eq!(looks.get(), 4, "and nobody waited on");
        let begun = Instant::now();
        assert!(!ends_within(Duration::from_millis(120), || true));
        assert!(begun.elapsed() >= Duration::from_millis(120));
        assert!(ends_within(Duration::ZERO, || false), "nothing to wait for");
    }
}
