//! By the desktop's own notification service.

use std::collections::HashMap;

use zbus::zvariant::Value;

use super::error::NotifyError;

const SERVICE: &str = "org.freedesktop.Notifications";

/// Shows a notification. It may take a while.
pub fn show(title: &str, body: &str) -> Result<(), NotifyError> {
    let bus = zbus::blocking::Connection::session().map_err(|_| NotifyError::NoBus)?;
    let actions: [&str; 0] = [];
    let hints: HashMap<&str, Value<'_>> = HashMap::new();
    let as_long_as_usual = -1_i32;
    bus.call_method(
        Some(SERVICE),
        "/org/freedesktop/Notifications",
        Some(SERVICE),
        "Notify",
        &(
            "eSIM Desk",
            0_u32,
            "esim-desk",
            title,
            body,
            actions.as_slice(),
            hints,
            as_long_as_usual,
        ),
    )
    .map(drop)
    .map_err(|_| NotifyError::NoService)
}
