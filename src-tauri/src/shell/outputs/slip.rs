//! The slip: the page's own print view of one hand-over, on paper or as a PDF.
//!
//! The page lays it out, because the web view shapes every guest's script with the system's fonts, and it draws the code
//! from the very path that was proved. Here is only what becomes of it: the system's print dialog, or a file. A file is
//! first made in a folder that only the owner can open, which is emptied when the customer has gone and at each start
//! (rulings 25).

use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};
use tauri::{AppHandle, Manager, WebviewWindow};

use super::archive;
use super::save::{self, Saved};
use crate::book::{GroupKey, OrderKey};
use crate::desk::{Desk, Failure};
use crate::files::private;
use crate::platform::print::{self, Outcome, Paper, PrintError, Target};
use crate::settings::SlipPaper;
use crate::shell::windows::by_system;
use crate::shell::windows::labels::MAIN;

/// The paper, as the page has laid the slip out for it.
#[derive(Clone, Copy, Debug, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Sheet {
    pub paper: SlipPaper,
    /// How long the slip is, in millimetres: a roll is cut there.
    pub length: u32,
}

impl Sheet {
    fn on_paper(self) -> Paper {
        match self.paper {
            SlipPaper::A4 => Paper::A4,
            SlipPaper::A5 => Paper::A5,
            SlipPaper::Roll => Paper::Roll {
                width: 80,
                length: self.length,
            },
            SlipPaper::Roll58 => Paper::Roll {
                width: 58,
                length: self.length,
            },
        }
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Printed {
    /// The printer has it.
    Sent,
    /// The dialog was closed.
    Cancelled,
    /// The system's dialog is open and does not tell.
    Asked,
}

/// Opens the system's print dialog.
pub async fn print(app: &AppHandle, sheet: Sheet) -> Result<Printed, Failure> {
    let window = main_window(app)?;
    match print_page(&window, sheet.on_paper(), &Target::Dialog).await {
        Ok(Outcome::Sent) => Ok(Printed::Sent),
        Ok(Outcome::Cancelled) => Ok(Printed::Cancelled),
        Ok(Outcome::Unknown) => Ok(Printed::Asked),
        Err(_) => Err(Failure::Print),
    }
}

/// Asks where to, then writes the slip as a PDF.
pub async fn save(
    app: &AppHandle,
    desk: &Desk,
    order: OrderKey,
    sheet: Sheet,
) -> Result<Saved, Failure> {
    let pdf = make(app, desk, sheet).await?;
    let name = desk.handover.file_name(order, "pdf");
    save::save(app, &name, ("PDF", "pdf"), pdf).await
}

/// Removes what may be left of slips.
pub fn clear(data: &Path) {
    let folder = folder_of(data);
    match fs::remove_dir_all(&folder) {
        Ok(()) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => tracing::warn!(kind = ?error.kind(), "temporary files could not be removed"),
    }
}

/// Asks where to, then writes the pages of a group, as the page has laid them out, as one PDF.
pub async fn save_all(
    app: &AppHandle,
    desk: &Desk,
    group: GroupKey,
    sheet: Sheet,
) -> Result<Saved, Failure> {
    let pdf = make(app, desk, sheet).await?;
    save::save(app, &archive::name(group, "pdf"), ("PDF", "pdf"), pdf).await
}

/// Makes the PDF where nobody else can open it, and takes it away again.
async fn make(app: &AppHandle, desk: &Desk, sheet: Sheet) -> Result<Vec<u8>, Failure> {
    let window = main_window(app)?;
    let folder = folder_of(desk.folder());
    private::folder(&folder).map_err(|error| Failure::of_saving(&error))?;
    let made = folder.join(format!("{}.pdf", uuid::Uuid::new_v4()));
    let pdf = write_pdf(&window, sheet, &made).await;
    // What could not be removed now is removed when the customer has gone.
    drop(fs::remove_file(&made));
    pdf
}

async fn write_pdf(window: &WebviewWindow, sheet: Sheet, made: &Path) -> Result<Vec<u8>, Failure> {
    let file = Target::File(made.to_owned());
    print_page(window, sheet.on_paper(), &file)
        .await
        .map_err(|_| Failure::Print)?;
    let pdf = fs::read(made).map_err(|error| Failure::of_saving(&error))?;
    if pdf.starts_with(b"%PDF-") {
        Ok(pdf)
    } else {
        Err(Failure::Print)
    }
}

/// Hands the platform the web view, and waits until it is done.
async fn print_page(
    window: &WebviewWindow,
    paper: Paper,
    target: &Target,
) -> Result<Outcome, PrintError> {
    let (answer, answered) = tokio::sync::oneshot::channel();
    let target = target.clone();
    by_system::with_view(window, move |view| {
        print::print(view, paper, target, answer);
    })
    .map_err(|_| PrintError::Failed)?;
    answered.await.unwrap_or(Err(PrintError::Failed))
}

fn main_window(app: &AppHandle) -> Result<WebviewWindow, Failure> {
    app.get_webview_window(MAIN).ok_or(Failure::Print)
}

fn folder_of(data: &Path) -> PathBuf {
    data.join("tmp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn temporary_files_are_the_owners_alone_and_gone_after_clearing() {
        let data = tempfile::tempdir().expect("a temporary folder");
        let folder = folder_of(data.path());
        private::folder(&folder).expect("the folder can be made");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = fs::metadata(&folder)
                .expect("it is there")
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o700, "nobody else looks in");
        }
        fs::write(folder.join("left.pdf"), "%PDF-").expect("the owner writes");
        clear(data.path());
        assert!(!folder.exists(), "nothing is left");
        clear(data.path());
    }
}
