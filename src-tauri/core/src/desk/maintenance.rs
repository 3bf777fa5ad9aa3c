//! What is done for the order book beside selling: open orders taken up again, customers opened for the search, let go
//! while nobody searches, and forgotten in time, the daily backup.
//!
//! Nobody waits for it. It is done at the start, whenever there is a reason, and otherwise each hour, off the async threads.
//! A damaged book is rebuilt when it is met (`orders::repair`).

use std::sync::Arc;
use std::time::Duration;

use jiff::{Timestamp, ToSpan, Zoned};

use super::account::Account;
use super::handover::HandOver;
use super::model::Failure;
use super::orders::{Orders, forget, load};
use super::wait::wait;
use crate::book::Month;
use crate::clock;
use crate::settings::SettingsReader;

const HOUR: Duration = Duration::from_secs(60 * 60);
/// What only a search needs is let go once nobody has searched for that long, or up to twice as long.
const UNSEARCHED: Duration = Duration::from_secs(5 * 60);
/// A book that could not be read, because a virus scanner holds it or the disk is full, is asked again.
const SOON: Duration = Duration::from_secs(5);

/// The parts that are looked after.
pub(in crate::desk) struct Maintenance {
    settings: SettingsReader,
    account: Arc<Account>,
    orders: Arc<Orders>,
    handover: Arc<HandOver>,
}

impl Maintenance {
    pub(in crate::desk) fn new(
        settings: SettingsReader,
        account: Arc<Account>,
        orders: Arc<Orders>,
        handover: Arc<HandOver>,
    ) -> Maintenance {
        Maintenance {
            settings,
            account,
            orders,
            handover,
        }
    }

    /// Runs as long as the desk does.
    pub(in crate::desk) async fn run(self) {
        tokio::join!(self.look_after(), self.let_go_of_search());
    }

    async fn let_go_of_search(&self) {
        loop {
            tokio::time::sleep(wait(UNSEARCHED)).await;
            if self.orders.has_book() {
                let done = self.orders.book(|book| {
                    book.let_go_of_search();
                    Ok(())
                });
                log_failure("letting go of the search", done.await);
            }
        }
    }

    async fn look_after(&self) {
        loop {
            if self.orders.are_unread() {
                tokio::time::sleep(wait(SOON)).await;
            } else if self.orders.are_ahead_of_the_book() {
                tokio::time::sleep(wait(SOON)).await;
                self.orders.flush_all().await;
                continue;
            } else {
                tokio::select! {
                    () = self.orders.maintenance_is_woken() => {}
                    () = self.account.clock_told() => {}
                    () = tokio::time::sleep(wait(HOUR)) => {}
                }
            }
            self.once().await;
        }
    }

    async fn once(&self) {
        let orders = &self.orders;
        if orders.take_reload() || orders.are_unread() {
            let admission = orders.admit().await;
            load::open_orders(orders, self.account.id()).await;
            drop(admission);
            orders.wake_polling();
        }
        if !orders.has_book() || orders.are_unread() {
            return;
        }
        // First what a person may be waiting for: the search.
        log_failure(
            "opening customers",
            orders.book(|book| book.know_customers()).await,
        );
        log_failure("opening codes", orders.book(|book| book.open_codes()).await);
        log_failure(
            "forgetting customers",
            self.forget_customers(clock::now()).await,
        );
        log_failure(
            "the backup",
            orders.book(|book| book.back_up_when_due()).await,
        );
    }

    async fn forget_customers(&self, now: Timestamp) -> Result<(), Failure> {
        // A clock months ahead for one start would forget them all, and nothing brings them back (rulings 40).
        if !self.account.clock_agrees() {
            return Ok(());
        }
        let days = self.settings.current().forget_after_days();
        let Some(before) = first_month_kept(now, days) else {
            return Ok(());
        };
        if forget::customers(&self.orders, before).await? {
            self.handover.forget_choices();
        }
        Ok(())
    }
}

fn log_failure<T>(what: &str, done: Result<T, Failure>) {
    if let Err(failure) = done {
        tracing::warn!(what, ?failure, "the order book was not looked after");
    }
}

/// The month of the day that lies `days` back. It and all later ones are kept, so no customer is forgotten too early.
fn first_month_kept(now: Timestamp, days: u16) -> Option<Month> {
    let utc: Zoned = now.to_zoned(jiff::tz::TimeZone::UTC);
    let day = utc.checked_sub(i32::from(days).days()).ok()?;
    Some(Month::of(day.timestamp()))
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
