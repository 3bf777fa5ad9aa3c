//! Why something was not done without a window: one line on standard error, and an exit code that a script can tell apart.
//! In English, as all that is read where commands are typed.

use std::process::ExitCode;

use crate::desk::{Failure, Field, FieldProblem, NotAlone};
use crate::shell::start::trouble::complain;

/// Why it was not done. The exit codes are part of what scripts rely on: none is ever given another meaning.
#[derive(Debug)]
pub enum Refusal {
    /// 1: an argument, or what came on standard input.
    Option(String),
    /// 1.
    Input(&'static str),
    /// 2.
    NoAccount,
    /// 3: the service does not take these credentials.
    Credentials,
    /// 4: nobody knows whether it would. Tried again later, it may.
    Service(String),
    /// 5: there is none for this user, or nobody to unlock it, or it has no secret of the account.
    Keychain(&'static str),
    /// 6: the program is open, or another command is at work.
    Open,
    /// 7: the data folder or the settings.
    Folder(&'static str),
    /// 7, in the system's words.
    FolderOf(std::io::Error),
    /// 8: proxy or certificates are not those that the secret was typed under.
    Network,
}

impl Refusal {
    /// Says it, and gives what `main` returns.
    pub fn told(&self) -> ExitCode {
        complain(&self.line());
        ExitCode::from(self.code())
    }

    fn code(&self) -> u8 {
        match self {
            Refusal::Option(_) | Refusal::Input(_) => 1,
            Refusal::NoAccount => 2,
            Refusal::Credentials => 3,
            Refusal::Service(_) => 4,
            Refusal::Keychain(_) => 5,
            Refusal::Open => 6,
            Refusal::Folder(_) | Refusal::FolderOf(_) => 7,
            Refusal::Network => 8,
        }
    }

    fn line(&self) -> String {
        match self {
            Refusal::Option(what) => format!("{what}. Try --help."),
            Refusal::Input(what) => format!("standard input: {what}."),
            Refusal::NoAccount => "no account is connected.".to_owned(),
            Refusal::Credentials => {
                "the service does not take this client id with this secret.".to_owned()
            }
            Refusal::Service(what) => format!("the service did not say yes or no: {what}."),
            Refusal::Keychain(what) => format!("the keychain of this user {what}."),
            Refusal::Open => {
                "eSIM Desk is open with this data folder; close it there first.".to_owned()
            }
            Refusal::Network => {
                "proxy or certificates were changed since the secret was typed: undo that, or type it in the window."
                    .to_owned()
            }
            Refusal::Folder(why) => format!("the data folder cannot be used: {why}."),
            Refusal::FolderOf(error) => format!("the data folder cannot be used: {error}."),
        }
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Refusal {
        match failure {
            Failure::Fields { problems } if problems.iter().any(is_proxy) => {
                Refusal::Folder("the proxy in its settings is none")
            }
            Failure::Fields { problems } => {
                let named = problems.first().map(|one| option_of(one.field));
                Refusal::Option(format!("{} is not right", named.unwrap_or("something")))
            }
            Failure::NoAccount => Refusal::NoAccount,
            Failure::NotSignedIn { .. } | Failure::TokenExpired | Failure::TokenWorn { .. } => {
                Refusal::Credentials
            }
            // The token was given: it is not the secret that is refused.
            Failure::NotAllowed { .. } | Failure::Refused { .. } => {
                Refusal::Service("it gave a token, and refuses what is asked with it".to_owned())
            }
            Failure::Keychain { .. } => Refusal::Keychain("is missing, locked or refuses"),
            Failure::Book { .. } => Refusal::Folder("the order book is not open"),
            Failure::SettingsFile { .. } => {
                Refusal::Folder("its settings cannot be read whole, or not be written")
            }
            Failure::NotSent { .. } => Refusal::Service("it cannot be reached".to_owned()),
            Failure::Unanswered { .. } => Refusal::Service("it does not answer".to_owned()),
            Failure::SlowDown { .. } => Refusal::Service("it wants us to wait".to_owned()),
            Failure::ServiceTrouble { status, .. } => {
                Refusal::Service(format!("it answers with status {status}"))
            }
            Failure::ExtraCa { .. } | Failure::NoTrustStore => {
                Refusal::Folder("the certificates that it trusts are missing")
            }
            Failure::NotFound { .. }
            | Failure::LimitReached { .. }
            | Failure::Redirected { .. }
            | Failure::Unreadable { .. }
            | Failure::TooLarge { .. }
            | Failure::OtherOrder { .. }
            | Failure::PlanGone { .. }
            | Failure::PlanChanged { .. }
            | Failure::SoldRecently { .. }
            | Failure::NoTopUp { .. }
            | Failure::NoRefund { .. }
            | Failure::Clipboard
            | Failure::Save { .. }
            | Failure::Print
            | Failure::Mail
            | Failure::Demo
            | Failure::DemoRunsElsewhere
            | Failure::UnknownOrder
            | Failure::OtherAccount
            | Failure::MovedOn { .. }
            | Failure::Table { .. }
            | Failure::GroupChanged
            | Failure::OrdersFail
            | Failure::PhoneWanted
            | Failure::LineBought
            | Failure::UnknownPlan
            | Failure::NoCode
            | Failure::CodePutAway => Refusal::Service("its answer is of no use".to_owned()),
        }
    }
}

impl From<NotAlone> for Refusal {
    fn from(why: NotAlone) -> Refusal {
        match why {
            NotAlone::NoAccount => Refusal::NoAccount,
            NotAlone::SecretMissing => Refusal::Keychain("has no secret of this account"),
            NotAlone::NetworkChanged => Refusal::Network,
            NotAlone::Failed(failure) => failure.into(),
        }
    }
}

fn is_proxy(problem: &FieldProblem) -> bool {
    problem.field == Field::Proxy
}

/// Where on the command line a field comes from.
fn option_of(field: Field) -> &'static str {
    match field {
        Field::Service => "--service",
        Field::ClientId => "--client",
        Field::ClientSecret | Field::Token => "the secret on standard input",
        Field::DeskName => "--desk",
        Field::Country => "--country",
        Field::SeveralDesks => "--several-desks",
        Field::Email
        | Field::FirstName
        | Field::LastName
        | Field::Residence
        | Field::Phone
        | Field::Eid
        | Field::PhoneModel
        | Field::Imei
        | Field::Date
        | Field::GuestPays
        | Field::GuestCurrency
        | Field::Note
        | Field::Staff
        | Field::TokenName
        | Field::Proxy
        | Field::HouseEmail
        | Field::Helper => "something",
    }
}
