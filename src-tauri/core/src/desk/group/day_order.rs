//! The order in which a day such as `05/12/2026` is written, and what is known of it for a whole column.

use serde::{Deserialize, Serialize};

/// Which part stands first where both could be the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}

/// How the days of a column were read that could be two.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct ColumnDays {
    /// As a person said, or as the column's other days tell.
    pub order: Option<DayOrder>,
    /// The first day that could be two. Without an order a person is asked about it, for the whole column.
    pub could_be_two: Option<String>,
}
