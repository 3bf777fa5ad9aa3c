//! A top-up that is being typed, and what is wrong with it. Checks only what can be known without the service.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;

use super::draft::{NAME_LIMIT, StartChoice, imei_problem};
use super::notes::SaleNotes;
use crate::book::OrderKey;
use crate::desk::model::{Field, FieldProblem, Phone, Plan, line_problem};

/// The form of a top-up, with the plan exactly as the button showed it.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TopUpDraft {
    /// Made once for each filled form: the same top-up is never placed twice.
    pub idempotency_key: String,
    /// The SIM, as the service writes its number.
    pub iccid: String,
    pub plan: Plan,
    /// The phone that the SIM is in, where somebody said so.
    pub phone: Option<Phone>,
    /// What the phone is called, or empty.
    pub phone_model: String,
    /// The phone's own number, or empty.
    pub imei: String,
    pub start: StartChoice,
    pub notes: SaleNotes,
    /// The staff were asked "really again?" and said yes.
    pub again: bool,
    /// The top-up that this form was filled in again from.
    pub instead_of: Option<OrderKey>,
}

impl TopUpDraft {
    /// Everything that is wrong with it, in the order of the form.
    pub fn problems(&self, now: Timestamp, zone: &TimeZone) -> Vec<FieldProblem> {
        let found = [
            (Field::Date, self.start.at(now, zone).err()),
            (
                Field::PhoneModel,
                line_problem(&self.phone_model, NAME_LIMIT),
            ),
            (Field::Imei, imei_problem(&self.imei)),
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
}

impl std::fmt::Debug for TopUpDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TopUpDraft([redacted])")
    }
}
