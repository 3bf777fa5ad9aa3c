//! What the service has for the customer and the plan of an order that is looked for, and whether somebody else sells under
//! that address. Nothing is concluded here: that is `find`'s.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::search::Candidate;
use super::spelling::spellings;
use crate::book::Order;
use crate::clock;
use crate::connect::{Client, Fault, Patience, ProductId, Subscription, SubscriptionFilter};
use crate::desk::account::Account;
use crate::desk::orders::Orders;

/// An e-mail address with another order this recent may be a whole house's (rulings 13), or another desk's too (34).
pub(super) const DAY: SignedDuration = SignedDuration::from_hours(24);
/// What one look may cost: a list of very many pages in no order is not read each minute.
pub(super) const PATIENCE: Patience = Patience::Requests(60);

/// One order to look for.
pub(super) struct Sought {
    pub(super) order: Order,
    /// As it was sent, or as it was typed later.
    pub(super) email: String,
    /// The e-mail address is the one of the sale, not one typed later.
    pub(super) sure_of_email: bool,
    /// It is this order's alone, and nothing was under it before.
    pub(super) tagged: bool,
    /// The customer's, where the book knows them.
    pub(super) own: Option<String>,
}

/// What the service has for the customer and the plan.
pub(super) struct Sold {
    pub(super) subscriptions: Vec<Subscription>,
    /// Whether all was seen that may be the order.
    pub(super) complete: bool,
}

/// The newest of what the service has for the customer and the plan; `None` where that takes too long. An address that was
/// typed later is looked for in every spelling that may be the sale's: the service may compare exactly.
pub(super) async fn sold(
    account: &Account,
    orders: &Orders,
    client: &Client,
    sought: &Sought,
    product: &ProductId,
) -> Result<Option<Sold>, Fault> {
    let note = sought.order.known_subscriptions.as_ref();
    let newest = note.and_then(|note| note.newest.filter(|_| !note.is_whole()));
    let since = newest.unwrap_or(sought.order.created_at - DAY);
    let mut emails = vec![sought.email.clone()];
    if !sought.sure_of_email {
        let (whose, email) = (&sought.order.account, sought.email.as_str());
        emails.extend(spellings(orders, whose, email).await);
    }
    let mut sold = Sold {
        subscriptions: Vec::new(),
        complete: true,
    };
    let mut seen = HashSet::new();
    let (mut any, mut failed) = (false, None);
    for email in emails {
        let filter = SubscriptionFilter {
            email: Some(email.into()),
            product_id: Some(product.clone()),
            ..SubscriptionFilter::default()
        };
        let found = client.newest_subscriptions(&filter, since, PATIENCE).await;
        // One spelling that cannot be looked for keeps nobody from what the others find.
        let found = match account.observe(client, found) {
            Ok(Some(found)) => found,
            Ok(None) => {
                sold.complete = false;
                continue;
            }
            Err(fault) => {
                sold.complete = false;
                failed.get_or_insert(fault);
                continue;
            }
        };
        any = true;
        sold.complete &= found.unread == 0 && found.reaches(since);
        for one in found.seen {
            if seen.insert(one.id.as_str().to_owned()) {
                sold.subscriptions.push(one);
            }
        }
    }
    match (any, failed) {
        (false, Some(fault)) => Err(fault),
        (false, None) => Ok(None),
        (true, _) => Ok(Some(sold)),
    }
}

/// Whether the address has nothing else of that day that this book does not know, of whatever plan: asked only where a
/// match is about to be taken.
pub(super) async fn nobody_else_sells(
    account: &Account,
    orders: &Orders,
    client: &Client,
    sought: &Sought,
    candidates: &[Candidate],
) -> Result<bool, Fault> {
    if sought.tagged {
        return Ok(true);
    }
    let Some((one, created)) = candidates.first().and_then(|one| Some((one, one.created?))) else {
        return Ok(false);
    };
    let filter = SubscriptionFilter {
        email: Some(sought.email.clone().into()),
        ..SubscriptionFilter::default()
    };
    let since = created - DAY;
    let found = client.newest_subscriptions(&filter, since, PATIENCE).await;
    let Some(found) = account.observe(client, found)? else {
        return Ok(false);
    };
    if found.unread > 0 || !found.reaches(since) {
        return Ok(false);
    }
    let others = found
        .seen
        .iter()
        .filter(|other| other.created.is_none_or(|at| at >= since));
    let others: Vec<String> = others
        .map(|other| other.id.as_str().to_owned())
        .filter(|id| *id != one.subscription)
        .collect();
    let count = others.len();
    let whose = sought.order.account.clone();
    let known = orders
        .book(move |book| book.known_of(&whose, &others))
        .await;
    Ok(known.is_ok_and(|known| known.len() == count))
}

impl Sought {
    /// The address under which this book has the customer.
    pub(super) fn customer_email(&self) -> &str {
        self.own.as_deref().unwrap_or(&self.email)
    }
}

/// Whether the subscription was there before the order; without a note of that, everything may be new.
pub(super) fn noted_before(order: &Order, one: &Subscription) -> Option<bool> {
    match &order.known_subscriptions {
        Some(note) => note.has(one.id.as_str(), one.created),
        None => Some(false),
    }
}

/// Whether it is younger than a day, by this computer's clock or by the service's, as far as its newest date tells that.
pub(super) fn is_of_today(one: &Subscription, all: &[Subscription]) -> bool {
    let newest = all.iter().filter_map(|one| one.created).max();
    let now = clock::now();
    let now = newest.map_or(now, |newest| newest.min(now));
    one.created
        .is_none_or(|created| now.duration_since(created) < DAY)
}
