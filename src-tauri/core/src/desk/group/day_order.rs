//! The order in which a day such as `05/12/2026` is written.

use serde::{Deserialize, Serialize};

/// Which part stands first where both could be the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}
