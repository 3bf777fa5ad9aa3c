//! Printing through WebKitGTK: its dialog, or straight into a PDF file.

use std::cell::Cell;
use std::path::Path;
use std::rc::Rc;

use gtk::prelude::*;
use gtk::{PageSetup, PaperSize, PrintSettings, Unit};
use webkit2gtk::{PrintOperation, PrintOperationExt, PrintOperationResponse, WebView};

use super::job::{Answer, Outcome, Paper, PrintError, Target};
use crate::platform::webview::View;

/// A roll is cut no shorter and no longer, in millimetres.
const ROLL: std::ops::RangeInclusive<u32> = 60..=1_000;

/// Prints what the page shows. To be called on the thread of the window.
pub fn print(view: View, paper: Paper, target: Target, answer: Answer) {
    let View(webview) = view;
    // The dialog runs a loop of its own: not within the window's event, but after it.
    gtk::glib::idle_add_local_once(move || begin(&webview, paper, target, answer));
}

fn begin(webview: &WebView, paper: Paper, target: Target, answer: Answer) {
    let answer = Rc::new(Cell::new(Some(answer)));
    let operation = PrintOperation::new(webview);
    operation.set_page_setup(&page_setup(paper));
    operation.connect_failed({
        let answer = Rc::clone(&answer);
        move |_, error| {
            tracing::warn!(kind = ?error.kind::<webkit2gtk::PrintError>(), "printing failed");
            answer_once(&answer, Err(PrintError::Failed));
        }
    });
    operation.connect_finished({
        let answer = Rc::clone(&answer);
        move |_| answer_once(&answer, Ok(Outcome::Sent))
    });
    match target {
        Target::File(path) => match file_settings(&path) {
            Some(settings) => {
                operation.set_print_settings(&settings);
                operation.print();
            }
            None => answer_once(&answer, Err(PrintError::Failed)),
        },
        Target::Dialog => {
            let parent = webview.toplevel().and_downcast::<gtk::Window>();
            if operation.run_dialog(parent.as_ref()) == PrintOperationResponse::Cancel {
                answer_once(&answer, Ok(Outcome::Cancelled));
            }
        }
    }
}

/// The first answer counts: a failure is followed by the end.
fn answer_once(answer: &Cell<Option<Answer>>, outcome: Result<Outcome, PrintError>) {
    if let Some(answer) = answer.take() {
        drop(answer.send(outcome));
    }
}

fn page_setup(paper: Paper) -> PageSetup {
    let (paper, margin) = match paper {
        Paper::A4 => (PaperSize::new(Some("iso_a4")), 15.0),
        Paper::A5 => (PaperSize::new(Some("iso_a5")), 10.0),
        Paper::Roll { width, length } => {
            // Both margins, and room for what paper rounds otherwise than the screen.
            let length = f64::from(length.clamp(*ROLL.start(), *ROLL.end()) + 12);
            let name = format!("custom_roll_{width}mm");
            let shown = format!("{width} mm");
            (
                PaperSize::new_custom(&name, &shown, f64::from(width), length, Unit::Mm),
                // A narrow printer's head is 48 mm wide.
                if width < 80 { 5.0 } else { 4.0 },
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
fn file_settings(path: &Path) -> Option<PrintSettings> {
    let uri = gtk::glib::filename_to_uri(path, None).ok()?;
    let settings = PrintSettings::new();
    settings.set_printer(&gtk::glib::dgettext(Some("gtk30"), "Print to File"));
    settings.set("output-uri", Some(&uri));
    settings.set("output-file-format", Some("pdf"));
    Some(settings)
}
