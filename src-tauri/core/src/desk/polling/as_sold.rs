//! Whether the plan of a ready order is what was sold, to whom it was sold: looked at beside the hand-over, and once more a
//! little later, so that what was merely on its way is taken back. What counts as that: `install_code::is_as_sold`.
//!
//! The answer to an order's POST repeats nothing of what was sent, so the order that it names may be another guest's. The
//! list of what an e-mail address bought is the one place where the service says whose an eSIM is. It is told and not
//! withheld: that its filters work together is nowhere documented, and a code that is right must not depend on it.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use secrecy::SecretString;
use tokio::time::sleep;

use crate::book::{OrderKey, OrderKind};
use crate::connect::{
    Client, Fault, Iccid, ProductId, Start, Subscription, SubscriptionFilter, SubscriptionId,
};
use crate::desk::account::Account;
use crate::desk::install_code::is_as_sold;
use crate::desk::orders::{LiveOrder, Orders};
use crate::desk::wait::wait;

const ONCE_MORE: Duration = Duration::from_secs(30);

/// What was sold in this run, and to whom.
pub(super) struct AsSold {
    start: Start,
    product: Option<ProductId>,
    /// As it was sent.
    email: Option<String>,
}

impl AsSold {
    /// `None` for an order of an earlier run.
    pub(super) fn of(live: &LiveOrder) -> Option<AsSold> {
        let sent = |customer: &crate::book::Customer| match customer.sent_as.is_empty() {
            true => customer.email.clone(),
            false => customer.sent_as.clone(),
        };
        Some(AsSold {
            start: live.start?,
            product: ProductId::new(&live.order.plan.product_id).ok(),
            // Nothing says that a top-up is listed under anybody's address.
            email: live
                .customer
                .as_ref()
                .filter(|_| live.order.kind == OrderKind::NewEsim)
                .map(sent),
        })
    }
}

/// Reads the subscription (rulings 10). One that cannot be read is not held against it.
pub(super) async fn compare(
    account: Arc<Account>,
    orders: Arc<Orders>,
    key: OrderKey,
    client: Client,
    id: SubscriptionId,
    iccid: Option<Iccid>,
    sold: AsSold,
) {
    for again in [true, false] {
        let read = read(&account, &client, &id, iccid.as_ref(), sold.email.as_ref());
        let Ok((subscription, is_theirs)) = read.await else {
            return;
        };
        let told = subscription.product_id.as_ref();
        let is_plan = told.is_none() || sold.product.is_none() || told == sold.product.as_ref();
        let as_sold = is_as_sold(&sold.start, &subscription, Timestamp::now());
        let differs = !(is_theirs && is_plan && as_sold);
        orders.update(key, |live| live.not_as_sold = differs);
        if !differs {
            return;
        }
        tracing::warn!(is_theirs, is_plan, "a subscription is not what was sold");
        if again {
            sleep(wait(ONCE_MORE)).await;
        }
    }
}

/// The subscription, and whether it is under the customer's address. It is not where that address has nothing on this SIM;
/// any other answer says nothing of it.
async fn read(
    account: &Account,
    client: &Client,
    id: &SubscriptionId,
    iccid: Option<&Iccid>,
    email: Option<&String>,
) -> Result<(Subscription, bool), Fault> {
    let mut is_theirs = true;
    if let (Some(iccid), Some(email)) = (iccid, email) {
        for email in spellings(email) {
            let filter = SubscriptionFilter {
                email: Some(email),
                iccid: Some(iccid.clone()),
                ..SubscriptionFilter::default()
            };
            let listed = account.observe(client, client.subscriptions(&filter).await);
            let Ok(mut listed) = listed else {
                is_theirs = true;
                break;
            };
            // What the same guest has on other SIMs says nothing of this one.
            listed.retain(|one| one.may_be_on(iccid));
            is_theirs = !listed.is_empty();
            if let Some(one) = listed.into_iter().find(|one| one.id == *id) {
                return Ok((one, true));
            }
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
