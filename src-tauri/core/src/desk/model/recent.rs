//! A memory that keeps the newest so many and lets go of the rest, so that a program that is never restarted does not grow.

use std::collections::{HashMap, VecDeque};
use std::hash::Hash;

/// What is known of the last few.
pub struct Recent<K, V, const MOST: usize> {
    known: HashMap<K, V>,
    /// Oldest first, each once.
    order: VecDeque<K>,
}

impl<K, V, const MOST: usize> Default for Recent<K, V, MOST> {
    fn default() -> Self {
        Self {
            known: HashMap::new(),
            order: VecDeque::new(),
        }
    }
}

impl<K: Clone + Eq + Hash, V, const MOST: usize> Recent<K, V, MOST> {
    pub fn get(&self, key: &K) -> Option<&V> {
        self.known.get(key)
    }

    /// Takes it in as the newest, in place of what was known of it.
    pub fn insert(&mut self, key: K, value: V) {
        if self.known.insert(key.clone(), value).is_some() {
            self.order.retain(|known| *known != key);
        }
        self.order.push_back(key);
        while self.order.len() > MOST {
            if let Some(oldest) = self.order.pop_front() {
                self.known.remove(&oldest);
            }
        }
    }

    pub fn retain(&mut self, keep: impl Fn(&K) -> bool) {
        self.known.retain(|key, _| keep(key));
        self.order.retain(|key| keep(key));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_newest_stay_and_one_that_comes_again_is_new() {
        let mut recent: Recent<u8, char, 2> = Recent::default();
        for (key, value) in [(1, 'a'), (2, 'b'), (1, 'c'), (3, 'd')] {
            recent.insert(key, value);
        }
        assert_eq!(recent.get(&2), None, "the oldest is gone");
        assert_eq!((recent.get(&1), recent.get(&3)), (Some(&'c'), Some(&'d')));
        recent.retain(|key| *key == 3);
        assert_eq!(recent.get(&1), None, "as if it had never been there");
        assert_eq!(recent.order.len(), 1);
    }
}
