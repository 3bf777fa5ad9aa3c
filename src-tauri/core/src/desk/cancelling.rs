//! Giving an eSIM back: the request, sent when a person pressed, and what became of it where its answer does not say.
//!
//! It is settled by reading the SIM. Unlike an order it may be asked twice without harm, and still the program asks once only:
//! whether somebody gets their money is a person's decision. Not here: whether an eSIM may be given back (`refund`).

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::account::Account;
use super::model::{Failure, messages};
use super::orders::Orders;
use crate::book::{Order, OrderEvent, OrderFacts, OrderKey, OrderState};
use crate::connect::{
    Cancellation, Client, Fault, FaultKind, Iccid, Patience, PostMeaning, SimStatus, Subscription,
    SubscriptionFilter, SubscriptionId, on_sim,
};

/// A SIM has a few plans. A list that takes more is one of everything.
const PATIENCE: Patience = Patience::Requests(20);
/// The two clocks may differ by hours.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

/// Asks the service to take eSIMs back, and looks at what became of that.
pub(in crate::desk) struct Cancelling {
    account: Arc<Account>,
    orders: Arc<Orders>,
}

/// Whether the request is the first of its kind for an order. What an earlier one has done, no failure of a later one says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::desk) enum Asking {
    First,
    Again,
}

/// What a SIM says of an order that is being given back.
enum Whereabouts {
    /// The service has it no more, or not to be used: it was given back, or is not shown just now.
    Gone,
    /// A phone has it: then it was not, and cannot be.
    OnAPhone,
    /// It is as it was.
    StillThere,
    /// Nothing that settles it.
    Nothing,
}

impl Cancelling {
    pub(in crate::desk) fn new(account: Arc<Account>, orders: Arc<Orders>) -> Cancelling {
        Cancelling { account, orders }
    }

    /// Asks once. That it is asked is on disk.
    pub(in crate::desk) async fn send(
        &self,
        key: OrderKey,
        client: Client,
        iccid: Iccid,
        asking: Asking,
    ) {
        let answer = self
            .account
            .observe(&client, client.cancel_sim(&iccid).await);
        match answer {
            Ok(Cancellation::Done) => self.surely_given_back(key).await,
            // The next look settles it.
            Ok(Cancellation::Untold) => {}
            Err(fault) => {
                self.not_answered(key, &client, &iccid, (&fault, asking))
                    .await;
            }
        }
        self.orders.refund_answered(key);
        self.orders.wake_polling();
    }

    /// One look at an order that is being given back.
    pub(in crate::desk) async fn look(&self, key: OrderKey) -> Result<(), Fault> {
        let order = self.orders.get(key, |live| live.order().clone());
        let Some(order) = order.filter(|order| order.state == OrderState::Cancelling) else {
            return Ok(());
        };
        let iccid = order.iccid.as_deref().map(Iccid::new);
        let (Ok(client), Some(Ok(iccid))) = (self.account.client_for(&order.account), iccid) else {
            return Ok(());
        };
        let whereabouts = self.whereabouts(&client, &order, &iccid).await?;
        if !matches!(whereabouts, Whereabouts::Gone) {
            self.orders.seen_not_gone(key);
        }
        match whereabouts {
            Whereabouts::Gone => self.gone(key).await,
            Whereabouts::OnAPhone => self.stays(key, OrderFacts::default(), None).await,
            Whereabouts::StillThere => self.orders.seen_still_there(key),
            Whereabouts::Nothing => {}
        }
        self.orders.set_trouble(key, None);
        Ok(())
    }

    /// It is not given back: its code is proved again, and then it may be handed over.
    pub(in crate::desk) async fn stays(
        &self,
        key: OrderKey,
        facts: OrderFacts,
        why: Option<Failure>,
    ) {
        self.orders.refund_ended(key, why);
        self.orders
            .record(key, OrderEvent::NotCancelled, facts)
            .await;
        self.orders.wake_polling();
    }

    /// No answer says that it was given back, and there is no way on from that: the SIM has to stay gone.
    async fn gone(&self, key: OrderKey) {
        if self.orders.seen_gone(key) {
            self.given_back(key).await;
        }
    }

    /// The service says so. Whatever a look made of the order meanwhile, the code that it has is nobody's any more.
    async fn surely_given_back(&self, key: OrderKey) {
        if self.orders.state_of(key) != Some(OrderState::Cancelling) {
            tracing::warn!("an order was given back that was not to be any more");
            for event in [OrderEvent::CodeDoubted, OrderEvent::CancelAsked] {
                self.orders.record(key, event, OrderFacts::default()).await;
            }
        }
        self.given_back(key).await;
    }

