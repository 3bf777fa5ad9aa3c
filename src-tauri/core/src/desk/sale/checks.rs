//! What can still stop a sale, before anything is written or sent: sold already, sold elsewhere, or not sold any more.

use std::collections::HashSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::draft::Draft;
use crate::book::{AccountId, GroupKey, KnownSubscriptions, OrderKey, OrderKind};
use crate::connect::{Client, FaultKind, Newest, Patience, Step, SubscriptionFilter};
use crate::desk::account::{Account, has_no_token};
use crate::desk::model::{Failure, Plan, minutes_since, product_id};
use crate::desk::orders::Orders;
use crate::typed::comparable_email;

/// The same plan for the same customer within this time asks "really again?" (rulings 12).
pub(super) const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// A sale of somebody else within this time is one that goes on beside us (rulings 34).
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long the look before an order may take, beyond its turn in the budget (rulings 35).
pub(super) const PATIENCE: Patience = Patience::For(Duration::from_secs(5));

/// Refuses what this desk sold to the same customer just now, or earlier without knowing yet what came of it. Looks into
/// memory, which also knows customers that are not stored, and into the book, which also knows earlier runs.
///
/// Of a line, the other lines of its group are no reason: a person saw all of them and pressed once. True where there are
/// such.
pub(super) async fn not_sold_already(
    orders: &Orders,
    account: &AccountId,
    draft: &Draft,
    group: Option<GroupKey>,
    now: Timestamp,
) -> Result<bool, Failure> {
    let of_group: HashSet<OrderKey> = match group {
        Some(group) => orders
            .book(move |book| book.orders_of_group(group))
            .await?
            .into_iter()
            .collect(),
        None => HashSet::new(),
    };
    let email = comparable_email(&draft.email);
    let mut sales: Vec<_> = orders.read(|live| {
        let same = live.of(Some(account)).filter(|live| {
            let of = live
                .customer()
                .map(|customer| comparable_email(&customer.email));
            let undecided = live.state().is_undecided();
            // A clock that is set meanwhile makes no sale of this run an older one.
            let recent = now.duration_since(live.order().created_at) < RECENT
                || live.was_placed_within(RECENT.unsigned_abs());
            live.order().kind == OrderKind::NewEsim
                && live.order().plan.product_id == draft.plan.id
                // An undecided order whose customer nobody knows any more may be this one's.
                && of.map_or(undecided, |of| of == email)
                && (undecided || recent && live.order().may_be_charged())
        });
        same.map(|live| {
            (
                live.key(),
                live.order().created_at,
                live.state().is_undecided(),
            )
        })
        .collect()
    });
    let (account, product) = (account.clone(), draft.plan.id.clone());
    let earlier = orders
        .book(move |book| book.undecided_or_recent(&account, &email, &product, now))
        .await?;
    sales.extend(
        earlier
            .iter()
            .map(|sale| (sale.key, sale.at, sale.state.is_undecided())),
    );
    let before = sales.len();
    sales.retain(|(key, ..)| !of_group.contains(key));
    let Some(newest) = sales.iter().map(|(_, at, _)| *at).max() else {
        return Ok(before > 0);
    };
    Err(Failure::SoldRecently {
        minutes: minutes_since(newest, now),
        open: sales.iter().any(|(.., undecided)| *undecided),
    })
}

/// Reads the product again: the customer agreed to what stood on the button (rulings 9).
pub(super) async fn plan_is_unchanged(
    account: &Account,
    client: &Client,
    shown: &Plan,
) -> Result<(), Failure> {
    let id = product_id(shown)?;
    let product = match account.observe(client, client.product(&id).await) {
        Ok(product) => product,
        Err(fault)
            if fault.step == Step::Products && matches!(fault.kind, FaultKind::NotFound(_)) =>
        {
            return Err(Failure::PlanGone {
                reference: fault.correlation.to_string(),
            });
        }
        Err(fault) => return Err(Failure::from(fault)),
    };
    let now = Plan::of_product(&product, shown.favourite);
    if now.sells_the_same_as(shown) {
        Ok(())
    } else {
        Err(Failure::PlanChanged { now: Box::new(now) })
    }
}

