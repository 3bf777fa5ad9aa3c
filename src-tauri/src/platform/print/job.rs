//! What is asked of a printer, and what becomes of it.

use std::path::PathBuf;

use tokio::sync::oneshot;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    A4,
    A5,
    /// In millimetres; it is cut after its length.
    Roll {
        width: u32,
        length: u32,
    },
}

/// Where it goes.
#[derive(Clone, Debug)]
pub enum Target {
    Dialog,
    /// As a PDF.
    File(PathBuf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The printer has it, or the file.
    Sent,
    /// The dialog was closed.
    Cancelled,
    /// The dialog is open and does not tell.
    Unknown,
}

#[derive(Debug, thiserror::Error)]
pub enum PrintError {
    #[error("printing failed")]
    Failed,
    #[error("this system prints into no file")]
    NoFile,
}

/// Where the outcome is waited for: printing ends long after the call that begins it.
pub type Answer = oneshot::Sender<Result<Outcome, PrintError>>;
