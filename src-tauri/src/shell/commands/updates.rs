//! Newer versions of the program: what the page may say of one is yes, and not now.

use tauri::State;

use crate::desk::Failure;
use crate::shell::desks::Desks;

/// Installs the version that is shown, as soon as nothing is in the way.
#[tauri::command]
#[specta::specta]
pub async fn install_update(desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.front().await?.updates.install();
    Ok(())
}

/// Not now, and no word of it for a while.
#[tauri::command]
#[specta::specta]
pub async fn update_not_now(desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.front().await?.updates.not_now();
    Ok(())
}
