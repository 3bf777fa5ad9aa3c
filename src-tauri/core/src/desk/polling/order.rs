//! One look at one order: what the service says of it, written down, and when to look again.

use std::time::Duration;

use super::followed::NextPoll;
use super::{Poller, has_news};
use crate::activation::{Doubt, InstallCode};
use crate::book::{self, OrderEvent, OrderFacts, OrderKey, OrderKind, OrderState};
use crate::connect::{
    Client, Fault, FaultKind, Iccid, NotSent, Order, OrderId, OrderStatus, SimStatus, Step,
    SubscriptionId,
};
use crate::desk::install_code;
use crate::desk::model::Failure;
use crate::desk::orders::LiveOrder;
use crate::desk::recovery::{NextSearch, Searched};

/// From here on a wait that the service asked for is told (rulings 17).
const TOLD_FROM: Duration = Duration::from_secs(5 * 60);

/// No order is left alone for longer.
const LOOKED_AGAIN: Duration = Duration::from_secs(5 * 60);

/// An order whose code is missing or in doubt may be mended on their side: read again later (rulings 15).
pub(super) const DOUBTED_AGAIN: Duration = Duration::from_secs(60);

impl Poller {
    /// One look at one order.
    pub(super) async fn poll(&self, key: OrderKey) -> NextPoll {
        let all_written = self.orders.flush(key).await;
        let next = match self.orders.state_of(key) {
            Some(OrderState::Unconfirmed) => self.search(key).await,
            Some(OrderState::Cancelling) => self.ask_about_cancelling(key).await,
            Some(
                OrderState::Sending
                | OrderState::Accepted
                | OrderState::Preparing
                | OrderState::Ready
                | OrderState::Withheld
                | OrderState::Failed
                | OrderState::Refused
                | OrderState::NotSent
                | OrderState::Settled
                | OrderState::Added
                | OrderState::Refunded,
            ) => self.ask_about(key).await,
            None => NextPoll::Done,
        };
        let next = match self.is_failed(key) {
            true => self.seldom(key, &next),
            false => next,
        };
        if matches!(next, NextPoll::Done) && !all_written {
            return NextPoll::Again(None);
        }
        next
    }

    /// Whether it was given back.
    async fn ask_about_cancelling(&self, key: OrderKey) -> NextPoll {
        if let Err(fault) = self.cancelling.look(key).await {
            return self.note_fault(key, &fault);
        }
        match self.orders.get(key, has_news) {
            Some(true) => NextPoll::Again(None),
            Some(false) | None => NextPoll::Done,
        }
    }

