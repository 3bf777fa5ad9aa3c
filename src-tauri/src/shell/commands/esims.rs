//! eSIMs that were sold: looking at one with its plans, finding the one that a guest means, starting a plan that waits.

use tauri::State;

use crate::desk::{EsimView, Failure, FoundEsims};
use crate::shell::desks::Desks;

/// What the service says of a SIM and its plans; unless it is wanted `now`, what is known of it may be good enough.
#[tauri::command]
#[specta::specta]
pub async fn look_at_esim(
    desks: State<'_, Desks>,
    iccid: String,
    now: bool,
) -> Result<EsimView, Failure> {
    let desk = desks.front().await?;
    desk.esims.look(&iccid, now).await
}

/// The eSIMs of the account that somebody means by what they typed.
#[tauri::command]
#[specta::specta]
pub async fn find_esims(desks: State<'_, Desks>, text: String) -> Result<FoundEsims, Failure> {
    let desk = desks.front().await?;
    desk.esims.find(&text).await
}

/// Starts a plan that waits, which a person asked for. Sent once.
#[tauri::command]
#[specta::specta]
pub async fn start_plan_now(
    desks: State<'_, Desks>,
    iccid: String,
    plan: String,
) -> Result<EsimView, Failure> {
    let desk = desks.front().await?;
    desk.esims.start_now(&iccid, &plan).await
}
