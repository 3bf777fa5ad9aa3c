//! The settings, one at a time.

use tauri::{AppHandle, State};

use crate::desk::Failure;
use crate::shell::desks::Desks;
use crate::shell::settings::{self, SettingsChange};
use crate::shell::windows;

/// Changes one setting.
#[tauri::command]
#[specta::specta]
pub async fn change_settings(
    app: AppHandle,
    desks: State<'_, Desks>,
    change: SettingsChange,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    if let SettingsChange::Appearance { value } = &change {
        windows::set_theme(&app, *value);
    }
    settings::change(&desk, change)
}

/// Marks a plan as a favourite, or no longer.
#[tauri::command]
#[specta::specta]
pub async fn set_favourite(desks: State<'_, Desks>, plan: String, on: bool) -> Result<(), Failure> {
    settings::set_favourite(&desks.front().await?, plan, on)
}
