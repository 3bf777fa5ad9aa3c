//! What can still stop a sale, before anything is written or sent: sold already, sold elsewhere, or not sold any more.

use jiff::{SignedDuration, Timestamp};

use super::Inner;
use super::draft::Draft;
use super::failure::Failure;
use super::place::product_id;
use super::plan::Plan;
use super::session::signed_out;
use crate::book::{AccountId, OrderState};
use crate::connect::{Client, FaultKind, Step, SubscriptionFilter};

/// The same plan for the same customer within this time asks "really again?" (rulings 12).
const RECENT: SignedDuration = SignedDuration::from_mins(10);

/// A subscription that the customer already had before this order.
pub(super) struct Found {
    pub(super) id: String,
    created: Option<Timestamp>,
}

impl Inner {
    /// Whether this desk sold the same plan to the same customer just now, or did so earlier and does not know yet what came
    /// of it. Looks into memory, which also knows customers that are not stored, and into the book, which also knows earlier
    /// runs.
    pub(super) async fn refuse_a_second_sale(
        &self,
        account: &AccountId,
        draft: &Draft,
    ) -> Result<(), Failure> {
        let now = Timestamp::now();
        let email = same_email(draft.email());
        let mut sales = {
            let state = self.lock();
            let here = state.orders_here().filter(|tracked| {
                let of = tracked
                    .customer
                    .as_ref()
                    .map(|customer| same_email(&customer.email));
                let undecided = tracked.state().is_undecided();
                let recent = now.duration_since(tracked.order.created_at) < RECENT;
                tracked.order.plan.product_id == draft.plan.id
                    // An undecided order whose customer nobody knows any more may be this one's.
                    && of.map_or(undecided, |of| of == email)
                    && (undecided || recent && bought(tracked.state()))
            });
            here.map(|tracked| (tracked.order.created_at, tracked.state().is_undecided()))
                .collect::<Vec<_>>()
        };
        let (account, product) = (account.clone(), draft.plan.id.clone());
        let earlier = self
            .with_book(move |book| book.undecided_or_recent(&account, &email, &product, now))
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
    pub(super) async fn refuse_another_plan(
        &self,
        client: &Client,
        shown: &Plan,
    ) -> Result<(), Failure> {
        let id = product_id(shown)?;
        let product = match self.heard(client.product(&id).await) {
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

    /// The subscriptions that the service gives for this customer and product before the order, so that a later look can
    /// tell the new one. `None` where it cannot be known; the sale goes on all the same (rulings 12), but for a service that
    /// does not accept the account any more.
    pub(super) async fn look(
        &self,
        client: &Client,
        draft: &Draft,
    ) -> Result<Option<Vec<Found>>, Failure> {
        let filter = SubscriptionFilter {
            email: Some(draft.email().to_owned().into()),
            product_id: Some(product_id(&draft.plan)?),
            ..SubscriptionFilter::default()
        };
        let subscriptions = match self.heard(client.subscriptions(&filter).await) {
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

    pub(super) async fn refuse_what_another_desk_sold(
        &self,
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
        let strange = self
            .with_book(move |book| {
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
}

/// Whether such an order may have cost something.
fn bought(state: OrderState) -> bool {
    match state {
        OrderState::Refused | OrderState::NotSent => false,
        OrderState::Sending
        | OrderState::Accepted
        | OrderState::Preparing
        | OrderState::Ready
        | OrderState::Failed
        | OrderState::Unconfirmed
        | OrderState::Withheld
        | OrderState::Settled => true,
    }
}

pub(super) fn same_email(email: &str) -> String {
    email.trim().to_lowercase()
}

pub(super) fn minutes_since(at: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(now.duration_since(at).as_mins()).unwrap_or(0)
}
