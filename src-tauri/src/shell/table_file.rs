//! The table that the staff open: asked for by the system's dialog, read here, and given to the page as rows. The page names
//! no file. What was read last is kept until the group is begun, so that it can be read in another encoding.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use io::Read;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::DialogExt;

use crate::desk::{Failure, WhyTable};
use crate::shell::windows::labels::MAIN;
use crate::table::MOST_BYTES;

/// Answers the file dialog in tests, in debug builds only (rulings 32).
#[cfg(debug_assertions)]
const ANSWER_VARIABLE: &str = "ESIM_DESK_OPEN";

/// What was read last.
#[derive(Default)]
pub struct TableFile(Mutex<Vec<u8>>);

impl TableFile {
    /// Its bytes; none where nothing was opened.
    pub fn last(&self) -> Vec<u8> {
        self.lock().clone()
    }

    pub fn forget(&self) {
        *self.lock() = Vec::new();
    }

    fn keep(&self, bytes: Vec<u8>) {
        *self.lock() = bytes;
    }

    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks for a file and reads it.
pub async fn open(app: &AppHandle, file: &TableFile) -> Result<Option<Vec<u8>>, Failure> {
    let Some(path) = ask(app).await else {
        return Ok(None);
    };
    let read = tauri::async_runtime::spawn_blocking(move || read(&path));
    let bytes = read.await.ok().and_then(Result::ok).ok_or(Failure::Table {
        why: WhyTable::Closed,
    })?;
    file.keep(bytes.clone());
    Ok(Some(bytes))
}

/// One byte more than may be read tells that there are too many.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX);
    fs::File::open(path)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

async fn ask(app: &AppHandle) -> Option<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(answer) = std::env::var_os(ANSWER_VARIABLE) {
        return Some(answer.into());
    }
    let (answer, answered) = tokio::sync::oneshot::channel();
    let mut dialog = app
        .dialog()
        .file()
        .add_filter("CSV", &["csv", "tsv", "txt"]);
    if let Some(window) = app.get_webview_window(MAIN) {
        dialog = dialog.set_parent(&window);
    }
    dialog.pick_file(move |path| drop(answer.send(path)));
    answered.await.ok()??.into_path().ok()
}
