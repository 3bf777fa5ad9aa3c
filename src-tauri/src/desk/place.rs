//! Placing an order: every check that can still stop it, the row in the book, then one request that is never repeated.

use jiff::Timestamp;
use secrecy::SecretString;

use super::draft::{Draft, Field, FieldProblem, Phone, Problem};
use super::failure::Failure;
use super::failure_of::messages;
use super::plan::Plan;
use super::{Desk, Inner, Tracked};
use crate::book::{Customer, NewOrder, OrderEvent, OrderFacts, OrderKey};
use crate::connect::{
    Client, CorrelationId, Device, Fault, OperatingSystem, Operation, OrderBody, OrderProblem,
    OrderRequest, OrderStatus, PlacedOrder, PostMeaning, ProductId, Start, Subscriber,
};

impl Desk {
    /// Places the order that `draft` describes. Returns when it is on disk and about to be sent; how it goes on is in the
    /// snapshots. A failure means that nothing was sent.
    pub async fn place(&self, draft: Draft) -> Result<OrderKey, Failure> {
        let inner = &self.inner;
        let problems = self.check_draft(&draft);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        inner.session()?;
        inner.book()?;

        let _turn = inner.counter.lock().await;
        // Only now: another account may have come into use while this sale waited.
        let (account, client) = inner.session()?;
        if let Some(placed) = inner.lock().sales.get(&draft.idempotency_key) {
            return Ok(*placed);
        }
        if !draft.again {
            inner.refuse_a_second_sale(&account, &draft).await?;
        }
        inner.refuse_another_plan(&client, &draft.plan).await?;
        let look = inner.look(&client, &draft).await?;
        if !draft.again
            && let Some(look) = &look
        {
            inner.refuse_what_another_desk_sold(&account, look).await?;
        }
        let known_subscriptions = look.map(|look| look.into_iter().map(|found| found.id).collect());

        let now = Timestamp::now();
        inner.key_for(now).await;
        let body = inner.body(&draft, now)?;
        let reference = CorrelationId::fresh();
        let customer = customer(&draft);
        let new_order = NewOrder {
            account,
            at: now,
            plan: draft.plan.as_sold(),
            customer: customer.clone(),
            body: SecretString::from(body.as_json().to_owned()),
            reference: reference.to_string(),
            known_subscriptions,
            staff: draft.notes.staff(),
            guest_pays: draft.notes.paid(),
            note: draft.notes.note(),
        };
        let order = inner
            .with_book(move |book| {
                let key = book.begin(&new_order)?;
                book.order(key)
            })
            .await?;
        let key = order.key;
        inner.remember_staff(order.staff.as_deref());
        inner.update(|state| {
            let tracked = Tracked {
                customer: Some(customer),
                start: draft.start(now, &inner.zone).ok(),
                ..Tracked::new(order)
            };
            state.orders.insert(key, tracked);
            state.sales.insert(draft.idempotency_key, key);
        });
        tokio::spawn(send(self.inner.clone(), client, key, body, reference));
        Ok(key)
    }
}

impl Inner {
    /// Whoever sold last is likely to sell next. That it could not be remembered stops no sale.
    fn remember_staff(&self, staff: Option<&str>) {
        let staff = staff.unwrap_or_default().to_owned();
        if let Err(error) = self.settings.change(|settings| settings.staff = staff) {
            tracing::warn!(kind = ?error.kind(), "who sold is not remembered");
        }
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
    let (event, facts, trouble) = match answer {
        Ok(placed) => taken(&placed),
        Err(fault) => not_taken(&fault),
    };
    inner.update(|state| {
        if let Some(tracked) = state.orders.get_mut(&key) {
            tracked.trouble = trouble;
        }
    });
    inner.record(key, event, facts).await;
    inner.to_follow.notify_one();
}

fn taken(placed: &PlacedOrder) -> (OrderEvent, OrderFacts, Option<Failure>) {
    let event = match placed.status {
        OrderStatus::Accepted => OrderEvent::Accepted,
        // Even an order that is completed or failed at once is first read again by its id, with all that belongs to it.
        OrderStatus::Fulfilling
        | OrderStatus::Completed
        | OrderStatus::Failed
        | OrderStatus::Other(_) => OrderEvent::Preparing,
    };
    let facts = OrderFacts {
        order_id: Some(placed.id.as_str().to_owned()),
        ..OrderFacts::default()
    };
    (event, facts, None)
}

fn not_taken(fault: &Fault) -> (OrderEvent, OrderFacts, Option<Failure>) {
    let event = match fault.meaning_for_order_post() {
        PostMeaning::NotSent => OrderEvent::NothingLeft,
        PostMeaning::Refused => OrderEvent::Refused,
        PostMeaning::Unconfirmed => OrderEvent::AnswerLost,
    };
    let facts = OrderFacts {
        detail: Some(fault.kind.to_string()),
        words: fault.refusal().map(messages),
        ..OrderFacts::default()
    };
    (event, facts, Some(Failure::from(fault)))
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

pub(super) fn product_id(plan: &Plan) -> Result<ProductId, Failure> {
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
