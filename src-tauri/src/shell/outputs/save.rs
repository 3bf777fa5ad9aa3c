//! Saving a picture, a table or the support bundle where the staff say.

use std::io;

use serde::Serialize;
use tauri::AppHandle;

use crate::book::OrderKey;
use crate::desk::{DayTable, Desk, Failure, SumsTable};
use crate::files;
use crate::shell::{file_dialog, versions};

/// What became of it.
#[derive(Clone, Debug, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Saved {
    Saved { path: String },
    Cancelled,
}

/// Asks where to, then writes the picture of an order's proved code.
pub async fn picture(app: &AppHandle, desk: &Desk, order: OrderKey) -> Result<Saved, Failure> {
    let png = desk.handover.png(order).await?;
    save(
        app,
        &desk.handover.file_name(order, "png"),
        ("PNG", "png"),
        png,
    )
    .await
}

/// Asks where to, then writes the orders of a day as CSV.
pub async fn day_table(app: &AppHandle, desk: &Desk, table: DayTable) -> Result<Saved, Failure> {
    let name = format!("eSIM-{}.csv", table.day.as_deref().unwrap_or("all"));
    let text = desk.lists.day_table(table).await?;
    save(app, &name, ("CSV", "csv"), text.into_bytes()).await
}

/// Asks where to, then writes what days came to as CSV.
pub async fn sums_table(app: &AppHandle, desk: &Desk, table: SumsTable) -> Result<Saved, Failure> {
    let name = format!("eSIM-{}-{}.csv", table.query.from, table.query.to);
    let text = desk.takings.table(table).await?;
    save(app, &name, ("CSV", "csv"), text.into_bytes()).await
}

/// Asks where to, then writes the support bundle.
pub async fn support_bundle(app: &AppHandle, desk: &Desk) -> Result<Saved, Failure> {
    let text = desk.support.bundle(&versions::all()).await;
    save(
        app,
        &desk.support.file_name(),
        ("Text", "txt"),
        text.into_bytes(),
    )
    .await
}

/// Asks where to, then writes the file.
pub async fn save(
    app: &AppHandle,
    name: &str,
    (kind, ending): (&str, &str),
    bytes: Vec<u8>,
) -> Result<Saved, Failure> {
    let Some(path) = file_dialog::save_as(app, name, (kind, &[ending])).await else {
        return Ok(Saved::Cancelled);
    };
    let written = tauri::async_runtime::spawn_blocking({
        let path = path.clone();
        move || files::write_whole(&path, &bytes)
    });
    written
        .await
        .map_err(|_| Failure::of_saving(&io::Error::other("the writing thread ended")))?
        .map_err(|error| Failure::of_saving(&error))?;
    Ok(Saved::Saved {
        path: path.display().to_string(),
    })
}
