//! The budget under a clock that runs ahead of every wait.

use reqwest::header::{HeaderMap, HeaderValue};

use super::*;

fn paced(per_second: f64, burst: u32) -> Pace {
    Pace::new(Budget { per_second, burst })
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
async fn learn(pace: &Pace, status: u16, headers: &[(&'static str, &'static str)]) {
    let pass = pace
        .turn(Turn::Ordinary)
        .await
        .expect("no wait over a minute");
    pass.learn(&answer(status, headers));
}

/// Takes so many turns; the clock runs ahead of every wait. Returns how long that took.
async fn turns(pace: &Pace, count: u32) -> Duration {
    let started = Instant::now();
    for _ in 0..count {
        pace.turn(Turn::Ordinary)
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
    let pace = Pace::new(Budget::default());
    assert_eq!(turns(&pace, 10).await, Duration::ZERO, "10 at once");
    let waited = turns(&pace, 10).await;
    assert!(about(waited, 5.0), "10 more at 2 a second, not {waited:?}");
    tokio::time::advance(Duration::from_secs(3600)).await;
    let waited = turns(&pace, 12).await;
    assert!(
        about(waited, 1.0),
        "a quiet hour saves up one burst, not more: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_makes_everybody_wait_as_long_as_it_says() {
    let pace = paced(100.0, 100);
    learn(&pace, 429, &[("retry-after", "40")]).await;
    let waited = turns(&pace, 1).await;
    assert!(about(waited, 40.0), "40 s, not {waited:?}");
    let waited = turns(&pace, 10).await;
    assert!(
        about(waited, 0.1),
        "after it no burst, but the usual rate: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_429_that_names_no_time_pauses_a_little() {
    let pace = paced(100.0, 100);
    learn(&pace, 429, &[]).await;
    let waited = turns(&pace, 1).await;
    assert!(about(waited, 5.0), "5 s, not {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_used_up_window_makes_everybody_wait_for_the_next() {
    let pace = paced(100.0, 100);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "0"),
    ];
    learn(&pace, 200, &limit).await;
    let waited = turns(&pace, 1).await;
    assert!(
        about(waited, 20.0),
        "20 s by the answer's own date, not {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn no_more_leave_than_a_window_has_left() {
    let pace = paced(100.0, 100);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "2"),
    ];
    learn(&pace, 200, &limit).await;
    assert_eq!(
        turns(&pace, 2).await,
        Duration::ZERO,
        "the two that are left"
    );
    let waited = turns(&pace, 1).await;
    assert!(
        about(waited, 20.0),
        "then none before the window ends, not {waited:?}"
    );
    tokio::time::advance(Duration::from_secs(1)).await;
    let waited = turns(&pace, 100).await;
    assert!(
        waited < Duration::from_secs(1),
        "a new window is not slowed by the old one: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn what_a_window_has_left_is_spread_over_its_time() {
    let pace = paced(100.0, 1);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "10"),
    ];
    learn(&pace, 200, &limit).await;
    let waited = turns(&pace, 6).await;
    assert!(about(waited, 12.0), "one every 2 s, not {waited:?}");
}

#[tokio::test(start_paused = true)]
async fn requests_on_their_way_count_against_the_window() {
    let pace = paced(100.0, 100);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "3"),
    ];
    let answered = pace.turn(Turn::Ordinary).await.expect("a free turn");
    let _first = pace.turn(Turn::Ordinary).await.expect("a free turn");
    let _second = pace.turn(Turn::Ordinary).await.expect("a free turn");
    answered.learn(&answer(200, &limit));
    assert_eq!(
        turns(&pace, 1).await,
        Duration::ZERO,
        "3 are left, 2 of them on their way"
    );
    let waited = turns(&pace, 1).await;
    assert!(
        about(waited, 20.0),
        "the next one belongs to the next window: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn headers_never_make_it_faster() {
    let pace = paced(1.0, 1);
    let limit = [
        ("x-rate-limit-reset", "784111797000"),
        ("x-rate-limit-remaining", "1000000"),
    ];
    learn(&pace, 200, &limit).await;
    let waited = turns(&pace, 11).await;
    assert!(
        about(waited, 11.0),
        "the desk's own budget stays: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_wait_over_a_minute_is_told_at_once() {
    let pace = paced(100.0, 100);
    learn(&pace, 429, &[("retry-after", "600")]).await;
    let started = Instant::now();
    let told = pace.turn(Turn::Order).await;
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
async fn an_order_that_gives_up_waiting_holds_nobody_back() {
    let pace = paced(1.0, 1);
    turns(&pace, 1).await;
    let hurry = Duration::from_millis(10);
    let order = tokio::time::timeout(hurry, pace.turn(Turn::Order)).await;
    assert!(order.is_err(), "it had to wait");
    let waited = turns(&pace, 1).await;
    assert!(
        about(waited, 0.99),
        "the next read takes its turn: {waited:?}"
    );
}

#[tokio::test(start_paused = true)]
async fn a_senseless_budget_still_works() {
    for (per_second, burst) in [(0.0, 0), (-1.0, 1), (f64::NAN, 0), (f64::INFINITY, 5)] {
        let waited = turns(&paced(per_second, burst), 2).await;
        assert!(
            waited <= Duration::from_secs(60),
            "{per_second} a second, {burst} at once: {waited:?}"
        );
    }
}
