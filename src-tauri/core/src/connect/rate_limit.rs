//! One small request budget per desk: a token bucket that answers can make tighter, never looser.
//!
//! Where the service states a limit, one request goes ahead into each new window and the others wait for what its answer
//! says; what is left is spread over the window. Where others use the same limit, nothing goes at once and the last few
//! are left to them: two desks that both knew of one last request would both send it.
//!
//! Clocks here are monotonic. Requests for tokens do not count: another server answers them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::answer::Answer;
use super::fault::NotSent;

/// A caller is not kept waiting for longer; it is told instead.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How long nothing is asked after a 429 that names no time.
const UNNAMED_PAUSE: Duration = Duration::from_secs(5);

/// Two ends nearer than this are those of the same window.
const SAME_WINDOW: Duration = Duration::from_secs(1);

/// How long the others wait for the answer of the request that went ahead.
const SCOUT_PATIENCE: Duration = Duration::from_secs(2);

/// How much this desk may ask of the service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Requests per second in the long run.
    pub per_second: f64,
    /// How many may go at once after a quiet time.
    pub burst: u32,
}

/// Who goes first when several wait: whatever a guest at the counter waits for, and of either an order before what is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Priority {
    /// A guest stands at the counter for it.
    pub(super) guest: bool,
    /// It buys, and its row is written.
    pub(super) order: bool,
}

impl Priority {
    const RANKS: usize = 4;

    fn rank(self) -> usize {
        2 * usize::from(self.guest) + usize::from(self.order)
    }
}

/// The bucket, shared by all requests of a client.
pub(super) struct RateLimiter {
    budget: Budget,
    bucket: Mutex<Bucket>,
    /// One queue for each rank, first come first served.
    queues: [tokio::sync::Mutex<()>; Priority::RANKS],
    /// A permit was given back: whoever is first in a queue looks again.
    returned: Notify,
    /// How many of each rank wait.
    waiting: [AtomicUsize; Priority::RANKS],
}

/// Leave for one request, to be kept until its answer was learnt from.
pub(super) struct Permit<'a> {
    limiter: &'a RateLimiter,
    scout: bool,
}

