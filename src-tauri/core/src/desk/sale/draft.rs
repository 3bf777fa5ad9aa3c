//! A sale that is being typed: what the staff filled in, and what is wrong with it, field by field.
//!
//! Checks only what can be known without the service. Nothing is sent from here, and nothing is corrected but what nobody
//! can have meant (`crate::typed`), which the page shows corrected.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::notes::SaleNotes;
use crate::activation::{DigitsError, Eid, Imei};
use crate::book::OrderKey;
use crate::connect::Start;
use crate::desk::model::{
    Field, FieldProblem, Phone, Plan, Problem, email_problem, is_country, line_problem,
};
use crate::typed;

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
    /// What the phone is called, or empty.
    pub phone_model: String,
    /// The phone's own number, or empty.
    pub imei: String,
    pub start: StartChoice,
    pub notes: SaleNotes,
    /// The staff were asked "really again?" and said yes.
    pub again: bool,
    /// The order that this form was filled in again from: what is bought with it stands in that one's place, or in the place
    /// of the lost one that it stood for itself.
    pub instead_of: Option<OrderKey>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Draft([redacted])")
    }
}

/// When the plan starts to count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StartChoice {
    Now,
    /// `yyyy-mm-dd`, in the desk's time zone.
    OnDate {
        date: String,
    },
    FirstUse,
}

impl StartChoice {
    /// When that is; *today* is now (rulings 10).
    pub(super) fn at(&self, now: Timestamp, zone: &TimeZone) -> Result<Start, Problem> {
        let date = match self {
            Self::Now => return Ok(Start::Now),
            Self::FirstUse => return Ok(Start::FirstUse),
            Self::OnDate { date } => date,
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
}

/// A name longer than this is a slip of the paste key.
pub(super) const NAME_LIMIT: usize = 100;

impl Draft {
    /// Everything that is wrong with it, in the order of the form.
    pub fn problems(&self, now: Timestamp, zone: &TimeZone) -> Vec<FieldProblem> {
        let found = [
            (Field::Email, email_problem(&self.email)),
            (Field::FirstName, line_problem(&self.first_name, NAME_LIMIT)),
            (Field::LastName, line_problem(&self.last_name, NAME_LIMIT)),
            (Field::Residence, residence_problem(self.residence.trim())),
            (Field::Eid, self.eid_problem()),
            (
                Field::PhoneModel,
                line_problem(&self.phone_model, NAME_LIMIT),
            ),
            (Field::Imei, imei_problem(&self.imei)),
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

    /// The e-mail address without what a paste brings along.
    pub fn email(&self) -> String {
        typed::email(&self.email).text
    }

    pub fn first_name(&self) -> String {
        typed::line(&self.first_name).text
    }

    pub fn last_name(&self) -> String {
        typed::line(&self.last_name).text
    }

    /// The EID to send, where an iPhone is chosen and one was typed.
    pub fn eid(&self) -> Option<Eid> {
        if self.phone != Some(Phone::Iphone) {
            return None;
        }
        Eid::parse(&self.eid).ok()
    }

    /// What the phone is called, without what a paste brings along.
    pub fn phone_model(&self) -> String {
        typed::line(&self.phone_model).text
    }

    /// The phone's number, where one was typed.
    pub fn imei(&self) -> Option<Imei> {
        Imei::parse(&self.imei).ok()
    }

    /// When the plan starts.
    pub fn start(&self, now: Timestamp, zone: &TimeZone) -> Result<Start, Problem> {
        self.start.at(now, zone)
    }

    fn eid_problem(&self) -> Option<Problem> {
        if self.phone != Some(Phone::Iphone) || self.eid.trim().is_empty() {
            return None;
        }
        match Eid::parse(&self.eid) {
            Ok(eid) if eid.check_digits_ok() || self.eid_anyway => None,
            Ok(_) => Some(Problem::CheckDigits),
            Err(error) => Some(digits_problem(error, 32)),
        }
    }
}

/// It can be left out, so wrong check digits are not taken.
pub(super) fn imei_problem(imei: &str) -> Option<Problem> {
    if imei.trim().is_empty() {
        return None;
    }
    match Imei::parse(imei) {
        Ok(imei) if imei.check_digit_ok() => None,
        Ok(_) => Some(Problem::CheckDigits),
        Err(error) => Some(digits_problem(error, 15)),
    }
}

fn digits_problem(error: DigitsError, expected: u32) -> Problem {
    match error {
        DigitsError::NotDigits => Problem::NotDigits,
        DigitsError::Length { found } => Problem::WrongLength {
            expected,
            found: u32::try_from(found).unwrap_or(u32::MAX),
        },
    }
}

fn residence_problem(country: &str) -> Option<Problem> {
    (!country.is_empty() && !is_country(country)).then_some(Problem::NotACountry)
}

#[cfg(test)]
#[path = "draft_tests.rs"]
mod tests;
