//! The windows themselves, and what any screen may need.

use tauri::ipc::Channel;
use tauri::{AppHandle, State, WebviewWindow};

use crate::desk::{CustomerDisplay, Failure, Snapshot};
use crate::shell::closing::Closing;
use crate::shell::desks::Desks;
use crate::shell::outputs::save::{self, Saved};
use crate::shell::outputs::{clipboard, notification};
use crate::shell::updates;
use crate::shell::windows::pixels::{self, PagePixels};
use crate::shell::windows::{customer, main};

/// Everything that the window shows. Asked once; later ones come as events.
#[tauri::command]
#[specta::specta]
pub async fn snapshot(app: AppHandle, desks: State<'_, Desks>) -> Result<Snapshot, Failure> {
    let desk = desks.front().await?;
    updates::begin(&app, &desk);
    Ok(desk.snapshot())
}

/// Lets the window fill its screen while it is turned to the customer, and gives it back to the staff.
#[tauri::command]
#[specta::specta]
pub async fn turn_screen(window: WebviewWindow, on: bool) -> Result<(), Failure> {
    main::turn(&window, on);
    Ok(())
}

/// Shows the customer's half from now on. With [`page_pixels`] all that the customer's own window may ask.
#[tauri::command]
#[specta::specta]
pub async fn customer_display(
    app: AppHandle,
    desks: State<'_, Desks>,
    page: Channel<CustomerDisplay>,
) -> Result<(), Failure> {
    customer::connect_page(&app, &desks.front().await?, page);
    Ok(())
}

/// How large the page of the asking window is in pixels of the screen. The page itself does not know: what enlarges it
/// besides the screen's own factor is hidden from it.
#[tauri::command]
#[specta::specta]
pub async fn page_pixels(window: WebviewWindow) -> Option<PagePixels> {
    pixels::page_pixels(&window).await
}

/// Closes the window though orders are open: they go on at the next start.
#[tauri::command]
#[specta::specta]
pub async fn close_window(
    window: WebviewWindow,
    closing: State<'_, Closing>,
) -> Result<(), Failure> {
    closing.allow();
    main::close(&window);
    Ok(())
}

/// Keeps the window after the question whether to close it.
#[tauri::command]
#[specta::specta]
pub async fn keep_window(closing: State<'_, Closing>) -> Result<(), Failure> {
    closing.keep_open();
    Ok(())
}

/// Tells the staff through the system, while the window is not in front.
#[tauri::command]
#[specta::specta]
pub async fn notify_outside(app: AppHandle, title: String, body: String) -> Result<(), Failure> {
    notification::notify(&app, title, body);
    Ok(())
}

/// Puts a reference for support into the clipboard.
#[tauri::command]
#[specta::specta]
pub async fn copy_reference(app: AppHandle, text: String) -> Result<(), Failure> {
    clipboard::copy_reference(&app, &text)
}

/// Asks where to, then saves what support needs to know.
#[tauri::command]
#[specta::specta]
pub async fn save_support_bundle(
    app: AppHandle,
    desks: State<'_, Desks>,
) -> Result<Saved, Failure> {
    save::support_bundle(&app, &desks.front().await?).await
}
