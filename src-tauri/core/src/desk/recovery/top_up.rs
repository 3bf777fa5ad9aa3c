//! Looking for a top-up whose answer was lost, by the plans on its SIM: whatever is there of its plan, was not there before
//! and is no other order's may be it. Also for one that the service calls completed without saying what it made.
//!
//! It is taken without a person by the same care as a sale (`find`), but for the SIM: that is surely the right one.

use std::collections::HashSet;

use jiff::Timestamp;

use super::Recovery;
use super::search::{Again, Candidate};
use super::sold::{DAY, PATIENCE, came_with, made_before, noted_before};
use crate::book::{Order, OrderKey};
use crate::connect::{Client, Fault, Iccid, ProductId, SubscriptionFilter};
use crate::desk::model::SimView;

/// The plans on a SIM that may be a top-up.
pub(in crate::desk) struct OnSim {
    pub(super) candidates: Vec<Candidate>,
    /// Whether all was seen that may be it.
    pub(super) complete: bool,
    /// Whether each of them is surely of its plan, and surely new: not there before the order, and made with it.
    sure: bool,
    /// Whether one of them surely was not there before the order.
    came: bool,
    /// Whether there is one that does not say which SIM it is on: it is nobody's for sure, and never taken for this one's.
    unnamed: bool,
}

/// So many plans that do not say in the list where they are, are asked one by one.
const MOST_ASKED: usize = 5;

/// What the book and the memory know beside it.
struct Others {
    /// A later top-up of the same that has to be decided first.
    waits_for: Option<OrderKey>,
    again: Option<OrderKey>,
    in_flight: bool,
    lacks_any: bool,
}

impl OnSim {
    /// The one plan that came, where it is one.
    pub(in crate::desk) fn only(&self) -> Option<&str> {
        match self.candidates.as_slice() {
            [one] if !self.unnamed => Some(&one.subscription),
            _ => None,
        }
    }

    /// Whether a plan came since the order left. One that may have been there before says nothing.
    pub(in crate::desk) fn came(&self) -> bool {
        self.came
    }
}

impl Recovery {
    /// One look for a top-up whose answer was lost.
    pub(super) async fn look_on_sim(&self, client: &Client, order: &Order) -> Result<(), Fault> {
        let Some(mut found) = self.new_on_sim(client, order).await? else {
            return Ok(());
        };
        let Some(others) = self.other_top_ups(order).await else {
            return Ok(());
        };
        // One of them may have got its plan since the list was compared with the book: it is not in flight any more, and
        // what it got is no candidate.
        let ids = found.candidates.iter().map(|one| one.subscription.clone());
        let Some(known) = self.known_of(order, ids.collect()).await else {
            return Ok(());
        };
        found
            .candidates
            .retain(|one| !known.contains(&one.subscription));
        let key = order.key;
        let alone = self.is_its_own(order, &found, &others);
        let taken = found.candidates.first().filter(|_| alone).cloned();
        let again = others.again.map(|key| Again {
            key,
            iccid: order.iccid.clone(),
        });
        self.with_search(key, |search| {
            // What does not say where it is may be it: then nothing is concluded from there being no other.
            let complete = found.complete && !found.unnamed;
            search.found(found.candidates, complete, again, others.waits_for);
        });
        self.orders.set_trouble(key, None);
        if let Some(candidate) = taken {
            tracing::info!("a top-up was found again");
            self.take(key, &candidate).await;
        }
        Ok(())
    }

    /// The plan of a top-up that the service took, and whose end it tells by a word that says nothing: that it was bought is not
    /// known by that, so that only what is surely its own is taken, as of a lost one.
    pub(in crate::desk) async fn surely_on_sim(
        &self,
        client: &Client,
        order: &Order,
    ) -> Result<Option<String>, Fault> {
        let Some(found) = self.new_on_sim(client, order).await? else {
            return Ok(None);
        };
        let Some(others) = self.other_top_ups(order).await else {
            return Ok(None);
        };
        let is_its_own = self.is_its_own(order, &found, &others);
        let only = found.only().filter(|_| is_its_own);
        Ok(only.map(str::to_owned))
    }

    /// Whether what was found is this top-up's without a person.
    fn is_its_own(&self, order: &Order, found: &OnSim, others: &Others) -> bool {
        let note = order.known_subscriptions.as_ref();
        found.complete
            && !found.unnamed
            && found.sure
            && found.only().is_some()
            && note.is_some_and(|note| !note.strangers)
            // Two were bought for one: a person has to hear of it.
            && others.again.is_none()
            && !others.in_flight
            && !others.lacks_any
            && !self.account.several_desks()
    }

