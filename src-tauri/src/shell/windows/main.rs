//! The main window, which the staff use: how it is made, named for its mode, brought to the front and closed.

use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use tauri::image::Image;
use tauri::{
    AppHandle, Manager, PhysicalPosition, WebviewUrl, WebviewWindow, WebviewWindowBuilder,
    WindowEvent,
};

use super::labels::MAIN;
use super::monitors::{Place, fitted, known_again, room};
use super::{be_no_browser, customer, guarded, paint_ground};
use crate::desk::Mode;
use crate::settings::{Settings, WindowSize};
use crate::shell::closing;
use crate::shell::desks::Desks;
use crate::shell::staff_page;

/// Wide enough for the list of plans beside the customer's form.
const FIRST_SIZE: WindowSize = WindowSize {
    width: 1366,
    height: 820,
    maximised: false,
};

/// Makes the window and shows it. It is not kept back until the page has painted: a hidden window does not paint, and the
/// two waits would add up.
pub fn make(app: &AppHandle, data: &Path, settings: &Settings) -> tauri::Result<WebviewWindow> {
    let size = settings.window.unwrap_or(FIRST_SIZE);
    let monitors: Vec<Place> = app.available_monitors()?.iter().map(Place::of).collect();
    let own = settings.staff_monitor.as_ref();
    let own = own.and_then(|kept| known_again(kept, &monitors.iter().collect::<Vec<_>>()));
    // Where nobody knows on which monitor it will open, it fits each of them.
    let rooms = monitors
        .iter()
        .filter(|place| own.is_none_or(|own| own == *place))
        .map(room);
    let least_room = rooms.reduce(|one, other| (one.0.min(other.0), one.1.min(other.1)));
    let everything = (f64::INFINITY, f64::INFINITY);
    let (inner, least) = fitted(
        size,
        settings.window.is_none(),
        least_room.unwrap_or(everything),
    );
    let builder = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::App("index.html".into()))
        .title("eSIM Desk")
        .inner_size(inner.0, inner.1)
        .maximized(size.maximised)
        .min_inner_size(least.0, least.1)
        .zoom_hotkeys_enabled(true)
        .on_page_load(|window, load| {
            // A screen that was turned to the customer is the staff's again.
            if staff_page::loads(&window, load.event()) {
                turn(&window, false);
            }
        });
    let builder = guarded(builder, data, settings.appearance)?;
    let window = builder.build()?;
    window.on_window_event({
        let window = window.clone();
        move |event| {
            if let WindowEvent::CloseRequested { api, .. } = event
                && closing::ask_first(&window)
            {
                api.prevent_close();
            } else if let WindowEvent::CloseRequested { .. } = event {
                remember_size(&window);
            } else if let WindowEvent::Destroyed = event {
                customer::close(window.app_handle());
            }
        }
    });
    be_no_browser(&window)?;
    paint_ground(&window)?;
    if let Some(own) = own {
        stand_on(&window, own, inner)?;
    }
    window.show()?;
    window.set_focus()?;
    Ok(window)
}

/// In the middle of what panels leave of its own monitor. On Wayland no program says where its windows go.
fn stand_on(window: &WebviewWindow, own: &Place, inner: (f64, f64)) -> tauri::Result<()> {
    let (width, height) = room(own);
    let beside = |room: f64, size: f64| ((room - size) / 2.0).max(0.0) * own.factor;
    window.set_position(PhysicalPosition::new(
        f64::from(own.work_at.x) + beside(width, inner.0),
        f64::from(own.work_at.y) + beside(height, inner.1),
    ))
}

fn remember_size(window: &WebviewWindow) {
    // The size of a screen that is turned to the customer is nobody's choice.
    if window.is_fullscreen().unwrap_or_default() {
        return;
    }
    let Some(desk) = window.state::<Desks>().front_now() else {
        return;
    };
    let size = window.inner_size().and_then(|size| {
        let size = size.to_logical::<u32>(window.scale_factor()?);
        let maximised = window.is_maximized()?;
        Ok(WindowSize {
            width: size.width,
            height: size.height,
            maximised,
        })
    });
    let Ok(size) = size else {
        return;
    };
    let monitor = window.current_monitor().ok().flatten();
    let monitor = monitor.as_ref().map(|monitor| Place::of(monitor).kept());
    if let Err(error) = desk.settings.remember_window(size, monitor) {
        tracing::warn!(kind = ?error.kind(), "the size of the window is not remembered");
    }
}

/// Turned to the customer, the window fills its screen. Turned back, it is as large as it was.
pub fn turn(window: &WebviewWindow, to_customer: bool) {
    // A window manager that knows no full screen leaves the window as it is, and the page fills that.
    if let Err(error) = window.set_fullscreen(to_customer) {
        tracing::warn!(%error, "the window keeps its size");
    }
}

/// Closes the window, and with it the program.
pub fn close(window: &WebviewWindow) {
    if let Err(error) = window.close() {
        tracing::error!(%error, "the window does not close");
    }
}

/// The same, for whoever has no window at hand.
pub fn quit(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        close(&window);
    }
}

/// So long a window that is not stuck needs at most.
const PATIENCE: Duration = Duration::from_secs(3);

/// Brings the window to the front, because the program was started again. Whether it came: what draws the window does it,
/// so that one that hangs says nothing. Waits for that; not for the main thread.
pub fn comes_to_front(app: &AppHandle) -> bool {
    let (done, was_done) = mpsc::channel();
    let there = app.clone();
    let asked = app.run_on_main_thread(move || {
        to_front(&there);
        // Whoever asked may have lost patience.
        let _ = done.send(());
    });
    asked.is_ok() && was_done.recv_timeout(PATIENCE).is_ok()
}

fn to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let forward = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus());
    if let Err(error) = forward {
        tracing::warn!(%error, "the window cannot be brought to the front");
    }
}

/// Title and icon tell the demo from the real thing.
pub fn set_title_and_icon(app: &AppHandle, mode: Mode) {
    let Some(window) = app.get_webview_window(MAIN) else {
        return;
    };
    let (title, icon) = match mode {
        Mode::Live => (
            "eSIM Desk",
            include_bytes!("../../../../icons/128x128.png").as_slice(),
        ),
        Mode::Demo => (
            "eSIM Desk (demo)",
            include_bytes!("../../../../icons/demo.png").as_slice(),
        ),
    };
    let set = window
        .set_title(title)
        .and_then(|()| Image::from_bytes(icon).and_then(|icon| window.set_icon(icon)));
    if let Err(error) = set {
        tracing::warn!(%error, "the window keeps its title and icon");
    }
}
