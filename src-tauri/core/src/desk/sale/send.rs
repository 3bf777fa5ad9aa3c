//! The one request that buys: sent once, never repeated, and what its answer means (rulings 7).
//!
//! Only this file asks the client to place an order. Its row is on disk by then: a program that ends in between leaves
//! `Sending` in the book, which the next start reads as an answer that was lost.

use std::sync::Arc;

use super::wanted::Wanted;
use crate::book::{OrderEvent, OrderFacts, OrderKey};
use crate::connect::{
    Client, CorrelationId, Fault, OrderBody, OrderStatus, PlacedOrder, PostMeaning,
};
use crate::desk::account::Account;
use crate::desk::model::{Failure, messages};
use crate::desk::orders::Orders;

/// An order that is on disk and leaves now.
pub(super) struct Outgoing {
    pub(super) key: OrderKey,
    pub(super) client: Client,
    pub(super) body: OrderBody,
    pub(super) reference: CorrelationId,
    pub(super) wanted: Wanted,
}

/// Sends it, and notes what came of it.
pub(super) async fn send(account: Arc<Account>, orders: Arc<Orders>, outgoing: Outgoing) {
    let Outgoing {
        key,
        client,
        body,
        reference,
        wanted,
    } = outgoing;
    let answer = account.observe(&client, client.place_order(&body, &reference).await);
    match &answer {
        Ok(_) => wanted.was_not_needed(),
        Err(fault) => wanted.note(fault),
    }
    let (event, facts, trouble) = match answer {
        Ok(placed) => taken(&placed),
        Err(fault) => not_taken(&fault),
    };
    orders.set_trouble(key, trouble);
    orders.record(key, event, facts).await;
    orders.wake_polling();
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
