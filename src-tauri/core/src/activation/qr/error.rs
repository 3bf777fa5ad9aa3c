//! What drawing and proving a picture can fail with. Not here: whether its text may be handed out (`proof`).

/// Why there is no picture. Never carries the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    #[error("the install code has no matching id")]
    Incomplete,
    #[error("the text is too long for a QR code")]
    DoesNotFit,
    #[error("the picture differs from its code")]
    Differs,
    #[error("the picture could not be written as PNG")]
    Png,
}
