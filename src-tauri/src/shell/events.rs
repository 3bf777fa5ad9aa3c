//! What the program tells the staff's window unasked. The events themselves stand with what they tell of.

use serde::Serialize;
use tauri::{AppHandle, Emitter};
use tauri_specta::Event;

use super::windows::labels::MAIN;

/// Tells the staff's window. `Event::emit_to` would want a list of all events first, with every type that they carry.
pub fn tell_staff<E: Event + Serialize + Clone>(app: &AppHandle, event: E) -> tauri::Result<()> {
    app.emit_to(MAIN, E::NAME, event)
}
