//! The fields that people fill in, and what can be wrong with one. The words for it are the page's.

use serde::{Deserialize, Serialize};

use crate::typed::{self, Cleaned, Unclear};

/// Something beside a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
pub struct FieldProblem {
    pub field: Field,
    pub problem: Problem,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Email,
    FirstName,
    LastName,
    Residence,
    Phone,
    Eid,
    PhoneModel,
    Imei,
    Date,
    GuestPays,
    GuestCurrency,
    Note,
    Staff,
    Service,
    ClientId,
    ClientSecret,
    Token,
    TokenName,
    DeskName,
    Country,
    Proxy,
    SeveralDesks,
    HouseEmail,
    Helper,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Problem {
    Empty,
    TooLong {
        limit: u32,
    },
    LineBreak,
    ControlCharacters,
    /// Signs that turn the direction of writing: what is read is not what would be sent.
    TurnsDirection,
    NotAnEmail,
    TwoAddresses,
    /// Letters that only look like the usual ones.
    LookAlikes,
    /// The service knows no such eSIM under this e-mail address.
    NotTheBuyer,
    NotDigits,
    WrongLength {
        expected: u32,
        found: u32,
    },
    /// Warned of, and overridden by `eidAnyway`.
    CheckDigits,
    InThePast,
    NotADate,
    NotAnAddress,
    /// Plain http to another computer.
    NotSecure,
    /// A service's address with the version at its end, which is not typed.
    WithVersion,
    /// An address with a user name, a password, a `?` or a `#`.
    MoreThanAnAddress,
    NotACountry,
    NotAnAmount,
    NotACurrency,
}

/// Two capital letters. Which of them are countries is the service's affair.
pub fn is_country(text: &str) -> bool {
    text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// What is wrong with a value that must be one line of at most `limit` characters, once it is cleaned.
pub fn line_problem(text: &str, limit: usize) -> Option<Problem> {
    problem_of(&typed::line(text), limit)
}

/// What is wrong with a value that must be there and be such a line.
pub fn required_line_problem(text: &str, limit: usize) -> Option<Problem> {
    let cleaned = typed::line(text);
    if cleaned.text.is_empty() && cleaned.unclear.is_none() {
        return Some(Problem::Empty);
    }
    problem_of(&cleaned, limit)
}

pub(super) fn problem_of(cleaned: &Cleaned, limit: usize) -> Option<Problem> {
    if let Some(unclear) = cleaned.unclear {
        return Some(Problem::from(unclear));
    }
    (cleaned.text.chars().count() > limit).then_some(Problem::TooLong {
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
    })
}

impl From<Unclear> for Problem {
    fn from(unclear: Unclear) -> Problem {
        match unclear {
            Unclear::LineBreak => Problem::LineBreak,
            Unclear::Unreadable => Problem::ControlCharacters,
            Unclear::Direction => Problem::TurnsDirection,
            Unclear::TwoAddresses => Problem::TwoAddresses,
            Unclear::LookAlikes => Problem::LookAlikes,
        }
    }
}

/// What a typed text is meant to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum TypedKind {
    Email,
    /// A name, a note, a reference.
    Line,
    /// An address of a service or a proxy, an id.
    Address,
}

/// The text as the field shows it from now on; `None` where it stays as it was typed, also where a person has to look at it.
pub fn tidied(kind: TypedKind, text: &str) -> Option<String> {
    let cleaned = match kind {
        TypedKind::Email => typed::email(text),
        TypedKind::Line => typed::line(text),
        TypedKind::Address => typed::address(text),
    };
    (cleaned.unclear.is_none() && cleaned.text != text).then_some(cleaned.text)
}
