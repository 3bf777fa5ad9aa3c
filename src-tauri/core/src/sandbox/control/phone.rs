//! Phones in a box: what becomes of a SIM when a phone scans its code, and what the download server then tells the phone.
//!
//! The rules are those of the standard's answers, pairs of subject and reason, as phones' own programs list them. Two phones
//! are enough: the customer's, and another one that scans the same code. Not in it: a screen, and the words on it.

use jiff::Timestamp;

use crate::sandbox::store::{
    invent,
    ledger::{Sim, SimState},
};

/// What somebody does with a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneAct {
    /// The customer's phone scans the code and downloads.
    Scan,
    /// The same, but this is in the way.
    ScanDespite(Obstacle),
    /// Somebody else's phone scans the code.
    OtherPhoneScans,
    /// The customer's phone finishes what it downloaded; if need be it scans first.
    Install,
    /// The eSIM is deleted from the phone that has it.
    Delete,
    /// As if no phone had ever scanned the code.
    StartAgain,
}

/// What is in the way of a scan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The phone reaches no server.
    NoWifi,
    /// The phone takes the SIMs of one carrier only.
    Locked,
    /// The phone's chip is full.
    NoRoom,
    /// The phone loses the connection between download and installation.
    BreaksOff,
    /// The server gives out this code no longer.
    Expired,
    /// The server has been asked for this code too often.
    TooManyTries,
}

/// What a phone says afterwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneSays {
    /// It has the eSIM and can finish.
    Downloaded,
    /// It uses the eSIM.
    Installed,
    /// It no longer has the eSIM.
    Deleted,
    /// It has no eSIM yet.
    NothingYet,
    /// It has this very eSIM already.
    AlreadyThere,
    /// The code was refused as wrong or used.
    UsedCode,
    /// The code belongs to another phone.
    OtherPhone,
    /// It was stopped by this.
    Stopped(Obstacle),
}

impl PhoneSays {
    /// Subject and reason of the download server's refusal, where it was the server who refused, or the chip.
    pub fn pair(self) -> Option<&'static str> {
        match self {
            Self::UsedCode => Some("8.2.6/3.8"),
            Self::OtherPhone => Some("8.1.1/3.8"),
            Self::Stopped(Obstacle::NoRoom) => Some("8.1/4.8"),
            Self::Stopped(Obstacle::Expired) => Some("8.8.5/4.10"),
            Self::Stopped(Obstacle::TooManyTries) => Some("8.8.5/6.4"),
            Self::Stopped(Obstacle::NoWifi | Obstacle::Locked | Obstacle::BreaksOff)
            | Self::Downloaded
            | Self::Installed
            | Self::Deleted
            | Self::NothingYet
            | Self::AlreadyThere => None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phone {
    Customers,
    Other,
}

impl Sim {
    /// What a phone says that did this with the code of this SIM.
    pub(super) fn played(&mut self, act: PhoneAct, now: Timestamp) -> PhoneSays {
        match act {
            PhoneAct::Scan => self.scanned_by(Phone::Customers, now),
            PhoneAct::OtherPhoneScans => self.scanned_by(Phone::Other, now),
            PhoneAct::ScanDespite(Obstacle::BreaksOff) => {
                let says = self.scanned_by(Phone::Customers, now);
                if says == PhoneSays::Downloaded {
                    return PhoneSays::Stopped(Obstacle::BreaksOff);
                }
                says
            }
            PhoneAct::ScanDespite(obstacle) => PhoneSays::Stopped(obstacle),
            PhoneAct::Install => {
                let says = self.scanned_by(Phone::Customers, now);
                if ![PhoneSays::Downloaded, PhoneSays::AlreadyThere].contains(&says) {
                    return says;
                }
                self.comes_to(SimState::Installed, now);
                PhoneSays::Installed
            }
            PhoneAct::Delete => match self.state {
                SimState::Released | SimState::Unavailable => PhoneSays::NothingYet,
                SimState::Downloaded | SimState::Installed => {
                    self.comes_to(SimState::Unavailable, now);
                    PhoneSays::Deleted
                }
            },
            PhoneAct::StartAgain => {
                // An EID that came with the order stays.
                let ours = [Phone::Customers, Phone::Other].map(|phone| self.eid_of(phone));
                self.eid = self.eid.take().filter(|eid| !ours.contains(eid));
                self.comes_to(SimState::Released, now);
                PhoneSays::NothingYet
            }
        }
    }

    fn scanned_by(&mut self, phone: Phone, now: Timestamp) -> PhoneSays {
        let bound_to_it = match (&self.eid, phone) {
            (None, _) => true,
            (Some(eid), Phone::Other) => *eid == self.eid_of(Phone::Other),
            // Whatever EID came with the order is that of the customer's phone.
            (Some(eid), Phone::Customers) => *eid != self.eid_of(Phone::Other),
        };
        if self.cancelled.is_some() {
            return PhoneSays::UsedCode;
        }
        match self.state {
            SimState::Unavailable => PhoneSays::UsedCode,
            SimState::Installed if !bound_to_it => PhoneSays::UsedCode,
            SimState::Released | SimState::Downloaded if !bound_to_it => PhoneSays::OtherPhone,
            SimState::Downloaded | SimState::Installed => PhoneSays::AlreadyThere,
            SimState::Released => {
                if self.eid.is_none() {
                    self.eid = Some(self.eid_of(phone));
                }
                self.comes_to(SimState::Downloaded, now);
                PhoneSays::Downloaded
            }
        }
    }

    /// Always the same for the same phone and SIM.
    fn eid_of(&self, phone: Phone) -> String {
        let owner = match phone {
            Phone::Customers => "customer",
            Phone::Other => "other",
        };
        invent::eid_for(&format!("{owner} {}", self.iccid))
    }

    fn comes_to(&mut self, state: SimState, now: Timestamp) {
        self.state = state;
        self.modified = now;
    }
}
