//! By GTK, which the window needs anyway.

use gtk::prelude::{DialogExt, GtkWindowExt, MessageDialogExt, WidgetExt};
use gtk::{ButtonsType, DialogFlags, MessageDialog, MessageType, Window};

use super::error::MessageError;

/// Whether windows can be shown at all. Tauri would end the program where they cannot.
pub fn window_system() -> Result<(), MessageError> {
    gtk::init().map_err(|_| MessageError::NoWindowSystem)
}

/// Shows a message until it is closed. For the main thread, while nothing else runs there.
pub fn show(title: &str, text: &str) -> Result<(), MessageError> {
    window_system()?;
    let no_window: Option<&Window> = None;
    let dialog = MessageDialog::new(
        no_window,
        DialogFlags::MODAL,
        MessageType::Error,
        ButtonsType::Close,
        title,
    );
    dialog.set_title("eSIM Desk");
    dialog.set_secondary_text(Some(text));
    dialog.set_keep_above(true);
    dialog.set_urgency_hint(true);
    dialog.show_all();
    dialog.run();
    dialog.close();
    Ok(())
}
