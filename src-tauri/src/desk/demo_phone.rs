//! The other side of the demo: a customer's phone, played on the demo's own service.
//!
//! Only a demo has one. A live desk refuses, whatever the window asks.

use serde::Deserialize;

use super::Desk;
use super::failure::Failure;
use crate::book::OrderKey;
use crate::sandbox::SimState;

/// What the customer does with the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PhoneStep {
    /// Scans, and the profile is downloaded but not finished.
    Download,
    Install,
    /// Deletes the eSIM from the phone.
    Delete,
    /// As if nothing had been scanned.
    StartAgain,
}

impl Desk {
    /// Moves the SIM of a demo's order on.
    pub async fn customers_phone(&self, order: OrderKey, step: PhoneStep) -> Result<(), Failure> {
        let control = match &self.inner.sandbox {
            Some(sandbox) => sandbox.control(),
            None => return Err(Failure::Demo),
        };
        let iccid = self.inner.iccid(order).await.ok_or(Failure::UnknownOrder)?;
        let state = match step {
            PhoneStep::Download => SimState::Downloaded,
            PhoneStep::Install => SimState::Installed,
            PhoneStep::Delete => SimState::Unavailable,
            PhoneStep::StartAgain => SimState::Released,
        };
        control
            .move_sim(&iccid, state)
            .map_err(|_| Failure::UnknownOrder)
    }
}
