//! The budget under a clock that runs ahead of every wait.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use tokio::time::sleep;

use super::*;

const ORDINARY: Priority = Priority {
    guest: false,
    order: false,
};
const ORDER: Priority = Priority {
    guest: false,
    order: true,
};
const GUEST: Priority = Priority {
    guest: true,
    order: false,
};
const GUESTS_ORDER: Priority = Priority {
    guest: true,
    order: true,
};

fn limiter_of(per_second: f64, burst: u32) -> RateLimiter {
    RateLimiter::new(Budget { per_second, burst })
}

/// An answer whose own date is 30 years ago, as a clock that is wrong shows it.
fn answer(status: u16, headers: &[(&'static str, &'static str)]) -> Answer {
    let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    let headers: HeaderMap = headers
        .iter()
        .chain([&date])
        .map(|(name, value)| {
            let name = name.parse().expect("a header name");
            (name, HeaderValue::from_static(value))
        })
        .collect();
    Answer {
        status,
        headers,
        body: Vec::new(),
    }
}

/// Takes a turn and gets this answer.
async fn learn(limiter: &RateLimiter, status: u16, headers: &[(&'static str, &'static str)]) {
    let permit = limiter
        .acquire(ORDINARY)
        .await
        .expect("no wait over a minute");
    permit.learn(&answer(status, headers));
}

/// Takes so many turns; the clock runs ahead of every wait. Returns how long that took.
async fn turns(limiter: &RateLimiter, count: u32) -> Duration {
    let started = Instant::now();
    for _ in 0..count {
        limiter
            .acquire(ORDINARY)
            .await
            .expect("no wait over a minute");
    }
    started.elapsed()
}

fn about(waited: Duration, seconds: f64) -> bool {
    (waited.as_secs_f64() - seconds).abs() < 0.05
}

#[tokio::test(start_paused = true)]
async fn a_burst_is_free_and_the_rest_at_the_rate() {
    let limiter = RateLimiter::new(Budget::default());
    assert_eq!(turns(&limiter, 10).await, Duration::ZERO, "10 at once");
    let waited = turns(&limiter, 10).await;
    assert!(about(waited, 5.0), "10 more at 2 a second, not {waited:?}");
    tokio::time::advance(Duration::from_secs(3600)).await;
    let waited = turns(&limiter, 12).await;
    assert!(
        about(waited, 1.0),
        "a quiet hour saves up one burst, not more: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_makes_everybody_wait_as_long_as_it_says() {
    let limiter = limiter_of(100.0, 100);
    learn(&limiter, 429, &[("retry-after", "40")]).await;
    let waited = turns(&limiter, 1).await;
    assert!(about(waited, 40.0), "40 s, not {waited:?}");
    let waited = turns(&limiter, 10).await;
    assert!(
        about(waited, 0.1),
        "after it no burst, but the usual rate: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_that_names_no_time_pauses_a_little() {
    let limiter = limiter_of(100.0, 100);
    learn(&limiter, 429, &[]).await;
    let waited = turns(&limiter, 1).await;
    assert!(about(waited, 5.0), "5 s, not {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_used_up_window_makes_everybody_wait_for_the_next() {
    let limiter = limiter_of(100.0, 100);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "0"),
    ];
    learn(&limiter, 200, &limit).await;
    let waited = turns(&limiter, 1).await;
    assert!(
        about(waited, 20.0),
        "20 s by the answer's own date, not {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn no_more_leave_than_a_window_has_left() {
    let limiter = limiter_of(100.0, 100);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "2"),
    ];
    learn(&limiter, 200, &limit).await;
    assert_eq!(
        turns(&limiter, 2).await,
        Duration::ZERO,
        "the two that are left"
    );
    let waited = turns(&limiter, 1).await;
    assert!(
        about(waited, 20.0),
        "then none before the window ends, not {waited:?}"
    );
    tokio::time::advance(Duration::from_secs(1)).await;
    let waited = turns(&limiter, 100).await;
    assert!(
        waited < Duration::from_secs(1),
        "a new window is not slowed by the old one: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_a_window_has_left_is_spread_over_its_time() {
    let limiter = limiter_of(100.0, 1);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "10"),
    ];
    learn(&limiter, 200, &limit).await;
    let waited = turns(&limiter, 6).await;
    assert!(about(waited, 12.0), "one every 2 s, not {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn requests_on_their_way_count_against_the_window() {
    let limiter = limiter_of(100.0, 100);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "3"),
    ];
    let answered = limiter.acquire(ORDINARY).await.expect("a free turn");
    let _first = limiter.acquire(ORDINARY).await.expect("a free turn");
    let _second = limiter.acquire(ORDINARY).await.expect("a free turn");
    answered.learn(&answer(200, &limit));
    assert_eq!(
        turns(&limiter, 1).await,
        Duration::ZERO,
        "3 are left, 2 of them on their way"
    );
    let waited = turns(&limiter, 1).await;
    assert!(
        about(waited, 20.0),
        "the next one belongs to the next window: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn headers_never_make_it_faster() {
    let limiter = limiter_of(1.0, 1);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "1000000"),
    ];
    learn(&limiter, 200, &limit).await;
    let waited = turns(&limiter, 11).await;
    assert!(
        about(waited, 11.0),
        "the desk's own budget stays: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_over_a_minute_is_told_at_once() {
    let limiter = limiter_of(100.0, 100);
    learn(&limiter, 429, &[("retry-after", "600")]).await;
    let started = Instant::now();
    let told = limiter.acquire(ORDER).await;
    let wait = Duration::from_secs(600);
    assert_eq!(
        told.err(),
        Some(NotSent::TurnTooFar { wait }),
        "the time that is left"
    );
    assert_eq!(
        started.elapsed(),
        Duration::ZERO,
        "without waiting for any of it"
    );
}

