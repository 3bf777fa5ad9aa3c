//! It worked: the SIM of the order on screen is looked at while its code is handed over, and no longer.
//!
//! One order at a time, because one customer stands at the counter. The looks are few and share the request budget.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep};

use super::view::{OnScreenView, SimView};
use super::wait::wait;
use super::{Desk, Inner};
use crate::book::OrderKey;
use crate::connect::{Iccid, SimStatus};

/// While the customer is likely to be scanning.
const SOON: Duration = Duration::from_secs(3);
/// Later, the phone is slow or the customer has gone to sit down.
const LATER: Duration = Duration::from_secs(10);
const LONG: Duration = Duration::from_secs(3 * 60);

/// The order whose code is on screen.
#[derive(Clone, Debug)]
pub(super) struct OnScreen {
    pub(super) order: OrderKey,
    pub(super) sim: SimView,
    pub(super) since: Timestamp,
    /// So much time has gone by that the likely reasons help.
    pub(super) long: bool,
}

impl OnScreen {
    pub(super) fn view(&self) -> OnScreenView {
        OnScreenView {
            order: self.order,
            sim: self.sim,
            since: self.since.to_string(),
            long: self.long,
        }
    }
}

impl Desk {
    /// The customer has gone: nobody looks at their SIM any more.
    pub fn hand_over_done(&self) {
        self.inner.update(|state| {
            state.on_screen = None;
            state.customers.forget_code();
        });
    }
}

impl Inner {
    /// Begins to look at the SIM of `order`, unless it is the one that is looked at already.
    pub(super) fn watch_sim(self: &Arc<Self>, order: OrderKey, iccid: Option<String>) {
        let begun = self.update(|state| {
            if state
                .on_screen
                .as_ref()
                .is_some_and(|on_screen| on_screen.order == order)
            {
                return false;
            }
            state.on_screen = Some(OnScreen {
                order,
                sim: SimView::NotRead,
                since: Timestamp::now(),
                long: false,
            });
            state.handed.insert(order);
            true
        });
        if let Some(iccid) = iccid.and_then(|iccid| Iccid::new(&iccid).ok())
            && begun
        {
            tokio::spawn(watch(Arc::downgrade(self), order, iccid));
        }
    }

    /// The SIM of an order, from the book.
    pub(super) async fn iccid(&self, order: OrderKey) -> Option<String> {
        let row = self.with_book(move |book| book.order(order)).await;
        row.ok().and_then(|order| order.iccid)
    }

    /// Notes what the SIM is doing; false once another order is on screen, or none.
    fn saw_sim(&self, order: OrderKey, sim: SimView) -> bool {
        let mut state = self.lock();
        let Some(on_screen) = state
            .on_screen
            .as_mut()
            .filter(|on_screen| on_screen.order == order)
        else {
            return false;
        };
        if std::mem::replace(&mut on_screen.sim, sim) != sim {
            drop(state);
            self.changed.notify_one();
        }
        true
    }

    /// Asks the service once what the SIM is doing. Without an answer it stays as it was; false once another order is on
    /// screen, or none.
    pub(super) async fn look_at_sim(&self, order: OrderKey, iccid: &str) -> bool {
        let Ok(iccid) = Iccid::new(iccid) else {
            return false;
        };
        match self.ask_sim(&iccid).await {
            Ok(sim) => self.saw_sim(order, sim),
            Err(_) => self.hands_over(order),
        }
    }

    /// The time is up after which most customers have scanned.
    fn waited_long(&self, order: OrderKey) {
        let mut state = self.lock();
        let on_screen = state.on_screen.as_mut();
        if let Some(on_screen) =
            on_screen.filter(|on_screen| on_screen.order == order && !on_screen.long)
        {
            on_screen.long = true;
            drop(state);
            self.changed.notify_one();
        }
    }

    fn sees(&self, order: OrderKey, sim: SimView) -> bool {
        let state = self.lock();
        state
            .on_screen
            .as_ref()
            .is_some_and(|on_screen| on_screen.order == order && on_screen.sim == sim)
    }

    pub(super) fn hands_over(&self, order: OrderKey) -> bool {
        let state = self.lock();
        state
            .on_screen
            .as_ref()
            .is_some_and(|on_screen| on_screen.order == order)
    }
}

async fn watch(desk: Weak<Inner>, order: OrderKey, iccid: Iccid) {
    let began = Instant::now();
    loop {
        let Some(inner) = desk.upgrade().filter(|inner| inner.hands_over(order)) else {
            return;
        };
        let waiting = began.elapsed() < wait(LONG);
        if !waiting {
            inner.waited_long(order);
        }
        if !inner.look_at_sim(order, iccid.as_str()).await {
            return;
        }
        // What is installed may still be deleted, and then the staff must see it.
        let pause = if waiting && !inner.sees(order, SimView::Installed) {
            SOON
        } else {
            LATER
        };
        drop(inner);
        sleep(wait(pause)).await;
    }
}

pub(super) fn seen(status: &SimStatus) -> SimView {
    match status {
        SimStatus::Released => SimView::Released,
        SimStatus::Downloaded => SimView::Downloaded,
        SimStatus::Installed => SimView::Installed,
        SimStatus::Unavailable => SimView::Unavailable,
        SimStatus::Other(_) => SimView::Other,
    }
}
