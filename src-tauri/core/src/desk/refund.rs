//! Giving an eSIM back for a refund, as a person decides it: whether it may be, the row that says so before anything leaves,
//! and the code, which is shown nowhere from that moment on.
//!
//! The service takes back what is on no phone and unused, at no cost, with every plan on it. Not here: the request, and what
//! became of it (`cancelling`).

use std::sync::Arc;

use super::account::Account;
use super::cancelling::{Asking, Cancelling};
use super::handover::HandOver;
use super::model::{Failure, WhyNoRefund};
use super::orders::{LiveOrder, Orders};
use crate::book::{Order, OrderEvent, OrderFacts, OrderKey, OrderKind, OrderState};
use crate::connect::{Client, FaultKind, Iccid, SimStatus};

/// Refunds of this desk.
pub struct Refund {
    account: Arc<Account>,
    orders: Arc<Orders>,
    handover: Arc<HandOver>,
    cancelling: Arc<Cancelling>,
}

impl Refund {
    pub(in crate::desk) fn new(
        account: Arc<Account>,
        orders: Arc<Orders>,
        handover: Arc<HandOver>,
        cancelling: Arc<Cancelling>,
    ) -> Refund {
        Refund {
            account,
            orders,
            handover,
            cancelling,
        }
    }

    /// What speaks against giving the eSIM of an order back, as the service and the book know it now.
    pub async fn check(&self, key: OrderKey) -> Result<(), Failure> {
        let order = self.order(key).await?;
        let (client, iccid) = self.sim(&order)?;
        client.try_again_now();
        self.ask(&client, &order, &iccid).await?;
        self.nothing_under_way(&order, &iccid).await
    }

    /// Gives it back. Returns when that is on disk and about to be asked; how it goes on is in the snapshots. A failure
    /// means that nothing was asked.
    pub async fn give_back(&self, key: OrderKey) -> Result<(), Failure> {
        self.orders.check_book()?;
        let order = self.order(key).await?;
        let (client, iccid) = self.sim(&order)?;
        client.try_again_now();
        self.ask(&client, &order, &iccid).await?;
        // A top-up takes the same admission: none leaves for a SIM that is being given back.
        let admission = self.orders.admit().await;
        let (client, iccid) = self.sim(&self.order(key).await?)?;
        self.nothing_under_way(&order, &iccid).await?;
        if self.orders.state_of(key).is_none() {
            self.orders.add_known(LiveOrder::new(order));
        }
        let facts = OrderFacts::default();
        let state = self
            .orders
            .record_first(key, OrderEvent::CancelAsked, facts)
            .await?;
        drop(admission);
        if state != OrderState::Cancelling {
            return Err(Failure::MovedOn { state });
        }
        // From here on nobody gets its code any more. A code that is on screen is taken off before the request leaves.
        self.handover.withdraw(key);
        self.orders.refund_began(key);
        self.send(key, client, iccid, Asking::First);
        Ok(())
    }

    /// Asks once more, where the answer was lost: a person's own press. Until this one is answered nobody keeps the eSIM.
    pub async fn ask_again(&self, key: OrderKey) -> Result<(), Failure> {
        let (client, iccid) = self.undecided(key).await?;
        if !self.orders.decide_refund(key) {
            return Err(self.orders.moved_on(key).await);
        }
        self.orders.refund_asked_again(key);
        client.try_again_now();
        self.send(key, client, iccid, Asking::Again);
        Ok(())
    }

    /// A person says that it shall not be given back after all. Only where the SIM is still there, and has been for a while:
    /// the request may be late.
    pub async fn keep(&self, key: OrderKey) -> Result<(), Failure> {
        let (client, iccid) = self.undecided(key).await?;
        client.try_again_now();
        let order = self.order(key).await?;
        let is_there = self.orders.get(key, LiveOrder::is_still_there);
        if is_there != Some(true) || !self.orders.decide_refund(key) {
            return Err(self.orders.moved_on(key).await);
        }
        let kept = match self.ask(&client, &order, &iccid).await {
            Ok(()) => self.stays(key).await,
            Err(why) => Err(why),
        };
        self.orders.refund_undecided(key);
        kept
    }

