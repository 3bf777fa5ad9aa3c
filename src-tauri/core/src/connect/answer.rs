//! A received answer, and reading its JSON.

use std::time::Duration;

use jiff::{Timestamp, fmt::rfc2822};
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use serde::de::DeserializeOwned;

use super::fault::FaultKind;
use super::lenient;

/// No stated wait or lifetime is believed beyond this; it also keeps clock sums from overflowing.
pub(super) const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Status, headers and the unpacked body.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// The body as a JSON object. Only the place of an error is told: serde's own text would quote the content.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, FaultKind> {
        let whole = || unreadable(".".to_owned());
        let body = without_mark(&self.body);
        if !lenient::is_object(body) {
            return Err(whole());
        }
        let mut json = serde_json::Deserializer::from_slice(body);
        let value = serde_path_to_error::deserialize(&mut json)
            .map_err(|error| unreadable(error.path().to_string()))?;
        json.end().map_err(|_| whole())?;
        Ok(value)
    }

    /// The body, read by way of what is written in it; `T` names the field it cannot do without.
    pub(super) fn read<W, T>(&self) -> Result<T, FaultKind>
    where
        W: DeserializeOwned,
        T: TryFrom<W, Error = &'static str>,
    {
        T::try_from(self.json()?).map_err(|field| unreadable(field.to_owned()))
    }

    /// An answer that no network brought.
    pub(super) fn of(status: u16, body: &[u8]) -> Self {
        Self {
            status,
            headers: HeaderMap::new(),
            body: body.to_vec(),
        }
    }

    /// A header as text, when it is there and is plain text.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok().map(str::trim)
    }

    /// How long the service asks to wait: `Retry-After` as seconds or date, else the end of the current rate window.
    pub(super) fn stated_wait(&self) -> Option<Duration> {
        self.retry_after().or_else(|| self.rate_window())
    }

    /// Time until `x-rate-limit-reset` (milliseconds since 1970, v3 rate limiting page), by the service's own clock.
    pub(super) fn rate_window(&self) -> Option<Duration> {
        let reset = self.header("x-rate-limit-reset")?.parse().ok()?;
        self.until(Timestamp::from_millisecond(reset).ok()?)
    }

    fn retry_after(&self) -> Option<Duration> {
        let text = self.header(RETRY_AFTER.as_str())?;
        if let Ok(seconds) = text.parse() {
            return Some(Duration::from_secs(seconds).min(LONGEST_WAIT));
        }
        self.until(http_date(text)?)
    }

    /// When the service made it, by its own clock.
    pub(super) fn date(&self) -> Option<Timestamp> {
        self.header(DATE.as_str()).and_then(http_date)
    }

    /// From the answer's `Date` to that moment, so that a wrong clock on this computer does no harm.
    fn until(&self, then: Timestamp) -> Option<Duration> {
        let wait = then.duration_since(self.date().unwrap_or_else(crate::clock::now));
        let wait = Duration::try_from(wait).ok()?;
        Some(wait.min(LONGEST_WAIT))
    }
}

/// The body behind a byte order mark, which some proxies and servers put before JSON (RFC 8259, 8.1: it may be ignored).
fn without_mark(body: &[u8]) -> &[u8] {
    body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body)
}

fn unreadable(path: String) -> FaultKind {
    FaultKind::Unreadable { path }
}

fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}
