//! One look at the SIM of an order whose code is not on screen, before the code is shown once more: whether a phone has it
//! already.
//!
//! Not in it: following the SIM while its code is up (`sim_watch`).

use std::time::Duration;

use jiff::SignedDuration;

use super::sim::ask_sim;
use crate::book::{OrderKey, OrderState};
use crate::clock;
use crate::connect::Iccid;
use crate::desk::account::Account;
use crate::desk::model::SimView;
use crate::desk::orders::Orders;

/// No customer waits longer for a code because the service is slow to say what its SIM is doing.
const PATIENCE: Duration = Duration::from_secs(2);
/// For so long a code that nobody has seen is taken as unused.
const FRESH: SignedDuration = SignedDuration::from_mins(10);

/// What the SIM of a ready order is doing, if it is known not to wait for its first phone.
pub(super) async fn sim_in_use(
    account: &Account,
    orders: &Orders,
    key: OrderKey,
    was_handed_over: bool,
) -> Option<SimView> {
    let order = orders.book(move |book| book.order(key)).await.ok()?;
    if order.state != OrderState::Ready || (!was_handed_over && became_ready_just_now(orders, key))
    {
        return None;
    }
    let iccid = Iccid::new(order.iccid.as_deref()?).ok()?;
    let asked = tokio::time::timeout(PATIENCE, ask_sim(account, &order.account, &iccid));
    let sim = asked.await.ok()?.ok()?;
    orders.saw_sim_of(&order, sim == SimView::Unavailable);
    match sim {
        sim @ (SimView::Downloaded | SimView::Installed | SimView::Unavailable) => Some(sim),
        SimView::Released | SimView::NotRead | SimView::Other => None,
    }
}

fn became_ready_just_now(orders: &Orders, key: OrderKey) -> bool {
    let ready = orders.get(key, |live| {
        // A late answer may still have taken it back.
        if live.was_to_be_given_back() {
            return None;
        }
        let mut entries = live.order().timeline.iter().rev();
        let ready = entries.find(|entry| entry.state == OrderState::Ready);
        ready.map(|entry| entry.at)
    });
    let ready = ready.flatten();
    ready.is_some_and(|at| clock::now().duration_since(at) < FRESH)
}
