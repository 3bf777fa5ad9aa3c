//! Live or demo.

use serde::Serialize;

/// Whether real money can be spent here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    Live,
    Demo,
}
