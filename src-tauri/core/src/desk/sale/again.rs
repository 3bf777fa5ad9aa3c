//! The same order once more, though the first may have been bought: a person's deliberate act, possible only once the first
//! was looked for in vain. The first is still looked for.

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::as_ordered::AsOrdered;
use super::for_line::ForLine;
use super::{Sale, request};
use crate::book::{Customer, Order, OrderKey, OrderKind, OrderState};
use crate::clock;
use crate::desk::model::{Failure, minutes_since};

impl Sale {
    /// Orders the same once more. `idempotency_key` is made for this act, so that pressing twice is one order.
    pub async fn again(&self, key: OrderKey, idempotency_key: String) -> Result<OrderKey, Failure> {
        if let Some(placed) = self.in_progress.placed(&idempotency_key) {
            return Ok(placed);
        }
        let (order, customer, body) = self.lost(key).await?;
        let zone = &self.setup.zone;
        match order.kind {
            OrderKind::NewEsim => {
                let (customer, body) = customer.zip(body).ok_or(Failure::UnknownOrder)?;
                let draft = request::draft_of(&order, &customer, &body, zone, idempotency_key);
                // A line stays the same line, so that its group knows what became of it.
                let line = order.line.map(|at| ForLine {
                    at,
                    account: order.account.clone(),
                    beside: Some(key),
                });
                let placed = self.place_for(draft, line.as_ref(), Some(key)).await?;
                Ok(placed.key)
            }
            OrderKind::TopUp => {
                let body = body.ok_or(Failure::UnknownOrder)?;
                let draft =
                    request::top_up_of(&order, customer.as_ref(), &body, zone, idempotency_key);
                let draft = draft.ok_or(Failure::UnknownOrder)?;
                self.top_up_for(draft, Some(key)).await
            }
        }
    }

    /// The lost order that a form stands for which was filled in again from `from`: that one, or where that one came to nothing,
    /// the one it stood for itself. None, where none is lost: then it is a sale of its own.
    ///
    /// # Errors
    /// As for [`Sale::again`], unless somebody was told so and insists: then it is another sale, which was wanted.
    pub(super) async fn stands_for(
        &self,
        from: Option<OrderKey>,
        insists: bool,
    ) -> Result<Option<OrderKey>, Failure> {
        let mut from = from;
        let mut orders = Vec::new();
        while let Some(key) = from {
            // A row that stands for itself is damage.
            if orders.contains(&key) {
                return Ok(None);
            }
            orders.push(key);
            let order = self.orders.order(key).await?;
            if order.state == OrderState::Unconfirmed {
                self.is_of_this_account(&order)?;
                return match self.is_still_lost(key).await {
                    Ok(()) => Ok(Some(key)),
                    Err(_) if insists => Ok(None),
                    Err(failure) => Err(failure),
                };
            }
            from = order.instead_of.filter(|_| is_nothing(&order));
        }
        Ok(None)
    }

    /// Whether an order may be placed in the place of `key`: it was looked for in vain, and nothing was bought instead so far.
    /// Looked at again under the admission, since a look or a colleague may have been faster than the questions before a sale.
    pub(super) async fn is_still_lost(&self, key: OrderKey) -> Result<(), Failure> {
        let sold = |order: &Order| Failure::SoldRecently {
            minutes: minutes_since(order.created_at, clock::now()),
            open: true,
        };
        let order = self.orders.get(key, |live| live.order().clone());
        let order = order.ok_or(Failure::UnknownOrder)?;
        self.is_of_this_account(&order)?;
        if order.state != OrderState::Unconfirmed || !self.recovery.found_nothing(key) {
            return Err(sold(&order));
        }
        self.none_before_is_found(&order).await?;
        let instead: Vec<Order> = self
            .orders
            .book(move |book| {
                let keys = book.placed_instead_of(key)?.into_iter();
                keys.map(|key| book.order(key)).collect()
            })
            .await?;
        let bought = instead.into_iter().find_map(|order| {
            // Memory is ahead of a book that could not be written.
            let order = self
                .orders
                .get(order.key, |live| live.order().clone())
                .unwrap_or(order);
            (!is_nothing(&order)).then_some(order)
        });
        bought.map_or(Ok(()), |order| Err(sold(&order)))
    }

    /// What was lost with one account is not bought with another in its place: nobody there would ever hear of two.
    fn is_of_this_account(&self, order: &Order) -> Result<(), Failure> {
        match self.account.id().as_ref() == Some(&order.account) {
            true => Ok(()),
            false => Err(Failure::OtherAccount),
        }
    }

    /// Whether none of the orders that this one stands for has turned up: then what it stands for was bought.
    async fn none_before_is_found(&self, order: &Order) -> Result<(), Failure> {
        let mut seen = vec![order.key];
        let mut before = order.instead_of;
        while let Some(key) = before.filter(|key| !seen.contains(key)) {
            seen.push(key);
            let first = self.orders.order(key).await?;
            if first.state != OrderState::Unconfirmed && !is_nothing(&first) {
                return Err(Failure::SoldRecently {
                    minutes: minutes_since(first.created_at, clock::now()),
                    open: true,
                });
            }
            before = first.instead_of;
        }
        Ok(())
    }

    /// An order that was looked for in vain, and what was sent for it. Without customer or body the staff fill in the form
    /// again: nothing is guessed for them. The page says so.
    async fn lost(
        &self,
        key: OrderKey,
    ) -> Result<(Order, Option<Customer>, Option<Value>), Failure> {
        let (order, customer, in_memory) = self
            .orders
            .get(key, |live| {
                (
                    live.order().clone(),
                    live.customer().cloned(),
                    live.body().cloned(),
                )
            })
            .ok_or(Failure::UnknownOrder)?;
        self.is_still_lost(key).await?;
        let body = self.body_of(key, in_memory).await?;
        Ok((order, customer, body))
    }

    /// What was typed for an order, as far as memory or book have it.
    pub async fn as_ordered(&self, key: OrderKey) -> Result<AsOrdered, Failure> {
        let in_memory = self.orders.get(key, |live| live.body().cloned()).flatten();
        let body = self.body_of(key, in_memory).await?;
        let of_body = |body| request::as_ordered(&body, &self.setup.zone);
        Ok(body.map(of_body).unwrap_or_default())
    }

    async fn body_of(
        &self,
        key: OrderKey,
        in_memory: Option<SecretString>,
    ) -> Result<Option<Value>, Failure> {
        let body = match in_memory {
            Some(body) => Some(body),
            None => self.orders.book(move |book| book.body(key)).await?,
        };
        Ok(body.and_then(|text| serde_json::from_str(text.expose_secret()).ok()))
    }
}

/// Whether nothing was bought by it, or nothing that a guest could be given.
fn is_nothing(order: &Order) -> bool {
    order.state.came_to_nothing() == Some(true) || !order.may_be_charged()
}
