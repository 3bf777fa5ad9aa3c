//! Looking for orders whose answer was lost, by what the service sold to that customer and this book does not know.
//!
//! Never a second request: an order is found, or a person decides (`person`). It is taken without one only where it can be
//! nobody else's (rulings 12 to 14).

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::follow::Looked;
use super::guards::same_email;
use super::recovery::{Again, Candidate, Recovery};
use super::sim_watch::seen;
use super::view::SimView;
use super::{Inner, Tracked};
use crate::book::{AccountId, Filter, Order, OrderEvent, OrderFacts, OrderKey, OrderState, Sale};
use crate::connect::{Client, Fault, ProductId, Subscription, SubscriptionFilter};

/// An e-mail address with another order this recent may be a whole house's (rulings 13).
const SHARED: SignedDuration = SignedDuration::from_hours(24);
/// More than these are not told apart by their SIMs: a person looks.
const MOST_SIMS: usize = 10;

/// One order to look for.
struct Sought {
    order: Order,
    email: String,
    /// The e-mail address is the one of the sale, not one typed later.
    sure_of_email: bool,
}

/// What the book and the memory know beside the order itself.
struct Beside {
    /// Subscriptions and SIMs of other orders.
    subscriptions: HashSet<String>,
    /// Other sales to the same e-mail address.
    sales: Vec<Sale>,
    /// The sale of the same plan that came after this one.
    again: Option<Again>,
}

impl Inner {
    /// One look for an order whose answer was lost; the first one only makes the plan.
    pub(super) async fn look_for(&self, key: OrderKey) -> Looked {
        let sought = self.sought(key);
        self.changed.notify_one();
        let (Some(sought), Ok(client)) = (sought, self.client()) else {
            // Without an e-mail address nothing can be looked for. When it is typed, this is called again.
            return Looked::Done;
        };
        let due = self.recovering(key, |recovery| {
            let due = recovery.is_due();
            if due {
                recovery.tried();
            }
            due
        });
        if due == Some(true)
            && let Err(fault) = self.look_through(&client, key, &sought).await
        {
            self.held_up(key, &fault);
            if self.client().is_err() {
                return Looked::Done;
            }
        }
        if self.state_of(key) != Some(OrderState::Unconfirmed) {
            return Looked::Again(None);
        }
        match self
            .recovering(key, |recovery| recovery.next_look())
            .flatten()
        {
            Some(wait) => Looked::In(wait),
            None => Looked::Done,
        }
    }

    async fn look_through(
        &self,
        client: &Client,
        key: OrderKey,
        sought: &Sought,
    ) -> Result<(), Fault> {
        let Ok(product) = ProductId::new(&sought.order.plan.product_id) else {
            return Ok(());
        };
        let filter = SubscriptionFilter {
            email: Some(sought.email.clone().into()),
            product_id: Some(product.clone()),
            ..SubscriptionFilter::default()
        };
        let sold = self.heard(client.subscriptions(&filter).await)?;
        let Some(beside) = self.beside(sought).await else {
            return Ok(());
        };
        // An answer with other plans in it was not made for this question, so it proves nothing.
        let trusted = sold
            .iter()
            .all(|one| one.product_id.as_ref().is_none_or(|id| *id == product));
        let new = sold
            .into_iter()
            .filter(|one| one.product_id.as_ref().is_none_or(|id| *id == product))
            .filter(|one| !beside.subscriptions.contains(one.id.as_str()))
            .filter(|one| !noted_before(&sought.order, one));
        let mut candidates = Vec::new();
        for one in new {
            if let Some(candidate) = self.candidate(client, key, &one, candidates.len()).await? {
                candidates.push(candidate);
            }
        }
        let alone = trusted && self.can_only_be(sought, &beside, &candidates);
        let taken = candidates.first().filter(|_| alone).cloned();
        self.recovering(key, |recovery| recovery.found(candidates, beside.again));
        self.trouble(key, None);
        if let Some(candidate) = taken {
            tracing::info!("an order was found again");
            self.take(key, &candidate).await;
        }
        Ok(())
    }

    /// That subscription is this order.
    pub(super) async fn take(&self, key: OrderKey, candidate: &Candidate) {
        let facts = OrderFacts {
            subscription_id: Some(candidate.subscription.clone()),
            iccid: candidate.iccid.clone(),
            ..OrderFacts::default()
        };
        self.record(key, OrderEvent::Found, facts).await;
        self.trouble(key, None);
    }

    /// The conditions of rulings 13: only then no person is needed.
    fn can_only_be(&self, sought: &Sought, beside: &Beside, candidates: &[Candidate]) -> bool {
        let [one] = candidates else {
            return false;
        };
        let several_desks = match self.lock().account.view() {
            Some(account) => account.several_desks,
            None => true,
        };
        let now = Timestamp::now();
        let shared = beside
            .sales
            .iter()
            .any(|sale| now.duration_since(sale.at).abs() < SHARED);
        let in_flight = beside.sales.iter().any(|sale| {
            sale.state.is_undecided() && sale.product_id == sought.order.plan.product_id
        });
        sought.sure_of_email
            && sought.order.known_subscriptions.is_some()
            && one.sim == SimView::Released
            && one.iccid.is_some()
            && !several_desks
            && !shared
            && !in_flight
            && !self.somebody_unknown_in_flight(sought)
    }

