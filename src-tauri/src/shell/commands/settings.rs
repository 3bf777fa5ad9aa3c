//! The settings, one at a time.

use tauri::{AppHandle, State};

use crate::desk::{Failure, NetworkChange, SettingsChange};
use crate::shell::desks::Desks;
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
    desk.settings.change(change)
}

/// Changes the way out of the house. A password comes in and never goes out.
#[tauri::command]
#[specta::specta]
pub async fn change_network(desks: State<'_, Desks>, change: NetworkChange) -> Result<(), Failure> {
    desks.front().await?.network.change(change).await
}

/// Marks a plan as a favourite, or no longer.
#[tauri::command]
#[specta::specta]
pub async fn set_favourite(desks: State<'_, Desks>, plan: String, on: bool) -> Result<(), Failure> {
    desks.front().await?.settings.set_favourite(plan, on)
}
