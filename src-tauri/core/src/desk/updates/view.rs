//! What the window is shown of a newer version: facts, no words.

use serde::Serialize;

use crate::release::Trouble;

/// How it stands with newer versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct UpdatesView {
    /// Who installs one here; `None` where this copy of the program does not look for any.
    pub installed_by: Option<InstalledBy>,
    pub looked: Option<LookedView>,
    /// The newer version that is there.
    pub release: Option<ReleaseView>,
    /// The staff do not want to hear of it now.
    pub put_off: bool,
    pub step: UpdateStep,
    /// The version that an earlier start began to install, and that this is not.
    pub not_installed: Option<String>,
}

/// Who may change the program's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum InstalledBy {
    /// The program itself, once somebody presses.
    Program,
    /// The system's package manager, with everything else.
    PackageManager,
    /// Whoever looks after this computer.
    It,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LookedView {
    pub at: String,
    /// Why nothing is known.
    pub trouble: Option<UpdateTrouble>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ReleaseView {
    pub version: String,
    /// Plain text.
    pub notes: String,
    /// Whether this program can install it.
    pub installable: bool,
}

/// What is being done about it, on a person's word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UpdateStep {
    #[default]
    None,
    /// It is being fetched; so many hundredths are there.
    Fetching { hundredths: u8 },
    /// It is there, and something must not be interrupted.
    Waiting { until: InTheWay },
    /// The installer is being started.
    Installing,
    /// It was not installed, and this program goes on.
    Failed { why: UpdateTrouble },
}

/// What is not interrupted by an installation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum InTheWay {
    /// An order is on its way, and its answer is not there.
    OrderBeingSent,
    /// A code is on screen.
    CodeOnScreen,
    /// An order was placed a moment ago, and its code was not up yet.
    CustomerWaits,
    /// A group is being bought.
    GroupGoesOn,
    /// A sale is half typed, or set aside. What is typed is in the program's memory alone, and would be lost.
    SaleBegun,
    /// So is a top-up.
    TopUpBegun,
    /// So is what is being changed in a line of a group.
    LineBegun,
    /// So is a smaller form, on an order or on a found eSIM.
    FormBegun,
    /// So is a table of several guests.
    TableBegun,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum UpdateTrouble {
    NotReached,
    /// It is no announcement, or not the file that was announced.
    Unreadable,
    /// It is not signed by the publisher as this version.
    NotGenuine,
    /// The disk does not take it.
    Disk,
    /// The installer did not start, or gave up.
    Installer,
}

impl UpdateTrouble {
    pub(super) fn of(trouble: &Trouble) -> UpdateTrouble {
        match trouble {
            Trouble::NotReached(_) => UpdateTrouble::NotReached,
            Trouble::Unreadable => UpdateTrouble::Unreadable,
            Trouble::NotGenuine => UpdateTrouble::NotGenuine,
            Trouble::Disk(_) => UpdateTrouble::Disk,
        }
    }
}
