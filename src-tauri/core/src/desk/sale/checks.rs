//! What can still stop a sale, before anything is written or sent: sold already, sold elsewhere, or not sold any more.

use jiff::{SignedDuration, Timestamp};

use super::draft::Draft;
use crate::book::AccountId;
use crate::connect::{Client, FaultKind, Step, SubscriptionFilter};
use crate::desk::account::{Account, signed_out};
use crate::desk::model::{Failure, Plan, minutes_since, product_id};
use crate::desk::orders::Orders;
use crate::typed::same_email;

/// The same plan for the same customer within this time asks "really again?" (rulings 12).
const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// A subscription that the customer already had before this order.
pub(super) struct Found {
    pub(super) id: String,
    created: Option<Timestamp>,
}

/// Refuses what this desk sold to the same customer just now, or earlier without knowing yet what came of it. Looks into
/// memory, which also knows customers that are not stored, and into the book, which also knows earlier runs.
pub(super) async fn not_sold_already(
    orders: &Orders,
    account: &AccountId,
    draft: &Draft,
) -> Result<(), Failure> {
    let now = Timestamp::now();
    let email = same_email(&draft.email);
    let mut sales: Vec<_> = orders.read(|live| {
        let same = live.of(Some(account)).filter(|live| {
            let of = live
                .customer
                .as_ref()
                .map(|customer| same_email(&customer.email));
            let undecided = live.state().is_undecided();
            let recent = now.duration_since(live.order.created_at) < RECENT;
            live.order.plan.product_id == draft.plan.id
                // An undecided order whose customer nobody knows any more may be this one's.
                && of.map_or(undecided, |of| of == email)
                && (undecided || recent && live.state().may_be_charged())
        });
        same.map(|live| (live.order.created_at, live.state().is_undecided()))
            .collect()
    });
    let (account, product) = (account.clone(), draft.plan.id.clone());
    let earlier = orders
        .book(move |book| book.undecided_or_recent(&account, &email, &product, now))
        .await?;
    sales.extend(
        earlier
            .iter()
            .map(|sale| (sale.at, sale.state.is_undecided())),
    );
    let Some((newest, _)) = sales.iter().max().copied() else {
        return Ok(());
    };
    Err(Failure::SoldRecently {
        minutes: minutes_since(newest, now),
        open: sales.iter().any(|(_, undecided)| *undecided),
    })
}

/// Reads the product again: the customer agreed to what stood on the button (rulings 9).
pub(super) async fn plan_is_unchanged(
    account: &Account,
    client: &Client,
    shown: &Plan,
) -> Result<(), Failure> {
    let id = product_id(shown)?;
    let product = match account.observe(client.product(&id).await) {
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

/// The subscriptions that the service gives for this customer and product before the order, so that a later look can tell
/// the new one. `None` where it cannot be known; the sale goes on all the same (rulings 12), but for a service that does not
/// accept the account any more.
pub(super) async fn look(
    account: &Account,
    client: &Client,
    draft: &Draft,
) -> Result<Option<Vec<Found>>, Failure> {
    let filter = SubscriptionFilter {
        email: Some(draft.email().into()),
        product_id: Some(product_id(&draft.plan)?),
        ..SubscriptionFilter::default()
    };
    let subscriptions = match account.observe(client.subscriptions(&filter).await) {
        Ok(subscriptions) => subscriptions,
        Err(fault) if signed_out(&fault).is_some() => return Err(Failure::from(fault)),
        Err(_) => return Ok(None),
    };
    let found = subscriptions.into_iter().map(|subscription| Found {
        id: subscription.id.as_str().to_owned(),
        created: subscription.created,
    });
    Ok(Some(found.collect()))
}

/// Refuses what somebody sold to this customer just now, of which this book knows nothing.
pub(super) async fn not_sold_elsewhere(
    orders: &Orders,
    account: &AccountId,
    look: &[Found],
) -> Result<(), Failure> {
    let account = account.clone();
    let now = Timestamp::now();
    let recent: Vec<(String, Timestamp)> = look
        .iter()
        .filter_map(|found| Some((found.id.clone(), found.created?)))
        .filter(|(_, created)| now.duration_since(*created) < RECENT)
        .collect();
    let Some(newest) = recent.iter().map(|(_, created)| *created).max() else {
        return Ok(());
    };
    let ids: Vec<String> = recent.into_iter().map(|(id, _)| id).collect();
    let strange = orders
        .book(move |book| {
            for id in &ids {
                if !book.is_known_subscription(&account, id)? {
                    return Ok(true);
                }
            }
            Ok(false)
        })
        .await?;
    if !strange {
        return Ok(());
    }
    Err(Failure::SoldRecently {
        minutes: minutes_since(newest, now),
        open: false,
    })
}
