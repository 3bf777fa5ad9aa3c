//! Whether the plan of a ready order begins as it was sold: looked at beside the hand-over, and once more a little later, so
//! that what was merely on its way is taken back. What counts as that: `install_code::is_as_sold`.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::sleep;

use crate::book::OrderKey;
use crate::connect::{Client, Start, SubscriptionId};
use crate::desk::account::Account;
use crate::desk::install_code::is_as_sold;
use crate::desk::orders::Orders;
use crate::desk::wait::wait;

const ONCE_MORE: Duration = Duration::from_secs(30);

/// Reads the subscription (rulings 10). One that cannot be read is not held against it.
pub(super) async fn compare(
    account: Arc<Account>,
    orders: Arc<Orders>,
    key: OrderKey,
    client: Client,
    id: SubscriptionId,
    start: Start,
) {
    for again in [true, false] {
        let Ok(subscription) = account.observe(&client, client.subscription(&id).await) else {
            return;
        };
        let differs = !is_as_sold(&start, &subscription, Timestamp::now());
        orders.update(key, |live| live.not_as_sold = differs);
        if !differs {
            return;
        }
        tracing::warn!("a subscription is not what was sold");
        if again {
            sleep(wait(ONCE_MORE)).await;
        }
    }
}
