//! What the service has for the customer and the plan of an order that is looked for, and whether somebody else sells under
//! that address. Nothing is concluded here: that is `find`'s.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

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

/// The service may write an order's time down by a clock of its own, a little before the answer that its time was read from.
const CLOCKS: SignedDuration = SignedDuration::from_mins(5);
/// What an order made is made with it or soon after. What came later may be anybody's, such as who sold the same to the same
/// address in the provider's portal.
const MADE_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// Whether something was made when the order's request was under way, by the service's own clock. Not where either does not
/// tell its time: then nobody but a person says that it is this order's.
pub(super) fn came_with(order: &Order, created: Option<Timestamp>) -> bool {
    let note = order.known_subscriptions.as_ref();
    let left = note.and_then(|note| note.taken);
    left.zip(created).is_some_and(|(left, created)| {
        let after = created.duration_since(left);
        after >= -CLOCKS && after <= MADE_WITHIN
    })
}

/// Whether something was made before the order left, as far as its time and the order's are known. Without a note of the
/// service's time, by this computer's.
pub(super) fn made_before(order: &Order, created: Option<Timestamp>) -> bool {
    let note = order.known_subscriptions.as_ref();
    let left = note.and_then(|note| note.taken);
    let left = left.unwrap_or(order.created_at);
    created.is_some_and(|created| created.duration_since(left) < -CLOCKS)
}

/// Whether it is younger than a day, by this computer's clock or by the service's, as far as its newest date tells that.
pub(super) fn is_of_today(one: &Subscription, all: &[Subscription]) -> bool {
    let newest = all.iter().filter_map(|one| one.created).max();
    let now = clock::now();
    let now = newest.map_or(now, |newest| newest.min(now));
    one.created
        .is_none_or(|created| now.duration_since(created) < DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{AccountId, Asked, Book, Customer, KnownSubscriptions, NewOrder, PlanSold};

    /// An order that left at that time by the service's clock, which nobody had set to this computer's.
    fn left(taken: Option<Timestamp>) -> Order {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let book = Book::open(folder.path()).expect("a new book").book;
        let key = book.begin(&NewOrder {
            account: AccountId("a".to_owned()),
            at: clock::now(),
            asked: Asked::NewEsim,
            plan: PlanSold::default(),
            customer: Customer::default(),
            body: secrecy::SecretString::default(),
            reference: "r-1".to_owned(),
            known_subscriptions: Some(KnownSubscriptions {
                taken,
                ..KnownSubscriptions::default()
            }),
            staff: None,
            guest_pays: None,
            note: None,
            instead_of: None,
        });
        book.order(key.expect("it is written"))
            .expect("it is there")
    }

    #[test]
    fn only_what_was_made_while_the_order_was_under_way_came_with_it() {
        let at: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a time");
        let order = left(Some(at));
        for (seconds, expected) in [
            (-26 * 3_600, false),
            (-301, false),
            (-300, true),
            (0, true),
            (4, true),
            (3_600, true),
            (3_601, false),
            (8 * 3_600, false),
        ] {
            let created = Some(at + SignedDuration::from_secs(seconds));
            assert_eq!(came_with(&order, created), expected, "{seconds} s");
            assert_eq!(made_before(&order, created), seconds < -300, "{seconds} s");
        }
        assert!(!came_with(&order, None), "it does not say when");
        assert!(!came_with(&left(None), Some(clock::now())), "nor this");
    }
}
