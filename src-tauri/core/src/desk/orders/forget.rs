//! Customers of long ago, forgotten by whole months (rulings 24).

use super::Orders;
use crate::book::Month;
use crate::desk::model::Failure;

/// Forgets the customers of every month before `before` that has no open order; whether there were any. The key goes from
/// the keychain first: from then on no copy of the book opens.
pub(in crate::desk) async fn customers(orders: &Orders, before: Month) -> Result<bool, Failure> {
    let turn = orders.keys.turn().await;
    if !orders.has_keys() {
        return Ok(false);
    }
    let erasure = orders
        .book(move |book| book.forget_customers(before))
        .await?;
    let Some(erasure) = erasure else {
        return Ok(false);
    };
    turn.store(erasure.keys()).await?;
    tracing::info!(months = erasure.months().len(), "customers are forgotten");
    let months = erasure.months().to_vec();
    orders.book(move |book| book.forgotten(erasure)).await?;
    orders.lock().live.forget_customers(&months);
    orders.changes.notify();
    Ok(true)
}
