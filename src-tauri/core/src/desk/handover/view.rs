//! What the staff's window is shown of a hand-over.

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

use super::guest::GuestChoice;
use crate::activation::{Doubt, InstallCode, QrPicture};
use crate::book::OrderKey;
use crate::desk::model::{Mode, SimView};

/// The order whose code is on screen, and what its SIM is doing.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct OnScreenView {
    pub order: OrderKey,
    pub sim: SimView,
    /// When the code was first shown.
    pub since: String,
    /// The code has been up for so long that the likely reasons help.
    pub waits_long: bool,
}

/// What *Hand over* shows for one order.
#[derive(Clone, Serialize, specta::Type)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum HandOverView {
    /// A code that was proved: the parts agree, and the drawn picture was read back.
    Code {
        order: OrderKey,
        /// A side in modules, quiet zone included.
        modules: u32,
        /// An SVG path in module units.
        path: String,
        install_code: String,
        smdp: String,
        matching_id: String,
        confirmation_required: bool,
        /// A demo's code: it must be marked as a sample, beside the picture.
        sample: bool,
        voucher: Option<String>,
        /// What the guest chose before.
        guest: GuestChoice,
    },
    Withheld {
        doubt: DoubtView,
        reference: String,
    },
    /// A phone has the eSIM already, or nobody can have it any more: the staff are asked before the code is shown.
    Used {
        sim: SimView,
    },
}

/// A page on paper for one guest.
#[derive(Clone, Serialize, specta::Type)]
pub struct PaperPage {
    pub code: HandOverView,
    /// As on the order's page.
    pub suffix: String,
}

/// The picture of a group's line, in an archive with those of the others.
pub struct LinePicture {
    pub line: u32,
    pub order: OrderKey,
    /// Its name and what is in it; none where the code is withheld.
    pub file: Option<(String, Vec<u8>)>,
}

impl HandOverView {
    /// A code that was proved and drawn.
    pub(super) fn of_code(
        order: OrderKey,
        picture: &QrPicture,
        code: &InstallCode,
        voucher: Option<&SecretString>,
        mode: Mode,
        guest: GuestChoice,
    ) -> HandOverView {
        HandOverView::Code {
            order,
            modules: picture.side(),
            path: picture.svg_path().to_owned(),
            install_code: code.qr_text(),
            smdp: code.smdp().as_str().to_owned(),
            matching_id: code.matching_id().as_str().to_owned(),
            confirmation_required: code.confirmation_required(),
            sample: mode == Mode::Demo,
            voucher: voucher.map(|voucher| voucher.expose_secret().to_owned()),
            guest,
        }
    }
}

/// Why a code is not shown, with both values for the provider's support.
#[derive(Clone, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DoubtView {
    Incomplete,
    Invalid {
        value: String,
    },
    Disagree {
        lpa: String,
        built: String,
    },
    PictureWrong,
    /// Another order of this book has the same SIM (rulings 13).
    ClaimedTwice,
}

/// Why a code is no longer on screen though nobody pressed *Done*.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyPutAway {
    /// It was up for as long as the manager allows.
    TimedOut,
    /// The computer was locked or put to sleep.
    Locked,
    /// What the service says of the eSIM does not add up any more: nobody may scan it.
    Withheld,
}

/// The last hand-over that ended without anybody's pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct PutAway {
    pub order: OrderKey,
    pub why: WhyPutAway,
}

impl DoubtView {
    /// The values are exposed here on purpose: this goes to the one screen that asks to call support.
    pub(super) fn of(doubt: &Doubt) -> DoubtView {
        match doubt {
            Doubt::Incomplete { .. } => DoubtView::Incomplete,
            Doubt::Invalid { value, .. } => DoubtView::Invalid {
                value: value.expose_secret().to_owned(),
            },
            Doubt::Disagree { lpa, built } => DoubtView::Disagree {
                lpa: lpa.expose_secret().to_owned(),
                built: built.expose_secret().to_owned(),
            },
            Doubt::PictureWrong => DoubtView::PictureWrong,
        }
    }
}
