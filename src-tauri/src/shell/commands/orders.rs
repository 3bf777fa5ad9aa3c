//! The book of orders: finding them, and deciding on those whose answer was lost.

use tauri::{AppHandle, State};

use crate::book::OrderKey;
use crate::desk::{DayTable, Failure, OrderView, OrdersPage, OrdersQuery, UnmatchedSales, Verdict};
use crate::shell::desks::Desks;
use crate::shell::outputs::save::{self, Saved};

/// The orders of the book that fit, newest first, fifty at a time.
#[tauri::command]
#[specta::specta]
pub async fn orders(desks: State<'_, Desks>, query: OrdersQuery) -> Result<OrdersPage, Failure> {
    let desk = desks.front().await?;
    desk.lists.orders(query).await
}

/// One order that is not in the snapshots any more, or never was.
#[tauri::command]
#[specta::specta]
pub async fn order(desks: State<'_, Desks>, order: OrderKey) -> Result<OrderView, Failure> {
    let desk = desks.front().await?;
    desk.lists.order(order).await
}

/// Asks where to, then saves the orders of a day as a table.
#[tauri::command]
#[specta::specta]
pub async fn save_day_table(
    app: AppHandle,
    desks: State<'_, Desks>,
    table: DayTable,
) -> Result<Saved, Failure> {
    save::day_table(&app, &desks.front().await?, table).await
}

/// The staff say which subscription an order without an answer is.
#[tauri::command]
#[specta::specta]
pub async fn choose_candidate(
    desks: State<'_, Desks>,
    order: OrderKey,
    subscription: String,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.polling.choose_candidate(order, &subscription).await
}

/// The customer's e-mail, where only that is missing to look for an order.
#[tauri::command]
#[specta::specta]
pub async fn look_with_email(
    desks: State<'_, Desks>,
    order: OrderKey,
    email: String,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.recovery.search_with_email(order, &email).await
}

/// A person's verdict on an order. It may be corrected on the same day.
#[tauri::command]
#[specta::specta]
pub async fn settle(
    desks: State<'_, Desks>,
    order: OrderKey,
    verdict: Verdict,
    by: String,
) -> Result<(), Failure> {
    let desk = desks.front().await?;
    desk.recovery.settle(order, verdict, &by).await
}

/// What the service sold on this account and no order of the book is.
#[tauri::command]
#[specta::specta]
pub async fn unmatched_sales(desks: State<'_, Desks>) -> Result<UnmatchedSales, Failure> {
    let desk = desks.front().await?;
    desk.unmatched.list().await
}

/// Takes such a sale into the book for the customer that the staff name.
#[tauri::command]
#[specta::specta]
pub async fn adopt_sale(
    desks: State<'_, Desks>,
    subscription: String,
    email: String,
) -> Result<OrderKey, Failure> {
    let desk = desks.front().await?;
    desk.unmatched.adopt(&subscription, &email).await
}
