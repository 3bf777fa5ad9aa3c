//! One look at one order: what the service says of it, written down, and when to look again.

use std::time::Duration;

use tokio::time::Instant;

use super::{NextPoll, Poller, has_news};
use crate::activation::{Doubt, InstallCode};
use crate::book::{OrderEvent, OrderFacts, OrderKey, OrderState};
use crate::connect::{
    Client, Fault, FaultKind, Iccid, Order, OrderId, OrderStatus, Step, SubscriptionId,
};
use crate::desk::install_code;
use crate::desk::model::Failure;
use crate::desk::orders::LiveOrder;
use crate::desk::recovery::{NextSearch, Searched};
use crate::desk::wait::wait;

/// From here on a wait that the service asked for is told (rulings 17).
const TOLD_FROM: Duration = Duration::from_secs(5 * 60);

/// How long an order that the service took may be missing there.
const MISSING_FOR: Duration = Duration::from_secs(10 * 60);

/// An order whose code is missing or in doubt may be mended on their side: read again later (rulings 15).
const DOUBTED_AGAIN: Duration = Duration::from_secs(60);

impl Poller {
    /// One look at one order.
    pub(in crate::desk) async fn poll(&self, key: OrderKey) -> NextPoll {
        let all_written = self.orders.flush(key).await;
        let next = match self.orders.state_of(key) {
            Some(OrderState::Unconfirmed) => self.search(key).await,
            Some(_) => self.ask_about(key).await,
            None => NextPoll::Done,
        };
        if matches!(next, NextPoll::Done) && !all_written {
            return NextPoll::Again(None);
        }
        next
    }

    async fn search(&self, key: OrderKey) -> NextPoll {
        let Searched { next, fault } = self.recovery.search(key).await;
        if let Some(fault) = fault {
            self.held_up(key, &fault);
            if self.account.client().is_err() {
                return NextPoll::Done;
            }
        }
        match next {
            NextSearch::In(wait) => NextPoll::In(wait),
            NextSearch::Decided => NextPoll::Again(None),
            NextSearch::Stopped => NextPoll::Done,
        }
    }

    async fn ask_about(&self, key: OrderKey) -> NextPoll {
        let order = self
            .orders
            .get(key, |live| has_news(live).then(|| live.order.clone()))
            .flatten();
        let Some(order) = order else {
            return NextPoll::Done;
        };
        let Ok(client) = self.account.client_for(&order.account) else {
            return NextPoll::Done;
        };
        if let Some(id) = order.order_id.and_then(|id| OrderId::new(&id).ok()) {
            return match self.account.observe(client.order(&id).await) {
                Ok(order) => self.took_in(key, &client, order).await,
                Err(fault) => self.held_up(key, &fault),
            };
        }
        // Found again by its subscription: the order's number is not known, but its SIM is (rulings 16).
        let Some(iccid) = order.iccid.and_then(|iccid| Iccid::new(&iccid).ok()) else {
            return NextPoll::Done;
        };
        match self.account.observe(client.sim(&iccid).await) {
            Ok(sim) => {
                let facts = OrderFacts {
                    subscription_id: order.subscription_id,
                    ..OrderFacts::default()
                };
                let code = install_code::of_sim(&sim).await;
                self.came_to(key, &client, code, facts).await
            }
            Err(fault) => self.held_up(key, &fault),
        }
    }

    async fn took_in(&self, key: OrderKey, client: &Client, order: Order) -> NextPoll {
        self.orders.set_trouble(key, None);
        self.seen_again(key);
        match &order.status {
            OrderStatus::Accepted => {
                self.went_on(key, OrderEvent::Accepted, OrderState::Accepted)
                    .await
            }
            OrderStatus::Fulfilling | OrderStatus::Other(_) => {
                self.went_on(key, OrderEvent::Preparing, OrderState::Preparing)
                    .await
            }
            OrderStatus::Failed => {
                let facts = OrderFacts::default();
                self.orders.record(key, OrderEvent::Failed, facts).await;
                NextPoll::Done
            }
            OrderStatus::Completed => self.completed(key, client, &order).await,
        }
    }

    /// A step that is not the end; written down only when it is news.
    async fn went_on(&self, key: OrderKey, event: OrderEvent, state: OrderState) -> NextPoll {
        let known = self.orders.state_of(key);
        if known != Some(state) && known != Some(OrderState::Preparing) {
            self.orders.record(key, event, OrderFacts::default()).await;
        }
        NextPoll::Again(None)
    }

