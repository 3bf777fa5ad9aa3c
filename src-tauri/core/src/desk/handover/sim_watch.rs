//! It worked: the SIM of the order on screen is looked at while its code is handed over, and no longer.
//!
//! One order at a time, because one customer stands at the counter. The looks are few and share the request budget.

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::HandOver;
use super::sim::ask_sim;
use crate::book::{AccountId, OrderKey};
use crate::connect::Iccid;
use crate::desk::model::SimView;
use crate::desk::wait::wait;

/// While the customer is likely to be scanning.
const SOON: Duration = Duration::from_secs(3);
/// Later, the phone is slow or the customer has gone to sit down.
const LATER: Duration = Duration::from_secs(10);
const LONG: Duration = Duration::from_secs(3 * 60);

impl HandOver {
    /// Begins to look at the SIM of `order`, whose code has just come up.
    pub(super) fn watch_sim(self: &Arc<Self>, order: OrderKey, sim: Option<(AccountId, Iccid)>) {
        if let Some((whose, iccid)) = sim {
            tokio::spawn(watch(Arc::downgrade(self), order, whose, iccid));
        }
    }

    /// Asks the service once what the SIM is doing. Without an answer it stays as it was; false once another order is on
    /// screen, or none.
    pub(in crate::desk) async fn look_at_sim(&self, order: OrderKey, iccid: &str) -> bool {
        let (Ok(iccid), Some(whose)) = (Iccid::new(iccid), self.account.id()) else {
            return false;
        };
        self.ask_of_sim(order, &whose, &iccid).await
    }

    async fn ask_of_sim(&self, order: OrderKey, whose: &AccountId, iccid: &Iccid) -> bool {
        match ask_sim(&self.account, whose, iccid).await {
            Ok(sim) => self.saw_sim(order, sim),
            Err(_) => self.lock().shows(order),
        }
    }

    /// Notes what the SIM is doing; false once another order is on screen, or none.
    fn saw_sim(&self, order: OrderKey, sim: SimView) -> bool {
        let news = self.lock().note_sim(order, sim);
        if news == Some(true) {
            self.changes.notify();
        }
        news.is_some()
    }

    fn waited_long(&self, order: OrderKey) {
        let news = self.lock().waited_long(order);
        if news {
            self.changes.notify();
        }
    }
}

async fn watch(handover: Weak<HandOver>, order: OrderKey, whose: AccountId, iccid: Iccid) {
    let began = Instant::now();
    loop {
        let Some(handover) = handover
            .upgrade()
            .filter(|handover| handover.lock().shows(order))
        else {
            return;
        };
        let waiting = began.elapsed() < wait(LONG);
        if !waiting {
            handover.waited_long(order);
        }
        if !handover.ask_of_sim(order, &whose, &iccid).await {
            return;
        }
        // What is installed may still be deleted, and then the staff must see it.
        let installed = handover.lock().sim_of(order) == Some(SimView::Installed);
        let pause = if waiting && !installed { SOON } else { LATER };
        drop(handover);
        sleep(wait(pause)).await;
    }
}
