//! Following: one scheduler for all open orders of the signed-in account, until each is ready or failed.
//!
//! Each order has its own rhythm; the client's request budget keeps them all together modest. Without a connection one
//! small request looks for the service, and the orders wait.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep, sleep_until};

use super::agenda::Agenda;
use super::failure::Failure;
use super::proving::{drawn, verify_sim};
use super::rhythm::Rhythm;
use super::wait::wait;
use super::{Inner, Tracked};
use crate::activation::{Doubt, InstallCode};
use crate::book::{OrderEvent, OrderFacts, OrderKey, OrderState};
use crate::connect::{
    Client, Fault, FaultKind, Iccid, Order, OrderId, OrderStatus, Step, SubscriptionId,
};

/// Looks that may be under way at once; a slow answer holds up no other order.
const AT_ONCE: usize = 8;
/// From here on a wait that the service asked for is told (rulings 17).
const TOLD_FROM: Duration = Duration::from_secs(5 * 60);

/// So long after a sale the guest is taken to stand at the counter; such an order is looked at before all others.
const WAITED_FOR: Duration = Duration::from_secs(60);

/// How long an order that the service took may be missing there.
const MISSING_FOR: Duration = Duration::from_secs(10 * 60);

struct Followed {
    rhythm: Rhythm,
    since: Instant,
    /// Sold in this run: somebody may be waiting for it at the counter.
    sold_now: bool,
}

impl Followed {
    fn is_waited_for(&self) -> bool {
        self.sold_now && self.since.elapsed() < WAITED_FOR
    }
}

/// What a look at an order came to.
pub(super) enum Looked {
    /// Look again after exactly this wait.
    In(Duration),
    /// Look again after the rhythm's wait, or after the wait that the service named.
    Again(Option<Duration>),
    Done,
}

/// Runs as long as the desk does.
pub(super) async fn follow(inner: Arc<Inner>) {
    let mut followed: HashMap<OrderKey, Followed> = HashMap::new();
    let mut agenda = Agenda::default();
    let mut looking = FuturesUnordered::new();
    let mut online = inner.online.subscribe();
    loop {
        let next = agenda.next();
        let may_look = *online.borrow_and_update() && looking.len() < AT_ONCE;
        tokio::select! {
            () = inner.to_follow.notified() => {
                for (key, sold_now) in inner.orders_to_follow() {
                    if let Entry::Vacant(place) = followed.entry(key) {
                        let since = Instant::now();
                        let order = Followed { rhythm: Rhythm::new(), since, sold_now };
                        agenda.put(since, key, order.is_waited_for());
                        place.insert(order);
                    }
                }
            }
            Some((key, looked)) = looking.next(), if !looking.is_empty() => {
                let Some(order) = followed.get_mut(&key) else {
                    continue;
                };
                let pause = match looked {
                    Looked::Done => {
                        followed.remove(&key);
                        continue;
                    }
                    Looked::In(pause) => pause,
                    Looked::Again(named) => {
                        let own = order.rhythm.next(order.since.elapsed(), chance());
                        wait(named.map_or(own, |named| named.max(own)))
                    }
                };
                agenda.put(Instant::now() + pause, key, order.is_waited_for());
            }
            () = sleep_until(next.unwrap_or_else(Instant::now)), if may_look && next.is_some() => {
                if let Some(key) = agenda.take(Instant::now()) {
                    let inner = Arc::clone(&inner);
                    looking.push(async move { (key, inner.look_at(key).await) });
                }
            }
            changed = online.changed() => {
                if changed.is_err() {
                    return;
                }
            }
        }
    }
}

/// Looks for the service while it does not answer, first after two seconds, then up to every half minute.
pub(super) async fn look_for_the_service(inner: Arc<Inner>) {
    let mut online = inner.online.subscribe();
    let mut pause = Duration::from_secs(2);
    loop {
        if *online.borrow_and_update() {
            pause = Duration::from_secs(2);
            if online.changed().await.is_err() {
                return;
            }
            continue;
        }
        sleep(wait(pause)).await;
        pause = (pause * 2).min(Duration::from_secs(30));
        if let Ok(client) = inner.client() {
            // What the answer is does not matter here: that there was one is noted by `heard`.
            drop(inner.heard(client.check().await));
        }
    }
}

impl Inner {
    /// With each, whether it was sold in this run.
    fn orders_to_follow(&self) -> Vec<(OrderKey, bool)> {
        let state = self.lock();
        if state.client.is_none() {
            return Vec::new();
        }
        state
            .orders_here()
            .filter(|tracked| follows(tracked))
            .map(|tracked| (tracked.order.key, tracked.start.is_some()))
            .collect()
    }

    /// One look at one order.
    pub(super) async fn look_at(&self, key: OrderKey) -> Looked {
        let all_written = self.write_down(key).await;
        let looked = match self.state_of(key) {
            Some(OrderState::Unconfirmed) => self.look_for(key).await,
            Some(_) => self.ask_about(key).await,
            None => Looked::Done,
        };
        if matches!(looked, Looked::Done) && !all_written {
            return Looked::Again(None);
        }
        looked
    }

