//! What is believed of a row that a damaged file gives: each column only as this program writes it. No SQL here.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::{Value, ValueRef};

use crate::book::keys::Month;
use crate::book::known_subscriptions::KnownSubscriptions;
use crate::book::order::{OrderKind, PlanSold, Verdict};
use crate::book::seal;
use crate::book::state::OrderState;

/// The longest text that is believed of an id or of a name.
const LONGEST: usize = 4096;

/// Columns by their name, those that SQLite can give.
pub(super) type Columns = BTreeMap<String, Value>;

/// A text that is none comes as bytes, which no column of text is believed to be.
pub(super) fn columns(row: &Row<'_>) -> Columns {
    let names = row.as_ref().column_names();
    let named = names.enumerate().filter_map(|(place, name)| {
        let value = match row.get_ref(place).ok()? {
            ValueRef::Text(text) => match String::from_utf8(text.to_vec()) {
                Ok(text) => Value::Text(text),
                Err(bytes) => Value::Blob(bytes.into_bytes()),
            },
            other @ (ValueRef::Null
            | ValueRef::Integer(_)
            | ValueRef::Real(_)
            | ValueRef::Blob(_)) => Value::try_from(other).ok()?,
        };
        Some((name.to_owned(), value))
    });
    named.collect()
}

/// The row of an order, with only what can be believed; `None` where that makes no order of this program. A column left out
/// keeps what another file said of it.
pub(super) fn order(mut row: Columns, key: u32, spoiled: &mut bool) -> Option<Columns> {
    if row.get("rival").is_none_or(|rival| !is_rival(rival)) {
        // It had one, or nobody knows: no code is shown by mistake.
        row.insert("rival".to_owned(), Value::from(key));
        *spoiled = true;
    }
    let says_its_kind = says_its_kind(&row);
    let believed: Columns = row
        .into_iter()
        .filter(|(name, value)| {
            let is_sound = is_sound(name, value);
            *spoiled |= !is_sound;
            is_sound
        })
        .collect();
    let month = |name: &str| match believed.get(name) {
        Some(Value::Text(text)) => Month::parse(text),
        Some(Value::Integer(at)) => Some(Month::of(Timestamp::from_millisecond(*at).ok()?)),
        Some(Value::Null | Value::Real(_) | Value::Blob(_)) | None => None,
    };
    // Without one of these it is no order; and what is sealed is sealed with the key of the month it was placed in.
    let whole = ["account", "state", "plan", "reference"]
        .iter()
        .all(|name| believed.contains_key(*name));
    (whole && says_its_kind && month("month")? == month("created_at")?).then_some(believed)
}

/// Whether it is known what was ordered. What is not known to be a sale must not become one: a top-up's SIM is the one of
/// another order. A file of before there were kinds has sales only.
pub(super) fn says_its_kind(row: &Columns) -> bool {
    row.get("kind").is_none_or(|kind| is_sound("kind", kind))
}

fn is_rival(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Integer(key) => u32::try_from(*key).is_ok_and(|key| key > 0),
        Value::Real(_) | Value::Text(_) | Value::Blob(_) => false,
    }
}

/// Whether a column of an order says something that this program writes.
fn is_sound(name: &str, value: &Value) -> bool {
    let text = match value {
        Value::Text(text) => text.as_str(),
        Value::Null => {
            let needed = [
                "month",
                "account",
                "created_at",
                "state",
                "plan",
                "reference",
            ];
            return !needed.contains(&name);
        }
        Value::Integer(number) => {
            return match name {
                "key" | "rival" => true,
                "group_key" | "group_line" | "instead_of" => u32::try_from(*number).is_ok(),
                "not_as_sold" => matches!(number, 0 | 1),
                "created_at" | "refunded_at" | "shown_at" => {
                    Timestamp::from_millisecond(*number).is_ok()
                }
                _ => false,
            };
        }
        Value::Real(_) | Value::Blob(_) => return false,
    };
    match name {
        "key" | "rival" | "created_at" | "refunded_at" | "shown_at" => false,
        "group_key" | "group_line" | "instead_of" | "not_as_sold" => false,
        "month" => Month::parse(text).is_some(),
        "state" => OrderState::from_name(text).is_some(),
        "kind" => OrderKind::from_name(Some(text)).is_some(),
        "verdict" => Verdict::from_name(text).is_some(),
        "plan" => serde_json::from_str::<PlanSold>(text).is_ok(),
        "already_there" => serde_json::from_str::<KnownSubscriptions>(text).is_ok(),
        "note" => text.len() <= LONGEST && !text.contains('\0'),
        _ => text.len() <= LONGEST && !text.chars().any(char::is_control),
    }
}

/// What is sealed, as far as it is the shape of a seal. Whether it opens, only the keys can tell.
pub(super) fn sealed(row: Columns, key: u32) -> Columns {
    let mut believed: Columns = row
        .into_iter()
        .filter(|(_, value)| match value {
            Value::Blob(value) => seal::is_one(value),
            Value::Null => true,
            Value::Integer(_) | Value::Real(_) | Value::Text(_) => false,
        })
        .collect();
    believed.insert("order_key".to_owned(), Value::from(key));
    believed
}

/// Whether an entry of a timeline says something that this program writes.
pub(super) fn is_entry(entry: &Columns) -> bool {
    let number = |name: &str| match entry.get(name) {
        Some(Value::Integer(number)) => Some(*number),
        Some(Value::Null | Value::Real(_) | Value::Text(_) | Value::Blob(_)) | None => None,
    };
    let state = match entry.get("state") {
        Some(Value::Text(state)) => OrderState::from_name(state),
        Some(Value::Null | Value::Real(_) | Value::Integer(_) | Value::Blob(_)) | None => None,
    };
    let detail = match entry.get("detail") {
        Some(Value::Text(detail)) => is_sound("detail", &Value::Text(detail.clone())),
        Some(Value::Null) => true,
        Some(Value::Real(_) | Value::Integer(_) | Value::Blob(_)) | None => false,
    };
    number("step").is_some_and(|step| u32::try_from(step).is_ok())
        && number("at").is_some_and(|at| Timestamp::from_millisecond(at).is_ok())
        && state.is_some()
        && detail
}
