//! Every failure that can reach a person: a kind and the facts that belong to it, no words.
//!
//! The words, how bad it is and the next step are one table in the UI (`ui/src/lib/failures.ts`), which does not compile
//! while a kind is missing. A kind exists only where the UI acts on it.

use std::io;

use serde::Serialize;

use super::fields::{Field, FieldProblem, Problem};
use super::plan::Plan;
use crate::book::OrderState;
use crate::keychain::KeychainState;

/// What went wrong. `reference` is the correlation id for the provider's support.
#[derive(Clone, Debug, PartialEq, Serialize, specta::Type)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum Failure {
    /// Nothing was sent: these fields need another look.
    Fields {
        problems: Vec<FieldProblem>,
    },
    NoAccount,
    /// The service does not accept these credentials.
    NotSignedIn {
        reference: Option<String>,
    },
    /// A pasted token has run out.
    TokenExpired,
    /// The order met a token that had just run out. It was refused; pressing again helps (rulings 7).
    TokenWorn {
        reference: String,
    },
    NotAllowed {
        reference: String,
    },
    NotFound {
        reference: String,
    },
    /// The service says no, in its own words.
    Refused {
        #[specta(type = Vec<String>)]
        messages: Words,
        reference: String,
    },
    /// The daily or monthly number of eSIMs is used up.
    LimitReached {
        #[specta(type = Vec<String>)]
        messages: Words,
        reference: String,
    },
    SlowDown {
        seconds: Option<u32>,
        reference: String,
    },
    /// Nothing left this computer.
    NotSent {
        why: WhyNotSent,
        reference: String,
    },
    /// Sent, and no answer came.
    Unanswered {
        why: WhyUnanswered,
        reference: String,
    },
    ServiceTrouble {
        status: u16,
        reference: String,
    },
    Redirected {
        reference: String,
    },
    /// `path` is the place in the JSON, such as `data[3].price`.
    Unreadable {
        path: String,
        reference: String,
    },
    TooLarge {
        reference: String,
    },
    /// The answer was about another order.
    OtherOrder {
        reference: String,
    },
    /// The plan is not sold any more; nothing was sent.
    PlanGone {
        reference: String,
    },
    /// The plan is not what the button said; nothing was sent.
    PlanChanged {
        now: Box<Plan>,
    },
    /// The same plan was sold to the same customer; nothing was sent.
    SoldRecently {
        minutes: u32,
        open: bool,
    },
    /// The SIM takes no further plan, and starts none; nothing was sent.
    NoTopUp {
        why: WhyNoTopUp,
    },
    /// The eSIM is not given back; nothing was asked.
    NoRefund {
        why: WhyNoRefund,
    },
    Keychain {
        state: KeychainState,
    },
    Book {
        why: WhyBook,
    },
    SettingsFile {
        why: WhyFile,
    },
    ExtraCa {
        why: WhyExtraCa,
    },
    /// The system has no list of trusted certificate authorities.
    NoTrustStore,
    Clipboard,
    Save {
        why: WhyFile,
    },
    /// The printer did not take it.
    Print,
    /// No mail program is set up, or it does not start.
    Mail,
    /// The demo's own service did not start.
    Demo,
    /// The demo of this folder runs in another window, which was brought to the front.
    DemoRunsElsewhere,
    UnknownOrder,
    /// It was sold with another account than the one that is connected, whose service knows nothing of it.
    OtherAccount,
    /// The order is not any more what a person decided about: a look or a colleague was faster. Nothing was changed.
    MovedOn {
        state: OrderState,
    },
    /// What was pasted or opened is no table that can be read.
    Table {
        why: WhyTable,
    },
    /// What is to be bought for a group is not what the button said; nothing was begun.
    GroupChanged,
    /// The orders of a group fail one after the other, so it has stopped.
    OrdersFail,
    /// The service refused a line of a group because it wants to know the guest's phone, so the group has stopped.
    PhoneWanted,
    /// An order of this line of a group may be charged, so it gets no other one.
    LineBought,
    /// The plan on the button is none of the service's.
    UnknownPlan,
    /// This order has no code to hand over.
    NoCode,
    /// The hand-over ended while its code was on the way to the screen.
    CodePutAway,
}

/// Why something is not read as a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum WhyTable {
    /// A workbook of Excel or LibreOffice, which is to be saved as CSV first.
    Workbook,
    NotText,
    Empty,
    TooManyRows {
        rows: u32,
        most: u32,
    },
    TooLarge,
    /// The file cannot be opened.
    Closed,
}

/// Why a SIM takes no further plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyNoTopUp {
    /// It is no longer usable.
    Unavailable,
    /// This desk gave it back, or is about to.
    GivenBack,
    /// It carries as many plans as it may.
    Full,
    /// The service does not know it, or not as this account's.
    Unknown,
    /// It is a plastic one.
    NotAnEsim,
}

/// Why an eSIM is not given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyNoRefund {
    Downloaded,
    Installed,
    /// It is gone, or nobody knows what it is doing.
    Unavailable,
    /// Data of it was used.
    Used,
    /// A top-up of it is not decided yet.
    TopUpOpen,
    /// Another order claims it as well.
    ClaimedTwice,
}

/// The service's own sentences, for the screen. They may name the customer, so they do not print.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Words(pub Vec<String>);

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Words([redacted])")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyNotSent {
    Name,
    Connect,
    Tls,
    /// The certificate is too old or too new, by a clock that may be wrong.
    Dates,
    Proxy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyUnanswered {
    TimedOut,
    Lost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyBook {
    DiskFull,
    ReadOnly,
    Damaged,
    /// It was damaged, and has just been rebuilt: trying again helps.
    Rebuilt,
    Busy,
    NewerVersion,
    NetworkFolder,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyFile {
    DiskFull,
    ReadOnly,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum WhyExtraCa {
    Missing,
    NotACertificate,
    /// More than any list of certificates.
    TooLarge,
    /// On another computer.
    OnTheNetwork,
}

impl Failure {
    /// One field is wrong.
    pub fn of_field(field: Field, problem: Problem) -> Failure {
        Failure::Fields {
            problems: vec![FieldProblem { field, problem }],
        }
    }

    /// The failure of writing the settings file.
    pub fn of_settings_file(error: &io::Error) -> Failure {
        Failure::SettingsFile {
            why: WhyFile::of(error),
        }
    }

    /// The failure of writing a file that a person asked for.
    pub fn of_saving(error: &io::Error) -> Failure {
        Failure::Save {
            why: WhyFile::of(error),
        }
    }
}

impl WhyFile {
    fn of(error: &io::Error) -> WhyFile {
        if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ) {
            WhyFile::DiskFull
        } else if matches!(
            error.kind(),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
        ) {
            WhyFile::ReadOnly
        } else {
            WhyFile::Other
        }
    }
}