/// What the service has for this customer and product before the order, so that a later look can tell the new one: its newest
/// end, typed as the customer typed the address. `None` where it cannot be known, or not soon enough; the sale goes on all
/// the same (rulings 12 and 35), but not without a token, with which its order could not leave either.
pub(super) async fn look(
    account: &Account,
    client: &Client,
    plan: &Plan,
    email: &str,
) -> Result<Option<Newest>, Failure> {
    let filter = SubscriptionFilter {
        email: Some(email.to_owned().into()),
        product_id: Some(product_id(plan)?),
        ..SubscriptionFilter::default()
    };
    let since = client.service_now() - RECENT;
    let newest = client.newest_subscriptions(&filter, since, PATIENCE).await;
    match account.observe(client, newest) {
        Ok(newest) => Ok(newest),
        Err(fault) if has_no_token(&fault) => Err(Failure::from(fault)),
        Err(_) => Ok(None),
    }
}

/// Of a look: what this book knows nothing of.
pub(super) struct Strangers {
    /// Somebody else may sell under this address: something of the last day is strange, or not all of it was seen.
    of_today: bool,
    /// Minutes since the newest of the last ten that may be charged, sold elsewhere or here: by the service's dates, which no
    /// restart and no setting of this computer's clock makes older.
    pub(super) sold_lately: Option<u32>,
}

/// `now` is the service's: its dates are compared, and this computer's clock may be hours away. Of this desk's own orders only
/// those of that `kind` are the same once more, and of a line's group none: a person saw all of them and pressed once.
pub(super) async fn strangers(
    orders: &Orders,
    account: &AccountId,
    kind: OrderKind,
    group: Option<GroupKey>,
    look: &Newest,
    now: Timestamp,
) -> Result<Strangers, Failure> {
    let account = account.clone();
    // One without a date may be of any day.
    let of_today: Vec<(String, Option<Timestamp>)> = look
        .seen
        .iter()
        .map(|one| (one.id.as_str().to_owned(), one.created))
        .filter(|(_, created)| created.is_none_or(|at| now.duration_since(at) < DAY))
        .collect();
    let is_late = |created: Option<Timestamp>| {
        let age = created.map(|at| now.duration_since(at));
        age.is_some_and(|age| age < RECENT)
    };
    let ids: Vec<String> = of_today.iter().map(|(id, _)| id.clone()).collect();
    let late = of_today.iter().filter(|(_, created)| is_late(*created));
    let late: Vec<String> = late.map(|(id, _)| id.clone()).collect();
    let (known, charged) = orders
        .book(move |book| {
            Ok((
                book.known_of(&account, &ids)?,
                book.charged_of(&account, kind, group, &late)?,
            ))
        })
        .await?;
    let is_strange = |id: &String| !known.contains(id);
    let sold = of_today
        .iter()
        .filter(|(id, created)| is_late(*created) && (is_strange(id) || charged.contains(id)));
    let newest = sold.filter_map(|(_, created)| *created).max();
    let is_any_strange = of_today.iter().any(|(id, _)| is_strange(id));
    Ok(Strangers {
        of_today: is_any_strange || !look.reaches(now - DAY),
        sold_lately: newest.map(|newest| minutes_since(newest, now)),
    })
}

/// What the order's row keeps of a look at `now`, by the service's clock. `None` where the look cannot tell new from old later.
pub(super) fn note(
    look: &Newest,
    strangers: &Strangers,
    now: Timestamp,
) -> Option<KnownSubscriptions> {
    let mut seen: Vec<_> = look.seen.iter().collect();
    seen.sort_by_key(|one| std::cmp::Reverse(one.created));
    let all_kept = look.whole && seen.len() <= KnownSubscriptions::MOST_IDS;
    let dated = seen.iter().all(|one| one.created.is_some());
    if look.unread > 0 || !all_kept && !dated {
        return None;
    }
    let ids = seen.iter().take(KnownSubscriptions::MOST_IDS);
    Some(KnownSubscriptions {
        count: u32::try_from(look.count).unwrap_or(u32::MAX),
        newest: look.date(),
        ids: ids.map(|one| one.id.as_str().to_owned()).collect(),
        strangers: strangers.of_today,
        taken: Some(now),
    })
}
