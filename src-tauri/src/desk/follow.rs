//! Following: one scheduler for all open orders of the signed-in account, until each is ready or failed.
//!
//! Each order has its own rhythm; the client's request budget keeps them all together modest. Without a connection one
//! small request looks for the service, and the orders wait.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use tokio::time::{Instant, sleep, sleep_until};

use super::failure::Failure;
use super::rhythm::Rhythm;
use super::wait::wait;
use super::{Inner, Tracked};
use crate::book::{Happening, Learned, OrderKey, OrderState};
use crate::connect::{Client, Fault, FaultKind, Order, OrderId, OrderStatus, SubscriptionId};

/// Looks that may be under way at once; a slow answer holds up no other order.
const AT_ONCE: usize = 8;
/// From here on a wait that the service asked for is told (rulings 17).
const TOLD_FROM: Duration = Duration::from_secs(5 * 60);

struct Followed {
    rhythm: Rhythm,
    since: Instant,
}

/// What a look at an order came to.
enum Looked {
    /// Look again after the rhythm's wait, or after the wait that the service named.
    Again(Option<Duration>),
    Done,
}

/// Runs as long as the desk does.
pub(super) async fn follow(inner: Arc<Inner>) {
    let mut followed: HashSet<OrderKey> = HashSet::new();
    let mut due: BinaryHeap<Reverse<(Instant, OrderKey)>> = BinaryHeap::new();
    let mut rhythms = std::collections::HashMap::new();
    let mut looking = FuturesUnordered::new();
    let mut online = inner.online.subscribe();
    loop {
        let next = due.peek().map(|Reverse((at, _))| *at);
        let may_look = *online.borrow_and_update() && looking.len() < AT_ONCE;
        tokio::select! {
            () = inner.to_follow.notified() => {
                for key in inner.orders_to_follow() {
                    if followed.insert(key) {
                        rhythms.insert(key, Followed { rhythm: Rhythm::new(), since: Instant::now() });
                        due.push(Reverse((Instant::now(), key)));
                    }
                }
            }
            Some((key, looked)) = looking.next(), if !looking.is_empty() => {
                let again = match looked {
                    Looked::Done => None,
                    Looked::Again(named) => rhythms.get_mut(&key).map(|order: &mut Followed| {
                        let own = order.rhythm.next(order.since.elapsed(), chance());
                        named.map_or(own, |named| named.max(own))
                    }),
                };
                match again {
                    Some(pause) => due.push(Reverse((Instant::now() + wait(pause), key))),
                    None => {
                        followed.remove(&key);
                        rhythms.remove(&key);
                    }
                }
            }
            () = sleep_until(next.unwrap_or_else(Instant::now)), if may_look && next.is_some() => {
                if let Some(Reverse((_, key))) = due.pop() {
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
    fn orders_to_follow(&self) -> Vec<OrderKey> {
        let state = self.lock();
        if state.client.is_none() {
            return Vec::new();
        }
        state
            .orders_here()
            .filter(|tracked| follows(tracked))
            .map(|tracked| tracked.order.key)
            .collect()
    }

    /// One look at one order.
    async fn look_at(&self, key: OrderKey) -> Looked {
        let all_written = self.write_down(key).await;
        match self.ask_about(key).await {
            Looked::Done if !all_written => Looked::Again(None),
            looked => looked,
        }
    }

    async fn ask_about(&self, key: OrderKey) -> Looked {
        let (client, id) = {
            let state = self.lock();
            let mut here = state.orders_here();
            let tracked = here.find(|tracked| tracked.order.key == key);
            let Some(tracked) = tracked.filter(|tracked| has_news(tracked)) else {
                return Looked::Done;
            };
            let Some((client, id)) = state.client.clone().zip(tracked.order.order_id.clone())
            else {
                return Looked::Done;
            };
            let Ok(id) = OrderId::new(&id) else {
                return Looked::Done;
            };
            (client, id)
        };
        match self.heard(client.order(&id).await) {
            Ok(order) => self.took_in(key, &client, order).await,
            Err(fault) => self.held_up(key, &fault),
        }
    }

    async fn took_in(&self, key: OrderKey, client: &Client, order: Order) -> Looked {
        self.trouble(key, None);
        match &order.status {
            OrderStatus::Accepted => {
                self.went_on(key, Happening::Accepted, OrderState::Accepted)
                    .await
            }
            OrderStatus::Fulfilling | OrderStatus::Other(_) => {
                self.went_on(key, Happening::Preparing, OrderState::Preparing)
                    .await
            }
            OrderStatus::Failed => {
                self.happened(key, Happening::Failed, Learned::default())
                    .await;
                Looked::Done
            }
            OrderStatus::Completed => self.completed(key, client, &order).await,
        }
    }

    /// A step that is not the end; written down only when it is news.
    async fn went_on(&self, key: OrderKey, happening: Happening, state: OrderState) -> Looked {
        let known = self.lock().orders.get(&key).map(Tracked::state);
        if known != Some(state) && known != Some(OrderState::Preparing) {
            self.happened(key, happening, Learned::default()).await;
        }
        Looked::Again(None)
    }

    async fn completed(&self, key: OrderKey, client: &Client, order: &Order) -> Looked {
        let output = order.output.as_ref();
        let mut learned = Learned {
            iccid: output
                .and_then(|output| output.iccid.as_ref())
                .map(|iccid| iccid.as_str().to_owned()),
            subscription_id: output
                .and_then(|output| output.subscription_id.as_ref())
                .map(|id| id.as_str().to_owned()),
            voucher: output.and_then(|output| output.voucher.clone()),
            ..Learned::default()
        };
        let settled = match self.prove(client, order).await {
            Ok(settled) => settled,
            Err(fault) => return self.held_up(key, &fault),
        };
        let happening = match &settled {
            Ok(code) => {
                learned.code = Some(code.qr_text().into());
                Happening::CodeProved
            }
            Err(_) => Happening::CodeDoubted,
        };
        self.update(|state| {
            if let Some(tracked) = state.orders.get_mut(&key) {
                tracked.voucher = learned.voucher.clone();
                match settled {
                    Ok(code) => {
                        tracked.code = Some(code);
                        tracked.doubt = None;
                    }
                    Err(doubt) => tracked.doubt = Some(doubt),
                }
            }
        });
        let subscription = learned.subscription_id.clone();
        self.happened(key, happening, learned).await;
        if happening == Happening::CodeDoubted {
            // It may be mended on their side: read again later (rulings 15).
            return Looked::Again(Some(Duration::from_secs(60)));
        }
        if let Some(id) = subscription.and_then(|id| SubscriptionId::new(&id).ok()) {
            self.compare_with_what_was_sold(key, client, &id).await;
        }
        Looked::Done
    }

    /// The order could not be read this time. It is never given up; what holds it up is shown with it.
    fn held_up(&self, key: OrderKey, fault: &Fault) -> Looked {
        let named = match fault.kind {
            FaultKind::SlowDown { wait, .. } => wait,
            _ => None,
        };
        let failure = Failure::from(fault);
        let worth_telling = match &failure {
            // The status line tells that there is no connection, once for all orders.
            Failure::NotSent { .. } | Failure::Unanswered { .. } => false,
            Failure::SlowDown { .. } => named.is_some_and(|named| named > TOLD_FROM),
            _ => true,
        };
        self.trouble(key, worth_telling.then_some(failure));
        if self.lock().client.is_none() {
            return Looked::Done;
        }
        Looked::Again(named)
    }

    fn trouble(&self, key: OrderKey, trouble: Option<Failure>) {
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
    tracked.order.order_id.is_some()
        && matches!(
            tracked.state(),
            OrderState::Accepted | OrderState::Preparing | OrderState::Withheld
        )
}

/// From 0 to 1. Without randomness orders are merely less spread.
fn chance() -> f64 {
    let mut byte = [0];
    getrandom::fill(&mut byte).map_or(0.5, |()| f64::from(byte[0]) / 255.0)
}
