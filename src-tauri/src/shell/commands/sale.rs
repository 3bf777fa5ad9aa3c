//! Selling: what can be sold, the form, and placing an order.

use tauri::State;

use crate::book::OrderKey;
use crate::desk::{
    AsOrdered, Catalogue, Draft, Failure, FieldProblem, TopUpDraft, TypedKind, tidied,
};
use crate::shell::desks::Desks;
use crate::shell::staff_page::{HalfTyped, LeftByPage, StaffPage};

/// The plans that can be sold, read from the service now.
#[tauri::command]
#[specta::specta]
pub async fn catalogue(desks: State<'_, Desks>) -> Result<Catalogue, Failure> {
    let desk = desks.front().await?;
    desk.plans.read().await
}

/// A typed text without what a paste brings along; nothing where it stays as it is. Of any form, not only of a sale.
#[tauri::command]
#[specta::specta]
pub async fn tidy(kind: TypedKind, text: String) -> Option<String> {
    tidied(kind, &text)
}

/// What is wrong with a sale that is being typed.
#[tauri::command]
#[specta::specta]
pub async fn check_draft(
    desks: State<'_, Desks>,
    draft: Draft,
) -> Result<Vec<FieldProblem>, Failure> {
    let desk = desks.front().await?;
    Ok(desk.sale.check(&draft))
}

/// Places an order. Returns when it is on disk and about to be sent.
#[tauri::command]
#[specta::specta]
pub async fn place_order(
    desks: State<'_, Desks>,
    page: State<'_, StaffPage>,
    draft: Draft,
) -> Result<OrderKey, Failure> {
    page.place(&desks.front().await?, draft).await
}

/// What is wrong with a top-up that is being typed.
#[tauri::command]
#[specta::specta]
pub async fn check_top_up(
    desks: State<'_, Desks>,
    draft: TopUpDraft,
) -> Result<Vec<FieldProblem>, Failure> {
    let desk = desks.front().await?;
    Ok(desk.sale.check_top_up(&draft))
}

/// Places a top-up. Returns when it is on disk and about to be sent.
#[tauri::command]
#[specta::specta]
pub async fn top_up(desks: State<'_, Desks>, draft: TopUpDraft) -> Result<OrderKey, Failure> {
    let desk = desks.front().await?;
    desk.sale.top_up(draft).await
}

/// What was typed for an order, to fill in its form again.
#[tauri::command]
#[specta::specta]
pub async fn as_ordered(desks: State<'_, Desks>, order: OrderKey) -> Result<AsOrdered, Failure> {
    let desk = desks.front().await?;
    desk.sale.as_ordered(order).await
}

/// Keeps what is half typed in a form, in case the page begins anew. In memory only.
#[tauri::command]
#[specta::specta]
pub async fn keep_typed(
    page: State<'_, StaffPage>,
    typed: Option<HalfTyped>,
) -> Result<(), Failure> {
    page.keep(typed);
    Ok(())
}

/// What the page before this one left: a sale half typed, or the order that it became, and the same of a table.
#[tauri::command]
#[specta::specta]
pub async fn left_by_page(page: State<'_, StaffPage>) -> Result<LeftByPage, Failure> {
    Ok(page.left().await)
}

/// Orders the same once more, though the first may have been bought.
#[tauri::command]
#[specta::specta]
pub async fn place_again(
    desks: State<'_, Desks>,
    order: OrderKey,
    idempotency_key: String,
) -> Result<OrderKey, Failure> {
    let desk = desks.front().await?;
    desk.sale.again(order, idempotency_key).await
}
