//! What the days came to, and what the eSIM provider counts beside it.

use tauri::ipc::Channel;
use tauri::{AppHandle, State};

use crate::desk::{ComparisonView, DaysQuery, DaysView, Failure, ReadSoFar, SumsTable};
use crate::shell::desks::Desks;
use crate::shell::outputs::save::{self, Saved};

/// What some days came to, and the picture of the last thirty.
#[tauri::command]
#[specta::specta]
pub async fn days(desks: State<'_, Desks>, query: DaysQuery) -> Result<DaysView, Failure> {
    let desk = desks.front().await?;
    desk.takings.days(query).await
}

/// Asks where to, then saves what the days came to as a table.
#[tauri::command]
#[specta::specta]
pub async fn save_sums_table(
    app: AppHandle,
    desks: State<'_, Desks>,
    table: SumsTable,
) -> Result<Saved, Failure> {
    save::sums_table(&app, &desks.front().await?, table).await
}

/// Reads what the service lists of these days, and says where the book differs. Nothing where it was stopped.
#[tauri::command]
#[specta::specta]
pub async fn compare_days(
    desks: State<'_, Desks>,
    query: DaysQuery,
    heard: Channel<ReadSoFar>,
) -> Result<Option<ComparisonView>, Failure> {
    let desk = desks.front().await?;
    // A page that is gone hears nothing; the next one stops this.
    let told = move |so_far| drop(heard.send(so_far));
    desk.takings.compare(&query, told).await
}

/// Ends the comparing.
#[tauri::command]
#[specta::specta]
pub async fn stop_comparing(desks: State<'_, Desks>) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.takings.stop_comparing();
    Ok(())
}
