//! What was sold on the whole account, as the service lists it: the only list of sales that there is (Connect: report page).
//!
//! Its filters by time are not used: which of the dates they are compared with is not documented, and a plan that waits for
//! its first use has only one. So the list is read from its newest end back to a time (`newest`), page by page within the
//! budget, behind every order. Whoever drops the future ends the reading with the page that is under way.

use jiff::Timestamp;

use super::client::Client;
use super::fault::Fault;
use super::newest::{Look, Newest};
use super::subscriptions::SubscriptionFilter;

/// No more are read: four minutes of the usual budget.
const MOST: usize = 20_000;

impl Client {
    /// Plans on SIMs of the account, back to `since` or further; [`Newest::reaches`] says whether it came so far. `heard` is
    /// told on the way how many were seen, and of how many, where the list says so.
    ///
    /// # Errors
    /// A [`Fault`] when a page cannot be had. An entry that cannot be read is counted, not an error.
    pub async fn sold_since(
        &self,
        since: Timestamp,
        heard: impl Fn(usize, Option<usize>) + Sync,
    ) -> Result<Newest, Fault> {
        let look = Look {
            since,
            most: MOST,
            turn: None,
            in_part: false,
            heard: &heard,
        };
        self.read_newest(&SubscriptionFilter::default(), &look)
            .await
    }

    /// The newest plans on SIMs of the account, all of them where there are no more than can be read. Of a longer list it is
    /// the newest end, and of one without an order any of it: [`Newest::is_all`] and [`Newest::any`] say so.
    ///
    /// # Errors
    /// A [`Fault`] when a page cannot be had. An entry that cannot be read is counted, not an error.
    pub async fn newest_sold(&self) -> Result<Newest, Fault> {
        self.newest_of(&SubscriptionFilter::default(), Timestamp::MIN)
            .await
    }

    /// The same of what fits the filter, back to `since` or further: [`Newest::reaches`] says whether it came so far.
    ///
    /// # Errors
    /// A [`Fault`] when a page cannot be had.
    pub async fn newest_of(
        &self,
        filter: &SubscriptionFilter,
        since: Timestamp,
    ) -> Result<Newest, Fault> {
        let look = Look {
            since,
            most: MOST,
            turn: None,
            in_part: true,
            heard: &|_, _| {},
        };
        self.read_newest(filter, &look).await
    }
}
