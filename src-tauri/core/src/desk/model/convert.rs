//! From the errors of the rooms below to what a person is told. Nothing is decided here but which kind it is.

use std::time::Duration;

use jiff::Timestamp;
use secrecy::ExposeSecret;

use super::failure::{Failure, WhyBook, WhyExtraCa, WhyNotSent, WhyTable, WhyUnanswered, Words};
use super::fields::{Field, FieldProblem, Problem};
use super::plan::Plan;
use crate::book::BookError;
use crate::connect::{
    ClientError, CredentialField, CredentialProblem, Fault, FaultKind, Flaw, NotSent, ProductId,
    Refusal, Step, Unanswered,
};
use crate::keychain::{KeychainError, KeychainState};
use crate::table::{self, TableError};

impl From<&Fault> for Failure {
    fn from(fault: &Fault) -> Failure {
        let reference = fault.correlation.to_string();
        match &fault.kind {
            FaultKind::NotSignedIn(_) | FaultKind::TokenExpired
                if matches!(fault.step, Step::PlaceOrder | Step::StartPlan) =>
            {
                Failure::TokenWorn { reference }
            }
            FaultKind::Refused(refusal) => Failure::Refused {
                messages: Words(messages(refusal)),
                reference,
            },
            FaultKind::NotSignedIn(_) if fault.step == Step::Token => Failure::NotSignedIn {
                reference: Some(reference),
            },
            // Signed in, and this one thing is refused all the same: no secret would help.
            FaultKind::NotSignedIn(_) => Failure::NotAllowed { reference },
            FaultKind::TokenExpired => Failure::TokenExpired,
            FaultKind::NotAllowed(_) => Failure::NotAllowed { reference },
            FaultKind::NotFound(_) => Failure::NotFound { reference },
            FaultKind::LimitReached(refusal) => Failure::LimitReached {
                messages: Words(messages(refusal)),
                reference,
            },
            FaultKind::SlowDown { wait, .. } => Failure::SlowDown {
                seconds: wait.map(whole_seconds),
                reference,
            },
            FaultKind::NotSent(why) => not_sent(*why, reference),
            FaultKind::Unanswered(how) => Failure::Unanswered {
                why: match how {
                    Unanswered::TimedOut => WhyUnanswered::TimedOut,
                    Unanswered::Lost => WhyUnanswered::Lost,
                },
                reference,
            },
            FaultKind::ServiceTrouble(refusal) => Failure::ServiceTrouble {
                status: refusal.status,
                reference,
            },
            FaultKind::Redirected { .. } => Failure::Redirected { reference },
            FaultKind::TooLarge => Failure::TooLarge { reference },
            FaultKind::Unreadable { path } => Failure::Unreadable {
                path: path.clone(),
                reference,
            },
            FaultKind::Mismatched(_) => Failure::OtherOrder { reference },
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::from(&fault)
    }
}

impl From<KeychainError> for Failure {
    fn from(error: KeychainError) -> Failure {
        let state = match error {
            KeychainError::Waiting => KeychainState::WaitingForUnlock,
            KeychainError::NoneHere => KeychainState::NoneHere,
            KeychainError::Refused | KeychainError::Damaged => KeychainState::Refused,
        };
        Failure::Keychain { state }
    }
}

impl From<TableError> for Failure {
    fn from(error: TableError) -> Failure {
        let why = match error {
            TableError::Workbook => WhyTable::Workbook,
            TableError::NotText => WhyTable::NotText,
            TableError::Empty => WhyTable::Empty,
            TableError::TooManyRows { rows } => WhyTable::TooManyRows {
                rows,
                most: u32::try_from(table::MOST_ROWS).unwrap_or(u32::MAX),
            },
            TableError::TooLarge => WhyTable::TooLarge,
        };
        Failure::Table { why }
    }
}

impl From<&BookError> for Failure {
    fn from(error: &BookError) -> Failure {
        match error {
            BookError::UnknownOrder(_) | BookError::UnknownGroup(_) => Failure::UnknownOrder,
            BookError::LineHasOrder(_) => Failure::LineBought,
            BookError::DiskFull
            | BookError::ReadOnly
            | BookError::Damaged
            | BookError::Busy
            | BookError::NewerVersion { .. }
            | BookError::NetworkFolder { .. }
            | BookError::KeysMissing
            | BookError::ClaimedTwice { .. }
            | BookError::Other(_) => Failure::Book {
                why: why_book(error),
            },
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Failure {
        match error {
            ClientError::Credentials(problem) => Failure::Fields {
                problems: vec![credential_problem(problem)],
            },
            ClientError::ExtraCa => Failure::ExtraCa {
                why: WhyExtraCa::NotACertificate,
            },
            ClientError::Proxy => Failure::of_field(Field::Proxy, Problem::NotAnAddress),
            ClientError::NoTrustStore | ClientError::NoTlsProvider => Failure::NoTrustStore,
        }
    }
}

/// What is wrong with a book, as far as people need to know.
pub fn why_book(error: &BookError) -> WhyBook {
    match error {
        BookError::DiskFull => WhyBook::DiskFull,
        BookError::ReadOnly => WhyBook::ReadOnly,
        BookError::Damaged => WhyBook::Damaged,
        BookError::Busy => WhyBook::Busy,
        BookError::NewerVersion { .. } => WhyBook::NewerVersion,
        BookError::NetworkFolder { .. } => WhyBook::NetworkFolder,
        BookError::KeysMissing
        | BookError::ClaimedTwice { .. }
        | BookError::UnknownOrder(_)
        | BookError::UnknownGroup(_)
        | BookError::LineHasOrder(_)
        | BookError::Other(_) => WhyBook::Other,
    }
}

/// Where a slip in the credentials stands in the form.
pub fn credential_problem(found: CredentialProblem) -> FieldProblem {
    let field = match found.field {
        CredentialField::ClientId => Field::ClientId,
        CredentialField::ClientSecret => Field::ClientSecret,
        CredentialField::TokenName => Field::TokenName,
        CredentialField::Token => Field::Token,
    };
    let problem = match found.flaw {
        Flaw::Empty => Problem::Empty,
        Flaw::LineBreak => Problem::LineBreak,
        Flaw::ControlCharacter | Flaw::Space | Flaw::NotPlain => Problem::ControlCharacters,
    };
    FieldProblem { field, problem }
}

/// The service's sentences, for the screen.
pub fn messages(refusal: &Refusal) -> Vec<String> {
    refusal
        .messages
        .iter()
        .map(|message| message.expose_secret().to_owned())
        .collect()
}

fn not_sent(why: NotSent, reference: String) -> Failure {
    let why = match why {
        NotSent::Dns => WhyNotSent::Name,
        NotSent::Connect | NotSent::ConnectTimedOut | NotSent::Malformed => WhyNotSent::Connect,
        NotSent::CertificateDates => WhyNotSent::Dates,
        NotSent::Certificate | NotSent::Tls => WhyNotSent::Tls,
        NotSent::Proxy | NotSent::ProxySignIn => WhyNotSent::Proxy,
        NotSent::TurnTooFar { wait } => {
            return Failure::SlowDown {
                seconds: Some(whole_seconds(wait)),
                reference,
            };
        }
    };
    Failure::NotSent { why, reference }
}

fn whole_seconds(wait: Duration) -> u32 {
    u32::try_from(wait.as_secs_f64().ceil() as u64).unwrap_or(u32::MAX)
}

/// The service's id of the plan, as its addresses take it.
pub fn product_id(plan: &Plan) -> Result<ProductId, Failure> {
    ProductId::new(&plan.id).map_err(|_| Failure::UnknownPlan)
}

/// How long ago `at` was; a time that is still to come is no time ago.
pub fn minutes_since(at: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(now.duration_since(at).as_mins()).unwrap_or(0)
}
