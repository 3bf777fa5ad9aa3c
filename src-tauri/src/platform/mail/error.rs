//! Why no draft is opened.

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("no mail program")]
    NoProgram,
    #[error("the mail program did not start")]
    NotStarted,
}
