//! A book that turns out to be damaged while the program runs: set aside, rebuilt, and given back what memory knows.
//!
//! How the file is rebuilt is the book's. Damage at the start is met when the book is opened.

use std::sync::atomic::Ordering;

use super::{Orders, RepairView};
use crate::desk::model::{Failure, WhyBook};

/// A file that is damaged again and again lies on a bad disk. More rebuilding would only wear out what is left.
const MOST_REPAIRS: u32 = 3;

impl Orders {
    /// The book met damage: it is rebuilt, unless that was done since `known`. What memory knows of this run's orders goes
    /// back into it. Gives the failure to tell.
    pub(super) async fn rebuild(&self, known: u32) -> Failure {
        let _turn = self.repairs.turn.lock().await;
        let done = self.repairs.done();
        if done > known {
            return rebuilt();
        }
        let Ok(book) = self.opened().cloned() else {
            return damaged();
        };
        if done >= MOST_REPAIRS {
            return damaged();
        }
        self.repairs.done.store(done + 1, Ordering::Release);
        tracing::error!("the order book is damaged");
        let repaired = tokio::task::spawn_blocking({
            let book = book.clone();
            move || book.repair()
        });
        let repair = match repaired.await {
            Ok(Ok(repair)) => repair,
            Ok(Err(error)) => {
                tracing::error!(%error, "the order book could not be rebuilt");
                return Failure::from(&error);
            }
            Err(_) => return damaged(),
        };
        let known: Vec<_> = self.read(|live| {
            live.iter()
                .map(|live| (live.order.clone(), live.customer.clone()))
                .collect()
        });
        let restored = tokio::task::spawn_blocking(move || {
            known
                .iter()
                .try_for_each(|(order, customer)| book.restore(order, customer.as_ref()))
        });
        if !matches!(restored.await, Ok(Ok(()))) {
            tracing::error!("not every order of this run went back into the book");
        }
        {
            let mut state = self.lock();
            state.repaired = Some(RepairView::of(&repair));
            state.reload = true;
        }
        self.changes.notify();
        self.maintain();
        rebuilt()
    }
}

fn damaged() -> Failure {
    Failure::Book {
        why: WhyBook::Damaged,
    }
}

fn rebuilt() -> Failure {
    Failure::Book {
        why: WhyBook::Rebuilt,
    }
}
