//! Why a notification is not shown.

#[derive(Debug, thiserror::Error)]
pub enum NotifyError {
    #[error("no session bus")]
    NoBus,
    #[error("no notification service")]
    NoService,
}
