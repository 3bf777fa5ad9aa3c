//! One small request budget per desk: a token bucket that answers can make tighter, never looser.
//!
//! Clocks here are monotonic. Requests for tokens do not count: another server answers them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::answer::Answer;
use super::fault::NotSent;

/// A caller is not kept waiting for longer; it is told instead.
const LONGEST_TURN: Duration = Duration::from_secs(60);
/// How long nothing is asked after a 429 that names no time.
const UNNAMED_PAUSE: Duration = Duration::from_secs(5);

/// Two ends nearer than this are those of the same window.
const SAME_WINDOW: Duration = Duration::from_secs(1);

/// How much this desk may ask of the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Requests per second in the long run.
    pub per_second: f64,
    /// How many may go at once after a quiet time.
    pub burst: u32,
}

/// Who goes first when several wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    Ordinary,
    /// A customer stands at the counter: before all ordinary ones.
    Order,
}

/// The bucket, shared by all requests of a client.
pub(super) struct Pace {
    budget: Budget,
    bucket: Mutex<Bucket>,
    /// Ordinary requests stand in line here, first come first served.
    line: tokio::sync::Mutex<()>,
    orders_waiting: AtomicUsize,
}

/// Leave for one request, to be kept until its answer was learnt from.
pub(super) struct Pass<'a>(&'a Pace);

struct Bucket {
    tokens: f64,
    counted_at: Instant,
    in_flight: u32,
    window: Option<Window>,
    closed_until: Option<Instant>,
}

/// What the service's headers allow.
struct Window {
    ends_at: Instant,
    /// How many more may leave before it ends.
    left: u32,
    /// Those, spread over the time until then: no rush first and silence afterwards.
    rate: f64,
}

impl Default for Budget {
    /// 2 requests per second, 10 at once.
    fn default() -> Self {
        Self {
            per_second: 2.0,
            burst: 10,
        }
    }
}

impl Budget {
    /// Within what can be worked with: at least one request a minute, at least one at once.
    fn sane(self) -> Self {
        let per_second = if self.per_second.is_finite() {
            self.per_second
        } else {
            Self::default().per_second
        };
        Self {
            per_second: per_second.clamp(1.0 / 60.0, 1000.0),
            burst: self.burst.max(1),
        }
    }
}

impl Pace {
    pub(super) fn new(budget: Budget) -> Self {
        let budget = budget.sane();
        let bucket = Bucket {
            tokens: f64::from(budget.burst),
            counted_at: Instant::now(),
            in_flight: 0,
            window: None,
            closed_until: None,
        };
        Self {
            budget,
            bucket: Mutex::new(bucket),
            line: tokio::sync::Mutex::new(()),
            orders_waiting: AtomicUsize::new(0),
        }
    }

    /// Returns when a request may leave.
    ///
    /// # Errors
    /// [`NotSent::TurnTooFar`] at once, when the service asked for a pause longer than a minute.
    pub(super) async fn turn(&self, turn: Turn) -> Result<Pass<'_>, NotSent> {
        let _order = (turn == Turn::Order).then(|| Waiting::count(&self.orders_waiting));
        let _line = match turn {
            Turn::Ordinary => Some(self.line.lock().await),
            Turn::Order => None,
        };
        loop {
            let now = Instant::now();
            let wait = self.bucket().take(&self.budget, now, self.must_yield(turn));
            match wait {
                None => return Ok(Pass(self)),
                Some(wait) if wait > LONGEST_TURN => return Err(NotSent::TurnTooFar { wait }),
                Some(wait) => sleep(wait).await,
            }
        }
    }

    fn must_yield(&self, turn: Turn) -> bool {
        turn == Turn::Ordinary && self.orders_waiting.load(Ordering::Relaxed) > 0
    }

    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        // The numbers are valid after every statement, so a panic elsewhere does no harm to them.
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pass<'_> {
    /// Takes in what the answer says about limits (429, `x-rate-limit-remaining` and `-reset`).
    pub(super) fn learn(&self, answer: &Answer) {
        let now = Instant::now();
        let mut bucket = self.0.bucket();
        if answer.status == 429 {
            let pause = answer.wait().unwrap_or(UNNAMED_PAUSE);
            bucket.closed_until = bucket.closed_until.max(Some(now + pause));
            bucket.tokens = bucket.tokens.min(1.0);
        }
        let remaining = answer.header("x-rate-limit-remaining");
        let remaining = remaining.and_then(|text| text.parse().ok());
        if let (Some(remaining), Some(window)) = (remaining, answer.rate_window()) {
            bucket.learn(remaining, now, window);
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.bucket().in_flight -= 1;
    }
}

impl Bucket {
    /// Takes one token, or says how long to wait before asking again.
    fn take(&mut self, budget: &Budget, now: Instant, must_yield: bool) -> Option<Duration> {
        if let Some(closed) = self.closed_until {
            if closed > now {
                return Some(closed - now);
            }
            // Nothing was saved up while closed: a rush right after would close it again.
            self.counted_at = self.counted_at.max(closed);
            self.closed_until = None;
        }
        self.window.take_if(|window| window.ends_at <= now);
        let rate = self.window.as_ref().map_or(budget.per_second, |window| {
            window.rate.min(budget.per_second)
        });
        let grown = (now - self.counted_at).as_secs_f64() * rate;
        self.tokens = (self.tokens + grown).min(f64::from(budget.burst));
        self.counted_at = now;
        if let Some(window) = &self.window
            && window.left == 0
        {
            return Some(window.ends_at - now);
        }
        let needed = if must_yield { 2.0 } else { 1.0 };
        // A hair of tolerance: sums of fractions must not turn a full token into none.
        if self.tokens + 1e-6 < needed {
            let wait = (needed - self.tokens) / rate;
            return Some(Duration::from_secs_f64(wait.clamp(0.001, 3600.0)));
        }
        self.tokens -= 1.0;
        self.in_flight += 1;
        if let Some(window) = &mut self.window {
            window.left -= 1;
        }
        None
    }

    fn learn(&mut self, remaining: u32, now: Instant, length: Duration) {
        // The service has not counted those that are still on their way; the answered one is among ours.
        let left = remaining.saturating_sub(self.in_flight.saturating_sub(1));
        let ends_at = now + length;
        let left = match &self.window {
            // An older answer may come later: within one window the number only falls.
            Some(window) if ends_at <= window.ends_at + SAME_WINDOW => left.min(window.left),
            _ => left,
        };
        let rate = f64::from(left.max(1)) / length.as_secs_f64().max(0.001);
        self.tokens = self.tokens.min(f64::from(left));
        self.window = Some(Window {
            ends_at,
            left,
            rate,
        });
    }
}

/// Counts itself as waiting until dropped, also when the caller gives up.
struct Waiting<'a>(&'a AtomicUsize);

impl<'a> Waiting<'a> {
    fn count(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(waiting)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