    async fn stays(&self, key: OrderKey) -> Result<(), Failure> {
        let facts = OrderFacts {
            detail: Some("kept".to_owned()),
            ..OrderFacts::default()
        };
        self.cancelling.stays(key, facts, None).await;
        // While its SIM was read, it may have turned out to be given back, or somebody closed the case.
        let state = self.order(key).await?.state;
        match state.takes_no_plans() || state == OrderState::Settled {
            true => Err(Failure::MovedOn { state }),
            false => Ok(()),
        }
    }

    fn send(&self, key: OrderKey, client: Client, iccid: Iccid, asking: Asking) {
        let cancelling = Arc::clone(&self.cancelling);
        tokio::spawn(async move { cancelling.send(key, client, iccid, asking).await });
    }

    /// An order whose refund waits for a person.
    async fn undecided(&self, key: OrderKey) -> Result<(Client, Iccid), Failure> {
        let waits = |live: &LiveOrder| {
            let waits = live.state() == OrderState::Cancelling && live.needs_person();
            waits.then(|| live.order().clone())
        };
        let Some(order) = self.orders.get(key, waits).flatten() else {
            return Err(self.orders.moved_on(key).await);
        };
        let client = self.account.client_for(&order.account)?;
        let iccid = order.iccid.as_deref().map(Iccid::new);
        match iccid {
            Some(Ok(iccid)) => Ok((client, iccid)),
            Some(Err(_)) | None => Err(Failure::UnknownOrder),
        }
    }

    /// The order, as memory has it or the book.
    async fn order(&self, key: OrderKey) -> Result<Order, Failure> {
        self.orders.order(key).await
    }

    /// The SIM that an order made, where the order itself does not speak against giving it back.
    fn sim(&self, order: &Order) -> Result<(Client, Iccid), Failure> {
        if order.kind != OrderKind::NewEsim {
            return Err(Failure::UnknownOrder);
        }
        if !order.state.may_be_cancelled() {
            return Err(Failure::MovedOn { state: order.state });
        }
        if order.rival.is_some() {
            return Err(no_refund(WhyNoRefund::ClaimedTwice));
        }
        let client = self.account.client_for(&order.account)?;
        let iccid = order.iccid.as_deref().map(Iccid::new);
        match iccid {
            Some(Ok(iccid)) => Ok((client, iccid)),
            Some(Err(_)) | None => Err(Failure::UnknownOrder),
        }
    }

    /// What the service says of the SIM. Where nobody can tell whether it was used, the service says so itself to whoever gives
    /// it back.
    async fn ask(&self, client: &Client, order: &Order, iccid: &Iccid) -> Result<(), Failure> {
        let sim = match self.account.observe(client, client.sim(iccid).await) {
            Ok(sim) => sim,
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => {
                self.orders.saw_sim_of(order, true);
                return Err(no_refund(WhyNoRefund::Unavailable));
            }
            Err(fault) => return Err(Failure::from(fault)),
        };
        let why = match sim.status {
            SimStatus::Released => None,
            SimStatus::Downloaded => Some(WhyNoRefund::Downloaded),
            SimStatus::Installed => Some(WhyNoRefund::Installed),
            SimStatus::Unavailable | SimStatus::Other(_) => Some(WhyNoRefund::Unavailable),
        };
        let is_gone = sim.status == SimStatus::Unavailable;
        self.orders.saw_sim_of(order, is_gone);
        if let Some(why) = why {
            return Err(no_refund(why));
        }
        match self.cancelling.is_used(client, order, iccid).await {
            Ok(Some(true)) => Err(no_refund(WhyNoRefund::Used)),
            Ok(Some(false) | None) => Ok(()),
            Err(fault) => Err(Failure::from(fault)),
        }
    }

    /// No top-up of that SIM is undecided: nobody knows what it is, so nobody could say what came back.
    async fn nothing_under_way(&self, order: &Order, iccid: &Iccid) -> Result<(), Failure> {
        let (account, number) = (order.account.clone(), iccid.as_str().to_owned());
        let top_ups = self
            .orders
            .book(move |book| book.top_ups_of(&account, &number))
            .await?;
        let all_over = top_ups.iter().all(|row| {
            let state = self.orders.state_of(row.key).unwrap_or(row.state);
            state.leaves_the_sim_alone()
        });
        match all_over {
            true => Ok(()),
            false => Err(no_refund(WhyNoRefund::TopUpOpen)),
        }
    }
}

fn no_refund(why: WhyNoRefund) -> Failure {
    Failure::NoRefund { why }
}
