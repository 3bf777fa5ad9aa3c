//! What is chosen for a guest: the language they read and the phone that they hold.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::book::GuestNames;
use crate::desk::model::Phone;

/// The languages that guests can read: `guest.ts` in each folder of `ui/src/lang`, which is named as the language is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GuestLanguage {
    En,
    De,
    Fr,
    Es,
    #[serde(rename = "es-419")]
    EsLatinAmerica,
    It,
    Pt,
    #[serde(rename = "pt-PT")]
    PtPortugal,
    Nl,
    Pl,
    Uk,
    Tr,
    Ar,
    Ja,
    Ko,
    Zh,
    #[serde(rename = "zh-Hant")]
    ZhTraditional,
}

/// The devices for which there are steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum GuestPhone {
    Iphone,
    Samsung,
    Android,
    Windows,
}

/// What was chosen for one guest; nothing yet where it is `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
pub struct GuestChoice {
    pub language: Option<GuestLanguage>,
    pub phone: Option<GuestPhone>,
}

impl GuestChoice {
    /// What the book kept. A name that this program does not know is no choice.
    pub(super) fn of(kept: &GuestNames) -> GuestChoice {
        GuestChoice {
            language: kept.language.as_deref().and_then(known),
            phone: kept.phone.as_deref().and_then(known),
        }
    }

    pub(super) fn names(self) -> GuestNames {
        GuestNames {
            language: self.language.and_then(name),
            phone: self.phone.and_then(name),
        }
    }
}

/// The book has the names that the page has.
fn known<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_value(name.into()).ok()
}

fn name(choice: impl Serialize) -> Option<String> {
    let name = serde_json::to_value(choice).ok()?;
    name.as_str().map(str::to_owned)
}

impl GuestPhone {
    /// The steps that a guest begins with, until they choose.
    pub(super) fn of_sale(phone: Option<Phone>) -> GuestPhone {
        match phone {
            Some(Phone::Iphone) | None => GuestPhone::Iphone,
            Some(Phone::Samsung) => GuestPhone::Samsung,
            Some(Phone::Other) => GuestPhone::Android,
        }
    }
}
