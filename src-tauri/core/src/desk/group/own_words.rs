//! What the program itself calls columns, starts and amounts in the languages of our staff: whatever stands on its screens and in
//! its saved tables is understood in a table of guests, too. The page's test `own-words` holds the file to the dictionaries.

use std::collections::BTreeMap;

use serde::Deserialize;

const FIXTURE: &str = include_str!("../../../../../tests/fixtures/own-words.json");

#[derive(Deserialize)]
pub(super) struct OwnWords {
    /// Kinds of columns, and what the table of guests calls them.
    pub(super) columns: Vec<(String, String)>,
    /// What saved tables hold, in their order, and how they head it.
    pub(super) saved: Vec<(String, String)>,
    pub(super) starts: OwnStarts,
    pub(super) days: Vec<String>,
    pub(super) months: Vec<String>,
    pub(super) unlimited: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct OwnStarts {
    pub(super) now: Vec<String>,
    pub(super) first_use: Vec<String>,
    /// Without its day it says no start.
    pub(super) on_date: Vec<String>,
}

/// By the code of the language.
pub(super) fn own_words() -> BTreeMap<String, OwnWords> {
    let words: BTreeMap<String, OwnWords> = serde_json::from_str(FIXTURE).expect("the fixture");
    assert!(words.len() >= 5, "all languages of our staff");
    words
}
