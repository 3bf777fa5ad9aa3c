//! Orders whose answer was lost: found again by looking, or decided by a person.
//!
//! ```text
//! find       one look through what the service sold to that customer
//! search     how long an order was looked for, and what was found
//! decide     what only a person decides
//! sold       what the service has for its customer and plan
//! spelling   how an address that is typed later may have been typed
//! unmatched  sales of the account that no order of the book is
//! ```
//!
//! Nothing here can buy: it names neither `sale` nor the request that places an order. When to look is told here, the looking
//! is done by `polling`.

mod decide;
mod find;
mod search;
mod sold;
mod spelling;
mod unmatched;
mod view;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use self::search::{Candidate, Search};
use crate::book::{OrderEvent, OrderFacts, OrderKey};
use crate::desk::account::Account;
use crate::desk::changes::Changes;
use crate::desk::orders::Orders;
use crate::settings::SettingsFile;

pub(in crate::desk) use self::search::{NextSearch, Searched};
pub use self::unmatched::{Unmatched, UnmatchedSale};
pub use self::view::{BoughtTwiceView, CandidateView, RecoveryView};

/// The searches for orders whose answer was lost.
pub struct Recovery {
    settings: Arc<SettingsFile>,
    account: Arc<Account>,
    orders: Arc<Orders>,
    changes: Changes,
    searches: Mutex<HashMap<OrderKey, Search>>,
}

impl Recovery {
    pub(in crate::desk) fn new(
        settings: Arc<SettingsFile>,
        account: Arc<Account>,
        orders: Arc<Orders>,
        changes: Changes,
    ) -> Recovery {
        Recovery {
            settings,
            account,
            orders,
            changes,
            searches: Mutex::default(),
        }
    }

    /// What the staff are shown of the search for an order; nothing before the first look.
    pub(in crate::desk) fn view(
        &self,
        key: OrderKey,
        since: String,
        knows_email: bool,
    ) -> Option<RecoveryView> {
        let searches = self.lock();
        let search = searches.get(&key)?;
        Some(RecoveryView::of(search, since, knows_email))
    }

    /// Whether the order was looked for long enough, and in vain.
    pub(in crate::desk) fn found_nothing(&self, key: OrderKey) -> bool {
        let searches = self.lock();
        searches
            .get(&key)
            .is_some_and(|search| search.nothing_found)
    }

    /// That subscription is this order.
    async fn take(&self, key: OrderKey, candidate: &Candidate) {
        let facts = OrderFacts {
            subscription_id: Some(candidate.subscription.clone()),
            iccid: candidate.iccid.clone(),
            ..OrderFacts::default()
        };
        self.orders.record(key, OrderEvent::Found, facts).await;
        self.orders.set_trouble(key, None);
    }

    /// Works on the search for an order, and shows it; `None` where it was not looked for.
    fn with_search<T>(&self, key: OrderKey, work: impl FnOnce(&mut Search) -> T) -> Option<T> {
        let done = self.lock().get_mut(&key).map(work);
        self.changes.notify();
        done
    }

    /// The order is decided: nobody looks for it any more.
    fn end_search(&self, key: OrderKey) {
        self.lock().remove(&key);
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OrderKey, Search>> {
        self.searches.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
