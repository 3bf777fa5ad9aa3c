//! A book that turns out to be damaged while the program runs: set aside, rebuilt, and given back what memory knows.
//!
//! How the file is rebuilt is the book's. Damage at the start is met when the book is opened.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::time::Instant;

use super::memory::Memory;
use super::view::RepairView;
use crate::book::Book;
use crate::desk::model::{Failure, WhyBook};
use crate::desk::wait::wait;

/// A file that is damaged again and again lies on a bad disk. More rebuilding would only wear out what is left.
const MOST_REPAIRS: u32 = 3;

/// How long a rebuilding that failed (a full disk, say) is not tried again. Until then its failure is told.
const AFTER_A_FAILURE: Duration = Duration::from_secs(30);

/// The repairs of this run.
#[derive(Default)]
pub(super) struct Repairs {
    /// One at a time, and how the last one failed, where it did.
    turn: tokio::sync::Mutex<Option<(Instant, Failure)>>,
    done: AtomicU32,
}

impl Repairs {
    /// How often the book was rebuilt: to be read before work that may meet damage.
    pub(super) fn done(&self) -> u32 {
        self.done.load(Ordering::Acquire)
    }

    /// The book met damage: it is rebuilt, unless that was done since `known`. What memory knows of this run's orders goes
    /// back into it; then `tell` is called. Gives the failure of whoever met the damage.
    pub(super) async fn rebuild(
        &self,
        book: &Book,
        memory: &Memory,
        known: u32,
        tell: impl FnOnce(),
    ) -> Failure {
        let mut failed = self.turn.lock().await;
        let done = self.done();
        if done > known {
            return rebuilt();
        }
        if done >= MOST_REPAIRS {
            return damaged();
        }
        if let Some((at, failure)) = failed.as_ref()
            && at.elapsed() < wait(AFTER_A_FAILURE)
        {
            return failure.clone();
        }
        tracing::error!("the order book is damaged");
        let repaired = tokio::task::spawn_blocking({
            let book = book.clone();
            move || book.repair()
        });
        let repair = match repaired.await {
            Ok(Ok(repair)) => repair,
            Ok(Err(error)) => {
                tracing::error!(%error, "the order book could not be rebuilt");
                let failure = Failure::from(&error);
                *failed = Some((Instant::now(), failure.clone()));
                return failure;
            }
            Err(_) => return damaged(),
        };
        self.done.store(done + 1, Ordering::Release);
        let known: Vec<_> = memory.read(|live| {
            live.iter()
                .map(|live| (live.order.clone(), live.customer.clone()))
                .collect()
        });
        let book = book.clone();
        let restored = tokio::task::spawn_blocking(move || {
            // One that does not go in keeps no other one out.
            known
                .iter()
                .filter(|(order, customer)| book.restore(order, customer.as_ref()).is_err())
                .count()
        });
        if !matches!(restored.await, Ok(0)) {
            tracing::error!("not every order of this run went back into the book");
        }
        memory.set_repaired(RepairView::of(&repair));
        tell();
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
