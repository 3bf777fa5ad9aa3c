//! Placing an order: every check that can still stop it, the row in the book, then one request that is never repeated.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;

use super::draft::Draft;
use super::send::Outgoing;
use super::{Sale, checks, request, send};
use crate::book::{Customer, NewOrder, OrderKey};
use crate::connect::CorrelationId;
use crate::desk::model::Failure;
use crate::desk::orders::LiveOrder;

impl Sale {
    /// Places the order that `draft` describes. Returns when it is on disk and about to be sent; how it goes on is in the
    /// snapshots. A failure means that nothing was sent.
    pub async fn place(&self, draft: Draft) -> Result<OrderKey, Failure> {
        let problems = self.check(&draft);
        if !problems.is_empty() {
            return Err(Failure::Fields { problems });
        }
        self.account.session()?;
        self.orders.check_book()?;

        let _turn = self.orders.admit().await;
        // Only now: another account may have come into use while this sale waited.
        let (account, client) = self.account.session()?;
        if let Some(placed) = self.placed_before(&draft.idempotency_key) {
            return Ok(placed);
        }
        if !draft.again {
            checks::not_sold_already(&self.orders, &account, &draft).await?;
        }
        checks::plan_is_unchanged(&self.account, &client, &draft.plan).await?;
        let look = checks::look(&self.account, &client, &draft).await?;
        if !draft.again
            && let Some(look) = &look
        {
            checks::not_sold_elsewhere(&self.orders, &account, look).await?;
        }
        let known_subscriptions = look.map(|look| look.into_iter().map(|found| found.id).collect());

        let now = Timestamp::now();
        self.orders.ensure_key(now).await;
        let zone = &self.setup.zone;
        let body = request::body(&draft, self.account.country(), now, zone)?;
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
        let order = self
            .orders
            .book(move |book| {
                let key = book.begin(&new_order)?;
                book.order(key)
            })
            .await?;
        let key = order.key;
        self.remember_staff(order.staff.as_deref());
        let mut live = LiveOrder::new(order).with_customer(customer);
        live.start = draft.start(now, zone).ok();
        self.orders.add_placed(live);
        self.lock().insert(draft.idempotency_key, key);
        tokio::spawn(send::send(
            Arc::clone(&self.account),
            Arc::clone(&self.orders),
            Outgoing {
                key,
                client,
                body,
                reference,
            },
        ));
        Ok(key)
    }

    /// Whoever sold last is likely to sell next. That it could not be remembered stops no sale.
    fn remember_staff(&self, staff: Option<&str>) {
        let staff = staff.unwrap_or_default().to_owned();
        if let Err(error) = self.settings.change(|settings| settings.staff = staff) {
            tracing::warn!(kind = ?error.kind(), "who sold is not remembered");
        }
    }
}

fn customer(draft: &Draft) -> Customer {
    Customer {
        email: draft.email(),
        first_name: draft.first_name(),
        last_name: draft.last_name(),
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
