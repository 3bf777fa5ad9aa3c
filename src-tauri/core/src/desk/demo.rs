//! The demo: an account at a service of its own, and a customer's phone to play with.
//!
//! A live desk has neither, and refuses, whatever the window asks. What a phone does with a code, and what it is told, is the
//! sandbox's; here it gets names for the window. No other part of the desk knows that there is a sandbox.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::account::{AccountView, Environment, Keep, Opened};
use super::handover::HandOver;
use super::model::Failure;
use super::orders::Orders;
use crate::book::OrderKey;
use crate::connect::{Client, Credentials, Network, ServiceUrl};
use crate::sandbox::{Obstacle, PhoneAct, PhoneSays, Sandbox};
use crate::settings::CredentialKind;

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

/// The service that a demo sells with, on this computer.
pub type DemoService = Sandbox;

/// The demo's side of a desk.
pub struct Demo {
    /// The demo's own service; none in a live desk.
    sandbox: Option<Arc<Sandbox>>,
    orders: Arc<Orders>,
    handover: Arc<HandOver>,
}

impl Demo {
    pub(in crate::desk) fn new(
        sandbox: Option<Sandbox>,
        orders: Arc<Orders>,
        handover: Arc<HandOver>,
    ) -> Demo {
        Demo {
            sandbox: sandbox.map(Arc::new),
            orders,
            handover,
        }
    }

    /// The account that every demo has.
    pub(in crate::desk) fn account(&self) -> Opened {
        let Some(sandbox) = &self.sandbox else {
            return Opened::nobody();
        };
        let known = sandbox.credentials();
        let credentials = Credentials::Client {
            id: known.client_id.clone(),
            secret: known.secret,
        };
        let client = ServiceUrl::parse(&sandbox.base())
            .ok()
            .and_then(|service| Client::new(service, credentials, &Network::default()).ok());
        let Some(client) = client else {
            return Opened::nobody();
        };
        let account = AccountView {
            name: known.client_id,
            service: sandbox.base(),
            environment: Environment::Demo,
            credential: CredentialKind::Client,
            kept: Keep::UntilClose,
            several_desks: Some(false),
            token_expires_at: None,
        };
        let mut opened = Opened::signed_in(account, client);
        // An order that is being sent still needs its answer when the demo is left.
        opened.demo_service = Some(Arc::clone(sandbox) as Arc<dyn Send + Sync>);
        opened
    }

    /// Plays the phone with the code of an order. The window is shown at once what the SIM then is.
    pub async fn play_phone(
        &self,
        order: OrderKey,
        step: PhoneStep,
    ) -> Result<PhoneAnswer, Failure> {
        let control = match &self.sandbox {
            Some(sandbox) => sandbox.control(),
            None => return Err(Failure::Demo),
        };
        let iccid = self.orders.iccid(order).await;
        let iccid = iccid.ok_or(Failure::UnknownOrder)?;
        let says = control
            .play_phone(&iccid, step.act())
            .map_err(|_| Failure::UnknownOrder)?;
        self.handover.look_at_sim(order, &iccid).await;
        Ok(PhoneAnswer {
            says: says.into(),
            pair: says.pair().map(str::to_owned),
        })
    }
}