    /// Whether an undecided order for the same plan has a customer that nobody knows any more.
    fn somebody_unknown_in_flight(&self, sought: &Sought) -> bool {
        let state = self.lock();
        state.orders_here().any(|tracked| {
            tracked.order.key != sought.order.key
                && tracked.customer.is_none()
                && tracked.state().is_undecided()
                && tracked.order.plan.product_id == sought.order.plan.product_id
        })
    }

    /// The SIM of a subscription that is new; `None` where that SIM is another order's.
    async fn candidate(
        &self,
        client: &Client,
        key: OrderKey,
        one: &Subscription,
        already: usize,
    ) -> Result<Option<Candidate>, Fault> {
        let mut sim = SimView::NotRead;
        if let Some(iccid) = &one.iccid {
            if self.is_sim_of_another(key, iccid.as_str()).await {
                return Ok(None);
            }
            if already < MOST_SIMS {
                sim = seen(&self.heard(client.sim(iccid).await)?.status);
            }
        }
        Ok(Some(Candidate {
            subscription: one.id.as_str().to_owned(),
            iccid: one.iccid.as_ref().map(|iccid| iccid.as_str().to_owned()),
            created: one.created,
            sim,
        }))
    }

    async fn is_sim_of_another(&self, key: OrderKey, iccid: &str) -> bool {
        let iccid = iccid.to_owned();
        let found = self
            .with_book(move |book| {
                let page = book.search(&iccid, &Filter::default())?;
                let mut others = page.orders.iter().filter(|order| order.key != key);
                Ok(others.any(|order| order.iccid.as_deref() == Some(iccid.as_str())))
            })
            .await;
        // A book that cannot be asked cannot rule it out.
        found.unwrap_or(true)
    }

    /// What is known beside the order; `None` where the book cannot tell, and then nothing is concluded.
    async fn beside(&self, sought: &Sought) -> Option<Beside> {
        let (account, email, key) = (
            sought.order.account.clone(),
            sought.email.clone(),
            sought.order.key,
        );
        let (subscriptions, mut sales) = self
            .with_book(move |book| {
                Ok((
                    book.known_subscriptions(&account)?,
                    book.sales_to(&account, &email)?,
                ))
            })
            .await
            .ok()?;
        sales.extend(self.sales_in_memory(&sought.order.account, &sought.email));
        sales.retain(|sale| sale.key != key);
        let again = sales
            .iter()
            .filter(|sale| sale.key > key && sale.product_id == sought.order.plan.product_id)
            .filter(|sale| !matches!(sale.state, OrderState::NotSent | OrderState::Refused))
            .max_by_key(|sale| sale.key)
            .map(|sale| sale.key);
        let again = match again {
            Some(key) => Some(Again {
                key,
                iccid: self.iccid(key).await,
            }),
            None => None,
        };
        Some(Beside {
            subscriptions,
            sales,
            again,
        })
    }

    /// Sales of this run; the book may not have been allowed to keep their customers.
    pub(super) fn sales_in_memory(&self, account: &AccountId, email: &str) -> Vec<Sale> {
        let state = self.lock();
        let here = state.orders.values().filter(|tracked| {
            tracked.order.account == *account
                && tracked
                    .customer
                    .as_ref()
                    .is_some_and(|customer| same_email(&customer.email) == same_email(email))
        });
        here.map(|tracked| Sale {
            key: tracked.order.key,
            product_id: tracked.order.plan.product_id.clone(),
            state: tracked.state(),
            at: tracked.order.created_at,
        })
        .collect()
    }

    fn sought(&self, key: OrderKey) -> Option<Sought> {
        let mut state = self.lock();
        let here = state.account_id();
        let tracked = state.orders.get_mut(&key)?;
        if tracked.state() != OrderState::Unconfirmed
            || here.as_ref() != Some(&tracked.order.account)
        {
            return None;
        }
        let recovery = tracked.recovery.get_or_insert_with(Recovery::new);
        let own = tracked
            .customer
            .as_ref()
            .map(|customer| customer.email.clone());
        let sure_of_email = own.is_some();
        let email = own.or_else(|| recovery.typed_email.clone())?;
        Some(Sought {
            order: tracked.order.clone(),
            email,
            sure_of_email,
        })
    }

    /// Works on what is known of the recovery of an order, and shows it.
    pub(super) fn recovering<T>(
        &self,
        key: OrderKey,
        work: impl FnOnce(&mut Recovery) -> T,
    ) -> Option<T> {
        self.update(|state| state.orders.get_mut(&key)?.recovery.as_mut().map(work))
    }

    pub(super) fn state_of(&self, key: OrderKey) -> Option<OrderState> {
        self.lock().orders.get(&key).map(Tracked::state)
    }
}

/// Whether the subscription was there before the order. Without a note of that, everything may be new.
fn noted_before(order: &Order, one: &Subscription) -> bool {
    order
        .known_subscriptions
        .as_ref()
        .is_some_and(|ids| ids.iter().any(|id| id == one.id.as_str()))
}
