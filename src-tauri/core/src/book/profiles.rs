//! Which profiles the codes of the book have, so that none is proved for two eSIMs: in a memory of one size, however many
//! they are, and never on disk (rulings 23).

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::order::{AccountId, OrderKey};

/// A power of two, 1 MB: beside 400,000 codes, five years of 200 a day, one in two thousand is taken for a known one, which
/// costs a look at all sealed codes and nothing else.
const BITS: u64 = 1 << 23;
/// How many of them each profile sets.
const MARKS: u64 = 5;

/// The profiles that were noted.
pub(super) struct Profiles {
    /// A set that may take a strange one for known, never a known one for strange.
    marks: Vec<u64>,
    /// Those whose code could not be sealed: nothing but this memory has them.
    unsealed: HashMap<u64, OrderKey>,
    /// Keyed anew in each run.
    hasher: RandomState,
}

impl Default for Profiles {
    fn default() -> Self {
        Self {
            marks: vec![0; usize::try_from(BITS / 64).unwrap_or_default()],
            unsealed: HashMap::new(),
            hasher: RandomState::new(),
        }
    }
}

impl Profiles {
    /// Notes a code that is in the book, sealed.
    pub(super) fn note(&mut self, code: &str) {
        for (word, bit) in places(self.hasher.hash_one(profile(code))) {
            if let Some(word) = self.marks.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// Notes a code that the book could not keep. Who had it first keeps it.
    pub(super) fn note_unsealed(&mut self, account: &AccountId, key: OrderKey, code: &str) {
        let hash = self.hasher.hash_one((account, profile(code)));
        self.unsealed.entry(hash).or_insert(key);
    }

    /// Whether the book may have a code with that profile. No is certain.
    pub(super) fn may_have(&self, code: &str) -> bool {
        places(self.hasher.hash_one(profile(code))).all(|(word, bit)| {
            let marks = self.marks.get(word);
            marks.is_some_and(|marks| marks & bit != 0)
        })
    }

    /// The order of that account whose unsealed code has that profile.
    pub(super) fn unsealed(&self, account: &AccountId, code: &str) -> Option<OrderKey> {
        let hash = self.hasher.hash_one((account, profile(code)));
        self.unsealed.get(&hash).copied()
    }
}

/// Server and matching id of an install code.
pub(super) fn profile(code: &str) -> (String, &str) {
    let mut parts = code.split('$').skip(1);
    let server = parts.next().unwrap_or_default().to_lowercase();
    (server, parts.next().unwrap_or(code))
}

/// Which words hold the marks of a hash, and at which bit.
fn places(hash: u64) -> impl Iterator<Item = (usize, u64)> {
    let step = (hash >> 32) | 1;
    (0..MARKS).map(move |mark| {
        let at = hash.wrapping_add(mark.wrapping_mul(step)) % BITS;
        (usize::try_from(at / 64).unwrap_or_default(), 1 << (at % 64))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_of_codes_is_known_again_and_hardly_a_strange_one_is_taken_for_known() {
        const YEAR: u32 = 73_000;
        let code = |number: u32| format!("LPA:1$rsp.example$6C-{number:06}-K86D");
        let mut profiles = Profiles::default();
        (0..YEAR).for_each(|number| profiles.note(&code(number)));
        assert!((0..YEAR).all(|number| profiles.may_have(&code(number))));
        assert!(
            profiles.may_have("LPA:1$RSP.example$6C-000001-K86D"),
            "a server is the same in capitals"
        );
        let strange = (YEAR..2 * YEAR).filter(|number| profiles.may_have(&code(*number)));
        let share = strange.count();
        assert!(share < 20, "{share} of {YEAR}");
    }

    #[test]
    fn a_code_that_is_not_sealed_is_the_first_ones_of_its_account() {
        let (here, there) = (AccountId("a".to_owned()), AccountId("b".to_owned()));
        let mut profiles = Profiles::default();
        profiles.note_unsealed(&here, OrderKey(1), "LPA:1$rsp.example$A");
        profiles.note_unsealed(&here, OrderKey(2), "LPA:1$rsp.example$A");
        let of = |account| profiles.unsealed(account, "LPA:1$rsp.example$A");
        assert_eq!((of(&here), of(&there)), (Some(OrderKey(1)), None));
    }
}
