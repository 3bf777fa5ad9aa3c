//! Customers of long ago, forgotten by whole months (rulings 24), no faster than a month an hour (rulings 40): whoever finds
//! the time set too short, or the clock wrong, has lost one month and not all.

use jiff::{SignedDuration, Timestamp};

use super::Orders;
use crate::book::Month;
use crate::clock;
use crate::desk::model::Failure;

/// Between two months at least.
const PAUSE: SignedDuration = SignedDuration::from_hours(1);

/// Forgets the customers of the oldest month before `before` that has no open order; whether there was one. The key goes from
/// the keychain first: from then on no copy of the book opens. The caller knows that the clock is right.
pub(in crate::desk) async fn customers(orders: &Orders, before: Month) -> Result<bool, Failure> {
    let turn = orders.keys.turn().await;
    if !orders.has_keys() {
        return Ok(false);
    }
    let last = orders.book(|book| book.last_forgotten()).await?;
    if last.is_some_and(|last| is_too_soon(last, clock::now())) {
        return Ok(false);
    }
    let book = orders.opened()?.clone();
    if let Some(closed) = turn.learn(&book).await {
        orders.keys_came(&closed).await;
    }
    let erasure = orders
        .book(move |book| book.forget_customers(before))
        .await?;
    let Some(erasure) = erasure else {
        return Ok(false);
    };
    turn.store_for(&book, erasure.keys()).await?;
    let month = erasure.month();
    tracing::info!(%month, "customers are forgotten");
    orders.book(move |book| book.forgotten(&erasure)).await?;
    orders.memory.change(|live| live.forget_customers(month));
    orders.changes.notify();
    Ok(true)
}

/// A time of the future was noted by a clock that was wrong.
fn is_too_soon(last: Timestamp, now: Timestamp) -> bool {
    let since = now.duration_since(last);
    !since.is_negative() && since < PAUSE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_lies_between_two_months_unless_the_clock_was_wrong() {
        let now: Timestamp = "2026-11-28T12:00:00Z".parse().expect("a time");
        for (minutes_ago, too_soon) in [(0, true), (59, true), (60, false), (-90, false)] {
            let last = now - SignedDuration::from_mins(minutes_ago);
            assert_eq!(is_too_soon(last, now), too_soon, "{minutes_ago} min ago");
        }
    }
}
