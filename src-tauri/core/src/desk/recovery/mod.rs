//! Orders whose answer was lost: found again by looking, or decided by a person.
//!
//! ```text
//! find       one look through what the service sold to that customer
//! search     how long an order was looked for, and what was found
//! searches   one for each order, behind the lock of this part
//! top_up     the same for one more plan on a SIM
//! decide     what only a person decides
//! sold       what the service has for its customer and plan
//! spelling   how an address that is typed later may have been typed
//! unmatched  sales of the account that no order of the book is
//! view       what the window is shown of a search
//! ```
//!
//! Nothing here can buy: it names neither `sale` nor the request that places an order. When to look is told here, the looking
//! is done by `polling`.

mod decide;
mod find;
mod search;
mod searches;
mod sold;
mod spelling;
mod top_up;
mod unmatched;
mod view;

use std::sync::Arc;

use self::search::{Candidate, Search};
use self::searches::Searches;
use crate::book::{OrderEvent, OrderFacts, OrderKey};
use crate::desk::account::Account;
use crate::desk::changes::Changes;
use crate::desk::orders::Orders;
use crate::settings::SettingsReader;

pub(in crate::desk) use self::search::{NextSearch, Searched};
pub(in crate::desk) use self::spelling::spellings;
pub use self::unmatched::{Unmatched, UnmatchedSale, UnmatchedSales};
pub use self::view::{BoughtTwiceView, CandidateView, RecoveryView};

/// The searches for orders whose answer was lost.
pub struct Recovery {
    settings: SettingsReader,
    account: Arc<Account>,
    orders: Arc<Orders>,
    changes: Changes,
    searches: Searches,
}

impl Recovery {
    pub(in crate::desk) fn new(
        settings: SettingsReader,
        account: Arc<Account>,
        orders: Arc<Orders>,
        changes: Changes,
    ) -> Recovery {
        Recovery {
            settings,
            account,
            orders,
            changes,
            searches: Searches::default(),
        }
    }

    /// What the staff are shown of the search for an order; nothing before the first look.
    pub(in crate::desk) fn view(
        &self,
        key: OrderKey,
        since: String,
        knows_email: bool,
    ) -> Option<RecoveryView> {
        self.searches
            .read(key, |search| RecoveryView::of(search, since, knows_email))
    }

    /// Whether the order was looked for long enough, and in vain.
    pub(in crate::desk) fn found_nothing(&self, key: OrderKey) -> bool {
        self.searches.read(key, |search| search.nothing_found) == Some(true)
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
        let done = self.searches.change(key, work);
        self.changes.notify();
        done
    }
}
