//! What a row of the book says, in the book's own types. Sealed fields stay closed.

use jiff::Timestamp;
use rusqlite::Row;

use crate::book::error::BookError;
use crate::book::keys::Month;
use crate::book::order::{
    AccountId, CustomerRecord, GroupKey, GuestNames, LineKey, Order, OrderKey, OrderKind, PlanSale,
    PlanSold, TimelineEntry, Verdict,
};
use crate::book::search_index::{Clear, Entry};
use crate::book::state::OrderState;
use crate::book::stored::StoredOrder;

/// An order without its timeline.
pub(super) fn order(row: &Row<'_>) -> Result<StoredOrder, BookError> {
    let forgotten: Option<String> = row.get("forgotten")?;
    let known_subscriptions: Option<String> = row.get("already_there")?;
    let clear = Order {
        key: OrderKey(row.get("key")?),
        account: AccountId(row.get("account")?),
        kind: kind(row)?,
        plan: plan(row)?,
        customer: CustomerRecord::Closed,
        reference: row.get("reference")?,
        known_subscriptions: known_subscriptions
            .map(|list| serde_json::from_str(&list))
            .transpose()
            .map_err(|_| BookError::unreadable("already_there"))?,
        state: state(row)?,
        order_id: row.get("order_id")?,
        iccid: row.get("iccid")?,
        subscription_id: row.get("subscription_id")?,
        staff: row.get("staff")?,
        settled_by: row.get("settled_by")?,
        verdict: verdict(row)?,
        guest_pays: row
            .get::<_, Option<String>>("guest_amount")?
            .zip(row.get("guest_currency")?),
        note: row.get("note")?,
        line: line(row)?,
        instead_of: row.get::<_, Option<u32>>("instead_of")?.map(OrderKey),
        // No order is given up for it.
        guest: GuestNames {
            language: row.get("guest_language").unwrap_or_default(),
            phone: row.get("guest_phone").unwrap_or_default(),
        },
        rival: row.get::<_, Option<u32>>("rival")?.map(OrderKey),
        refunded_at: time_or_null(row, "refunded_at")?,
        shown_at: time_or_null(row, "shown_at")?,
        as_sold: match row.get::<_, Option<i64>>("not_as_sold")? {
            Some(0) => Some(true),
            Some(1) => Some(false),
            Some(_) | None => None,
        },
        words: Vec::new(),
        created_at: time(row, "created_at")?,
        timeline: Vec::new(),
    };
    Ok(StoredOrder {
        month: month(row)?,
        clear,
        customer: row.get("customer")?,
        words: row.get("words")?,
        is_forgotten: forgotten.is_some(),
    })
}

pub(super) fn timeline_entry(row: &Row<'_>) -> Result<TimelineEntry, BookError> {
    Ok(TimelineEntry {
        at: time(row, "at")?,
        state: state(row)?,
        detail: row.get("detail")?,
    })
}

/// An order as it can be searched.
pub(super) fn clear_entry(row: &Row<'_>) -> Result<(OrderKey, Entry), BookError> {
    let key = OrderKey(row.get("key")?);
    let entry = Entry::new(&Clear {
        key,
        account: &AccountId(row.get("account")?),
        at: time(row, "created_at")?,
        state: state(row)?,
        verdict: verdict(row)?,
        kind: kind(row)?,
        refunded_at: time_or_null(row, "refunded_at")?,
        plan: &plan(row)?,
        reference: text(row, "reference")?,
        order_id: text_or_null(row, "order_id")?,
        iccid: text_or_null(row, "iccid")?,
        note: text_or_null(row, "note")?,
    });
    Ok((key, entry))
}

pub(super) fn month(row: &Row<'_>) -> Result<Month, BookError> {
    let text: String = row.get("month")?;
    Month::parse(&text).ok_or_else(|| BookError::unreadable("month"))
}

pub(super) fn reference<'r>(row: &'r Row<'_>) -> Result<&'r str, BookError> {
    text(row, "reference")
}

/// A sealed value where it lies, not copied.
pub(super) fn blob<'r>(row: &'r Row<'_>, column: &str) -> Result<Option<&'r [u8]>, BookError> {
    let value = row.get_ref(column)?.as_blob_or_null();
    Ok(value.map_err(rusqlite::Error::from)?)
}

pub(super) fn text<'r>(row: &'r Row<'_>, column: &str) -> Result<&'r str, BookError> {
    let value = row.get_ref(column)?.as_str();
    Ok(value.map_err(rusqlite::Error::from)?)
}

pub(super) fn text_or_null<'r>(
    row: &'r Row<'_>,
    column: &str,
) -> Result<Option<&'r str>, BookError> {
    let value = row.get_ref(column)?.as_str_or_null();
    Ok(value.map_err(rusqlite::Error::from)?)
}

/// Which plan was sold, and when.
pub(super) fn plan_sale(row: &Row<'_>) -> Result<PlanSale, BookError> {
    Ok(PlanSale {
        plan: plan(row)?,
        at: time(row, "created_at")?,
    })
}

/// The line of a group that an order was placed for.
fn line(row: &Row<'_>) -> Result<Option<LineKey>, BookError> {
    let group: Option<u32> = row.get("group_key")?;
    let line: Option<u32> = row.get("group_line")?;
    Ok(group.zip(line).map(|(group, line)| LineKey {
        group: GroupKey(group),
        line,
    }))
}

pub(super) fn plan(row: &Row<'_>) -> Result<PlanSold, BookError> {
    serde_json::from_str(text(row, "plan")?).map_err(|_| BookError::unreadable("plan"))
}

pub(super) fn state(row: &Row<'_>) -> Result<OrderState, BookError> {
    state_of(row, "state")
}

pub(super) fn state_of(row: &Row<'_>, column: &str) -> Result<OrderState, BookError> {
    let text: String = row.get(column)?;
    OrderState::from_name(&text).ok_or_else(|| BookError::unreadable("state"))
}

pub(super) fn kind(row: &Row<'_>) -> Result<OrderKind, BookError> {
    OrderKind::from_name(text_or_null(row, "kind")?).ok_or_else(|| BookError::unreadable("kind"))
}

pub(super) fn verdict(row: &Row<'_>) -> Result<Option<Verdict>, BookError> {
    text_or_null(row, "verdict")?
        .map(|name| Verdict::from_name(name).ok_or_else(|| BookError::unreadable("verdict")))
        .transpose()
}

pub(super) fn time(row: &Row<'_>, column: &'static str) -> Result<Timestamp, BookError> {
    Timestamp::from_millisecond(row.get(column)?).map_err(|_| BookError::unreadable(column))
}

fn time_or_null(row: &Row<'_>, column: &'static str) -> Result<Option<Timestamp>, BookError> {
    let at: Option<i64> = row.get(column)?;
    at.map(|at| Timestamp::from_millisecond(at).map_err(|_| BookError::unreadable(column)))
        .transpose()
}
