//! What this run knows of its orders and of its book, behind the one lock of this part, which nobody outside this file takes.
//!
//! What is done with an order is its own (`live`), and what is written the book's. Nothing here waits, or tells anybody.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::live::LiveOrder;
use super::live_orders::LiveOrders;
use super::view::{BookNotes, RepairView, Shown};
use crate::desk::model::Failure;

pub(super) struct Memory {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    orders: LiveOrders,
    /// How many open orders belong to other accounts.
    of_other_accounts: u32,
    /// What the last rebuilding of the book came to.
    repaired: Option<RepairView>,
    /// What else should be known of the book.
    notes: BookNotes,
    /// The book was rebuilt, and may have open orders that are not polled.
    reload: bool,
    /// Why the open orders are not known, where the book could not be read.
    unread: Option<Failure>,
}

impl Memory {
    /// What the opening of the book told.
    pub(super) fn new(repaired: Option<RepairView>, notes: BookNotes) -> Memory {
        Memory {
            state: Mutex::new(State {
                repaired,
                notes,
                ..State::default()
            }),
        }
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&LiveOrders) -> T) -> T {
        work(&self.lock().orders)
    }

    pub(super) fn change<T>(&self, work: impl FnOnce(&mut LiveOrders) -> T) -> T {
        work(&mut self.lock().orders)
    }

    /// What the window is shown, with what `work` makes of the orders.
    pub(super) fn shown<T>(&self, work: impl FnOnce(&LiveOrders) -> T) -> Shown<T> {
        let state = self.lock();
        Shown {
            orders: work(&state.orders),
            of_other_accounts: state.of_other_accounts,
            book: state.unread.clone(),
            repaired: state.repaired.clone(),
            notes: state.notes.clone(),
        }
    }

    /// Takes in the open orders of an account. What memory has already it knows better.
    pub(super) fn take_loaded(&self, orders: Vec<LiveOrder>, of_other_accounts: u32) {
        let mut state = self.lock();
        state.unread = None;
        state.of_other_accounts = of_other_accounts;
        for live in orders {
            state.orders.insert_new(live);
        }
    }

    pub(super) fn unread(&self) -> Option<Failure> {
        self.lock().unread.clone()
    }

    pub(super) fn set_unread(&self, why: Failure) {
        self.lock().unread = Some(why);
    }

    pub(super) fn of_other_accounts(&self) -> u32 {
        self.lock().of_other_accounts
    }

    pub(super) fn repaired(&self) -> Option<RepairView> {
        self.lock().repaired.clone()
    }

    /// The book was rebuilt.
    pub(super) fn set_repaired(&self, repaired: RepairView) {
        let mut state = self.lock();
        state.repaired = Some(repaired);
        state.reload = true;
    }

    /// Whether the book was rebuilt since this was last asked.
    pub(super) fn take_reload(&self) -> bool {
        std::mem::take(&mut self.lock().reload)
    }

    pub(super) fn set_closed_months(&self, months: Vec<String>) {
        self.lock().notes.closed_months = months;
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
