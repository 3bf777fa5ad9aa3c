//! Reading JSON as the service really writes it: numbers as strings, strings as numbers, fields that come and go.
//!
//! Every value is taken as its exact text first, so an amount never passes through a float. What has an unexpected
//! shape is read as absent; whether it may be absent is decided by the type that holds it, not here.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use rust_decimal::Decimal;
use secrecy::SecretString;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The exact JSON text of a value. A missing field and `null` are `None`.
pub(super) type Raw = Option<Box<RawValue>>;

/// A string, or a number as its digits. Empty text and every other shape is `None`.
pub(super) fn text<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let raw = Raw::deserialize(from)?;
    Ok(raw.as_deref().and_then(as_text))
}

/// Like [`text`], for values that must not be printed.
pub(super) fn secret<'de, D: Deserializer<'de>>(from: D) -> Result<Option<SecretString>, D::Error> {
    Ok(text(from)?.map(SecretString::from))
}

/// An exact amount from a number or a string.
pub(super) fn decimal<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Decimal>, D::Error> {
    Ok(text(from)?.as_deref().and_then(parse_decimal))
}

/// A whole number, not negative, from a number or a string.
pub(super) fn count<'de, D: Deserializer<'de>>(from: D) -> Result<Option<u64>, D::Error> {
    let exact = text(from)?.as_deref().and_then(parse_decimal);
    let whole = exact.filter(|number| number.fract().is_zero());
    Ok(whole.and_then(|number| number.try_into().ok()))
}

/// An ISO 8601 moment. One without an offset is UTC, as the service keeps them (Connect: conventions page).
pub(super) fn timestamp<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    Ok(text(from)?.as_deref().and_then(moment))
}

fn moment(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse() {
        return Some(moment);
    }
    let there: DateTime = text.parse().ok()?;
    there.to_zoned(TimeZone::UTC).ok().map(Timestamp::from)
}

/// A list of texts, or one text alone as a list of one.
pub(super) fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let Some(raw) = Raw::deserialize(from)? else {
        return Ok(Vec::new());
    };
    if let Some(one) = as_text(&raw) {
        return Ok(vec![one]);
    }
    let many: Vec<Box<RawValue>> = serde_json::from_str(raw.get()).unwrap_or_default();
    Ok(many.iter().filter_map(|item| as_text(item)).collect())
}

/// An object read tolerantly: whatever is no object of this kind counts as an empty one.
pub(super) fn object_or_default<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned + Default,
{
    let raw = Raw::deserialize(from)?;
    Ok(raw
        .filter(|raw| is_object(raw.get().as_bytes()))
        .and_then(|raw| serde_json::from_str(raw.get()).ok())
        .unwrap_or_default())
}

/// The same for what tells an order or a code: an object that says one thing twice is not believed at all.
pub(super) fn object_or_contradiction<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: serde::de::DeserializeOwned + Default,
{
    let raw = Raw::deserialize(from)?;
    let object = raw.filter(|raw| is_object(raw.get().as_bytes()));
    object.map_or_else(
        || Ok(T::default()),
        // The text of such an error may carry a value.
        |raw| serde_json::from_str(raw.get()).map_err(|_| D::Error::custom("said twice")),
    )
}

/// Whether there is anything but an empty text.
pub(super) fn present<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    let raw = Raw::deserialize(from)?;
    Ok(raw.is_some_and(|raw| raw.get() != "\"\"" && raw.get() != "false"))
}

/// Whether the JSON is an object. To be asked before reading a struct, because serde fills one from a list as well.
pub(super) fn is_object(json: &[u8]) -> bool {
    json.trim_ascii_start().first() == Some(&b'{')
}

/// Exact, or `None`: an amount with more digits than a [`Decimal`] holds is not rounded.
pub(super) fn parse_decimal(text: &str) -> Option<Decimal> {
    let text = text.trim();
    Decimal::from_str_exact(text)
        .or_else(|_| Decimal::from_scientific(text))
        .ok()
}

/// Capitals with `_` between words: the service writes statuses in several ways.
pub(super) fn upper_snake_case(text: &str) -> String {
    let mut snake = String::with_capacity(text.len() + 4);
    let mut after_small = false;
    for c in text.trim().chars() {
        if c.is_uppercase() && after_small {
            snake.push('_');
        }
        after_small = c.is_lowercase();
        match c {
            ' ' | '-' => snake.push('_'),
            _ => snake.extend(c.to_uppercase()),
        }
    }
    snake
}

fn as_text(raw: &RawValue) -> Option<String> {
    let json = raw.get();
    let text = match json.as_bytes().first()? {
        b'"' => serde_json::from_str::<String>(json).ok()?,
        b'-' | b'0'..=b'9' => json.to_owned(),
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_without_a_zone_is_utc() {
        let expected: Timestamp = "2026-11-28T10:00:00Z".parse().expect("a moment");
        for text in [
            "2026-11-28T10:00:00Z",
            "2026-11-28T10:00:00",
            "2026-11-28 10:00:00",
            "2026-11-28T10:00:00.000",
            "2026-11-28T10:00",
            "2026-11-28T11:00:00+01:00",
            "2026-11-28T10:00:00+0000",
        ] {
            assert_eq!(moment(text), Some(expected), "{text}");
        }
        for text in ["", "now", "1764324000", "28.11.2026"] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn statuses_are_told_apart_by_their_letters_alone() {
        for text in [
            "PENDING_USAGE",
            "PendingUsage",
            "pendingUsage",
            "Pending Usage",
            "pending-usage",
            " pending_usage ",
        ] {
            assert_eq!(upper_snake_case(text), "PENDING_USAGE", "{text}");
        }
        assert_eq!(upper_snake_case("Released"), "RELEASED");
    }

    #[test]
    fn a_whole_number_may_be_written_with_a_point() {
        #[derive(Deserialize)]
        struct Counted {
            #[serde(default, deserialize_with = "count")]
            n: Option<u64>,
        }
        for (json, expected) in [
            (r#"{"n":30}"#, Some(30)),
            (r#"{"n":30.0}"#, Some(30)),
            (r#"{"n":"30.00"}"#, Some(30)),
            (r#"{"n":3e1}"#, Some(30)),
            (r#"{"n":30.5}"#, None),
            (r#"{"n":-1}"#, None),
            (r#"{"n":"many"}"#, None),
            ("{}", None),
        ] {
            let read: Counted = serde_json::from_str(json).expect("an object");
            assert_eq!(read.n, expected, "{json}");
        }
    }
}
