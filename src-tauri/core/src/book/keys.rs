//! The keys of the sealed fields: one for each month, so that forgetting a month is deleting one key (rulings 24).
//! Where they are kept (one item of the OS keychain) is the desk's affair.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use zeroize::Zeroizing;

use super::error::BookError;

const VERSION: u8 = 1;
const KEY_BYTES: usize = 32;
const ENTRY_BYTES: usize = 3 + KEY_BYTES;

/// A month of the calendar, in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: u8,
}

impl Month {
    /// The month of a point in time.
    pub fn of(at: Timestamp) -> Self {
        let date = at.to_zoned(TimeZone::UTC).date();
        Self {
            year: date.year(),
            month: date.month().unsigned_abs(),
        }
    }

    /// Reads `2026-11`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let month = Self {
            year: year.parse().ok()?,
            month: month.parse().ok()?,
        };
        (1..=12).contains(&month.month).then_some(month)
    }
}

/// `2026-11`, which also sorts by time.
impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// The key of one month.
pub(super) type Key = Zeroizing<[u8; KEY_BYTES]>;

/// The keys of all months that are not forgotten.
#[derive(Clone, Default)]
pub struct BookKeys {
    months: BTreeMap<Month, Key>,
    /// Months whose key is not the one that this book was sealed with. Kept, for whoever's they are, and not used.
    foreign: BTreeSet<Month>,
}

impl fmt::Debug for BookKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BookKeys({} months, [redacted])", self.months.len())
    }
}

impl BookKeys {
    /// No keys yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// One key.
    pub(super) fn of(month: Month, key: Key) -> Self {
        Self {
            months: BTreeMap::from([(month, key)]),
            ..Self::default()
        }
    }

    /// Makes the key of `month` if there is none. True where one was made: then the keys have to be stored before they are used.
    pub fn key_for(&mut self, month: Month) -> Result<bool, BookError> {
        if self.months.contains_key(&month) {
            return Ok(false);
        }
        let mut key = Key::default();
        getrandom::fill(key.as_mut_slice())
            .map_err(|_| BookError::Other("no randomness".to_owned()))?;
        self.months.insert(month, key);
        Ok(true)
    }

    /// Whether there is a key for `month`.
    pub fn has(&self, month: Month) -> bool {
        self.months.contains_key(&month)
    }

    /// Drops the key of `month`. What was sealed in that month can never be read again.
    pub fn forget(&mut self, month: Month) {
        self.months.remove(&month);
    }

    /// The keys as one value for the keychain: 35 bytes a month and one for the version.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        // Grown once: a vector that moves would leave its old copy in memory.
        let mut bytes = Zeroizing::new(Vec::with_capacity(1 + self.months.len() * ENTRY_BYTES));
        bytes.push(VERSION);
        for (month, key) in &self.months {
            bytes.extend_from_slice(&month.year.to_le_bytes());
            bytes.push(month.month);
            bytes.extend_from_slice(key.as_slice());
        }
        bytes
    }

    /// Reads what [`BookKeys::to_bytes`] wrote; anything else is [`BookError::KeysMissing`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BookError> {
        let Some((&VERSION, entries)) = bytes.split_first() else {
            return Err(BookError::KeysMissing);
        };
        let (entries, []) = entries.as_chunks::<ENTRY_BYTES>() else {
            return Err(BookError::KeysMissing);
        };
        let mut months = BTreeMap::new();
        for entry in entries {
            let [low, high, month, key @ ..] = entry;
            let month = Month {
                year: i16::from_le_bytes([*low, *high]),
                month: *month,
            };
            if !(1..=12).contains(&month.month) {
                return Err(BookError::KeysMissing);
            }
            months.insert(month, Key::new(*key));
        }
        Ok(Self {
            months,
            foreign: BTreeSet::new(),
        })
    }

    /// The key to seal and to open with.
    pub(super) fn key(&self, month: Month) -> Option<&Key> {
        match self.foreign.contains(&month) {
            true => None,
            false => self.months.get(&month),
        }
    }

    /// All keys, also those that are not this book's.
    pub(super) fn all(&self) -> impl Iterator<Item = (Month, &Key)> {
        self.months.iter().map(|(month, key)| (*month, key))
    }

    /// Which keys are not this book's, as it turned out.
    pub(super) fn set_foreign(&mut self, months: BTreeSet<Month>) {
        self.foreign = months;
    }

    /// Takes the keys of months that have none here.
    pub(super) fn add(&mut self, others: &BookKeys) {
        for (month, key) in &others.months {
            self.months.entry(*month).or_insert_with(|| key.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).expect("a month")
    }

    #[test]
    fn a_month_is_counted_in_utc_and_reads_back() {
        let at: Timestamp = "2026-11-30T23:59:59Z".parse().expect("a time");
        assert_eq!(Month::of(at).to_string(), "2026-11");
        assert_eq!(Month::parse("2026-11"), Some(Month::of(at)));
        for text in ["2026-13", "2026-00", "2026", "x-1", ""] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_key_is_made_once_a_month_and_differs_between_months() {
        let mut keys = BookKeys::new();
        assert!(
            keys.key_for(month("2026-11")).expect("randomness"),
            "the first time"
        );
        let first = keys.key(month("2026-11")).expect("just made").clone();
        assert!(
            !keys.key_for(month("2026-11")).expect("randomness"),
            "already there"
        );
        assert_eq!(
            keys.key(month("2026-11")),
            Some(&first),
            "and it stays the same"
        );
        keys.key_for(month("2026-12")).expect("randomness");
        assert_ne!(
            keys.key(month("2026-12")),
            Some(&first),
            "each month has its own"
        );
    }

    #[test]
    fn stored_keys_read_back_and_a_forgotten_month_is_gone() {
        let mut keys = BookKeys::new();
        for text in ["2026-10", "2026-11"] {
            keys.key_for(month(text)).expect("randomness");
        }
        keys.forget(month("2026-10"));
        let again = BookKeys::from_bytes(&keys.to_bytes()).expect("what we wrote");
        assert_eq!(again.months, keys.months, "the same keys");
        assert!(!again.has(month("2026-10")), "forgotten");
    }

    #[test]
    fn keys_do_not_show_in_debug() {
        let mut keys = BookKeys::new();
        keys.key_for(month("2026-10")).expect("randomness");
        assert_eq!(format!("{keys:?}"), "BookKeys(1 months, [redacted])");
    }

    proptest! {
        #[test]
        fn no_bytes_crash_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            if let Ok(keys) = BookKeys::from_bytes(&bytes) {
                prop_assert!(keys.months.len() * ENTRY_BYTES < bytes.len(), "no more keys than bytes for them");
            }
        }
    }
}