    async fn completed(&self, key: OrderKey, client: &Client, order: &Order) -> NextPoll {
        let output = order.output.as_ref();
        let facts = OrderFacts {
            iccid: output
                .and_then(|output| output.iccid.as_ref())
                .map(|iccid| iccid.as_str().to_owned()),
            subscription_id: output
                .and_then(|output| output.subscription_id.as_ref())
                .map(|id| id.as_str().to_owned()),
            voucher: output.and_then(|output| output.voucher.clone()),
            ..OrderFacts::default()
        };
        let code = match install_code::of_order(&self.account, client, order).await {
            Ok(code) => code,
            Err(fault) => return self.held_up(key, &fault),
        };
        self.came_to(key, client, code, facts).await
    }

    /// The order is completed; its code was proved, or is in doubt.
    async fn came_to(
        &self,
        key: OrderKey,
        client: &Client,
        code: Result<InstallCode, Doubt>,
        mut facts: OrderFacts,
    ) -> NextPoll {
        self.orders.set_trouble(key, None);
        let event = match &code {
            Ok(code) => {
                facts.code = Some(code.qr_text().into());
                OrderEvent::CodeProved
            }
            Err(_) => OrderEvent::CodeDoubted,
        };
        self.orders.update(key, |live| {
            live.voucher = facts.voucher.clone();
            match code {
                Ok(code) => {
                    live.code = Some(code);
                    live.doubt = None;
                }
                Err(doubt) => live.doubt = Some(doubt),
            }
        });
        let subscription = facts.subscription_id.clone();
        self.orders.record(key, event, facts).await;
        if event == OrderEvent::CodeDoubted {
            return NextPoll::Again(Some(DOUBTED_AGAIN));
        }
        if let Some(id) = subscription.and_then(|id| SubscriptionId::new(&id).ok()) {
            self.compare_with_what_was_sold(key, client, &id).await;
        }
        NextPoll::Done
    }

    /// Reads once how the plan begins (rulings 10). A subscription that cannot be read is not held against it.
    async fn compare_with_what_was_sold(
        &self,
        key: OrderKey,
        client: &Client,
        id: &SubscriptionId,
    ) {
        let Some(start) = self.orders.get(key, |live| live.start).flatten() else {
            return;
        };
        let Ok(subscription) = self.account.observe(client.subscription(id).await) else {
            return;
        };
        if !install_code::is_as_sold(&start, &subscription) {
            tracing::warn!("a subscription is not what was sold");
            self.orders.update(key, |live| live.not_as_sold = true);
        }
    }

    /// The order could not be read this time. It is never given up; what holds it up is shown with it.
    fn held_up(&self, key: OrderKey, fault: &Fault) -> NextPoll {
        let named = if let FaultKind::SlowDown { wait, .. } = fault.kind {
            wait
        } else {
            None
        };
        let failure = Failure::from(fault);
        self.missing(key, fault);
        let worth_telling = if matches!(failure, Failure::SlowDown { .. }) {
            named.is_some_and(|named| named > TOLD_FROM)
        } else {
            // The status line tells that there is no connection, once for all orders.
            !matches!(
                failure,
                Failure::NotSent { .. } | Failure::Unanswered { .. }
            )
        };
        let trouble = worth_telling.then_some(failure);
        self.orders.set_trouble(key, trouble);
        if self.account.client().is_err() {
            return NextPoll::Done;
        }
        NextPoll::Again(named)
    }

    /// An order that the service took and does not show is not failed: it is looked for, and after ten minutes a person is
    /// asked to (rulings 15).
    fn missing(&self, key: OrderKey, fault: &Fault) {
        let gone = fault.step == Step::Order
            && matches!(
                fault.kind,
                FaultKind::NotFound(_) | FaultKind::NotAllowed(_)
            );
        if !gone {
            return;
        }
        self.orders.update(key, |live| {
            let since = *live.missing_since.get_or_insert_with(Instant::now);
            live.needs_person = since.elapsed() >= wait(MISSING_FOR);
        });
    }

    fn seen_again(&self, key: OrderKey) {
        self.orders.update_unseen(key, |live: &mut LiveOrder| {
            live.missing_since = None;
            live.needs_person = false;
        });
    }
}
