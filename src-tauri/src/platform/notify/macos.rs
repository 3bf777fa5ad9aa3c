//! Through `notify-rust`, under the program's own name: without one it asks the system where `use_default` is, and the system
//! asks the person.

use super::error::NotifyError;

/// As in `tauri.conf.json`, from where the bundle has it.
const ID: &str = "com.esimdesk.app";

/// Shows a notification. It may take a while.
pub fn show(title: &str, body: &str) -> Result<(), NotifyError> {
    // The second time it is an error, and no news.
    drop(notify_rust::set_application(ID));
    notify_rust::Notification::new()
        .summary(title)
        .body(body)
        .show()
        .map(drop)
        .map_err(|_| NotifyError::NoService)
}
