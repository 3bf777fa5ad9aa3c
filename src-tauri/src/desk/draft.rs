//! A sale that is being typed: what the staff filled in, and what is wrong with it, field by field.
//!
//! Checks only what can be known without the service. Nothing is sent from here, and nothing is corrected silently but
//! white space around a value.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::for_the_books::SaleNotes;
use super::plan::Plan;
use crate::activation::{DigitsError, Eid};
use crate::connect::Start;

/// The form, with the plan exactly as the buying button showed it.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Made once for each filled form: the same sale is never placed twice.
    pub idempotency_key: String,
    pub plan: Plan,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// ISO 3166 alpha-2, or empty.
    pub residence: String,
    pub phone: Option<Phone>,
    pub eid: String,
    /// The check digits are wrong and the staff use it all the same (rulings 22).
    pub eid_anyway: bool,
    pub start: StartChoice,
    pub notes: SaleNotes,
    /// The staff were asked "really again?" and said yes.
    pub again: bool,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft([redacted])")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Phone {
    Iphone,
    Samsung,
    Other,
}

impl Phone {
    /// The word that the book keeps.
    pub fn name(self) -> &'static str {
        match self {
            Phone::Iphone => "iphone",
            Phone::Samsung => "samsung",
            Phone::Other => "other",
        }
    }

    /// The phone of that word.
    pub fn from_name(name: &str) -> Option<Phone> {
        [Phone::Iphone, Phone::Samsung, Phone::Other]
            .into_iter()
            .find(|phone| phone.name() == name)
    }
}

/// When the plan starts to count.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StartChoice {
    Now,
    /// `yyyy-mm-dd`, in the desk's time zone.
    OnDate {
        date: String,
    },
    FirstUse,
}

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

/// The longest e-mail address that mail servers take (RFC 5321).
const EMAIL_LIMIT: usize = 254;
/// A name longer than this is a slip of the paste key.
const NAME_LIMIT: usize = 100;

impl Draft {
    /// Everything that is wrong with it, in the order of the form.
    pub fn problems(&self, now: Timestamp, zone: &TimeZone) -> Vec<FieldProblem> {
        let found = [
            (Field::Email, email_problem(self.email())),
            (
                Field::FirstName,
                line_problem(self.first_name.trim(), NAME_LIMIT),
            ),
            (
                Field::LastName,
                line_problem(self.last_name.trim(), NAME_LIMIT),
            ),
            (Field::Residence, residence_problem(self.residence.trim())),
            (Field::Eid, self.eid_problem()),
            (Field::Date, self.start(now, zone).err()),
        ];
        found
            .into_iter()
            .chain(self.notes.problems())
            .filter_map(|(field, problem)| {
                Some(FieldProblem {
                    field,
                    problem: problem?,
                })
            })
            .collect()
    }

    /// The e-mail address without the white space of a paste.
    pub fn email(&self) -> &str {
        self.email.trim()
    }

    /// The EID to send, where an iPhone is chosen and one was typed.
    pub fn eid(&self) -> Option<Eid> {
        if self.phone != Some(Phone::Iphone) {
            return None;
        }
        Eid::parse(&self.eid).ok()
    }

    /// When the plan starts; *today* is now (rulings 10).
    pub fn start(&self, now: Timestamp, zone: &TimeZone) -> Result<Start, Problem> {
        let date = match &self.start {
            StartChoice::Now => return Ok(Start::Now),
            StartChoice::FirstUse => return Ok(Start::FirstUse),
            StartChoice::OnDate { date } => date,
        };
        let date: Date = date.trim().parse().map_err(|_| Problem::NotADate)?;
        let today = now.to_zoned(zone.clone()).date();
        if date < today {
            return Err(Problem::InThePast);
        }
        if date == today {
            return Ok(Start::Now);
        }
        let midnight = date.to_zoned(zone.clone()).map_err(|_| Problem::NotADate)?;
        Ok(Start::On(midnight.timestamp()))
    }

    fn eid_problem(&self) -> Option<Problem> {
        if self.phone != Some(Phone::Iphone) || self.eid.trim().is_empty() {
            return None;
        }
        match Eid::parse(&self.eid) {
            Ok(eid) if eid.check_digits_ok() || self.eid_anyway => None,
            Ok(_) => Some(Problem::CheckDigits),
            Err(DigitsError::NotDigits) => Some(Problem::NotDigits),
            Err(DigitsError::Length { found }) => Some(Problem::WrongLength {
                expected: 32,
                found: u32::try_from(found).unwrap_or(u32::MAX),
            }),
        }
    }
}

/// What is wrong with an e-mail address. Deliberately mild: the service knows better, and identifiers vary.
pub(super) fn email_problem(email: &str) -> Option<Problem> {
    if email.is_empty() {
        return Some(Problem::Empty);
    }
    if let Some(problem) = line_problem(email, EMAIL_LIMIT) {
        return Some(problem);
    }
    let Some((local, domain)) = email.rsplit_once('@') else {
        return Some(Problem::NotAnEmail);
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let looks_right = !local.is_empty()
        && !local.contains('@')
        && !email.contains(char::is_whitespace)
        && !email.contains([',', ';', '<', '>', '"'])
        && labels.len() >= 2
        && labels.iter().all(|label| !label.is_empty());
    (!looks_right).then_some(Problem::NotAnEmail)
}

fn residence_problem(country: &str) -> Option<Problem> {
    (!country.is_empty() && !is_country(country)).then_some(Problem::NotACountry)
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

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
