//! The orders of a time as far as sums need them, row by row: their sealed fields and timelines stay where they are.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::Row;

use super::{Tx, decode, rules};
use crate::book::error::BookError;
use crate::book::order::{AccountId, OrderKey, PlanSold};
use crate::book::outcome::Outcome;
use crate::book::sums::{Amount, BookedSale, Line, PlanOfLine};

/// Gives every order to `take` that was placed in that time or came back in it, and besides each that a person may have found
/// to be given back, whenever that was.
pub(in crate::book) fn each(
    tx: &Tx<'_>,
    from: Option<Timestamp>,
    until: Option<Timestamp>,
    mut take: impl FnMut(Line<'_>),
) -> Result<(), BookError> {
    let refunds = rules::names(Outcome::states_of_refunds());
    let from = from.map_or(i64::MIN, Timestamp::as_millisecond);
    let until = until.map_or(i64::MAX, Timestamp::as_millisecond);
    let mut statement = tx.sql.prepare(&format!(
        "SELECT key, kind, account, created_at, state, verdict, plan, staff, guest_amount, guest_currency,
           CASE WHEN state IN ({refunds}) THEN coalesce(refunded_at, (
             SELECT at FROM moments
             WHERE order_key = orders.key AND moments.state = orders.state ORDER BY step DESC LIMIT 1
           )) END AS turned_at
         FROM orders
         WHERE created_at >= ?1 AND created_at < ?2 OR refunded_at >= ?1 AND refunded_at < ?2
           OR state IN ({refunds}) AND refunded_at IS NULL"
    ))?;
    let mut plans = Plans::default();
    let mut rows = statement.query([from, until])?;
    while let Some(row) = rows.next()? {
        take(line(row, plans.of(row)?)?);
    }
    Ok(())
}

/// Gives every order of the account to `take`, in no order.
pub(in crate::book) fn of_account(
    tx: &Tx<'_>,
    account: &AccountId,
    mut take: impl FnMut(BookedSale<'_>),
) -> Result<(), BookError> {
    let mut statement = tx.sql.prepare(
        "SELECT key, kind, created_at, state, verdict, plan, iccid, subscription_id
         FROM orders WHERE account = ?1",
    )?;
    let mut plans = Plans::default();
    let mut rows = statement.query([&account.0])?;
    while let Some(row) = rows.next()? {
        take(BookedSale {
            key: OrderKey(row.get("key")?),
            kind: decode::kind(row)?,
            at: decode::time(row, "created_at")?,
            outcome: Outcome::of(decode::state(row)?, decode::verdict(row)?),
            product_id: &plans.of(row)?.sold.product_id,
            iccid: decode::text_or_null(row, "iccid")?,
            subscription_id: decode::text_or_null(row, "subscription_id")?,
        });
    }
    Ok(())
}

/// The plans that were read. One stands in very many rows with the same letters.
#[derive(Default)]
struct Plans(HashMap<String, PlanOfLine>);

impl Plans {
    fn of(&mut self, row: &Row<'_>) -> Result<&PlanOfLine, BookError> {
        let text = decode::text(row, "plan")?;
        if !self.0.contains_key(text) {
            self.0
                .insert(text.to_owned(), PlanOfLine::of(decode::plan(row)?));
        }
        self.0
            .get(text)
            .ok_or_else(|| BookError::unreadable("plan"))
    }
}

fn line<'r>(row: &'r Row<'_>, plan: &'r PlanOfLine) -> Result<Line<'r>, BookError> {
    let turned_at: Option<i64> = row.get("turned_at")?;
    let paid = decode::text_or_null(row, "guest_amount")?
        .zip(decode::text_or_null(row, "guest_currency")?);
    Ok(Line {
        key: OrderKey(row.get("key")?),
        kind: decode::kind(row)?,
        account: decode::text(row, "account")?,
        at: decode::time(row, "created_at")?,
        turned_at: turned_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        outcome: Outcome::of(decode::state(row)?, decode::verdict(row)?),
        staff: decode::text_or_null(row, "staff")?,
        plan,
        paid: paid.map(|(amount, currency)| Amount::new(amount, currency)),
    })
}

impl PlanOfLine {
    fn of(plan: PlanSold) -> PlanOfLine {
        let price = plan.price.as_ref();
        PlanOfLine {
            price: price.map(|(amount, currency)| Amount::new(amount, currency)),
            sold: plan,
        }
    }
}
