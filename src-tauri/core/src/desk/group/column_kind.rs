//! What a column of a table may hold.

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum ColumnKind {
    Guest,
    FirstName,
    LastName,
    Email,
    Plan,
    Start,
    Note,
    Language,
    PhoneModel,
    Imei,
    /// Nothing that a sale needs.
    Other,
}
