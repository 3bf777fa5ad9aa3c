//! The same order once more, though the first may have been bought: a person's deliberate act, possible only once the first
//! was looked for in vain. The first is still looked for.

use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde_json::Value;

use super::draft::Draft;
use super::{Sale, request};
use crate::book::{OrderKey, OrderState};
use crate::desk::model::{Failure, minutes_since};

impl Sale {
    /// Orders the same once more. `idempotency_key` is made for this act, so that pressing twice is one order.
    pub async fn again(&self, key: OrderKey, idempotency_key: String) -> Result<OrderKey, Failure> {
        if let Some(placed) = self.counter.placed(&idempotency_key) {
            return Ok(placed);
        }
        let draft = self.draft_of(key, idempotency_key).await?;
        self.place(draft).await
    }

    /// The sale of an order that was looked for in vain, as it was typed.
    async fn draft_of(&self, key: OrderKey, idempotency_key: String) -> Result<Draft, Failure> {
        let (order, customer, in_memory) = self
            .orders
            .get(key, |live| {
                (live.order.clone(), live.customer.clone(), live.body.clone())
            })
            .ok_or(Failure::UnknownOrder)?;
        if order.state != OrderState::Unconfirmed || !self.recovery.found_nothing(key) {
            return Err(Failure::SoldRecently {
                minutes: minutes_since(order.created_at, Timestamp::now()),
                open: true,
            });
        }
        let body = match in_memory {
            Some(body) => Some(body),
            None => self.orders.book(move |book| book.body(key)).await?,
        };
        let body: Option<Value> =
            body.and_then(|text| serde_json::from_str(text.expose_secret()).ok());
        // Without customer or body the staff fill in the form again: nothing is guessed for them. The page says so.
        let (customer, body) = customer.zip(body).ok_or(Failure::UnknownOrder)?;
        let zone = &self.setup.zone;
        Ok(request::draft_of(
            &order,
            &customer,
            &body,
            zone,
            idempotency_key,
        ))
    }
}
