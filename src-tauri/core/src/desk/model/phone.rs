//! The phone that a sale is for, as far as the staff name it.

use serde::{Deserialize, Serialize};

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
