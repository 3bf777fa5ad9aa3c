//! Giving an eSIM back for a refund.

use tauri::State;

use crate::book::OrderKey;
use crate::desk::Failure;
use crate::shell::desks::Desks;

/// Whether the eSIM of an order may be given back now; the failure says why not.
#[tauri::command]
#[specta::specta]
pub async fn check_refund(desks: State<'_, Desks>, order: OrderKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.refund.check(order).await
}

/// Gives it back. Returns when that is on disk and about to be asked; its code is shown nowhere any more.
#[tauri::command]
#[specta::specta]
pub async fn give_back(desks: State<'_, Desks>, order: OrderKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.refund.give_back(order).await
}

/// Asks once more, where the answer was lost and the eSIM is still there.
#[tauri::command]
#[specta::specta]
pub async fn give_back_again(desks: State<'_, Desks>, order: OrderKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.refund.ask_again(order).await
}

/// It shall not be given back after all.
#[tauri::command]
#[specta::specta]
pub async fn keep_esim(desks: State<'_, Desks>, order: OrderKey) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.refund.keep(order).await
}
