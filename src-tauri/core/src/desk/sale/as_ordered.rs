//! What was typed for an order, for a form that is filled in again. Not here: who bought, which the order's view has, and where
//! it is read from (`again`).

use serde::Serialize;

use super::draft::StartChoice;

/// The fields of a form that the order's view lacks.
#[derive(Clone, Default, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct AsOrdered {
    /// None where nobody knows it any more: then a person chooses it, and nothing does for them.
    pub start: Option<StartChoice>,
    pub residence: String,
    pub eid: String,
    pub phone_model: String,
    pub imei: String,
}

impl std::fmt::Debug for AsOrdered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AsOrdered([redacted])")
    }
}
