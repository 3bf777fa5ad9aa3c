//! What is done for the order book beside selling: the daily backup, forgetting customers, and rebuilding a damaged file.
//!
//! Nobody waits for it. It is done at the start, whenever there is a reason, and otherwise each hour, off the async threads.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use jiff::{Timestamp, ToSpan, Zoned};

use super::failure::{Failure, WhyBook};
use super::view::RepairView;
use super::wait::wait;
use super::{Inner, Tracked};
use crate::book::{CustomerRecord, GuestNames, Month};

const HOUR: Duration = Duration::from_secs(60 * 60);
/// A file that is damaged again and again lies on a bad disk. More rebuilding would only wear out what is left.
const MOST_REPAIRS: u32 = 3;

/// Runs as long as the desk does.
pub(super) async fn each_hour(inner: Arc<Inner>) {
    loop {
        tokio::select! {
            () = inner.upkeep.notified() => {}
            () = tokio::time::sleep(wait(HOUR)) => {}
        }
        inner.look_after_the_book().await;
    }
}

impl Inner {
    async fn look_after_the_book(&self) {
        if self.relist.swap(false, Ordering::AcqRel) {
            let turn = self.counter.lock().await;
            self.list_unfinished().await;
            drop(turn);
            self.to_follow.notify_one();
        }
        if self.book().is_err() {
            return;
        }
        // First what a person may be waiting for: the search.
        self.note_upkeep(
            "opening customers",
            self.with_book(|book| book.open_customers()).await,
        );
        self.note_upkeep(
            "forgetting customers",
            self.forget_customers(Timestamp::now()).await,
        );
        self.note_upkeep(
            "the backup",
            self.with_book(|book| book.back_up_when_due()).await,
        );
    }

    fn note_upkeep<T>(&self, what: &str, done: Result<T, Failure>) {
        if let Err(failure) = done {
            tracing::warn!(what, ?failure, "the order book was not looked after");
        }
    }

    /// Forgets the customers of every month that lies far enough back and has no open order (rulings 24). The key goes from
    /// the keychain first: from then on no copy of the book opens.
    async fn forget_customers(&self, now: Timestamp) -> Result<(), Failure> {
        let Some(before) = first_month_kept(now, self.settings.current().forget_after_days())
        else {
            return Ok(());
        };
        let _turn = self.keys_turn.lock().await;
        if !self.has_keys() {
            return Ok(());
        }
        let forgetting = self
            .with_book(move |book| book.forget_customers(before))
            .await?;
        let Some(forgetting) = forgetting else {
            return Ok(());
        };
        self.store_keys(forgetting.keys()).await?;
        tracing::info!(
            months = forgetting.months().len(),
            "customers are forgotten"
        );
        let months = forgetting.months().to_vec();
        self.with_book(move |book| book.forgotten(forgetting))
            .await?;
        self.update(|state| {
            let gone = state.orders.values_mut().filter(|tracked| {
                months.contains(&Month::of(tracked.order.created_at))
                    && !tracked.order.state.is_open()
            });
            gone.for_each(forget);
            state.customers.forget_choices();
        });
        Ok(())
    }

    /// How often the book was rebuilt in this run: to be read before work that may meet damage.
    pub(super) fn repairs(&self) -> u32 {
        self.repairs.load(Ordering::Acquire)
    }

    /// The book met damage: it is rebuilt, unless that was done since `known`. What memory knows of this run's orders goes
    /// back into it. Gives the failure to tell.
    pub(super) async fn rebuild(&self, known: u32) -> Failure {
        let _turn = self.repairing.lock().await;
        let done = self.repairs();
        if done > known {
            return rebuilt();
        }
        let Ok(book) = self.book().cloned() else {
            return damaged();
        };
        if done >= MOST_REPAIRS {
            return damaged();
        }
        self.repairs.store(done + 1, Ordering::Release);
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
        let known: Vec<_> = {
            let state = self.lock();
            let orders = state.orders.values();
            orders
                .map(|tracked| {
                    let mut order = tracked.order.clone();
                    if let Some(choice) = state.customers.choice_of(order.key) {
                        order.guest = choice.names();
                    }
                    (order, tracked.customer.clone())
                })
                .collect()
        };
        let restored = tokio::task::spawn_blocking(move || {
            known
                .iter()
                .try_for_each(|(order, customer)| book.restore(order, customer.as_ref()))
        });
        if !matches!(restored.await, Ok(Ok(()))) {
            tracing::error!("not every order of this run went back into the book");
        }
        self.update(|state| state.repaired = Some(RepairView::of(&repair)));
        self.relist.store(true, Ordering::Release);
        self.upkeep.notify_one();
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

/// The month of the day that lies `days` back. It and all later ones are kept, so no customer is forgotten too early.
fn first_month_kept(now: Timestamp, days: u16) -> Option<Month> {
    let utc: Zoned = now.to_zoned(jiff::tz::TimeZone::UTC);
    let day = utc.checked_sub(i32::from(days).days()).ok()?;
    Some(Month::of(day.timestamp()))
}

fn forget(tracked: &mut Tracked) {
    tracked.customer = None;
    tracked.code = None;
    tracked.voucher = None;
    tracked.order.customer = CustomerRecord::Forgotten;
    tracked.order.words.clear();
    tracked.order.guest = GuestNames::default();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customer_is_kept_for_at_least_as_long_as_was_set() {
        let at = |text: &str| text.parse::<Timestamp>().expect("a time");
        for (now, days, kept) in [
            ("2026-11-28T12:00:00Z", 90, "2026-08"),
            ("2026-11-29T00:00:00Z", 90, "2026-08"),
            ("2026-11-30T00:00:00Z", 90, "2026-09"),
            ("2026-03-01T00:00:00Z", 1, "2026-02"),
            ("2026-03-01T00:00:00Z", 365, "2025-03"),
        ] {
            let month = first_month_kept(at(now), days).expect("a month");
            assert_eq!(month.to_string(), kept, "{days} days before {now}");
        }
    }
}
