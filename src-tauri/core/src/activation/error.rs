//! What reading an install code, or one value of it, can fail with.
//!
//! Not here: values that are well formed and do not agree (`proof`), and other identifiers (`digits`).

/// Why a text is no install code. Never carries the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    #[error("the install code is longer than 255 characters")]
    TooLong,
    #[error("the install code is not of format 1")]
    Format,
    #[error("the server address is not a host name")]
    Smdp,
    #[error("the install code has no place for a matching id")]
    NoMatchingId,
    #[error("the matching id has characters other than letters, digits and hyphens")]
    MatchingId,
    #[error("the server's object identifier is malformed")]
    Oid,
    #[error("the confirmation code flag is neither 0 nor 1")]
    Flag,
}