struct Bucket {
    tokens: f64,
    refilled_at: Instant,
    in_flight: u32,
    window: Option<Window>,
    paused_until: Option<Instant>,
    /// Whether answers state a limit; not known before the first one.
    states_limit: Option<bool>,
    /// Until when the others wait for the request that went ahead into a window.
    scout_until: Option<Instant>,
    /// The most requests of others between two answers of ours: in the window before, and in this one.
    others: [u32; 2],
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
    fn clamped(self) -> Self {
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

impl RateLimiter {
    pub(super) fn new(budget: Budget) -> Self {
        let budget = budget.clamped();
        let bucket = Bucket {
            tokens: f64::from(budget.burst),
            refilled_at: Instant::now(),
            in_flight: 0,
            window: None,
            paused_until: None,
            states_limit: None,
            scout_until: None,
            others: [0, 0],
        };
        Self {
            budget,
            bucket: Mutex::new(bucket),
            queues: Default::default(),
            returned: Notify::new(),
            waiting: Default::default(),
        }
    }

    /// Returns when a request may leave.
    ///
    /// # Errors
    /// [`NotSent::TurnTooFar`] at once, when the service asked for a pause longer than a minute.
    pub(super) async fn acquire(&self, priority: Priority) -> Result<Permit<'_>, NotSent> {
        let rank = priority.rank();
        let _waiting = Waiting::count(&self.waiting[rank]);
        let _queued = self.queues[rank].lock().await;
        loop {
            let returned = self.returned.notified();
            let mut returned = std::pin::pin!(returned);
            // From here on none slips by.
            returned.as_mut().enable();
            let now = Instant::now();
            let must_yield = self.must_yield(rank);
            let taken = self.bucket().take(&self.budget, now, priority, must_yield);
            match taken {
                Ok(scout) => {
                    return Ok(Permit {
                        limiter: self,
                        scout,
                    });
                }
                Err(wait) if wait > LONGEST_WAIT => return Err(NotSent::TurnTooFar { wait }),
                // Whether the time is over or an answer came: either way it looks again.
                Err(wait) => drop(timeout(wait, returned).await),
            }
        }
    }

    /// Ends a pause that the service asked for: one request leaves, and its answer says whether the pause goes on.
    pub(super) fn try_again_now(&self) {
        let mut bucket = self.bucket();
        let now = Instant::now();
        let far = now + LONGEST_WAIT;
        if bucket.paused_until.take_if(|until| *until > far).is_some() {
            bucket.tokens = 1.0;
            bucket.refilled_at = now;
        }
        if bucket
            .window
            .take_if(|window| window.ends_at > far)
            .is_some()
        {
            bucket.tokens = bucket.tokens.max(1.0);
        }
        drop(bucket);
        self.returned.notify_waiters();
    }

    /// Whether somebody waits who goes first.
    fn must_yield(&self, rank: usize) -> bool {
        let before = self.waiting.iter().skip(rank + 1);
        before
            .map(|waiting| waiting.load(Ordering::Relaxed))
            .any(|waiting| waiting > 0)
    }

    fn bucket(&self) -> MutexGuard<'_, Bucket> {
        // The numbers are valid after every statement, so a panic elsewhere does no harm to them.
        self.bucket.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Permit<'_> {
    /// Takes in what the answer says about limits (429, `x-rate-limit-remaining` and `-reset`).
    pub(super) fn learn(&self, answer: &Answer) {
        let now = Instant::now();
        let mut bucket = self.limiter.bucket();
        if answer.status == 429 {
            let pause = answer.stated_wait().unwrap_or(UNNAMED_PAUSE);
            bucket.paused_until = bucket.paused_until.max(Some(now + pause));
            bucket.tokens = bucket.tokens.min(1.0);
        }
        let number = |name| answer.header(name)?.parse().ok();
        let remaining = number("x-rate-limit-remaining");
        if let (Some(remaining), Some(window)) = (remaining, answer.rate_window()) {
            bucket.states_limit = Some(true);
            bucket.learn(remaining, number("x-rate-limit-limit"), now, window);
        } else {
            // One answer without it, perhaps of a proxy, takes nothing back.
            bucket.states_limit.get_or_insert(false);
        }
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut bucket = self.limiter.bucket();
        bucket.in_flight -= 1;
        if self.scout {
            bucket.scout_until = None;
        }
        drop(bucket);
        self.limiter.returned.notify_waiters();
    }
}

impl Bucket {
    /// Takes one token and says whether its request goes ahead of others; or says how long to wait before asking again.
    fn take(
        &mut self,
        budget: &Budget,
        now: Instant,
        priority: Priority,
        must_yield: bool,
    ) -> Result<bool, Duration> {
        if let Some(paused) = self.paused_until {
            if paused > now {
                return Err(paused - now);
            }
            // Nothing was saved up while paused: a rush right after would pause it again.
            self.refilled_at = self.refilled_at.max(paused);
            self.paused_until = None;
        }
        self.window.take_if(|window| window.ends_at <= now);
        // What buys waits for no other request's answer.
        let scouts = !priority.order && self.window.is_none() && self.states_limit != Some(false);
        if scouts && let Some(until) = self.scout_until.filter(|until| *until > now) {
            return Err(until - now);
        }
        let rate = self.window.as_ref().map_or(budget.per_second, |window| {
            window.rate.min(budget.per_second)
        });
        let grown = (now - self.refilled_at).as_secs_f64() * rate;
        self.tokens = (self.tokens + grown).min(f64::from(budget.burst));
        self.refilled_at = now;
        if let Some(window) = &self.window
            && window.left <= self.left_to_others(priority)
        {
            return Err(window.ends_at - now);
        }
        let needed = if must_yield { 2.0 } else { 1.0 };
        // A hair of tolerance: sums of fractions must not turn a full token into none.
        if self.tokens + 1e-6 < needed {
            let wait = (needed - self.tokens) / rate;
            return Err(Duration::from_secs_f64(wait.clamp(0.001, 3600.0)));
        }
        self.tokens -= 1.0;
        self.in_flight += 1;
        if let Some(window) = &mut self.window {
            window.left -= 1;
        }
        if scouts {
            self.scout_until = Some(now + SCOUT_PATIENCE);
        }
        Ok(scouts)
    }

    /// How many of a window's requests are not ours to use. What buys goes before other desks' reads.
    fn left_to_others(&self, priority: Priority) -> u32 {
        match (priority.order, self.others.iter().max()) {
            (false, Some(others @ 1..)) => others + 1,
            _ => 0,
        }
    }

    fn learn(&mut self, remaining: u32, limit: Option<u32>, now: Instant, length: Duration) {
        // The service has not counted those that are still on their way; the answered one is among ours.
        let left = remaining.saturating_sub(self.in_flight.saturating_sub(1));
        let ends_at = now + length;
        let left = match &self.window {
            Some(window) if ends_at <= window.ends_at + SAME_WINDOW => {
                let others = window.left.saturating_sub(remaining);
                self.others[1] = self.others[1].max(others);
                // An older answer may come later: within one window the number only falls.
                left.min(window.left)
            }
            _ => {
                // Of a new window, all that was used and is not on its way was used by others.
                let shared = limit.is_some_and(|limit| limit > remaining + self.in_flight);
                self.others = [self.others[1], u32::from(shared)];
                left
            }
        };
        let rate = f64::from(left.max(1)) / length.as_secs_f64().max(0.001);
        let at_once = match self.others {
            [0, 0] => left,
            _ => left.min(1),
        };
        self.tokens = self.tokens.min(f64::from(at_once));
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
