//! What is fixed for a run of the desk: mode, folder, time zone, language of the system, `--service`.
//!
//! Not here: what a person may change while the program runs (`crate::settings`).

use std::path::PathBuf;

use jiff::tz::TimeZone;

use super::model::Mode;
use crate::book::Dialect;

/// One for each desk; the parts share it.
pub(in crate::desk) struct Setup {
    pub(in crate::desk) mode: Mode,
    /// The data folder of this mode.
    pub(in crate::desk) folder: PathBuf,
    /// The desk's time zone: days begin and plans start in it.
    pub(in crate::desk) zone: TimeZone,
    /// BCP 47.
    pub(in crate::desk) system_language: String,
    /// ISO 3166 alpha-2.
    pub(in crate::desk) system_country: Option<String>,
    /// How tables are written for this computer's spreadsheet. Asked each time: a kiosk outlives a change of the settings.
    pub(in crate::desk) dialect: fn() -> Dialect,
    /// The base address of `--service`.
    pub(in crate::desk) service: Option<String>,
}
