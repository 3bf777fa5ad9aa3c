//! Whether the plan of a ready order is what was sold, to whom it was sold: looked at beside the hand-over, and once more a
//! little later, so that what was merely on its way is taken back.
//!
//! The answer to an order's POST repeats nothing of what was sent, so the order that it names may be another guest's. The
//! list of what an e-mail address bought is the one place where the service says whose an eSIM is. It is told and not
//! withheld: that its filters work together is nowhere documented, and a code that is right must not depend on it.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::Mutex;
use tokio::time::sleep;

use crate::book::{OrderKey, OrderKind};
use crate::connect::{
    Client, Fault, Iccid, Patience, ProductId, Start, Subscription, SubscriptionFilter,
    SubscriptionId, SubscriptionStatus, on_sim,
};
use crate::desk::account::Account;
use crate::desk::orders::{LiveOrder, Orders};
use crate::desk::wait::wait;

const ONCE_MORE: Duration = Duration::from_secs(30);
/// A house has many under its address, and no example shows that the service also heeds the SIM.
const PATIENCE: Patience = Patience::Requests(20);
/// The two clocks may differ by hours.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// One comparison at a time of those that nobody waits for: many of them at once would hold up the looks at what is open.
#[derive(Clone, Default)]
pub(super) struct Comparisons {
    turn: Arc<Mutex<()>>,
}

impl Comparisons {
    /// Compares an order with what was sold, beside everything else.
    pub(super) fn begin(
        &self,
        account: Arc<Account>,
        orders: Arc<Orders>,
        key: OrderKey,
        id: SubscriptionId,
        iccid: Option<Iccid>,
    ) {
        let turn = Arc::clone(&self.turn);
        tokio::spawn(async move {
            let asked = |live: &LiveOrder| (live.order().account.clone(), live.start().is_some());
            let Some((of, is_of_this_run)) = orders.get(key, asked) else {
                return;
            };
            let _turn = match is_of_this_run {
                true => None,
                false => Some(turn.lock().await),
            };
            // Somebody may have signed out meanwhile.
            let Ok(client) = account.client_for(&of) else {
                return;
            };
            compare(account, orders, key, client, id, iccid).await;
        });
    }
}

/// What was sold, and to whom.
struct AsSold {
    /// When it begins, where that is known.
    start: Option<Start>,
    product: Option<ProductId>,
    /// As it was sent.
    email: Option<String>,
    /// What the service lists of that time or later may be it.
    since: Timestamp,
}

impl AsSold {
    /// As memory knows the order, and for one of an earlier run its request, as the book has it. `None` for an order that
    /// nobody knows.
    async fn of(orders: &Orders, key: OrderKey) -> Option<AsSold> {
        let (mut sold, body) =
            orders.get(key, |live| (AsSold::known(live), live.body().cloned()))?;
        if sold.start.is_none() {
            let body = match body {
                Some(body) => Some(body),
                None => orders.book(move |book| book.body(key)).await.ok()?,
            };
            sold.start = body.and_then(|body| Start::of_body(body.expose_secret()));
        }
        Some(sold)
    }

    fn known(live: &LiveOrder) -> AsSold {
        let order = live.order();
        let sent = |customer: &crate::book::Customer| match customer.sent_as.is_empty() {
            true => customer.email.clone(),
            false => customer.sent_as.clone(),
        };
        AsSold {
            start: live.start(),
            product: ProductId::new(&order.plan.product_id).ok(),
            // Nothing says that a top-up is listed under anybody's address.
            email: live
                .customer()
                .filter(|_| order.kind == OrderKind::NewEsim)
                .map(sent),
            since: order
                .created_at
                .checked_sub(A_DAY)
                .unwrap_or(Timestamp::MIN),
        }
    }
}

/// Reads the subscription (rulings 10). One that cannot be read is not held against it.
async fn compare(
    account: Arc<Account>,
    orders: Arc<Orders>,
    key: OrderKey,
    client: Client,
    id: SubscriptionId,
    iccid: Option<Iccid>,
) {
    let Some(sold) = AsSold::of(&orders, key).await else {
        return;
    };
    for again in [true, false] {
        let read = read(&account, &client, &id, iccid.as_ref(), &sold);
        let Ok((subscription, is_theirs)) = read.await else {
            return;
        };
        let told = subscription.product_id.as_ref();
        let is_plan = told.is_none() || sold.product.is_none() || told == sold.product.as_ref();
        let now = Timestamp::now();
        let start = sold.start.as_ref();
        let as_sold = start.is_none_or(|start| begins_as_sold(start, &subscription, now));
        let as_sold = is_theirs && is_plan && as_sold;
        orders.set_as_sold(key, as_sold);
        if as_sold {
            return;
        }
        tracing::warn!(is_theirs, is_plan, "a subscription is not what was sold");
        if again {
            sleep(wait(ONCE_MORE)).await;
        }
    }
}

