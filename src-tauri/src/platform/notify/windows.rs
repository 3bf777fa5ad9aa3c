//! Through `notify-rust`.

use super::error::NotifyError;

/// Shows a notification. It may take a while.
pub fn show(title: &str, body: &str) -> Result<(), NotifyError> {
    notify_rust::Notification::new()
        .appname("eSIM Desk")
        .summary(title)
        .body(body)
        .show()
        .map(drop)
        .map_err(|_| NotifyError::NoService)
}
