//! One SIM with the plans on it: asked of the service, or as it was read last.
//!
//! That the service heeds `?iccid=` is shown by no example, so of what it lists only this SIM's plans are taken. Whether
//! there may be more of them then, is said.

use jiff::Timestamp;

use super::Esims;
use super::memory::{PlansRead, Whose};
use super::view::EsimView;
use crate::book::{AccountId, Filter, Order};
use crate::connect::{Client, Fault, FaultKind, Iccid, Patience, SubscriptionFilter, on_sim};
use crate::desk::model::{Failure, SimView};
use crate::typed::{same_sim, sim_number};

/// A SIM has a few plans. A list that takes more is one of everything, and is not read.
const PATIENCE: Patience = Patience::Requests(40);

/// What one look brought.
pub(super) struct Reading {
    /// `Ok(None)`: the service knows no such SIM, or it is somebody else's.
    pub(super) sim: Result<Option<SimView>, Fault>,
    pub(super) plans: Result<PlansRead, Fault>,
    /// What the service said instead of a SIM.
    unknown: Option<Fault>,
}

impl Reading {
    /// Whether the account has neither the SIM nor a plan on it.
    pub(super) fn is_nothing(&self) -> bool {
        let no_plans = match &self.plans {
            Ok(plans) => plans.plans.is_empty(),
            Err(fault) => is_not_ours(fault),
        };
        matches!(self.sim, Ok(None)) && no_plans
    }
}

impl Esims {
    /// A SIM and its plans. Unless somebody wants it `now`, what was read just now is good enough, and while nobody can be
    /// reached what was read last.
    pub async fn look(&self, iccid: &str, now: bool) -> Result<EsimView, Failure> {
        let account = self.account.id().ok_or(Failure::NoAccount)?;
        let iccid = Iccid::new(iccid).map_err(|_| Failure::UnknownOrder)?;
        if self.is_of_another_account(&account, &iccid).await? {
            return Err(Failure::OtherAccount);
        }
        let whose = Whose::new(&account, &iccid);
        let known = |trouble| Ok(self.memory.view(&whose, &iccid, trouble));
        if !now {
            if self.memory.is_fresh(&whose) {
                return known(None);
            }
            if let Some(failure) = self.account.unreached() {
                return known(Some(failure));
            }
        }
        let client = match self.account.client_for(&account) {
            Ok(client) => client,
            Err(failure) => return known(Some(failure)),
        };
        if now {
            client.try_again_now();
        }
        let reading = self.read(&client, &iccid).await;
        self.tell_its_order(&account, &iccid, &reading).await;
        known(self.note(&whose, reading))
    }

    /// An order whose eSIM is gone can be closed by a person. That the book cannot be asked now holds nobody up.
    async fn tell_its_order(&self, account: &AccountId, iccid: &Iccid, reading: &Reading) {
        let Ok(sim) = &reading.sim else {
            return;
        };
        let gone = matches!(sim, None | Some(SimView::Unavailable));
        let (account, number) = (account.clone(), iccid.as_str().to_owned());
        let order = self
            .orders
            .book(move |book| {
                let key = book.order_of_sim(&account, &number)?;
                key.map(|key| book.order(key)).transpose()
            })
            .await;
        if let Ok(Some(order)) = order {
            self.orders.saw_sim_of(&order, gone);
        }
    }

    /// Asks the service for a SIM and for its plans.
    pub(super) async fn read(&self, client: &Client, iccid: &Iccid) -> Reading {
        let (sim, plans) = tokio::join!(client.sim(iccid), self.plans(client, iccid));
        let (sim, unknown) = match self.account.observe(client, sim) {
            Ok(sim) => (Ok(Some(SimView::from(&sim.status))), None),
            Err(fault) if is_not_ours(&fault) => (Ok(None), Some(fault)),
            Err(fault) => (Err(fault), None),
        };
        Reading {
            sim,
            plans,
            unknown,
        }
    }

    /// Remembers what was read; gives why it is not all there is.
    pub(super) fn note(&self, whose: &Whose, reading: Reading) -> Option<Failure> {
        let nothing = reading.is_nothing();
        let Reading {
            sim,
            plans,
            unknown,
        } = reading;
        // Its plans are there, so there is a SIM, whatever became of it.
        let state = sim.as_ref().ok().map(|sim| sim.unwrap_or(SimView::Other));
        let trouble = sim.as_ref().err().or(plans.as_ref().err()).cloned();
        if nothing {
            return unknown.map(Failure::from);
        }
        self.memory.saw(whose, state, plans.ok());
        trouble.map(Failure::from)
    }

    async fn plans(&self, client: &Client, iccid: &Iccid) -> Result<PlansRead, Fault> {
        let filter = SubscriptionFilter {
            iccid: Some(iccid.clone()),
            ..SubscriptionFilter::default()
        };
        let listed = client.newest_subscriptions(&filter, Timestamp::MIN, PATIENCE);
        let listed = self.account.observe(client, listed.await)?;
        let listed = listed.unwrap_or_default();
        let whole = listed.is_all();
        let plans = on_sim(listed.seen, iccid);
        Ok(PlansRead { plans, whole })
    }

    /// Whether this book has the SIM, and under other accounts only.
    pub(super) async fn is_of_another_account(
        &self,
        account: &AccountId,
        iccid: &Iccid,
    ) -> Result<bool, Failure> {
        let of_sim = self.orders_of_sim(iccid).await?;
        Ok(!of_sim.is_empty() && of_sim.iter().all(|order| order.account != *account))
    }

    /// Every order of this book that has the SIM, whatever its account.
    pub(super) async fn orders_of_sim(&self, iccid: &Iccid) -> Result<Vec<Order>, Failure> {
        let number = sim_number(iccid.as_str()).to_owned();
        let found = self.orders.book({
            let number = number.clone();
            move |book| book.search(&number, &Filter::default())
        });
        let mut orders = found.await?.orders;
        orders.retain(|order| {
            let theirs = order.iccid.as_deref();
            theirs.is_some_and(|theirs| same_sim(theirs, &number))
        });
        Ok(orders)
    }
}

/// Nobody has it, or somebody else does: which of the two, is not this account's to know.
pub(super) fn is_not_ours(fault: &Fault) -> bool {
    matches!(
        fault.kind,
        FaultKind::NotFound(_) | FaultKind::NotAllowed(_)
    )
}
