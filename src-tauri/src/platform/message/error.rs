//! Why nothing can be shown.

#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// There is no screen, or none that this program may use.
    #[error("the window system does not start")]
    NoWindowSystem,
}
