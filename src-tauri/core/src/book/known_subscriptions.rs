//! The note before an order leaves: what the service had for that customer and plan already, so that a later look can tell
//! what is new. Bounded, however much a house's e-mail address has (rulings 35). What is concluded from it: `desk::recovery`.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The note of one order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KnownSubscriptions {
    /// How many subscriptions there were.
    pub count: u32,
    /// The newest date of creation among them, by the service's clock.
    pub newest: Option<Timestamp>,
    /// The ids of the newest ones, at most [`KnownSubscriptions::MOST_IDS`].
    pub ids: Vec<String>,
    /// Whether one of them may be somebody else's sale of the last day: younger than that, and not in this book.
    pub strangers: bool,
    /// When that was, by the service's clock: just before the order left. `None` in notes of before this was kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken: Option<Timestamp>,
}

impl KnownSubscriptions {
    /// More ids are not kept of one order.
    pub const MOST_IDS: usize = 200;

    /// Whether the subscription was there before the order; `None` where the note cannot tell.
    pub fn has(&self, id: &str, created: Option<Timestamp>) -> Option<bool> {
        if self.ids.iter().any(|known| known == id) {
            return Some(true);
        }
        if self.is_whole() {
            return Some(false);
        }
        // Of those of the newest second all are noted by their id.
        Some(created? < self.newest?)
    }

    /// Whether every one of them is noted by its id.
    pub fn is_whole(&self) -> bool {
        self.ids.len() >= self.count as usize
    }
}

impl<'de> Deserialize<'de> for KnownSubscriptions {
    /// Before there was a count, the note was the list of all ids.
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Ids(Vec<String>),
            Note {
                count: u32,
                #[serde(default)]
                newest: Option<Timestamp>,
                #[serde(default)]
                ids: Vec<String>,
                #[serde(default)]
                strangers: bool,
                #[serde(default)]
                taken: Option<Timestamp>,
            },
        }
        Ok(match Written::deserialize(from)? {
            Written::Ids(ids) => Self {
                count: u32::try_from(ids.len()).unwrap_or(u32::MAX),
                ids,
                ..Self::default()
            },
            Written::Note {
                count,
                newest,
                ids,
                strangers,
                taken,
            } => Self {
                count,
                newest,
                ids,
                strangers,
                taken,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().expect("a time"))
    }

    #[test]
    fn the_list_of_an_older_book_reads_as_a_whole_note() {
        let note: KnownSubscriptions = serde_json::from_str(r#"["a","b"]"#).expect("a list of ids");
        assert!(note.is_whole(), "every id is in it");
        assert_eq!(note.has("a", None), Some(true));
        assert_eq!(note.has("c", None), Some(false), "whatever its date");
    }

    #[test]
    fn a_note_of_very_many_tells_old_from_new_by_their_dates() {
        let note = KnownSubscriptions {
            count: 20_000,
            newest: at("2026-11-28T10:00:00Z"),
            ids: vec!["newest".to_owned()],
            strangers: false,
            taken: at("2026-11-28T10:00:07Z"),
        };
        let text = serde_json::to_string(&note).expect("JSON");
        let read: KnownSubscriptions = serde_json::from_str(&text).expect("what was written");
        assert_eq!(read, note);
        for (id, created, expected) in [
            ("newest", at("2026-11-28T10:00:00Z"), Some(true)),
            ("old", at("2026-11-27T10:00:00Z"), Some(true)),
            ("new", at("2026-11-28T10:00:00Z"), Some(false)),
            ("new", at("2026-11-28T11:00:00Z"), Some(false)),
            ("undated", None, None),
        ] {
            assert_eq!(note.has(id, created), expected, "{id} of {created:?}");
        }
    }
}
