//! The other side of the demo: a customer's phone, played on the demo's own service.
//!
//! Only a demo has one. A live desk refuses, whatever the window asks. What a phone does with a code, and what it is told,
//! is the sandbox's; here it gets names for the window.

use serde::{Deserialize, Serialize};

use super::Desk;
use super::failure::Failure;
use crate::book::OrderKey;
use crate::sandbox::{Obstacle, PhoneAct, PhoneSays};

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
    /// Somebody else's phone scans the code.
    OtherPhone,
    /// Scans without a connection.
    NoWifi,
    /// Scans with a phone that takes one carrier's SIMs only.
    Locked,
    /// Scans with a phone that has no room for another eSIM.
    NoRoom,
    /// Scans, and loses the connection before it has finished.
    BreaksOff,
    /// Scans a code that the server does not give out any longer.
    Expired,
    /// Scans a code that was asked for too often.
    TooManyTries,
}

/// What the phone then says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PhoneAnswer {
    pub says: PhoneWords,
    /// Subject and reason of the download server's refusal, as phones' own logs have them.
    pub pair: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum PhoneWords {
    Downloaded,
    Installed,
    Deleted,
    NothingYet,
    AlreadyThere,
    UsedCode,
    OtherPhone,
    NoWifi,
    Locked,
    NoRoom,
    BrokeOff,
    Expired,
    TooManyTries,
}

impl PhoneStep {
    fn act(self) -> PhoneAct {
        match self {
            Self::Download => PhoneAct::Scan,
            Self::Install => PhoneAct::Install,
            Self::Delete => PhoneAct::Delete,
            Self::StartAgain => PhoneAct::StartAgain,
            Self::OtherPhone => PhoneAct::OtherPhoneScans,
            Self::NoWifi => PhoneAct::ScanDespite(Obstacle::NoWifi),
            Self::Locked => PhoneAct::ScanDespite(Obstacle::Locked),
            Self::NoRoom => PhoneAct::ScanDespite(Obstacle::NoRoom),
            Self::BreaksOff => PhoneAct::ScanDespite(Obstacle::BreaksOff),
            Self::Expired => PhoneAct::ScanDespite(Obstacle::Expired),
            Self::TooManyTries => PhoneAct::ScanDespite(Obstacle::TooManyTries),
        }
    }
}

impl From<PhoneSays> for PhoneWords {
    fn from(says: PhoneSays) -> Self {
        match says {
            PhoneSays::Downloaded => Self::Downloaded,
            PhoneSays::Installed => Self::Installed,
            PhoneSays::Deleted => Self::Deleted,
            PhoneSays::NothingYet => Self::NothingYet,
            PhoneSays::AlreadyThere => Self::AlreadyThere,
            PhoneSays::UsedCode => Self::UsedCode,
            PhoneSays::OtherPhone => Self::OtherPhone,
            PhoneSays::Stopped(Obstacle::NoWifi) => Self::NoWifi,
            PhoneSays::Stopped(Obstacle::Locked) => Self::Locked,
            PhoneSays::Stopped(Obstacle::NoRoom) => Self::NoRoom,
            PhoneSays::Stopped(Obstacle::BreaksOff) => Self::BrokeOff,
            PhoneSays::Stopped(Obstacle::Expired) => Self::Expired,
            PhoneSays::Stopped(Obstacle::TooManyTries) => Self::TooManyTries,
        }
    }
}

impl Desk {
    /// Plays the phone with the code of a demo's order. The window is shown at once what the SIM then is.
    pub async fn customers_phone(
        &self,
        order: OrderKey,
        step: PhoneStep,
    ) -> Result<PhoneAnswer, Failure> {
        let control = match &self.inner.sandbox {
            Some(sandbox) => sandbox.control(),
            None => return Err(Failure::Demo),
        };
        let iccid = self.inner.iccid(order).await.ok_or(Failure::UnknownOrder)?;
        let says = control
            .play_phone(&iccid, step.act())
            .map_err(|_| Failure::UnknownOrder)?;
        self.inner.look_at_sim(order, &iccid).await;
        Ok(PhoneAnswer {
            says: says.into(),
            pair: says.pair().map(str::to_owned),
        })
    }
}