    async fn search(&self, key: OrderKey) -> NextPoll {
        let Searched { next, fault } = self.recovery.search(key).await;
        if let Some(fault) = fault {
            self.note_fault(key, &fault);
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
            .get(key, |live| {
                has_news(live).then(|| (live.order().clone(), live.is_waited_for()))
            })
            .flatten();
        let Some((order, waited_for)) = order else {
            return NextPoll::Done;
        };
        let Ok(client) = self.account.client_for(&order.account) else {
            return NextPoll::Done;
        };
        let client = client.urgent(waited_for);
        if order.kind == OrderKind::TopUp {
            return Box::pin(self.ask_about_top_up(key, &client, order)).await;
        }
        let id = order.order_id.as_deref();
        if let Some(id) = id.and_then(|id| OrderId::new(id).ok()) {
            return match self.account.observe(&client, client.order(&id).await) {
                Ok(order) => self.record_answer(key, &client, order).await,
                Err(fault) if order.turned_up() && matches!(fault.kind, FaultKind::NotFound(_)) => {
                    Box::pin(self.ask_about_sim(key, &client, order)).await
                }
                Err(fault) => {
                    self.ask_whether_it_ended(&client, &fault).await;
                    self.note_fault(key, &fault)
                }
            };
        }
        Box::pin(self.ask_about_sim(key, &client, order)).await
    }

    /// Found again by its subscription: the order's number is not known, or says nothing of it any more, but its SIM is, or
    /// will be (rulings 16).
    async fn ask_about_sim(&self, key: OrderKey, client: &Client, order: book::Order) -> NextPoll {
        let mut facts = OrderFacts {
            subscription_id: order.subscription_id,
            ..OrderFacts::default()
        };
        let known = order.iccid.and_then(|iccid| Iccid::new(&iccid).ok());
        let iccid = match known {
            Some(iccid) => iccid,
            None => {
                let id = facts.subscription_id.as_deref();
                let Some(id) = id.and_then(|id| SubscriptionId::new(id).ok()) else {
                    return NextPoll::Done;
                };
                match self.account.observe(client, client.subscription(&id).await) {
                    Ok(subscription) => match subscription.iccid {
                        Some(iccid) => iccid,
                        None => return self.has_no_sim(key),
                    },
                    Err(fault) => return self.note_fault(key, &fault),
                }
            }
        };
        facts.iccid = Some(iccid.as_str().to_owned());
        match self.account.observe(client, client.sim(&iccid).await) {
            Ok(sim) => {
                let code = install_code::of_sim(&sim).await;
                self.completed(key, code, facts).await
            }
            Err(fault) => {
                self.ask_whether_it_ended(client, &fault).await;
                self.note_fault(key, &fault)
            }
        }
    }

    /// A pasted token that one order refuses may be at its end: the account knows.
    pub(super) async fn ask_whether_it_ended(&self, client: &Client, fault: &Fault) {
        if matches!(fault.kind, FaultKind::TokenExpired) && !self.account.doubts_token() {
            drop(self.account.observe(client, client.check().await));
        }
    }

    /// A subscription without a SIM has no way to a code. It may get one; if not, a person has to ask.
    fn has_no_sim(&self, key: OrderKey) -> NextPoll {
        self.orders.set_trouble(key, None);
        self.orders.seen_missing(key);
        NextPoll::Again(None)
    }

    /// What an output proves is done, whatever word stands beside it (rulings 38).
    async fn record_answer(&self, key: OrderKey, client: &Client, order: Order) -> NextPoll {
        let facts = facts_of(&order);
        let code = match (&order.status, has_matching_id(&order)) {
            (OrderStatus::Completed, _) | (_, true) => {
                Some(install_code::of_order(&self.account, client, &order).await)
            }
            (_, false) => None,
        };
        match (&order.status, code) {
            (_, Some(Ok(Ok(code)))) => self.record_code(key, Ok(code), facts).await,
            (OrderStatus::Completed, Some(Ok(code))) => self.completed(key, code, facts).await,
            (OrderStatus::Completed, Some(Err(fault))) => self.note_fault(key, &fault),
            (OrderStatus::Accepted, _) => {
                self.record_progress(key, OrderEvent::Accepted, OrderState::Accepted, facts)
                    .await
            }
            (OrderStatus::Failed, code) => match self.turned_up(key) {
                Some(order) => Box::pin(self.ask_about_sim(key, client, order)).await,
                None => self.failed(key, code, facts).await,
            },
            (OrderStatus::Completed | OrderStatus::Fulfilling | OrderStatus::Other(_), _) => {
                self.record_progress(key, OrderEvent::Preparing, OrderState::Preparing, facts)
                    .await
            }
        }
    }

    /// The order, where a person closed it and the service lists what it bought: that is believed before the word that its
    /// number still has.
    fn turned_up(&self, key: OrderKey) -> Option<book::Order> {
        let turned_up = |live: &LiveOrder| live.order().turned_up().then(|| live.order().clone());
        self.orders.get(key, turned_up)?
    }

    /// A step that is not the end; written down only when it is news.
    pub(super) async fn record_progress(
        &self,
        key: OrderKey,
        event: OrderEvent,
        state: OrderState,
        facts: OrderFacts,
    ) -> NextPoll {
        self.orders.seen_found(key);
        let failed = self.is_failed(key);
        let is_news = self.orders.get(key, |live| {
            let known = live.state();
            // What failed is told as that until it is completed, whatever it is called meanwhile.
            let goes_on = known != OrderState::Preparing && !failed;
            known != state && goes_on || brings_an_id(live.order(), &facts)
        });
        if is_news == Some(true) {
            self.orders.record(key, event, facts).await;
        }
        NextPoll::Again(None)
    }

    /// The service calls it completed. What it does not say yet, it is given some time to say.
    async fn completed(
        &self,
        key: OrderKey,
        code: Result<InstallCode, Doubt>,
        facts: OrderFacts,
    ) -> NextPoll {
        let unfinished = code.as_ref().is_err_and(Doubt::may_be_unfinished);
        if unfinished && self.orders.seen_empty(key) {
            return self
                .record_progress(key, OrderEvent::Preparing, OrderState::Preparing, facts)
                .await;
        }
        self.record_code(key, code, facts).await
    }

    /// The order is completed; its code was proved, or is in doubt.
    async fn record_code(
        &self,
        key: OrderKey,
        code: Result<InstallCode, Doubt>,
        mut facts: OrderFacts,
    ) -> NextPoll {
        if code.is_ok()
            && let Some(next) = Box::pin(self.is_not_back(key)).await
        {
            return next;
        }
        self.orders.seen_found(key);
        let event = match &code {
            Ok(code) => {
                facts.code = Some(code.qr_text().into());
                OrderEvent::CodeProved
            }
            Err(_) => OrderEvent::CodeDoubted,
        };
        self.orders.set_code(key, code, facts.voucher.clone());
        let (subscription, iccid) = (facts.subscription_id.clone(), facts.iccid.clone());
        self.orders.record(key, event, facts).await;
        if event == OrderEvent::CodeDoubted {
            return NextPoll::Again(Some(DOUBTED_AGAIN));
        }
        if let Some(id) = subscription.and_then(|id| SubscriptionId::new(&id).ok()) {
            let iccid = iccid.and_then(|iccid| Iccid::new(&iccid).ok());
            self.compare_with_sold(key, id, iccid);
        }
        NextPoll::Done
    }

    /// An order that was to be given back and is not is believed of its SIM alone: when to look again, where that does not say
    /// that it is there. Whoever has kept it too early is told by a person's case, not by a code that nobody can install.
    async fn is_not_back(&self, key: OrderKey) -> Option<NextPoll> {
        let order = self
            .orders
            .get(key, |live| live.comes_back().then(|| live.order().clone()))??;
        let iccid = Iccid::new(order.iccid.as_deref()?).ok()?;
        let Ok(client) = self.account.client_for(&order.account) else {
            return Some(NextPoll::Done);
        };
        match self.account.observe(&client, client.sim(&iccid).await) {
            Ok(sim) => match sim.status {
                SimStatus::Released | SimStatus::Downloaded | SimStatus::Installed => None,
                SimStatus::Unavailable | SimStatus::Other(_) => {
                    self.orders.seen_missing(key);
                    Some(NextPoll::Again(None))
                }
            },
            Err(fault) => Some(self.note_fault(key, &fault)),
        }
    }

    /// Whether it is what was sold.
    pub(super) fn compare_with_sold(
        &self,
        key: OrderKey,
        id: SubscriptionId,
        iccid: Option<Iccid>,
    ) {
        let (account, orders) = (self.account.clone(), self.orders.clone());
        self.comparisons.begin(account, orders, key, id, iccid);
    }

    /// The order could not be read this time. It is never given up; what holds it up is shown with it.
    pub(super) fn note_fault(&self, key: OrderKey, fault: &Fault) -> NextPoll {
        let named = if let FaultKind::SlowDown { wait, .. } = fault.kind {
            wait
        } else if let FaultKind::NotSent(NotSent::TurnTooFar { wait }) = fault.kind {
            Some(wait)
        } else {
            None
        };
        if self.is_failed(key) {
            // What is told of it is worse.
            return NextPoll::Again(named);
        }
        let failure = Failure::from(fault);
        self.note_not_found(key, fault);
        let worth_telling = if matches!(failure, Failure::SlowDown { .. }) {
            named.is_some_and(|named| named > TOLD_FROM)
        } else {
            // The status line tells that there is no connection, once for all orders.
            !matches!(failure, Failure::NotSent { .. })
        };
        let trouble = worth_telling.then_some(failure);
        self.orders.set_trouble(key, trouble);
        if self.account.client().is_err() {
            return NextPoll::Done;
        }
        // A person may end a long pause meanwhile: until then a look asks nothing of the service.
        NextPoll::Again(named.map(|named| named.min(LOOKED_AGAIN)))
    }

    /// An order that the service took and does not show, or whose SIM it does not, is not failed: it is looked for, and after
    /// ten minutes a person is asked to (rulings 15).
    fn note_not_found(&self, key: OrderKey, fault: &Fault) {
        let gone = fault.step != Step::Token
            && matches!(
                fault.kind,
                FaultKind::NotFound(_) | FaultKind::NotAllowed(_) | FaultKind::NotSignedIn(_)
            );
        if gone {
            self.orders.seen_missing(key);
        }
    }
}

pub(super) fn facts_of(order: &Order) -> OrderFacts {
    let output = order.output.as_ref();
    OrderFacts {
        iccid: output
            .and_then(|output| output.iccid.as_ref())
            .map(|iccid| iccid.as_str().to_owned()),
        subscription_id: output
            .and_then(|output| output.subscription_id.as_ref())
            .map(|id| id.as_str().to_owned()),
        voucher: output.and_then(|output| output.voucher.clone()),
        ..OrderFacts::default()
    }
}

fn has_matching_id(order: &Order) -> bool {
    let output = order.output.as_ref();
    output.is_some_and(|output| output.matching_id.is_some())
}

/// Whether an id is told that is not known yet.
fn brings_an_id(order: &book::Order, facts: &OrderFacts) -> bool {
    let is_new = |known: &Option<String>, told: &Option<String>| known.is_none() && told.is_some();
    is_new(&order.iccid, &facts.iccid) || is_new(&order.subscription_id, &facts.subscription_id)
}
