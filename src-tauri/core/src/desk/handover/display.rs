//! What the customer's screen shows of a hand-over.
//!
//! It holds no name, no price and no other order, so that no screen that is made from it can show one. How the screen
//! comes to be seen (a second window, the turned first one) is the shell's and the page's.

use serde::Serialize;

use super::guest::{GuestLanguage, GuestPhone};
use crate::desk::model::SimView;
use crate::settings::{Appearance, Language};

/// All that the customer's screen knows.
#[derive(Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct CustomerDisplay {
    pub demo: bool,
    pub appearance: Appearance,
    /// The staff's language, which is the guest's until they choose one.
    pub language: Language,
    pub system_language: String,
    /// Nothing while nothing is handed over.
    pub code: Option<DisplayedCode>,
}

#[derive(Clone, PartialEq, Serialize, specta::Type)]
#[serde(rename_all = "camelCase")]
pub struct DisplayedCode {
    /// The end of the order number, which the staff's half shows too (rulings 27).
    pub suffix: String,
    /// A side in modules, quiet zone included.
    pub modules: u32,
    /// An SVG path in module units.
    pub path: String,
    pub confirmation_required: bool,
    pub voucher: Option<String>,
    pub sim: SimView,
    /// The code has been up for so long that the likely reasons help.
    pub waits_long: bool,
    pub language: Option<GuestLanguage>,
    pub phone: GuestPhone,
}
