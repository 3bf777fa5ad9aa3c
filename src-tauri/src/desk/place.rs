//! Placing an order: every check that can still stop it, the row in the book, then one request that is never repeated.

use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;

use super::draft::{Draft, Field, FieldProblem, Phone, Problem};
use super::failure::Failure;
use super::failure_of::messages;
use super::plan::Plan;
use super::{Desk, Inner, Tracked};
use crate::book::{AccountId, Customer, Happening, Intent, Learned, OrderKey, OrderState};
use crate::connect::{
    Client, CorrelationId, Device, Fault, FaultKind, OperatingSystem, Operation, OrderBody,
    OrderProblem, OrderRequest, OrderStatus, PlacedOrder, PostMeaning, ProductId, Start,
    Subscriber, SubscriptionFilter,
};

/// The same plan for the same customer within this time asks "really again?" (rulings 12).
const RECENT: SignedDuration = SignedDuration::from_mins(10);

impl Desk {
    /// Places the order that `draft` describes. Returns when it is on disk and about to be sent; how it goes on is in the
    /// snapshots. A failure means that nothing was sent.
    pub async fn place(&self, draft: Draft) -> Result<OrderKey, Failure> {
        let inner = &self.inner;
        let problems = self.check_draft(&draft);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        let (account, client) = inner.session()?;
        inner.book()?;

        let _turn = inner.counter.lock().await;
        if let Some(placed) = inner.lock().sales.get(&draft.sale) {
            return Ok(*placed);
        }
        if !draft.again {
            inner.refuse_a_second_sale(&account, &draft).await?;
        }
        inner.refuse_another_plan(&client, &draft.plan).await?;
        let look = inner.look(&client, &draft).await;
        if !draft.again
            && let Some(look) = &look
        {
            inner.refuse_what_another_desk_sold(&account, look).await?;
        }
        let already_there = look.map(|look| look.into_iter().map(|found| found.id).collect());

        let now = Timestamp::now();
        inner.key_for(now).await;
        let body = inner.body(&draft, now)?;
        let reference = CorrelationId::fresh();
        let customer = customer(&draft);
        let intent = Intent {
            account,
            at: now,
            plan: draft.plan.as_sold(),
            customer: customer.clone(),
            body: SecretString::from(body.as_json().to_owned()),
            reference: reference.to_string(),
            already_there,
            staff: None,
            guest_pays: None,
            note: None,
        };
        let order = inner
            .with_book(move |book| {
                let key = book.begin(&intent)?;
                book.order(key)
            })
            .await?;
        let key = order.key;
        inner.update(|state| {
            let tracked = Tracked {
                customer: Some(customer),
                start: draft.start(now, &inner.zone).ok(),
                ..Tracked::new(order)
            };
            state.orders.insert(key, tracked);
            state.sales.insert(draft.sale, key);
        });
        tokio::spawn(send(self.inner.clone(), client, key, body, reference));
        Ok(key)
    }
}

/// A subscription that the customer already had before this order.
struct Found {
    id: String,
    created: Option<Timestamp>,
}

impl Inner {
    async fn refuse_a_second_sale(
        &self,
        account: &AccountId,
        draft: &Draft,
    ) -> Result<(), Failure> {
        let now = Timestamp::now();
        let email = same_email(draft.email());
        let here = {
            let state = self.lock();
            let newest = state.orders_here().rev().find(|tracked| {
                let same = tracked.order.plan.product_id == draft.plan.id
                    && tracked
                        .customer
                        .as_ref()
                        .is_some_and(|customer| same_email(&customer.email) == email);
                let recent = now.duration_since(tracked.order.created_at) < RECENT
                    && bought(tracked.state());
                same && (recent || tracked.state().is_undecided())
            });
            newest.map(|tracked| (tracked.order.created_at, tracked.state().is_undecided()))
        };
        let Some((at, open)) = here else {
            return Ok(());
        };
        Err(Failure::SoldRecently {
            minutes: minutes_since(at, now),
            open,
        })
    }

