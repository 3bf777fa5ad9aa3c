//! The table that the staff open: asked for by the system's dialog, read here, and given to the page as rows. The page names
//! no file. What was read last is kept until the group is begun, so that it can be read in another encoding.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::{fs, io};

use io::Read;
use tauri::AppHandle;

use super::file_dialog;
use crate::desk::{Failure, WhyTable};
use crate::table::MOST_BYTES;

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
    let Some(path) = file_dialog::open(app, ("CSV", &["csv", "tsv", "txt"])).await else {
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
