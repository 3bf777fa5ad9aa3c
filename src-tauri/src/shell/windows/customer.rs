//! The customer's screen: a second window that fills a second monitor while there is one, and shows only the customer's
//! half. It follows monitors as they are plugged and unplugged, and never takes the keyboard from the staff.
//!
//! What it shows is put together in `desk::handover::display`, and goes to this one window through a channel that the
//! window asked for: it may call no other command and hears no event, so that nothing else can reach it.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tauri::ipc::Channel;
use tauri::{AppHandle, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

use super::labels::{CUSTOMER, MAIN};
use super::monitors::{Beside, Place, beside_staff};
use super::{be_no_browser, by_system, guarded, paint_ground};
use crate::desk::{CustomerDisplay, Desk};
use crate::settings::{Appearance, MonitorKept};
use crate::shell::desks::Desks;

/// How often the monitors are looked at. Nobody plugs one in faster, and a look costs next to nothing.
const BETWEEN_LOOKS: Duration = Duration::from_secs(1);

/// What Tauri keeps for the second window.
#[derive(Default)]
pub struct CustomerWindow(Mutex<State>);

#[derive(Default)]
struct State {
    /// Where it stands.
    place: Option<Place>,
    /// The way to its page, once the page has asked for it.
    page: Option<Channel<CustomerDisplay>>,
    /// What the page was last sent.
    last_sent: Option<CustomerDisplay>,
}

/// The page is there: it is shown the newest state, and every later one.
pub fn connect_page(app: &AppHandle, desk: &Desk, page: Channel<CustomerDisplay>) {
    {
        let window = app.state::<CustomerWindow>();
        let mut state = lock(&window);
        state.page = Some(page);
        state.last_sent = None;
    }
    show(app, desk);
}

/// Sends the page what the desk in front has for it, if that is new. The lock is held over asking and sending: of two who
/// show at once, the one with the older state could otherwise send last, and a code that was put away would be back.
/// Neither waits for anybody: the desk looks into its memory, and a channel only leaves word for the main loop.
pub fn show(app: &AppHandle, desk: &Desk) {
    let window = app.state::<CustomerWindow>();
    let mut state = lock(&window);
    let Some(page) = state.page.clone() else {
        return;
    };
    let now = desk.handover.display();
    if state.last_sent.as_ref() == Some(&now) {
        return;
    }
    match page.send(now.clone()) {
        Ok(()) => state.last_sent = Some(now),
        Err(error) => {
            tracing::warn!(%error, "the customer's screen was not reached");
            state.page = None;
        }
    }
}

/// Looks after the second window from now on. `data` is the folder of the main window's page.
pub fn follow_monitors(app: &AppHandle, data: PathBuf) {
    let app = app.clone();
    let spawned = thread::Builder::new()
        .name("monitors".into())
        .spawn(move || {
            loop {
                if let Err(error) = follow_once(&app, &data) {
                    tracing::warn!(%error, "the customer's screen cannot be placed");
                }
                thread::sleep(BETWEEN_LOOKS);
            }
        });
    if let Err(error) = spawned {
        tracing::warn!(kind = ?error.kind(), "there will be no customer's screen");
    }
}

/// Ends with the staff's window, so that the program ends.
pub fn close(app: &AppHandle) {
    let window = app.state::<CustomerWindow>();
    *lock(&window) = State::default();
    if let Some(window) = app.get_webview_window(CUSTOMER)
        && let Err(error) = window.destroy()
    {
        tracing::warn!(%error, "the customer's screen does not close");
    }
}

/// Makes the second window, moves or closes it, as the monitors and the setting ask.
fn follow_once(app: &AppHandle, data: &Path) -> tauri::Result<()> {
    let (Some(desk), Some(main)) = (
        app.state::<Desks>().front_now(),
        app.get_webview_window(MAIN),
    ) else {
        return Ok(());
    };
    let settings = desk.settings.current();
    let staffs = main.current_monitor()?.as_ref().map(Place::of);
    let all: Vec<Place> = main.available_monitors()?.iter().map(Place::of).collect();
    let kept = settings.customer_monitor.as_ref();
    let Beside {
        customer: wanted,
        free,
    } = beside_staff(staffs.as_ref(), &all, settings.second_monitor, kept);
    let free = free.iter().map(Place::kept).collect();
    desk.handover.set_second_screen(wanted.is_some(), free);
    remember(&desk, wanted.as_ref(), kept);
    let before = lock(&app.state::<CustomerWindow>()).place.clone();
    if wanted == before {
        return Ok(());
    }
    let Some(wanted) = wanted else {
        close(app);
        return Ok(());
    };
    let second = match app.get_webview_window(CUSTOMER) {
        Some(second) => second,
        None => {
            let second = make(app, data, settings.appearance)?;
            second.on_window_event(|event| {
                // It goes with its monitor, or by the setting.
                if let WindowEvent::CloseRequested { api, .. } = event {
                    api.prevent_close();
                }
            });
            second
        }
    };
    second.set_fullscreen(false)?;
    second.set_position(wanted.at)?;
    second.set_size(wanted.size)?;
    second.show()?;
    by_system::fill_monitor(&second, wanted.at)?;
    lock(&app.state::<CustomerWindow>()).place = Some(wanted);
    Ok(())
}

/// The monitor that it went to without anybody being asked is its own from now on, and so is one whose size has changed.
fn remember(desk: &Desk, place: Option<&Place>, kept: Option<&MonitorKept>) {
    let now = place.map(Place::kept);
    // While the staff's window stands on the customer's monitor, that stays the customer's.
    let moved = now.as_ref().map(|now| &now.name) != kept.map(|kept| &kept.name);
    let Some(now) = now.filter(|now| kept != Some(now) && !(kept.is_some() && moved)) else {
        return;
    };
    if let Err(error) = desk.settings.remember_customer_monitor(now) {
        tracing::warn!(kind = ?error.kind(), "the customer's monitor is not remembered");
    }
}

/// Makes the window. It is not shown before it has its place, and never takes the keyboard.
fn make(app: &AppHandle, data: &Path, appearance: Appearance) -> tauri::Result<WebviewWindow> {
    let page = WebviewUrl::App("customer.html".into());
    let builder = WebviewWindowBuilder::new(app, CUSTOMER, page)
        .title("eSIM Desk: for the customer")
        .decorations(false)
        .skip_taskbar(true)
        .focused(false)
        .focusable(false)
        .zoom_hotkeys_enabled(false);
    let window = guarded(builder, data, appearance)?.build()?;
    be_no_browser(&window)?;
    paint_ground(&window)?;
    Ok(window)
}

fn lock<'a>(window: &'a CustomerWindow) -> MutexGuard<'a, State> {
    window.0.lock().unwrap_or_else(PoisonError::into_inner)
}