    async fn ask_about(&self, key: OrderKey) -> Looked {
        let (client, order) = {
            let state = self.lock();
            let mut here = state.orders_here();
            let tracked = here.find(|tracked| tracked.order.key == key);
            let tracked = tracked.filter(|tracked| has_news(tracked));
            let Some((client, tracked)) = state.client.clone().zip(tracked) else {
                return Looked::Done;
            };
            (client, tracked.order.clone())
        };
        if let Some(id) = order.order_id.and_then(|id| OrderId::new(&id).ok()) {
            return match self.heard(client.order(&id).await) {
                Ok(order) => self.took_in(key, &client, order).await,
                Err(fault) => self.held_up(key, &fault),
            };
        }
        // Found again by its subscription: the order's number is not known, but its SIM is (rulings 16).
        let Some(iccid) = order.iccid.and_then(|iccid| Iccid::new(&iccid).ok()) else {
            return Looked::Done;
        };
        match self.heard(client.sim(&iccid).await) {
            Ok(sim) => {
                let facts = OrderFacts {
                    subscription_id: order.subscription_id,
                    ..OrderFacts::default()
                };
                let settled = drawn(verify_sim(&sim)).await;
                self.came_to(key, &client, settled, facts).await
            }
            Err(fault) => self.held_up(key, &fault),
        }
    }

    async fn took_in(&self, key: OrderKey, client: &Client, order: Order) -> Looked {
        self.trouble(key, None);
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
                self.record(key, OrderEvent::Failed, OrderFacts::default())
                    .await;
                Looked::Done
            }
            OrderStatus::Completed => self.completed(key, client, &order).await,
        }
    }

    /// A step that is not the end; written down only when it is news.
    async fn went_on(&self, key: OrderKey, event: OrderEvent, state: OrderState) -> Looked {
        let known = self.lock().orders.get(&key).map(Tracked::state);
        if known != Some(state) && known != Some(OrderState::Preparing) {
            self.record(key, event, OrderFacts::default()).await;
        }
        Looked::Again(None)
    }

    async fn completed(&self, key: OrderKey, client: &Client, order: &Order) -> Looked {
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
        let settled = match self.prove(client, order).await {
            Ok(settled) => settled,
            Err(fault) => return self.held_up(key, &fault),
        };
        self.came_to(key, client, settled, facts).await
    }

    /// The order is completed; its code was proved, or is in doubt.
    async fn came_to(
        &self,
        key: OrderKey,
        client: &Client,
        settled: Result<InstallCode, Doubt>,
        mut facts: OrderFacts,
    ) -> Looked {
        self.trouble(key, None);
        let event = match &settled {
            Ok(code) => {
                facts.code = Some(code.qr_text().into());
                OrderEvent::CodeProved
            }
            Err(_) => OrderEvent::CodeDoubted,
        };
        self.update(|state| {
            if let Some(tracked) = state.orders.get_mut(&key) {
                tracked.voucher = facts.voucher.clone();
                match settled {
                    Ok(code) => {
                        tracked.code = Some(code);
                        tracked.doubt = None;
                    }
                    Err(doubt) => tracked.doubt = Some(doubt),
                }
            }
        });
        let subscription = facts.subscription_id.clone();
        self.record(key, event, facts).await;
        if event == OrderEvent::CodeDoubted {
            // It may be mended on their side: read again later (rulings 15).
            return Looked::Again(Some(Duration::from_secs(60)));
        }
        if let Some(id) = subscription.and_then(|id| SubscriptionId::new(&id).ok()) {
            self.compare_with_what_was_sold(key, client, &id).await;
        }
        Looked::Done
    }

    /// The order could not be read this time. It is never given up; what holds it up is shown with it.
    pub(super) fn held_up(&self, key: OrderKey, fault: &Fault) -> Looked {
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
        self.trouble(key, worth_telling.then_some(failure));
        if self.lock().client.is_none() {
            return Looked::Done;
        }
        Looked::Again(named)
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
        self.update(|state| {
            if let Some(tracked) = state.orders.get_mut(&key) {
                let since = *tracked.missing_since.get_or_insert_with(Instant::now);
                tracked.needs_person = since.elapsed() >= wait(MISSING_FOR);
            }
        });
    }

    fn seen_again(&self, key: OrderKey) {
        let mut state = self.lock();
        if let Some(tracked) = state.orders.get_mut(&key) {
            tracked.missing_since = None;
            tracked.needs_person = false;
        }
    }

    pub(super) fn trouble(&self, key: OrderKey, trouble: Option<Failure>) {
        let known = self
            .lock()
            .orders
            .get(&key)
            .map(|tracked| tracked.trouble.clone());
        if known.is_none_or(|known| known == trouble) {
            return;
        }
        self.update(|state| {
            if let Some(tracked) = state.orders.get_mut(&key) {
                tracked.trouble = trouble;
            }
        });
    }
}

/// Whether there is something to do for the order.
fn follows(tracked: &Tracked) -> bool {
    has_news(tracked) || !tracked.unwritten.is_empty()
}

/// Whether looking at the order by its number can bring news.
fn has_news(tracked: &Tracked) -> bool {
    let known = tracked.order.order_id.is_some() || tracked.order.iccid.is_some();
    match tracked.state() {
        OrderState::Unconfirmed => true,
        OrderState::Accepted | OrderState::Preparing | OrderState::Withheld => known,
        OrderState::Sending
        | OrderState::Ready
        | OrderState::Failed
        | OrderState::Refused
        | OrderState::NotSent
        | OrderState::Settled => false,
    }
}

/// From 0 to 1. Without randomness orders are merely less spread.
fn chance() -> f64 {
    let mut byte = [0];
    getrandom::fill(&mut byte).map_or(0.5, |()| f64::from(byte[0]) / 255.0)
}
