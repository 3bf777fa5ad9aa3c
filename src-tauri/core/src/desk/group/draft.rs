//! A table and its lines as they are typed: what stands in each cell, and what holds for all lines that say nothing.

use serde::{Deserialize, Serialize};

use super::column_kind::ColumnKind;
use super::day_order::{ColumnDays, DayOrder};
use crate::desk::model::{Phone, Plan};
use crate::desk::sale::StartChoice;
use crate::table::{Encoding, Row};

/// A table that was read, to be looked at.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct TableRead {
    pub rows: Vec<Row>,
    /// Whether a row is headings, and how many rows stand above it.
    pub headings: bool,
    pub above: u32,
    pub columns: Vec<ColumnKind>,
    /// What a column seems to hold that is taken for nothing: nothing is bought before a person has said what it is.
    pub seem: Vec<Option<ColumnKind>>,
    /// How the days of starts are to be read that could be two, where a person said so.
    pub day_order: Option<DayOrder>,
    pub encoding: Encoding,
    /// Nothing told the encoding: a person should see whether the letters are right.
    pub encoding_is_guessed: bool,
}

/// What a table comes to, by what its columns are.
#[derive(Clone, Debug, Serialize, Deserialize, specta::Type)]
pub struct TableLines {
    pub lines: Vec<LineDraft>,
    /// Of the column of starts.
    pub days: ColumnDays,
}

/// One line, every cell a text as the table has it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct LineDraft {
    /// As the table counts.
    pub line: u32,
    pub guest: String,
    pub email: String,
    /// What the table calls the plan, or a plan's id.
    pub plan: String,
    pub start: String,
    pub note: String,
    /// What the table says of the guest's language; the page knows the languages.
    pub language: String,
    /// What the guest's phone is called, and its number; or empty.
    #[serde(default)]
    pub phone_model: String,
    #[serde(default)]
    pub imei: String,
    /// A person has seen that it is there twice, was bought before or may be no guest, and wants it all the same.
    pub anyway: bool,
    /// It may be no guest, but a title, headings or a sum.
    #[serde(default)]
    pub doubtful: bool,
}

impl std::fmt::Debug for LineDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LineDraft({}, [redacted])", self.line)
    }
}

/// What the page calls a plan: a table says it in the words that its writer sees.
#[derive(Clone, Debug, Default, Deserialize, specta::Type)]
pub struct ShownPlan {
    pub id: String,
    /// As it stands in a list or on a button.
    pub titles: Vec<String>,
    /// Where it is for, in the languages of the staff.
    pub places: Vec<String>,
}

/// What holds for every line that says nothing itself.
#[derive(Clone, PartialEq, Serialize, Deserialize, specta::Type)]
pub struct ForAll {
    /// A plan's id, or empty.
    pub plan: String,
    /// Such as the house's own; or empty.
    pub email: String,
    pub start: StartChoice,
}

impl std::fmt::Debug for ForAll {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ForAll([redacted])")
    }
}

/// A group before it is bought.
#[derive(Clone, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct GroupDraft {
    /// Made once for each table: the same group is never begun twice.
    pub reference: String,
    pub lines: Vec<LineDraft>,
    /// The plans on sale, as the page shows them.
    pub plans: Vec<Plan>,
    pub shown: Vec<ShownPlan>,
    /// Of lines without one: a plan's id, or empty.
    pub plan: String,
    /// Of lines without one, such as the house's own; or empty.
    pub email: String,
    /// Of lines without one.
    pub start: StartChoice,
    /// Of lines whose phone's model does not say, where the service wants to know it.
    pub phone: Option<Phone>,
    /// What each guest pays, where the service wants to know it: an amount as typed, and its currency.
    pub guest_pays: String,
    pub guest_currency: String,
    pub staff: String,
}

impl GroupDraft {
    pub(super) fn for_all(&self) -> ForAll {
        ForAll {
            plan: self.plan.clone(),
            email: self.email.clone(),
            start: self.start.clone(),
        }
    }
}

impl std::fmt::Debug for GroupDraft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GroupDraft({} lines, [redacted])", self.lines.len())
    }
}
