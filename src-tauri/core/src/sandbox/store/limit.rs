//! The number of requests a minute, counted in whole minutes of the sandbox's clock.
//!
//! The headers are those of the successor API, the only ones documented: `x-rate-limit-limit`, `-remaining`, and `-reset`
//! in milliseconds since 1970. Not in it: who is counted (`api::gate`).

use axum::http::{HeaderMap, HeaderName, HeaderValue, header::RETRY_AFTER};
use jiff::Timestamp;

const MINUTE_MILLIS: i64 = 60_000;

/// Requests in the present minute.
#[derive(Default)]
pub(in crate::sandbox) struct Window {
    minute: i64,
    taken: u32,
}

/// How a request stands to the limit.
pub(in crate::sandbox) struct Allowance {
    /// Whether it was over it.
    pub(in crate::sandbox) over: bool,
    limit: u32,
    remaining: u32,
    reset_millis: i64,
    wait_seconds: i64,
}

impl Window {
    /// Counts one request.
    pub(in crate::sandbox) fn take(&mut self, limit: u32, now: Timestamp) -> Allowance {
        let millis = now.as_millisecond();
        let minute = millis.div_euclid(MINUTE_MILLIS);
        if minute != self.minute {
            *self = Self { minute, taken: 0 };
        }
        let over = self.taken >= limit;
        if !over {
            self.taken += 1;
        }
        let reset_millis = (minute + 1).saturating_mul(MINUTE_MILLIS);
        Allowance {
            over,
            limit,
            remaining: limit - self.taken.min(limit),
            reset_millis,
            wait_seconds: (reset_millis - millis + 999) / 1_000,
        }
    }
}

impl Allowance {
    /// States the limit in an answer, without overruling headers that are already there.
    pub(in crate::sandbox) fn state(&self, headers: &mut HeaderMap) {
        let mut set = |name: HeaderName, value: i64| {
            headers.entry(name).or_insert(HeaderValue::from(value));
        };
        set(
            HeaderName::from_static("x-rate-limit-limit"),
            i64::from(self.limit),
        );
        set(
            HeaderName::from_static("x-rate-limit-remaining"),
            i64::from(self.remaining),
        );
        set(
            HeaderName::from_static("x-rate-limit-reset"),
            self.reset_millis,
        );
        if self.over {
            set(RETRY_AFTER, self.wait_seconds);
        }
    }
}
