//! No code of its own yet: what is said goes to standard error and to a notification only.

use super::error::MessageError;

/// The window system is part of this one.
pub fn window_system() -> Result<(), MessageError> {
    Ok(())
}

pub fn show(_title: &str, _text: &str) -> Result<(), MessageError> {
    Err(MessageError::NotBuilt)
}