/// The subscription, and whether it is under the customer's address. It is not where that address has nothing on this SIM;
/// any other answer says nothing of it, and least of all a list that is too long to be read.
async fn read(
    account: &Account,
    client: &Client,
    id: &SubscriptionId,
    iccid: Option<&Iccid>,
    sold: &AsSold,
) -> Result<(Subscription, bool), Fault> {
    let mut is_theirs = true;
    if let (Some(iccid), Some(email)) = (iccid, &sold.email) {
        for email in spellings(email) {
            // By the address alone: a service that lets the SIM win would find it under any.
            let filter = SubscriptionFilter {
                email: Some(email),
                ..SubscriptionFilter::default()
            };
            let listed = client.newest_subscriptions(&filter, sold.since, PATIENCE);
            let Ok(Some(listed)) = account.observe(client, listed.await) else {
                is_theirs = true;
                break;
            };
            let all = listed.unread == 0 && listed.reaches(sold.since);
            if let Some(one) = listed.seen.iter().find(|one| one.id == *id) {
                return Ok((one.clone(), true));
            }
            // What the same guest has on other SIMs says nothing of this one.
            is_theirs = !all || !on_sim(listed.seen, iccid).is_empty();
            if is_theirs {
                break;
            }
        }
    }
    let one = account.observe(client, client.subscription(id).await)?;
    Ok((one, is_theirs))
}

/// A service may keep an address without its capitals, and compare exactly.
fn spellings(email: &str) -> Vec<SecretString> {
    let folded = email.to_lowercase();
    let mut spellings = vec![SecretString::from(email)];
    if folded != email {
        spellings.push(folded.into());
    }
    spellings
}

/// The desk's midnight, the service's, and a date without a time may lie so far apart and mean the same day.
const SAME_DAY: SignedDuration = SignedDuration::from_hours(14);

/// Whether the plan begins as it was sold. The places of start date and first use in the request are inferred, so what came
/// of them is looked at (rulings 10). Only what would cost the customer days or delay them is held against it: a plan that
/// starts with the first use where a start was sold, at once where it was not, or on another day. A status that is not
/// documented says nothing.
fn begins_as_sold(start: &Start, subscription: &Subscription, now: Timestamp) -> bool {
    let near = |told: Timestamp, wanted: Timestamp| told.duration_since(wanted).abs() <= SAME_DAY;
    let begins = subscription.activated;
    match (start, &subscription.status) {
        // Not active at this second, but about to be.
        (Start::Now, SubscriptionStatus::Pending) => begins.is_none_or(|told| near(told, now)),
        (Start::Now, SubscriptionStatus::PendingUsage) => false,
        (Start::FirstUse, SubscriptionStatus::Pending) => begins.is_none(),
        (Start::FirstUse, SubscriptionStatus::Active) => false,
        (Start::On(date), SubscriptionStatus::Pending) => {
            begins.is_none_or(|told| near(told, *date))
        }
        (Start::On(date), SubscriptionStatus::Active) => {
            near(now, *date) || begins.is_some_and(|told| near(told, *date))
        }
        (Start::On(_), SubscriptionStatus::PendingUsage)
        | (_, SubscriptionStatus::Depleted | SubscriptionStatus::Expired) => false,
        (Start::Now, SubscriptionStatus::Active)
        | (Start::FirstUse, SubscriptionStatus::PendingUsage)
        | (_, SubscriptionStatus::Other(_)) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_costs_days_or_delays_is_held_against_a_plan() {
        use SubscriptionStatus::{Active, Expired, Other, Pending, PendingUsage};
        let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a time");
        let hours = |hours| Some(now + SignedDuration::from_hours(hours));
        let in_a_month = now + SignedDuration::from_hours(30 * 24);
        let that_day = Some(in_a_month + SignedDuration::from_hours(9));
        for (start, status, begins, expected) in [
            (Start::Now, Active, None, true),
            (Start::Now, Pending, None, true),
            (Start::Now, Pending, hours(1), true),
            (Start::Now, Pending, hours(30 * 24), false),
            (Start::Now, PendingUsage, None, false),
            (Start::Now, Expired, None, false),
            (Start::Now, Other("SOON".to_owned()), None, true),
            (Start::FirstUse, PendingUsage, None, true),
            (Start::FirstUse, Pending, None, true),
            (Start::FirstUse, Active, None, false),
            (Start::On(in_a_month), Pending, that_day, true),
            (Start::On(in_a_month), Pending, hours(0), false),
            (Start::On(in_a_month), Active, None, false),
        ] {
            let told = Subscription {
                activated: begins,
                ..Subscription::bare(status)
            };
            let same = begins_as_sold(&start, &told, now);
            assert_eq!(same, expected, "{start:?}: {:?}, {begins:?}", told.status);
        }
    }
}