    /// What came to the SIM of a top-up since it left, of its plan, and is no other order's. `None` where nobody can tell.
    pub(in crate::desk) async fn new_on_sim(
        &self,
        client: &Client,
        order: &Order,
    ) -> Result<Option<OnSim>, Fault> {
        let product = ProductId::new(&order.plan.product_id);
        let iccid = order.iccid.as_deref().map(Iccid::new);
        let (Ok(product), Some(Ok(iccid))) = (product, iccid) else {
            return Ok(None);
        };
        let filter = SubscriptionFilter {
            iccid: Some(iccid.clone()),
            ..SubscriptionFilter::default()
        };
        let all = client
            .newest_subscriptions(&filter, Timestamp::MIN, PATIENCE)
            .await;
        let Some(all) = self.account.observe(client, all)? else {
            return Ok(None);
        };
        let complete = all.unread == 0 && all.reaches(order.created_at - DAY);
        let ids = all.seen.iter().map(|one| one.id.as_str().to_owned());
        let Some(known) = self.known_of(order, ids.collect()).await else {
            return Ok(None);
        };
        let mut found = OnSim {
            candidates: Vec::new(),
            complete,
            sure: true,
            came: false,
            unnamed: false,
        };
        let mut asked = 0;
        for mut one in all.seen {
            let other_plan = one.product_id.as_ref().is_some_and(|id| *id != product);
            if !one.may_be_on(&iccid) || other_plan || known.contains(one.id.as_str()) {
                continue;
            }
            if !one.names(&iccid) && noted_before(order, &one) != Some(true) && asked < MOST_ASKED {
                asked += 1;
                // A list may say less than the plan itself.
                let read = self
                    .account
                    .observe(client, client.subscription(&one.id).await);
                one.iccid = read.ok().and_then(|read| read.iccid);
            }
            if !one.names(&iccid) {
                found.unnamed |= one.iccid.is_none() && noted_before(order, &one) != Some(true);
                continue;
            }
            match noted_before(order, &one) {
                Some(true) => continue,
                Some(false) => {
                    found.sure &= one.product_id.is_some() && came_with(order, one.created);
                }
                None => found.sure = false,
            }
            let has_note = order.known_subscriptions.is_some();
            let noted_new = has_note && noted_before(order, &one) == Some(false);
            // The list that was noted may have been a stale one.
            let may_be_new = noted_new || one.created.is_some();
            found.came |= may_be_new && !made_before(order, one.created);
            found.candidates.push(Candidate {
                subscription: one.id.as_str().to_owned(),
                iccid: order.iccid.clone(),
                created: one.created,
                sim: SimView::NotRead,
            });
        }
        Ok(Some(found))
    }

    /// Which of these plans are an order's already; `None` where the book cannot tell.
    async fn known_of(&self, order: &Order, ids: Vec<String>) -> Option<HashSet<String>> {
        let account = order.account.clone();
        let known = self
            .orders
            .book(move |book| book.known_of(&account, &ids))
            .await;
        known.ok()
    }

    /// The other top-ups of the same plan on the same SIM; `None` where the book cannot tell.
    async fn other_top_ups(&self, order: &Order) -> Option<Others> {
        let (account, key) = (order.account.clone(), order.key);
        let iccid = order.iccid.clone()?;
        let since = order.created_at - DAY;
        let (rows, instead, lacks_any) = self
            .orders
            .book(move |book| {
                Ok((
                    book.top_ups_of(&account, &iccid)?,
                    book.placed_instead_of(key)?,
                    book.lacks_any(key, since)?,
                ))
            })
            .await
            .ok()?;
        let rows = rows.into_iter().map(|row| {
            self.orders
                .get(row.key, |live| live.order().clone())
                .unwrap_or(row)
        });
        let same: Vec<Order> = rows
            .filter(|row| row.key != key && row.plan.product_id == order.plan.product_id)
            .collect();
        let later = same.iter().filter(|row| row.key > key);
        Some(Others {
            waits_for: later
                .clone()
                .filter(|row| row.state.is_undecided())
                .map(|row| row.key)
                .max(),
            again: later
                .filter(|row| instead.contains(&row.key) && row.may_be_charged())
                .map(|row| row.key)
                .max(),
            in_flight: same.iter().any(|row| row.state.is_undecided()),
            lacks_any,
        })
    }
}
