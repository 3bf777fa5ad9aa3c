//! One look at the SIM of an order whose code is not on screen: before the code is shown once more, and for help.
//!
//! Not in it: following the SIM while its code is up (`sim_watch`).

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::failure::Failure;
use super::sim_watch::seen;
use super::view::{HandOver, SimView};
use super::{Desk, Inner};
use crate::book::{OrderKey, OrderState};
use crate::connect::Iccid;

/// No customer waits longer for a code because the service is slow to say what its SIM is doing.
const PATIENCE: Duration = Duration::from_secs(2);
/// For so long a code that nobody has seen is taken as unused.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

impl Desk {
    /// What *Hand over* shows for `key`, unless the eSIM is on a phone already or gone: then that is said instead, and no
    /// code leaves. `anyway` is the staff's answer to it.
    pub async fn hand_over_carefully(
        &self,
        key: OrderKey,
        anyway: bool,
    ) -> Result<HandOver, Failure> {
        if !anyway
            && !self.inner.hands_over(key)
            && let Some(sim) = self.inner.used(key).await
        {
            return Ok(HandOver::Used { sim });
        }
        self.hand_over(key).await
    }

    /// What the service says of an order's SIM now.
    pub async fn sim(&self, key: OrderKey) -> Result<SimView, Failure> {
        let iccid = self.inner.iccid(key).await;
        let iccid = iccid.and_then(|iccid| Iccid::new(&iccid).ok());
        let Some(iccid) = iccid else {
            return Ok(SimView::NotRead);
        };
        self.inner.ask_sim(&iccid).await
    }
}

impl Inner {
    pub(super) async fn ask_sim(&self, iccid: &Iccid) -> Result<SimView, Failure> {
        let sim = self.heard(self.client()?.sim(iccid).await)?;
        Ok(seen(&sim.status))
    }

    /// What the SIM of a ready order is doing, if it is known not to wait for its first phone.
    async fn used(&self, key: OrderKey) -> Option<SimView> {
        let order = self.with_book(move |book| book.order(key)).await.ok()?;
        if order.state != OrderState::Ready || self.fresh(key) {
            return None;
        }
        let iccid = Iccid::new(order.iccid.as_deref()?).ok()?;
        let asked = tokio::time::timeout(PATIENCE, self.ask_sim(&iccid));
        match asked.await.ok()?.ok()? {
            sim @ (SimView::Downloaded | SimView::Installed | SimView::Unavailable) => Some(sim),
            SimView::Released | SimView::NotRead | SimView::Other => None,
        }
    }

    /// Whether the order became ready a moment ago, and its code was on no screen.
    fn fresh(&self, key: OrderKey) -> bool {
        let state = self.lock();
        let moments = state
            .orders
            .get(&key)
            .map(|tracked| &tracked.order.timeline);
        let ready = moments.and_then(|moments| {
            moments
                .iter()
                .rev()
                .find(|moment| moment.state == OrderState::Ready)
        });
        !state.handed.contains(&key)
            && ready.is_some_and(|moment| Timestamp::now().duration_since(moment.at) < FRESH)
    }
}
