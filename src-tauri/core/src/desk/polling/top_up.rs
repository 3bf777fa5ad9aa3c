//! One look at a top-up. It is done when its plan is seen on its SIM: there is no code to prove.
//!
//! A completed one whose output names no plan is looked for on the SIM, as one whose answer was lost; that it was bought is
//! known by then, so that it came since is enough.

use super::Poller;
use super::followed::NextPoll;
use super::order::{DOUBTED_AGAIN, facts_of};
use crate::book::{Order, OrderEvent, OrderFacts, OrderKey, OrderState};
use crate::connect::{
    Client, FaultKind, Iccid, OrderId, OrderStatus, Subscription, SubscriptionId,
};

impl Poller {
    pub(super) async fn ask_about_top_up(
        &self,
        key: OrderKey,
        client: &Client,
        order: Order,
    ) -> NextPoll {
        let id = order.order_id.as_deref();
        let Some(id) = id.and_then(|id| OrderId::new(id).ok()) else {
            // Found again by its plan.
            let facts = OrderFacts {
                subscription_id: order.subscription_id.clone(),
                ..OrderFacts::default()
            };
            return self.look_for_plan(key, client, &order, facts).await;
        };
        let answer = match self.account.observe(client, client.order(&id).await) {
            Ok(answer) => answer,
            Err(fault) => {
                self.ask_whether_it_ended(client, &fault).await;
                return self.note_fault(key, &fault);
            }
        };
        let mut facts = facts_of(&answer);
        if order.turned_up() {
            // The service lists its plan, whatever is said of its number.
            facts.subscription_id = facts.subscription_id.or(order.subscription_id.clone());
        }
        match (&answer.status, &facts.subscription_id) {
            (OrderStatus::Completed, _) | (_, Some(_)) => {
                self.look_for_plan(key, client, &order, facts).await
            }
            (OrderStatus::Accepted, None) => {
                self.record_progress(key, OrderEvent::Accepted, OrderState::Accepted, facts)
                    .await
            }
            (OrderStatus::Failed, None) => self.failed(key, None, facts).await,
            (OrderStatus::Fulfilling, None) => {
                self.record_progress(key, OrderEvent::Preparing, OrderState::Preparing, facts)
                    .await
            }
            // Its last word may be one that no page has.
            (OrderStatus::Other(_), None) => {
                match self.recovery.surely_on_sim(client, &order).await {
                    Ok(Some(plan)) => {
                        facts.subscription_id = Some(plan);
                        self.is_added(key, facts).await
                    }
                    Ok(None) => self.not_there_yet(key, facts).await,
                    Err(fault) => self.note_fault(key, &fault),
                }
            }
        }
    }

    async fn look_for_plan(
        &self,
        key: OrderKey,
        client: &Client,
        order: &Order,
        mut facts: OrderFacts,
    ) -> NextPoll {
        let id = facts.subscription_id.as_deref();
        let Some(id) = id.and_then(|id| SubscriptionId::new(id).ok()) else {
            return match self.recovery.new_on_sim(client, order).await {
                Ok(Some(found)) if found.came() => {
                    facts.subscription_id = found.only().map(str::to_owned);
                    self.is_added(key, facts).await
                }
                Ok(_) => self.not_there_yet(key, facts).await,
                Err(fault) => self.note_fault(key, &fault),
            };
        };
        match self.account.observe(client, client.subscription(&id).await) {
            Ok(plan) if is_what_was_bought(&plan, order) => self.is_added(key, facts).await,
            Ok(_) => {
                tracing::warn!("a top-up is another plan, or on another SIM");
                self.orders.seen_found(key);
                self.orders
                    .record(key, OrderEvent::CodeDoubted, facts)
                    .await;
                NextPoll::Again(Some(DOUBTED_AGAIN))
            }
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => {
                match self.orders.seen_empty(key) {
                    true => self.not_there_yet(key, facts).await,
                    false => self.note_fault(key, &fault),
                }
            }
            Err(fault) => self.note_fault(key, &fault),
        }
    }

    /// The service has the order, and its plan is not shown. After a while a person is asked; it is looked for all the same.
    async fn not_there_yet(&self, key: OrderKey, facts: OrderFacts) -> NextPoll {
        self.record_progress(key, OrderEvent::Preparing, OrderState::Preparing, facts)
            .await
    }

    async fn is_added(&self, key: OrderKey, facts: OrderFacts) -> NextPoll {
        self.orders.seen_found(key);
        let id = facts.subscription_id.clone();
        self.orders.record(key, OrderEvent::PlanAdded, facts).await;
        if let Some(id) = id.and_then(|id| SubscriptionId::new(&id).ok()) {
            self.compare_with_sold(key, id, None);
        }
        // Another order claims it, or another SIM was named before.
        if self.orders.state_of(key) == Some(OrderState::Withheld) {
            return NextPoll::Again(Some(DOUBTED_AGAIN));
        }
        NextPoll::Done
    }
}

/// The plan that was ordered, on the SIM it was ordered for. What is not told is not held against it.
fn is_what_was_bought(plan: &Subscription, order: &Order) -> bool {
    let told = plan.product_id.as_ref();
    let wanted = order
        .iccid
        .as_deref()
        .and_then(|iccid| Iccid::new(iccid).ok());
    let on = plan.iccid.as_ref().zip(wanted);
    told.is_none_or(|id| id.as_str() == order.plan.product_id)
        && on.is_none_or(|(on, wanted)| *on == wanted)
}