#[tokio::test(start_paused = true)]
async fn a_person_who_tries_again_ends_a_long_wait_for_one_request() {
    let limiter = limiter_of(100.0, 100);
    let day = [("retry-after", "86400")];
    learn(&limiter, 429, &day).await;
    assert!(limiter.acquire(ORDER).await.is_err(), "for a day");
    for still in [429, 200] {
        limiter.try_again_now();
        learn(&limiter, still, &day).await;
        assert_eq!(
            limiter.acquire(ORDER).await.is_err(),
            still == 429,
            "{still}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_short_wait_is_kept_whoever_tries_again() {
    let limiter = limiter_of(100.0, 100);
    learn(&limiter, 429, &[("retry-after", "20")]).await;
    limiter.try_again_now();
    let waited = turns(&limiter, 1).await;
    assert!(about(waited, 20.0), "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn an_order_that_gives_up_waiting_holds_nobody_back() {
    let limiter = limiter_of(1.0, 1);
    turns(&limiter, 1).await;
    let hurry = Duration::from_millis(10);
    let order = tokio::time::timeout(hurry, limiter.acquire(ORDER)).await;
    assert!(order.is_err(), "it had to wait");
    let waited = turns(&limiter, 1).await;
    assert!(
        about(waited, 0.99),
        "the next read takes its turn: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_senseless_budget_still_works() {
    for (per_second, burst) in [(0.0, 0), (-1.0, 1), (f64::NAN, 0), (f64::INFINITY, 5)] {
        let waited = turns(&limiter_of(per_second, burst), 2).await;
        assert!(
            waited <= Duration::from_secs(60),
            "{per_second} a second, {burst} at once: {waited:?}"
        );
    }
}

/// A service that counts in whole minutes and states its limit, for several desks at once.
struct CountingService {
    limit: u32,
    began: Instant,
    minute: u64,
    taken: u32,
    all: u32,
    over: u32,
}

impl CountingService {
    fn with(limit: u32) -> CountingService {
        CountingService {
            limit,
            began: Instant::now(),
            minute: 0,
            taken: 0,
            all: 0,
            over: 0,
        }
    }

    /// Counts one request, and answers it by a clock in whole seconds.
    fn ask(&mut self) -> Answer {
        // Desks do not begin when a minute does.
        let now = 20 + self.began.elapsed().as_millis() as u64 / 1000;
        let minute = now / 60;
        if minute != self.minute {
            (self.minute, self.taken) = (minute, 0);
        }
        let over = self.taken >= self.limit;
        if over {
            self.over += 1;
        } else {
            self.taken += 1;
            self.all += 1;
        }
        let date = jiff::Timestamp::from_second(now as i64).expect("a moment");
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&date)
            .expect("a date of these years");
        let header = |text: String| HeaderValue::try_from(text).expect("plain text");
        let headers = [
            ("date", date),
            ("x-rate-limit-limit", self.limit.to_string()),
            (
                "x-rate-limit-remaining",
                (self.limit - self.taken).to_string(),
            ),
            ("x-rate-limit-reset", ((minute + 1) * 60_000).to_string()),
        ];
        let headers = headers
            .into_iter()
            .map(|(name, text)| (HeaderName::from_static(name), header(text)))
            .collect();
        Answer {
            status: if over { 429 } else { 200 },
            headers,
            body: Vec::new(),
        }
    }
}

/// Has so many desks read as much as they may for a quarter of an hour, eight at once each, over a slow network.
async fn desks_at(limit: u32, desks: u64) -> CountingService {
    let service = std::sync::Arc::new(Mutex::new(CountingService::with(limit)));
    let mut reading = tokio::task::JoinSet::new();
    for desk in 0..desks {
        let limiter = std::sync::Arc::new(RateLimiter::new(Budget::default()));
        for reader in 0..8_u64 {
            let (service, limiter) = (service.clone(), limiter.clone());
            let mut chance = 1 + desk * 8 + reader;
            reading.spawn(async move {
                let mut way = move || {
                    // A generator of numbers that are the same at each run.
                    chance = chance
                        .wrapping_mul(6_364_136_223_846_793_005)
                        .wrapping_add(1);
                    Duration::from_millis(20 + (chance >> 33) % 150)
                };
                sleep(Duration::from_secs(7 * desk)).await;
                loop {
                    let permit = limiter.acquire(ORDINARY).await.expect("under a minute");
                    sleep(way()).await;
                    let answer = service.lock().expect("no panic").ask();
                    sleep(way()).await;
                    permit.learn(&answer);
                }
            });
        }
    }
    sleep(Duration::from_secs(15 * 60)).await;
    reading.shutdown().await;
    std::sync::Arc::into_inner(service)
        .expect("nobody reads any more")
        .into_inner()
        .expect("no panic")
}

#[tokio::test(start_paused = true)]
async fn one_desk_uses_nearly_all_of_a_stated_limit_and_never_more() {
    for limit in [5, 30, 60, 100] {
        let service = desks_at(limit, 1).await;
        assert_eq!(service.over, 0, "none over {limit} a minute");
        let possible = 15 * limit;
        assert!(
            f64::from(service.all) >= 0.9 * f64::from(possible),
            "{} of {possible} at {limit} a minute",
            service.all
        );
    }
}

#[tokio::test(start_paused = true)]
async fn desks_that_share_a_limit_keep_within_it_together() {
    for (limit, desks) in [(30, 2), (60, 2), (60, 3), (100, 2)] {
        let service = desks_at(limit, desks).await;
        assert_eq!(
            service.over, 0,
            "none over {limit} a minute by {desks} desks"
        );
        let possible = 15 * limit;
        assert!(
            f64::from(service.all) >= 0.7 * f64::from(possible),
            "{} of {possible} at {limit} a minute by {desks} desks",
            service.all
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_request_that_goes_ahead_and_is_never_answered_holds_the_others_up_only_briefly() {
    let limiter = limiter_of(100.0, 100);
    let _unanswered = limiter.acquire(ORDINARY).await.expect("a free turn");
    let begin = Instant::now();
    let _order = limiter.acquire(ORDER).await.expect("a free turn");
    assert_eq!(begin.elapsed(), Duration::ZERO, "an order waits for none");
    let waited = turns(&limiter, 1).await;
    assert!(about(waited, 2.0), "two seconds, not {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_guest_goes_before_a_groups_order_and_that_before_everything_that_is_only_read() {
    let limiter = std::sync::Arc::new(limiter_of(2.0, 10));
    turns(&limiter, 10).await;
    let done = std::sync::Arc::new(Mutex::new(Vec::new()));
    let mut waiting = tokio::task::JoinSet::new();
    // The later it comes, the earlier it goes.
    for (name, priority) in [
        ("read", ORDINARY),
        ("another read", ORDINARY),
        ("a group's order", ORDER),
        ("for a guest", GUEST),
        ("also for a guest", GUEST),
        ("a guest's order", GUESTS_ORDER),
    ] {
        let (limiter, done) = (limiter.clone(), done.clone());
        waiting.spawn(async move {
            let _permit = limiter.acquire(priority).await.expect("under a minute");
            done.lock().expect("no panic").push(name);
        });
        tokio::task::yield_now().await;
    }
    let begin = Instant::now();
    while waiting.join_next().await.is_some() {}
    assert_eq!(
        *done.lock().expect("no panic"),
        [
            "a guest's order",
            "for a guest",
            "also for a guest",
            "a group's order",
            "read",
            "another read"
        ]
    );
    let waited = begin.elapsed();
    assert!(about(waited, 3.0), "at the budget's pace: {waited:?}");
}
