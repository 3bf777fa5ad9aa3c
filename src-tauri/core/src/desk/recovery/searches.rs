//! The searches of this run, behind the one lock of this part, which nobody outside this file takes.
//!
//! What a search knows is its own (`search`). Nothing here waits, or tells anybody.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::search::Search;
use crate::book::OrderKey;

#[derive(Default)]
pub(super) struct Searches {
    state: Mutex<HashMap<OrderKey, Search>>,
}

impl Searches {
    /// `None` where it was not looked for.
    pub(super) fn read<T>(&self, key: OrderKey, work: impl FnOnce(&Search) -> T) -> Option<T> {
        self.lock().get(&key).map(work)
    }

    /// `None` where it was not looked for.
    pub(super) fn change<T>(
        &self,
        key: OrderKey,
        work: impl FnOnce(&mut Search) -> T,
    ) -> Option<T> {
        self.lock().get_mut(&key).map(work)
    }

    /// There is a search for it from now on. Gives the address that the staff typed for it.
    pub(super) fn begin(&self, key: OrderKey) -> Option<String> {
        let mut searches = self.lock();
        let search = searches.entry(key).or_insert_with(Search::new);
        search.typed_email.clone()
    }

    pub(super) fn end(&self, key: OrderKey) {
        self.lock().remove(&key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrderKey, Search>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
