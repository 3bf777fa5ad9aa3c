//! What a SIM is doing, in the words of the window.

use serde::Serialize;

use crate::connect::SimStatus;

/// What the service says of a SIM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum SimView {
    NotRead,
    Released,
    Downloaded,
    Installed,
    Unavailable,
    /// A state that is not documented.
    Other,
}

impl From<&SimStatus> for SimView {
    fn from(status: &SimStatus) -> SimView {
        match status {
            SimStatus::Released => SimView::Released,
            SimStatus::Downloaded => SimView::Downloaded,
            SimStatus::Installed => SimView::Installed,
            SimStatus::Unavailable => SimView::Unavailable,
            SimStatus::Other(_) => SimView::Other,
        }
    }
}