    async fn given_back(&self, key: OrderKey) {
        let facts = OrderFacts::default();
        self.orders.record(key, OrderEvent::Cancelled, facts).await;
    }

    async fn not_answered(
        &self,
        key: OrderKey,
        client: &Client,
        iccid: &Iccid,
        (fault, asking): (&Fault, Asking),
    ) {
        let facts = OrderFacts {
            detail: Some(fault.kind.to_string()),
            words: fault.refusal().map(messages),
            ..OrderFacts::default()
        };
        let why = Failure::from(fault);
        let is_first = asking == Asking::First;
        let is_refused = match fault.meaning_for_order_post() {
            PostMeaning::NotSent if is_first => return self.stays(key, facts, Some(why)).await,
            PostMeaning::NotSent => false,
            PostMeaning::Refused => is_first,
            // A conflict is how others refuse what is in use.
            PostMeaning::Unconfirmed => is_first && matches!(fault.kind, FaultKind::Refused(_)),
        };
        self.orders.set_trouble(key, Some(why.clone()));
        // A no may also come of what an earlier request has done already: the SIM knows.
        let Some(order) = self.orders.get(key, |live| live.order().clone()) else {
            return;
        };
        match self.whereabouts(client, &order, iccid).await {
            Ok(Whereabouts::Gone) => self.gone(key).await,
            Ok(Whereabouts::OnAPhone) => self.stays(key, facts, Some(why)).await,
            Ok(Whereabouts::StillThere) if is_refused => self.stays(key, facts, Some(why)).await,
            Ok(Whereabouts::StillThere | Whereabouts::Nothing) | Err(_) => {}
        }
    }

    /// What the SIM says. One of which some was used was not given back, gone or not.
    async fn whereabouts(
        &self,
        client: &Client,
        order: &Order,
        iccid: &Iccid,
    ) -> Result<Whereabouts, Fault> {
        let status = match self.account.observe(client, client.sim(iccid).await) {
            Ok(sim) => Some(sim.status),
            Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => None,
            Err(fault) => return Err(fault),
        };
        Ok(match status {
            Some(SimStatus::Released) => Whereabouts::StillThere,
            Some(SimStatus::Downloaded | SimStatus::Installed) => Whereabouts::OnAPhone,
            Some(SimStatus::Other(_)) => Whereabouts::Nothing,
            Some(SimStatus::Unavailable) | None => {
                match self.is_used(client, order, iccid).await? {
                    Some(true) | None => Whereabouts::Nothing,
                    Some(false) => Whereabouts::Gone,
                }
            }
        })
    }

    /// Whether data of any plan on the SIM of an order was used, as far as the service says; `None` where nobody can tell. Where
    /// the list is one of everything, the plans that this book knows to be there are asked, one by one.
    pub(in crate::desk) async fn is_used(
        &self,
        client: &Client,
        order: &Order,
        iccid: &Iccid,
    ) -> Result<Option<bool>, Fault> {
        let filter = SubscriptionFilter {
            iccid: Some(iccid.clone()),
            ..SubscriptionFilter::default()
        };
        let since = order.created_at.checked_sub(A_DAY);
        let since = since.unwrap_or(Timestamp::MIN);
        let listed = client.newest_subscriptions(&filter, since, PATIENCE);
        let listed = self.account.observe(client, listed.await)?;
        let used = |plan: &Subscription| plan.spent_balance.is_some_and(|spent| !spent.is_zero());
        let mut is_known = false;
        if let Some(listed) = listed {
            is_known = listed.unread == 0 && listed.reaches(since);
            if on_sim(listed.seen, iccid).iter().any(used) {
                return Ok(Some(true));
            }
        }
        if is_known {
            return Ok(Some(false));
        }
        let Some(plans) = self.plans_of(order, iccid).await else {
            return Ok(None);
        };
        for id in plans {
            match self.account.observe(client, client.subscription(&id).await) {
                Ok(plan) if used(&plan) => return Ok(Some(true)),
                Ok(_) => {}
                Err(fault) if matches!(fault.kind, FaultKind::NotFound(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        Ok(Some(false))
    }

    /// The plans on the SIM of an order that this book knows; `None` where it does not know its first.
    async fn plans_of(&self, order: &Order, iccid: &Iccid) -> Option<Vec<SubscriptionId>> {
        let (account, number) = (order.account.clone(), iccid.as_str().to_owned());
        let top_ups = self
            .orders
            .book(move |book| book.top_ups_of(&account, &number))
            .await;
        let first = SubscriptionId::new(order.subscription_id.as_deref()?).ok()?;
        let others = top_ups.ok()?.into_iter();
        let others = others.filter_map(|one| SubscriptionId::new(&one.subscription_id?).ok());
        Some([first].into_iter().chain(others).collect())
    }
}
