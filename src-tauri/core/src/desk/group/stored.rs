//! A line as the book keeps it, sealed: what was typed, and what it came to when a person pressed. What is stored keeps its
//! names.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use super::draft::{ForAll, LineDraft};
use crate::desk::model::{Failure, Phone, Plan};
use crate::desk::sale::{Draft, SaleNotes, StartChoice};

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct StoredLine {
    pub(super) draft: LineDraft,
    /// As it stood on the button; none where nobody could tell which it is.
    pub(super) plan: Option<Plan>,
    /// The address that it goes to: its own, or that of all.
    pub(super) email: String,
    /// None where nobody could tell which it is.
    pub(super) start: Option<StartChoice>,
    pub(super) phone: Option<Phone>,
    /// What its group was begun with: a cell that is emptied later means this again. None in lines that were stored before.
    #[serde(default)]
    pub(super) for_all: Option<ForAll>,
    #[serde(default)]
    pub(super) guest_pays: String,
    #[serde(default)]
    pub(super) guest_currency: String,
    #[serde(default)]
    pub(super) why: Option<WhyNotBought>,
}

/// Why a line was not bought, where no order of it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum WhyNotBought {
    /// Something in it needs another look.
    Fields,
    /// The same was sold to the same customer, by somebody else than this group.
    SoldRecently {
        minutes: u32,
        open: bool,
    },
    PlanGone,
    PlanChanged,
    /// The same was bought for another group.
    BoughtBefore,
}

impl WhyNotBought {
    /// Whether a failure is about this very line; all others would meet the next line as well.
    pub(super) fn of(failure: &Failure) -> Option<WhyNotBought> {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "what is not known to be about the line stops the group"
        )]
        Some(match failure {
            Failure::Fields { .. } => WhyNotBought::Fields,
            Failure::SoldRecently { minutes, open } => WhyNotBought::SoldRecently {
                minutes: *minutes,
                open: *open,
            },
            _ => return None,
        })
    }
}

impl StoredLine {
    /// Its text for the book.
    pub(super) fn text(&self) -> SecretString {
        // What can be written is a matter of the types.
        SecretString::from(serde_json::to_string(self).unwrap_or_default())
    }

    pub(super) fn of_text(text: &SecretString) -> Option<StoredLine> {
        serde_json::from_str(text.expose_secret()).ok()
    }

    /// Whether both were typed alike, whatever their plans have become, and whatever other lines would take from the group.
    pub(super) fn is_for_the_same_as(&self, other: &StoredLine) -> bool {
        let typed = |line: &StoredLine| {
            let line = line.clone();
            StoredLine {
                plan: None,
                for_all: None,
                why: None,
                ..line
            }
        };
        typed(self) == typed(other)
    }

    /// The sale that it is.
    pub(super) fn sale(&self, staff: Option<String>) -> Option<Draft> {
        let (first_name, last_name) = names(&self.draft.guest);
        Some(Draft {
            // The book itself knows what a line has become; this only tells one attempt from the next.
            idempotency_key: uuid::Uuid::new_v4().to_string(),
            plan: self.plan.clone()?,
            email: self.email.clone(),
            first_name,
            last_name,
            residence: String::new(),
            phone: self.phone,
            eid: String::new(),
            eid_anyway: false,
            phone_model: self.draft.phone_model.clone(),
            imei: self.draft.imei.clone(),
            start: self.start.clone()?,
            notes: SaleNotes {
                guest_pays: self.guest_pays.clone(),
                guest_currency: self.guest_currency.clone(),
                note: self.draft.note.clone(),
                staff: staff.unwrap_or_default(),
            },
            again: self.draft.anyway,
            instead_of: None,
        })
    }
}

/// First and last name of `Anna Maria Keller` and of `Keller, Anna Maria`.
fn names(guest: &str) -> (String, String) {
    let guest = guest.trim();
    let (first, last) = match guest.split_once(',') {
        Some((last, first)) => (first, last),
        None => guest.rsplit_once(' ').unwrap_or((guest, "")),
    };
    (first.trim().to_owned(), last.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_apart_as_tables_write_it() {
        for (guest, first, last) in [
            ("Anna Maria Keller", "Anna Maria", "Keller"),
            ("Keller, Anna Maria", "Anna Maria", "Keller"),
            ("Anna", "Anna", ""),
            ("", "", ""),
        ] {
            assert_eq!(names(guest), (first.into(), last.into()), "{guest:?}");
        }
    }

    #[test]
    fn what_was_stored_is_read_again_also_without_what_came_later() {
        let old = r#"{"draft":{"line":3,"guest":"Anna","email":"","plan":"","start":"","note":"",
                      "language":"","anyway":false},"plan":null,"email":"a@hotel.example",
                      "start":{"kind":"now"},"phone":null}"#;
        let line = StoredLine::of_text(&old.to_owned().into()).expect("it reads");
        assert_eq!((line.draft.line, line.why.clone()), (3, None));
        assert_eq!(line.start, Some(StartChoice::Now));
        assert!(line.for_all.is_none(), "nobody kept it");
        let again = StoredLine::of_text(&line.text()).expect("it reads");
        assert_eq!(again.draft, line.draft);
    }
}
