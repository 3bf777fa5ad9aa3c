//! The system's file dialog, over the staff's window. What is read or written then is for those who ask.

use std::path::PathBuf;

use tauri::{AppHandle, Manager, Wry};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder, FilePath};
use tokio::sync::oneshot;

use super::windows::labels::MAIN;

/// What files are called, and how their names end.
type Kind<'k> = (&'k str, &'k [&'k str]);

/// Answer the dialogs in tests, in debug builds only (rulings 32).
#[cfg(debug_assertions)]
mod answers {
    pub const OPEN: &str = "ESIM_DESK_OPEN";
    pub const SAVE_AS: &str = "ESIM_DESK_SAVE_AS";
}

/// Which file to read; none where the staff close the dialog.
pub async fn open(app: &AppHandle, kind: Kind<'_>) -> Option<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(answer) = std::env::var_os(answers::OPEN) {
        return Some(answer.into());
    }
    let (answer, answered) = oneshot::channel();
    over_the_window(app, kind).pick_file(move |path| drop(answer.send(path)));
    path(answered).await
}

/// Where to write a file, which is to be called `name` unless the staff say otherwise.
pub async fn save_as(app: &AppHandle, name: &str, kind: Kind<'_>) -> Option<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(answer) = std::env::var_os(answers::SAVE_AS) {
        return Some(answer.into());
    }
    let (answer, answered) = oneshot::channel();
    over_the_window(app, kind)
        .set_file_name(name)
        .save_file(move |path| drop(answer.send(path)));
    path(answered).await
}

/// Without the window it may come up behind the one that asked, and nobody would know what that waits for.
fn over_the_window(app: &AppHandle, (kind, endings): Kind<'_>) -> FileDialogBuilder<Wry> {
    let dialog = app.dialog().file().add_filter(kind, endings);
    match app.get_webview_window(MAIN) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    }
}

async fn path(answered: oneshot::Receiver<Option<FilePath>>) -> Option<PathBuf> {
    answered.await.ok()??.into_path().ok()
}
