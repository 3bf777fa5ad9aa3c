//! The fields that people fill in, and what can be wrong with one. The words for it are the page's.

use serde::Serialize;

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
    NotAnEmail,
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

/// What is wrong with a value that must be one line of at most `limit` characters.
pub fn line_problem(text: &str, limit: usize) -> Option<Problem> {
    if text.contains(['\n', '\r']) {
        return Some(Problem::LineBreak);
    }
    if text.contains(char::is_control) {
        return Some(Problem::ControlCharacters);
    }
    (text.chars().count() > limit).then_some(Problem::TooLong {
        limit: u32::try_from(limit).unwrap_or(u32::MAX),
    })
}
