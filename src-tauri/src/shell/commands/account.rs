//! The account, and the demo that needs none.

use tauri::{AppHandle, State};

use crate::desk::{AccountForm, Failure};
use crate::shell::desks::Desks;
use crate::shell::updates;

/// Puts the demo in front.
#[tauri::command]
#[specta::specta]
pub async fn start_demo(desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.open_demo().await
}

/// Puts the live desk in front.
#[tauri::command]
#[specta::specta]
pub async fn leave_demo(app: AppHandle, desks: State<'_, Desks>) -> Result<(), Failure> {
    desks.open_live().await?;
    updates::begin(&app, &desks.front().await?);
    Ok(())
}

/// Tries the credentials with the service, then stores them in the keychain.
#[tauri::command]
#[specta::specta]
pub async fn connect_account(desks: State<'_, Desks>, form: AccountForm) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.sign_in.connect(form).await
}

/// Asks the keychain again for the stored account.
#[tauri::command]
#[specta::specta]
pub async fn retry_keychain(desks: State<'_, Desks>) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.sign_in.open().await;
    Ok(())
}

/// Asks the service again at once, and where the desk is signed out, with the secret that the keychain has.
#[tauri::command]
#[specta::specta]
pub async fn try_again(desks: State<'_, Desks>) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.sign_in.try_again().await
}

/// Forgets the account and its secret; orders stay.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(desks: State<'_, Desks>) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.sign_in.sign_out().await
}
