//! Looking for orders whose answer was lost, by what the service sold to that customer and this book does not know.
//!
//! Never a second request: an order is found, or a person decides (`decide`). It is taken without one only where it can be
//! nobody else's (rulings 12 to 14).

use std::collections::HashSet;

use super::Recovery;
use super::search::{Again, Candidate, NextSearch, Searched};
use super::sold::{DAY, Sought, came_with, is_of_today, nobody_else_sells, noted_before, sold};
use crate::book::{AccountId, Order, OrderKey, OrderKind, OrderState, Sale};
use crate::clock;
use crate::connect::{Client, Fault, ProductId, Subscription};
use crate::desk::model::SimView;
use crate::desk::orders::LiveOrder;

/// More than these are not told apart by their SIMs: a person looks.
const MOST_SIMS: usize = 10;

/// What the book and the memory know beside the order itself.
struct Circumstances {
    /// Which of those subscriptions are orders of this book.
    subscriptions: HashSet<String>,
    /// Other sales to the same e-mail address.
    sales: Vec<Sale>,
    /// The sale of the same plan that came after this one.
    again: Option<Again>,
    /// The book lost orders that what is found may be.
    lacks_any: bool,
    /// One of those is undecided: what is found may be its eSIM, so it is settled first (rulings 34).
    waits_for: Option<OrderKey>,
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
        let waited_for = self.orders.get(key, LiveOrder::is_waited_for);
        let client = client.urgent(waited_for == Some(true));
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
        if self.orders.state_of(key) != Some(OrderState::Unconfirmed) {
            self.searches.end(key);
            let next = NextSearch::Decided;
            return Searched { next, fault };
        }
        let next = match self.with_search(key, |search| search.next_look()) {
            Some(Some(wait)) => NextSearch::In(wait),
            Some(None) => NextSearch::Stopped,
            // A person has just decided, and with that the search ended.
            None => NextSearch::Decided,
        };
        Searched { next, fault }
    }

    async fn look_through(
        &self,
        client: &Client,
        key: OrderKey,
        sought: &Sought,
    ) -> Result<(), Fault> {
        match sought.order.kind {
            OrderKind::NewEsim => {}
            OrderKind::TopUp => return self.look_on_sim(client, &sought.order).await,
        }
        let Ok(product) = ProductId::new(&sought.order.plan.product_id) else {
            return Ok(());
        };
        let Some(found) = sold(&self.account, &self.orders, client, sought, &product).await? else {
            return Ok(());
        };
        let Some(circumstances) = self.circumstances(sought, &found.subscriptions).await else {
            return Ok(());
        };
        // An answer with other plans in it was not made for this question, so it proves nothing.
        let mut sure = found.complete
            && found
                .subscriptions
                .iter()
                .all(|one| one.product_id.as_ref().is_none_or(|id| *id == product));
        let unknown: Vec<&Subscription> = found
            .subscriptions
            .iter()
            .filter(|one| one.product_id.as_ref().is_none_or(|id| *id == product))
            .filter(|one| !circumstances.subscriptions.contains(one.id.as_str()))
            .collect();
        let mut candidates = Vec::new();
        for one in &unknown {
            match noted_before(&sought.order, one) {
                Some(true) => continue,
                Some(false) => {}
                None => sure = false,
            }
            let Some(of_another) = self.is_sim_of_another(key, one).await else {
                // Nothing is concluded, least of all that nothing was found: then it could be ordered once more.
                return Ok(());
            };
            if of_another {
                continue;
            }
            let candidate = self.candidate(client, one, candidates.len()).await;
            // It may be what was topped up.
            sure &= !self.has_top_ups(&sought.order.account, &candidate).await;
            candidates.push(candidate);
        }
        let strangers = unknown.iter().any(|one| {
            noted_before(&sought.order, one) == Some(true) && is_of_today(one, &found.subscriptions)
        });
        if strangers {
            self.with_search(key, |search| search.strangers = true);
        }
        let alone = sure
            && circumstances.waits_for.is_none()
            // Two were bought for one: a person has to hear of it.
            && circumstances.again.is_none()
            && self.can_only_be(key, sought, &circumstances, &candidates)
            // What cannot be asked is not ruled out; the candidate is shown all the same.
            && nobody_else_sells(&self.account, &self.orders, client, sought, &candidates)
                .await
                .unwrap_or(false);
        let taken = candidates.first().filter(|_| alone).cloned();
        self.with_search(key, |search| {
            search.found(
                candidates,
                found.complete,
                circumstances.again,
                circumstances.waits_for,
            );
        });
        self.orders.set_trouble(key, None);
        if let Some(candidate) = taken {
            tracing::info!("an order was found again");
            self.take(key, &candidate).await;
        }
        Ok(())
    }

    /// The conditions of rulings 13 and 34, as far as they can be known without asking: only then no person is needed.
    fn can_only_be(
        &self,
        key: OrderKey,
        sought: &Sought,
        circumstances: &Circumstances,
        candidates: &[Candidate],
    ) -> bool {
        let [one] = candidates else {
            return false;
        };
        let readable = one.sim == SimView::Released && one.iccid.is_some();
        if !sought.sure_of_email || !readable {
            return false;
        }
        if sought.tagged {
            return true;
        }
        let (now, then) = (clock::now(), sought.order.created_at);
        let shared = circumstances.sales.iter().any(|sale| {
            [now, then]
                .iter()
                .any(|at| at.duration_since(sale.at).abs() < DAY)
        });
        let in_flight = circumstances.sales.iter().any(|sale| {
            sale.state.is_undecided() && sale.product_id == sought.order.plan.product_id
        });
        let note = sought.order.known_subscriptions.as_ref();
        let strangers = self.with_search(key, |search| search.strangers);
        note.is_some_and(|note| !note.strangers)
            && came_with(&sought.order, one.created)
            && !circumstances.lacks_any
            && strangers == Some(false)
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
                    && live.order().kind == OrderKind::NewEsim
                    && live.customer().is_none()
                    && live.state().is_undecided()
                    && live.order().plan.product_id == sought.order.plan.product_id
            })
        })
    }

    /// A subscription that is new, with its SIM. One that cannot be read is shown as that, and stops nothing else.
    async fn candidate(&self, client: &Client, one: &Subscription, already: usize) -> Candidate {
        let mut sim = SimView::NotRead;
        if let Some(iccid) = &one.iccid
            && already < MOST_SIMS
            && let Ok(read) = self.account.observe(client, client.sim(iccid).await)
        {
            sim = SimView::from(&read.status);
        }
        Candidate {
            subscription: one.id.as_str().to_owned(),
            iccid: one.iccid.as_ref().map(|iccid| iccid.as_str().to_owned()),
            created: one.created,
            sim,
        }
    }

    /// Whether the SIM of a subscription is another order's; `None` where the book cannot tell.
    async fn is_sim_of_another(&self, key: OrderKey, one: &Subscription) -> Option<bool> {
        let Some(iccid) = &one.iccid else {
            return Some(false);
        };
        let iccid = iccid.as_str().to_owned();
        let account = self.orders.get(key, |live| live.order().account.clone())?;
        let owner = self
            .orders
            .book(move |book| book.order_of_sim(&account, &iccid))
            .await
            .ok()?;
        Some(owner.is_some_and(|owner| owner != key))
    }

    /// Whether this desk put plans on that SIM, which it did not make. A book that cannot be asked cannot rule it out.
    async fn has_top_ups(&self, account: &AccountId, candidate: &Candidate) -> bool {
        let Some(iccid) = candidate.iccid.clone() else {
            return false;
        };
        let account = account.clone();
        let found = self
            .orders
            .book(move |book| book.top_ups_of(&account, &iccid))
            .await;
        found.map_or(true, |top_ups| !top_ups.is_empty())
    }

    /// What is known beside the order; `None` where the book cannot tell, and then nothing is concluded.
    async fn circumstances(&self, sought: &Sought, sold: &[Subscription]) -> Option<Circumstances> {
        let (account, email, key) = (
            sought.order.account.clone(),
            sought.customer_email().to_owned(),
            sought.order.key,
        );
        let ids: Vec<String> = sold.iter().map(|one| one.id.as_str().to_owned()).collect();
        let sales_to = email.clone();
        let since = sought.order.created_at - DAY;
        let (subscriptions, mut sales, instead, lacks_any) = self
            .orders
            .book(move |book| {
                let instead = book.placed_instead_of(key)?.into_iter();
                let instead = instead.map(|placed| book.order(placed));
                Ok((
                    book.known_of(&account, &ids)?,
                    book.sales_to(&account, &sales_to)?,
                    instead.collect::<Result<Vec<Order>, _>>()?,
                    book.lacks_any(key, since)?,
                ))
            })
            .await
            .ok()?;
        sales.extend(
            self.orders
                .read(|live| live.sales_to(&sought.order.account, &email)),
        );
        sales.retain(|sale| sale.key != key);
        let later = sales.iter().filter(|sale| sale.key > key);
        let waits_for = later
            .filter(|sale| sale.product_id == sought.order.plan.product_id)
            // What a tagged order finds is no other's.
            .filter(|sale| sale.state.is_undecided() && !sought.tagged)
            .map(|sale| sale.key)
            .max();
        // Another sale to the same customer was wanted. In the place of a lost one another plan may have been bought, under
        // another spelling, or with another account.
        let instead = instead.into_iter().map(|placed| {
            // Memory is ahead of a book that could not be written.
            let live = self.orders.get(placed.key, |live| live.order().clone());
            live.unwrap_or(placed)
        });
        let again = instead
            .filter(Order::may_be_charged)
            .max_by_key(|placed| placed.key)
            .map(|placed| Again {
                key: placed.key,
                iccid: placed.iccid,
            });
        Some(Circumstances {
            subscriptions,
            sales,
            again,
            lacks_any,
            waits_for,
        })
    }

    /// The order to look for, and by which address. From now on there is a search for it, also while the address is missing.
    fn sought(&self, key: OrderKey) -> Option<Sought> {
        let here = self.account.id()?;
        let (order, customer) = self
            .orders
            .get(key, |live| (live.order().clone(), live.customer().cloned()))?;
        if order.state != OrderState::Unconfirmed || order.account != here {
            return None;
        }
        let typed = self.searches.begin(key);
        let sure_of_email = customer.is_some();
        let (own, sent_as) = customer
            .map(|customer| (customer.email, customer.sent_as))
            .unzip();
        let sent_as = sent_as.filter(|sent_as| !sent_as.is_empty());
        let note = order.known_subscriptions.as_ref();
        let tagged = sent_as.is_some() && note.is_some_and(|note| note.count == 0);
        // A top-up is looked for by its SIM.
        let nobody = (order.kind == OrderKind::TopUp).then(String::new);
        Some(Sought {
            email: sent_as.or_else(|| own.clone()).or(typed).or(nobody)?,
            own,
            order,
            sure_of_email,
            tagged,
        })
    }
}
