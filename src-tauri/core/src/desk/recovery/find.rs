//! Looking for orders whose answer was lost, by what the service sold to that customer and this book does not know.
//!
//! Never a second request: an order is found, or a person decides (`decide`). It is taken without one only where it can be
//! nobody else's (rulings 12 to 14).

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use super::Recovery;
use super::search::{Again, Candidate, NextSearch, Search, Searched};
use crate::book::{Filter, Order, OrderKey, OrderState, Sale};
use crate::connect::{Client, Fault, ProductId, Subscription, SubscriptionFilter};
use crate::desk::model::SimView;
use crate::typed::same_sim;

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

impl Recovery {
    /// One look for an order whose answer was lost; the first one only makes the plan.
    pub(in crate::desk) async fn search(&self, key: OrderKey) -> Searched {
        let stopped = Searched {
            next: NextSearch::Stopped,
            fault: None,
        };
        let sought = self.sought(key);
        self.changes.notify();
        // Without an e-mail address nothing can be looked for. When it is typed, this is called again.
        let Some(sought) = sought else {
            return stopped;
        };
        let Ok(client) = self.account.client_for(&sought.order.account) else {
            return stopped;
        };
        let due = self.with_search(key, |search| {
            let due = search.is_due();
            if due {
                search.tried();
            }
            due
        });
        let fault = match due {
            Some(true) => self.look_through(&client, key, &sought).await.err(),
            Some(false) | None => None,
        };
        let next = match self.orders.state_of(key) {
            Some(OrderState::Unconfirmed) => {
                let wait = self.with_search(key, |search| search.next_look());
                match wait {
                    Some(Some(wait)) => NextSearch::In(wait),
                    Some(None) => NextSearch::Stopped,
                    // A person has just decided, and with that the search ended.
                    None => NextSearch::Decided,
                }
            }
            _ => {
                self.end_search(key);
                NextSearch::Decided
            }
        };
        Searched { next, fault }
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
        let sold = self.account.observe(client.subscriptions(&filter).await)?;
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
        self.with_search(key, |search| search.found(candidates, beside.again));
        self.orders.set_trouble(key, None);
        if let Some(candidate) = taken {
            tracing::info!("an order was found again");
            self.take(key, &candidate).await;
        }
        Ok(())
    }

    /// The conditions of rulings 13: only then no person is needed.
    fn can_only_be(&self, sought: &Sought, beside: &Beside, candidates: &[Candidate]) -> bool {
        let [one] = candidates else {
            return false;
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
            && !self.account.several_desks()
            && !shared
            && !in_flight
            && !self.somebody_unknown_in_flight(sought)
    }

    /// Whether an undecided order for the same plan has a customer that nobody knows any more.
    fn somebody_unknown_in_flight(&self, sought: &Sought) -> bool {
        self.orders.read(|live| {
            live.of(Some(&sought.order.account)).any(|live| {
                live.key() != sought.order.key
                    && live.customer.is_none()
                    && live.state().is_undecided()
                    && live.order.plan.product_id == sought.order.plan.product_id
            })
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
                let read = self.account.observe(client.sim(iccid).await)?;
                sim = SimView::from(&read.status);
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
            .orders
            .book(move |book| {
                let page = book.search(&iccid, &Filter::default())?;
                let mut others = page.orders.iter().filter(|order| order.key != key);
                Ok(others.any(|order| {
                    order
                        .iccid
                        .as_deref()
                        .is_some_and(|known| same_sim(known, &iccid))
                }))
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
            .orders
            .book(move |book| {
                Ok((
                    book.known_subscriptions(&account)?,
                    book.sales_to(&account, &email)?,
                ))
            })
            .await
            .ok()?;
        sales.extend(
            self.orders
                .read(|live| live.sales_to(&sought.order.account, &sought.email)),
        );
        sales.retain(|sale| sale.key != key);
        let again = sales
            .iter()
            .filter(|sale| sale.key > key && sale.product_id == sought.order.plan.product_id)
            .filter(|sale| sale.state.may_be_charged())
            .max_by_key(|sale| sale.key)
            .map(|sale| sale.key);
        let again = match again {
            Some(key) => Some(Again {
                key,
                iccid: self.orders.iccid(key).await,
            }),
            None => None,
        };
        Some(Beside {
            subscriptions,
            sales,
            again,
        })
    }

    /// The order to look for, and by which address. From now on there is a search for it, also while the address is missing.
    fn sought(&self, key: OrderKey) -> Option<Sought> {
        let here = self.account.id()?;
        let (order, own) = self.orders.get(key, |live| {
            let email = live.customer.as_ref().map(|customer| &customer.email);
            (live.order.clone(), email.cloned())
        })?;
        if order.state != OrderState::Unconfirmed || order.account != here {
            return None;
        }
        let typed = {
            let mut searches = self.lock();
            let search = searches.entry(key).or_insert_with(Search::new);
            search.typed_email.clone()
        };
        let sure_of_email = own.is_some();
        Some(Sought {
            order,
            email: own.or(typed)?,
            sure_of_email,
        })
    }
}

/// Whether the subscription was there before the order. Without a note of that, everything may be new.
fn noted_before(order: &Order, one: &Subscription) -> bool {
    order
        .known_subscriptions
        .as_ref()
        .is_some_and(|ids| ids.iter().any(|id| id == one.id.as_str()))
}