    /// Reads the product again: the customer agreed to what stood on the button (rulings 9).
    async fn refuse_another_plan(&self, client: &Client, shown: &Plan) -> Result<(), Failure> {
        let id = product_id(shown)?;
        let product = match self.heard(client.product(&id).await) {
            Ok(product) => product,
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => {
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
    /// tell the new one. `None` where it cannot be known; the sale goes on all the same (rulings 12).
    async fn look(&self, client: &Client, draft: &Draft) -> Option<Vec<Found>> {
        let filter = SubscriptionFilter {
            email: Some(draft.email().to_owned().into()),
            product_id: Some(product_id(&draft.plan).ok()?),
            ..SubscriptionFilter::default()
        };
        let subscriptions = self.heard(client.subscriptions(&filter).await).ok()?;
        Some(
            subscriptions
                .into_iter()
                .map(|subscription| Found {
                    id: subscription.id.as_str().to_owned(),
                    created: subscription.created,
                })
                .collect(),
        )
    }

    async fn refuse_what_another_desk_sold(
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

    fn body(&self, draft: &Draft, now: Timestamp) -> Result<OrderBody, Failure> {
        let request = OrderRequest {
            operation: Operation::Activation,
            country: self.country(),
            product: product_id(&draft.plan)?,
            start: draft.start(now, &self.zone).unwrap_or(Start::Now),
            expiration: None,
            sold_price: None,
            subscriber: Subscriber {
                email: Some(draft.email().to_owned()),
                first_name: Some(draft.first_name.clone()),
                last_name: Some(draft.last_name.clone()),
                country_of_residence: Some(draft.residence.clone()),
                language: None,
                device: device(draft),
            },
        };
        OrderBody::new(&request).map_err(|problem| Failure::Fields {
            problems: vec![of_order(problem)],
        })
    }

}

/// Sends the order once, and notes what its answer means (rulings 7). A program that ends in between leaves `Sending` in
/// the book, which the next start reads as an answer that was lost.
async fn send(
    inner: std::sync::Arc<Inner>,
    client: Client,
    key: OrderKey,
    body: OrderBody,
    reference: CorrelationId,
) {
    let answer = inner.heard(client.place_order(&body, &reference).await);
    let (happening, learned, trouble) = match answer {
        Ok(placed) => taken(&placed),
        Err(fault) => not_taken(&fault),
    };
    inner.update(|state| {
        if let Some(tracked) = state.orders.get_mut(&key) {
            tracked.trouble = trouble;
        }
    });
    inner.happened(key, happening, learned).await;
    inner.to_follow.notify_one();
}

fn taken(placed: &PlacedOrder) -> (Happening, Learned, Option<Failure>) {
    let happening = match placed.status {
        OrderStatus::Accepted => Happening::Accepted,
        // Even an order that is completed or failed at once is first read again by its id, with all that belongs to it.
        OrderStatus::Fulfilling
        | OrderStatus::Completed
        | OrderStatus::Failed
        | OrderStatus::Other(_) => Happening::Preparing,
    };
    let learned = Learned {
        order_id: Some(placed.id.as_str().to_owned()),
        ..Learned::default()
    };
    (happening, learned, None)
}

fn not_taken(fault: &Fault) -> (Happening, Learned, Option<Failure>) {
    let happening = match fault.meaning_for_order_post() {
        PostMeaning::NotSent => Happening::NothingLeft,
        PostMeaning::Refused => Happening::Refused,
        PostMeaning::Unconfirmed => Happening::AnswerLost,
    };
    let learned = Learned {
        detail: Some(fault.kind.to_string()),
        words: fault.refusal().map(messages),
        ..Learned::default()
    };
    (happening, learned, Some(Failure::from(fault)))
}

/// Only what the staff chose: a phone that they did not name is not guessed.
fn device(draft: &Draft) -> Device {
    let (operating_system, model) = match draft.phone {
        Some(Phone::Iphone) => (OperatingSystem::Ios, "iPhone"),
        Some(Phone::Samsung) => (OperatingSystem::Android, "Samsung"),
        Some(Phone::Other) | None => return Device::default(),
    };
    Device {
        operating_system: Some(operating_system),
        model: Some(model.to_owned()),
        id: None,
        eid: draft.eid().map(|eid| eid.as_str().to_owned()),
    }
}

fn product_id(plan: &Plan) -> Result<ProductId, Failure> {
    ProductId::new(&plan.id).map_err(|_| Failure::UnknownPlan)
}

/// The form rules out what the body rules out, but for the desk's own country, which is a setting.
fn of_order(problem: OrderProblem) -> FieldProblem {
    let (field, problem) = match problem {
        OrderProblem::Country => (Field::Country, Problem::NotACountry),
        OrderProblem::CountryOfResidence => (Field::Residence, Problem::NotACountry),
        OrderProblem::EmailMissing => (Field::Email, Problem::Empty),
        OrderProblem::EidWithoutIos => (Field::Eid, Problem::NotDigits),
        OrderProblem::EndWithFirstUse | OrderProblem::EndBeforeStart => {
            (Field::Date, Problem::NotADate)
        }
    };
    FieldProblem { field, problem }
}

fn customer(draft: &Draft) -> Customer {
    Customer {
        email: draft.email().to_owned(),
        first_name: draft.first_name.trim().to_owned(),
        last_name: draft.last_name.trim().to_owned(),
        phone: draft
            .phone
            .map(|phone| phone.name().to_owned())
            .unwrap_or_default(),
        eid: draft
            .eid()
            .map(|eid| eid.as_str().to_owned())
            .unwrap_or_default(),
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

fn same_email(email: &str) -> String {
    email.trim().to_lowercase()
}

fn minutes_since(at: Timestamp, now: Timestamp) -> u32 {
    u32::try_from(now.duration_since(at).as_mins()).unwrap_or(0)
}
