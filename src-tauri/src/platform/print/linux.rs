//! Printing through WebKitGTK: its dialog, or straight into a PDF file.

use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;

use gtk::prelude::*;
use gtk::{PageSetup, PaperSize, PrintSettings, Unit};
use tauri::WebviewWindow;
use tokio::sync::oneshot;
use webkit2gtk::{PrintOperation, PrintOperationExt, PrintOperationResponse, WebView};

use super::{Printed, Sheet};
use crate::desk::Failure;
use crate::settings::SlipPaper;

/// Where the slip goes.
pub enum Target {
    Dialog,
    File(PathBuf),
}

/// A roll is cut no shorter and no longer, in millimetres.
const ROLL: std::ops::RangeInclusive<u32> = 60..=1_000;

type Answer = oneshot::Sender<Result<Printed, Failure>>;

/// Prints what the page shows on paper, and waits until it is done.
pub async fn print(
    window: &WebviewWindow,
    sheet: Sheet,
    target: Target,
) -> Result<Printed, Failure> {
    let (answer, answered) = oneshot::channel();
    window
        .with_webview(move |webview| {
            let webview = webview.inner();
            // The dialog runs a loop of its own: not within the window's event, but after it.
            gtk::glib::idle_add_local_once(move || begin(&webview, sheet, target, answer));
        })
        .map_err(|_| Failure::Print)?;
    answered.await.unwrap_or(Err(Failure::Print))
}

fn begin(webview: &WebView, sheet: Sheet, target: Target, answer: Answer) {
    let answer = Rc::new(Cell::new(Some(answer)));
    let operation = PrintOperation::new(webview);
    operation.set_page_setup(&page_setup(sheet));
    operation.connect_failed({
        let answer = Rc::clone(&answer);
        move |_, error| {
            tracing::warn!(kind = ?error.kind::<webkit2gtk::PrintError>(), "printing failed");
            tell(&answer, Err(Failure::Print));
        }
    });
    operation.connect_finished({
        let answer = Rc::clone(&answer);
        move |_| tell(&answer, Ok(Printed::Sent))
    });
    match target {
        Target::File(path) => match file_settings(&path) {
            Some(settings) => {
                operation.set_print_settings(&settings);
                operation.print();
            }
            None => tell(&answer, Err(Failure::Print)),
        },
        Target::Dialog => {
            let parent = webview.toplevel().and_downcast::<gtk::Window>();
            if operation.run_dialog(parent.as_ref()) == PrintOperationResponse::Cancel {
                tell(&answer, Ok(Printed::Cancelled));
            }
        }
    }
}

/// The first answer counts: a failure is followed by the end.
fn tell(answer: &Cell<Option<Answer>>, what: Result<Printed, Failure>) {
    if let Some(answer) = answer.take() {
        drop(answer.send(what));
    }
}

fn page_setup(sheet: Sheet) -> PageSetup {
    let (paper, margin) = match sheet.paper {
        SlipPaper::A4 => (PaperSize::new(Some("iso_a4")), 15.0),
        SlipPaper::A5 => (PaperSize::new(Some("iso_a5")), 10.0),
        SlipPaper::Roll => {
            // Both margins, and room for what paper rounds otherwise than the screen.
            let length = f64::from(sheet.length.clamp(*ROLL.start(), *ROLL.end()) + 12);
            let name = "custom_roll_80mm";
            (
                PaperSize::new_custom(name, "80 mm", 80.0, length, Unit::Mm),
                4.0,
            )
        }
    };
    let setup = PageSetup::new();
    setup.set_paper_size(&paper);
    setup.set_top_margin(margin, Unit::Mm);
    setup.set_bottom_margin(margin, Unit::Mm);
    setup.set_left_margin(margin, Unit::Mm);
    setup.set_right_margin(margin, Unit::Mm);
    setup
}

/// GTK knows its printer into files by a name in the system's language.
fn file_settings(path: &std::path::Path) -> Option<PrintSettings> {
    let uri = gtk::glib::filename_to_uri(path, None).ok()?;
    let settings = PrintSettings::new();
    settings.set_printer(&gtk::glib::dgettext(Some("gtk30"), "Print to File"));
    settings.set("output-uri", Some(&uri));
    settings.set("output-file-format", Some("pdf"));
    Some(settings)
}
