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
use tokio::sync::{Mutex, OwnedMutexGuard};
use tokio::time::sleep;

use super::begins::{began_as_sold, begins_as_sold};
use crate::book::{Order, OrderKey, OrderKind};
use crate::clock;
use crate::connect::{
    Client, Fault, Iccid, Patience, ProductId, Start, Subscription, SubscriptionFilter,
    SubscriptionId, on_sim,
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
        let comparisons = self.clone();
        tokio::spawn(async move {
            let asked = |live: &LiveOrder| (live.order().account.clone(), live.start().is_some());
            let Some((of, is_of_this_run)) = orders.get(key, asked) else {
                return;
            };
            let _turn = match is_of_this_run {
                true => None,
                false => Some(comparisons.turn().await),
            };
            // Somebody may have signed out meanwhile.
            let Ok(client) = account.client_for(&of) else {
                return;
            };
            let bought = Bought { key, id, iccid };
            compare(&account, &orders, &client, &bought, When::WithItsCode).await;
        });
    }

    /// Waits until none of those is under way, and holds up the next one until it is dropped.
    pub(super) async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.turn).lock_owned().await
    }
}

/// What came of an order: its plan, and of a new eSIM the SIM.
pub(super) struct Bought {
    pub(super) key: OrderKey,
    pub(super) id: SubscriptionId,
    pub(super) iccid: Option<Iccid>,
}

/// When it is compared. Beside its code nobody else has had to do with the plan; later a guest may have used it.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum When {
    WithItsCode,
    Later,
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
        let in_memory = orders.get(key, |live| (AsSold::known(live), live.body().cloned()));
        let (mut sold, body) = match in_memory {
            Some(known) => known,
            None => {
                let row = orders.order(key).await.ok()?;
                (AsSold::known(&LiveOrder::new(row)), None)
            }
        };
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

/// Reads the subscription (rulings 10). One that cannot be read is not held against it: false, and it is not compared.
pub(super) async fn compare(
    account: &Account,
    orders: &Orders,
    client: &Client,
    bought: &Bought,
    when: When,
) -> bool {
    let key = bought.key;
    let Some(sold) = AsSold::of(orders, key).await else {
        return false;
    };
    for again in [true, false] {
        let read = read(account, client, bought, &sold).await;
        let Ok((subscription, is_theirs)) = read else {
            return false;
        };
        let told = subscription.product_id.as_ref();
        let is_plan = told.is_none() || sold.product.is_none() || told == sold.product.as_ref();
        let as_sold = is_theirs && is_plan && begins(orders, key, &sold, &subscription, when).await;
        if !as_sold {
            take_up(orders, key).await;
        }
        // That it is not is written each time it is seen: the book may not have taken it before.
        if orders.set_as_sold(key, as_sold) || !as_sold {
            keep(orders, key, as_sold).await;
        }
        if as_sold {
            return true;
        }
        tracing::warn!(is_theirs, is_plan, "a subscription is not what was sold");
        if again {
            sleep(wait(ONCE_MORE)).await;
        }
    }
    true
}

/// Whether it begins as it was sold, as far as that can still be told.
async fn begins(
    orders: &Orders,
    key: OrderKey,
    sold: &AsSold,
    subscription: &Subscription,
    when: When,
) -> bool {
    let Some(start) = &sold.start else {
        return true;
    };
    if when == When::WithItsCode {
        return begins_as_sold(start, subscription, clock::now());
    }
    // Asked after the plan was read: whoever gets the code from now on has changed nothing of what was read.
    match row(orders, key).await {
        Some(row) if !may_be_in_use(&row) => began_as_sold(start, subscription, row.created_at),
        Some(_) | None => true,
    }
}

/// Whether a guest may have the eSIM already. A plan for a SIM that they have needs no code, and the codes of a group leave on
/// paper, of which nothing is noted.
fn may_be_in_use(row: &Order) -> bool {
    row.kind != OrderKind::NewEsim || row.shown_at.is_some() || row.line.is_some()
}

/// As memory has it, and else the book.
async fn row(orders: &Orders, key: OrderKey) -> Option<Order> {
    match orders.get(key, |live| live.order().clone()) {
        Some(row) => Some(row),
        None => orders.order(key).await.ok(),
    }
}

/// One of an earlier run that is not as sold is taken into memory, so that somebody is told.
async fn take_up(orders: &Orders, key: OrderKey) {
    if orders.state_of(key).is_none()
        && let Ok(row) = orders.order(key).await
    {
        orders.add_known(LiveOrder::new(row));
    }
}

/// For whoever looks at the order after a restart, and so that it is not compared again.
async fn keep(orders: &Orders, key: OrderKey, as_sold: bool) {
    let noted = orders.book(move |book| book.seen_as_sold(key, as_sold));
    if let Err(failure) = noted.await {
        tracing::warn!(?failure, "whether it is as sold is not in the order book");
    }
}

/// The subscription, and whether it is under the customer's address. It is not where that address has nothing on this SIM;
/// any other answer says nothing of it, and least of all a list that is too long to be read.
async fn read(
    account: &Account,
    client: &Client,
    bought: &Bought,
    sold: &AsSold,
) -> Result<(Subscription, bool), Fault> {
    let id = &bought.id;
    let mut is_theirs = true;
    if let (Some(iccid), Some(email)) = (&bought.iccid, &sold.email) {
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
