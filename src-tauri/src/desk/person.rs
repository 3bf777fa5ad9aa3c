//! What only a person decides: which eSIM an order without an answer is, that it is settled, or that it is ordered again.

use jiff::Timestamp;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::Value;

use super::draft::{Draft, Phone, StartChoice, email_problem};
use super::failure::Failure;
use super::for_the_books::SaleNotes;
use super::guards::minutes_since;
use super::plan::Plan;
use super::{Desk, Field, FieldProblem, Inner};
use crate::book::{Order, OrderEvent, OrderFacts, OrderKey, OrderState};

/// What a person found out about an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, specta::Type)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// The provider says that nothing was bought.
    NotBought,
    /// Bought, and sorted out with the provider or the customer.
    SortedOut,
}

impl Verdict {
    /// The word in the order's timeline.
    fn name(self) -> &'static str {
        match self {
            Verdict::NotBought => "not bought",
            Verdict::SortedOut => "sorted out",
        }
    }
}

impl Desk {
    /// The staff say that this subscription, one of those shown, is the order. It is then followed to its code.
    pub async fn choose_candidate(&self, key: OrderKey, subscription: &str) -> Result<(), Failure> {
        let inner = &self.inner;
        let candidate = {
            let state = inner.lock();
            let tracked = state.orders.get(&key).ok_or(Failure::UnknownOrder)?;
            let recovery = tracked.recovery.as_ref();
            let mut shown = recovery
                .into_iter()
                .flat_map(|recovery| &recovery.candidates);
            let chosen = shown.find(|candidate| candidate.subscription == subscription);
            chosen
                .filter(|_| tracked.state() == OrderState::Unconfirmed)
                .cloned()
                .ok_or(Failure::UnknownOrder)?
        };
        // Meanwhile it may have turned out to be another order's, which must not be drawn into doubt by a late choice.
        let (account, id) = (
            inner.account_id().ok_or(Failure::NoAccount)?,
            candidate.subscription.clone(),
        );
        let known = inner
            .with_book(move |book| book.is_known_subscription(&account, &id))
            .await?;
        if known {
            return Err(Failure::UnknownOrder);
        }
        inner.take(key, &candidate).await;
        inner.look_at(key).await;
        inner.to_follow.notify_one();
        Ok(())
    }

    /// The customer's e-mail address, where the book does not know it: only then can the order be looked for.
    pub fn look_with_email(&self, key: OrderKey, email: &str) -> Result<(), Failure> {
        let email = email.trim();
        if let Some(problem) = email_problem(email) {
            return Err(Failure::Fields {
                problems: vec![FieldProblem {
                    field: Field::Email,
                    problem,
                }],
            });
        }
        self.inner
            .recovering(key, |recovery| {
                recovery.typed_email = Some(email.to_owned())
            })
            .ok_or(Failure::UnknownOrder)?;
        self.inner.to_follow.notify_one();
        Ok(())
    }

    /// A person's verdict, with their name, or the desk's where they give none. Final.
    pub async fn settle(&self, key: OrderKey, verdict: Verdict, by: &str) -> Result<(), Failure> {
        let inner = &self.inner;
        let state = inner.state_of(key).ok_or(Failure::UnknownOrder)?;
        if state.after(OrderEvent::Settled).is_none() {
            return Err(Failure::UnknownOrder);
        }
        let by = match by.trim() {
            "" => inner.settings.current().desk_name,
            by => by.to_owned(),
        };
        let facts = OrderFacts {
            detail: Some(verdict.name().to_owned()),
            settled_by: Some(by),
            ..OrderFacts::default()
        };
        inner.record(key, OrderEvent::Settled, facts).await;
        Ok(())
    }

    /// Orders the same once more, though the first may have been bought: a deliberate act, possible once nothing was found
    /// for long enough. `idempotency_key` is made for this act, so that pressing twice is one order. The first is still looked for.
    pub async fn place_again(
        &self,
        key: OrderKey,
        idempotency_key: String,
    ) -> Result<OrderKey, Failure> {
        let inner = &self.inner;
        if let Some(placed) = inner.lock().sales.get(&idempotency_key) {
            return Ok(*placed);
        }
        let draft = inner.draft_of(key, idempotency_key).await?;
        self.place(draft).await
    }
}

impl Inner {
    /// The sale of an order that was looked for in vain, as it was typed.
    async fn draft_of(&self, key: OrderKey, idempotency_key: String) -> Result<Draft, Failure> {
        let body = self.with_book(move |book| book.body(key)).await?;
        let body: Option<Value> =
            body.and_then(|text| serde_json::from_str(text.expose_secret()).ok());
        let state = self.lock();
        let tracked = state.orders.get(&key).ok_or(Failure::UnknownOrder)?;
        let in_vain = tracked
            .recovery
            .as_ref()
            .is_some_and(|recovery| recovery.found_nothing());
        if tracked.state() != OrderState::Unconfirmed || !in_vain {
            return Err(Failure::SoldRecently {
                minutes: minutes_since(tracked.order.created_at, Timestamp::now()),
                open: true,
            });
        }
        // Without customer or body the staff fill in the form again: nothing is guessed for them.
        let (customer, body) = tracked
            .customer
            .as_ref()
            .zip(body)
            .ok_or(Failure::UnknownOrder)?;
        Ok(Draft {
            idempotency_key,
            plan: Plan::of_sold(&tracked.order.plan),
            email: customer.email.clone(),
            first_name: customer.first_name.clone(),
            last_name: customer.last_name.clone(),
            residence: text(&body["subscriber"]["country_of_residence"]),
            phone: Phone::from_name(&customer.phone),
            eid: customer.eid.clone(),
            eid_anyway: true,
            start: self.start_of(&body["product"]),
            notes: books_of(&tracked.order),
            again: true,
        })
    }

    fn start_of(&self, product: &Value) -> StartChoice {
        if product["is_first_usage_activation"] == true {
            return StartChoice::FirstUse;
        }
        let date: Option<Timestamp> = text(&product["activation_date"]).parse().ok();
        date.map_or(StartChoice::Now, |date| StartChoice::OnDate {
            date: date.to_zoned(self.zone.clone()).date().to_string(),
        })
    }
}

fn books_of(order: &Order) -> SaleNotes {
    let (guest_pays, guest_currency) = order.guest_pays.clone().unwrap_or_default();
    SaleNotes {
        guest_pays,
        guest_currency,
        note: order.note.clone().unwrap_or_default(),
        staff: order.staff.clone().unwrap_or_default(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
