//! What only a person decides: which eSIM an order without an answer is, by which address to look for it, or what became of
//! it. That the same is ordered once more is a sale, and not here (`sale::again`).
//!
//! A look, or a colleague, may be faster than a person. What was decided about an order that is not so any more changes
//! nothing, and is answered with how the order stands now (`Orders::moved_on`), unless that is just what was decided.

use super::Recovery;
use crate::book::{OrderEvent, OrderFacts, OrderKey, OrderState, Verdict};
use crate::desk::model::{Failure, Field, email_of};
use crate::desk::orders::LiveOrder;
use crate::typed;

impl Recovery {
    /// The staff say that this subscription, one of those shown, is the order.
    pub(in crate::desk) async fn choose(
        &self,
        key: OrderKey,
        subscription: &str,
    ) -> Result<(), Failure> {
        let order = self.orders.order(key).await?;
        if order.state != OrderState::Unconfirmed {
            return self.is_that_one(key, subscription).await;
        }
        let chosen = self.searches.read(key, |search| {
            let mut shown = search.candidates.iter();
            shown
                .find(|candidate| candidate.subscription == subscription)
                .cloned()
        });
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        if account != order.account {
            return Err(Failure::OtherAccount);
        }
        let id = subscription.to_owned();
        let owner = self
            .orders
            .book(move |book| book.order_of_subscription(&account, &id))
            .await?;
        match (owner, chosen.flatten()) {
            // The look that found it has just taken it.
            (Some(owner), _) if owner == key => return Ok(()),
            (None, Some(candidate)) => self.take(key, &candidate).await,
            // Meanwhile it has turned out to be another order's, which must not be drawn into doubt by a late choice.
            (Some(_), _) | (None, None) => return self.is_that_one(key, subscription).await,
        }
        // The book found out that two orders claim it: taken, and for a person to tell apart.
        match self.orders.get(key, |live| live.order().rival.is_some()) {
            Some(true) => Ok(()),
            Some(false) | None => self.is_that_one(key, subscription).await,
        }
    }

    /// What a person says that an order is, where a look may have said it before them.
    async fn is_that_one(&self, key: OrderKey, subscription: &str) -> Result<(), Failure> {
        let order = self.orders.order(key).await?;
        match order.subscription_id.as_deref() == Some(subscription) {
            true => Ok(()),
            false => Err(self.orders.moved_on(key).await),
        }
    }

    /// The customer's e-mail address, where the book does not know it: only then can the order be looked for.
    pub async fn search_with_email(&self, key: OrderKey, email: &str) -> Result<(), Failure> {
        let email = email_of(email).map_err(|problem| Failure::of_field(Field::Email, problem))?;
        let order = self.orders.order(key).await?;
        if self.account.id().as_ref() != Some(&order.account) {
            return Err(Failure::OtherAccount);
        }
        let is_lost = order.state == OrderState::Unconfirmed;
        let told = is_lost
            .then(|| self.with_search(key, |search| search.typed_email = Some(email)))
            .flatten();
        if told.is_none() {
            return Err(self.orders.moved_on(key).await);
        }
        self.orders.wake_polling();
        Ok(())
    }

    /// A person's verdict, with their name, or the desk's where they give none. It may be corrected the same day. Also of
    /// orders that no run follows any more, and of those of an account that nobody signs in with: no order is without a way
    /// out (rulings 39).
    pub async fn settle(&self, key: OrderKey, verdict: Verdict, by: &str) -> Result<(), Failure> {
        if self.orders.state_of(key).is_none() {
            let row = self.orders.order(key).await?;
            self.orders.add_known(LiveOrder::new(row));
        }
        let here = self.account.id();
        let may_be_closed = self.orders.get(key, |live| {
            live.may_be_closed() || live.is_abandoned(here.as_ref())
        });
        if may_be_closed != Some(true) {
            return Err(self.orders.moved_on(key).await);
        }
        let mut by = typed::line(by).text;
        if by.is_empty() {
            by = self.settings.current().desk_name;
        }
        let facts = OrderFacts {
            detail: Some(verdict.words()),
            settled_by: Some(by),
            verdict: Some(verdict),
            ..OrderFacts::default()
        };
        // What was being sent when an earlier run ended has lost its answer, whoever it was sent for.
        if self.orders.state_of(key) == Some(OrderState::Sending) {
            let lost = OrderFacts::default();
            self.orders.record(key, OrderEvent::AnswerLost, lost).await;
        }
        self.orders.record(key, OrderEvent::Settled, facts).await;
        // A look was faster and knows what became of it: the verdict is not taken, and whoever gave it is told.
        if !self.is_settled(key) {
            return Err(self.orders.moved_on(key).await);
        }
        // The order is decided: nobody looks for it any more.
        self.searches.end(key);
        Ok(())
    }

    fn is_settled(&self, key: OrderKey) -> bool {
        self.orders.state_of(key) == Some(OrderState::Settled)
    }
}
