//! Very many open orders at once: all come through, within the service's limit and the desk's budget.

use std::time::Duration;

use esim_desk_core::sandbox::{Fate, Step};
use tokio::time::{Instant, advance, sleep};

use crate::desk::backlog::Backlog;

/// The service's stated limit in these tests, a minute.
const LIMIT: u32 = 60;

/// Every order is proved, and a debug build takes its time for that: the thousand of the issue come with `--long`.
fn many() -> u32 {
    if std::env::var_os("ESIM_DESK_LONG").is_some() {
        1000
    } else {
        120
    }
}

/// The fewest seconds in which so many requests can be asked.
fn bound(requests: u32) -> f64 {
    60.0 * f64::from(requests) / f64::from(LIMIT)
}

#[tokio::test(start_paused = true)]
async fn many_orders_are_followed_to_the_end_nearly_as_fast_as_the_limit_allows_and_never_faster() {
    let orders = many();
    let backlog = Backlog::taken(orders, Fate::Completes, Some(LIMIT)).await;
    let desk = backlog.desk(0..orders as usize).await;
    let begin = Instant::now();
    backlog.sign_in(&desk).await;
    desk.all_ready().await;
    let took = begin.elapsed().as_secs_f64();

    assert_eq!(backlog.over_limit(), 0, "no request over the limit");
    let bound = bound(orders);
    assert!(took <= 1.2 * bound, "{took} s; {bound} s are needed");
}

#[tokio::test(start_paused = true)]
async fn what_waits_to_be_compared_with_what_was_sold_is_let_go_by_who_signs_out() {
    let backlog = Backlog::taken(40, Fate::Completes, None).await;
    let desk = backlog.desk(0..40).await;
    backlog.sign_in(&desk).await;
    desk.all_ready().await;
    let out = desk.desk.sign_in.sign_out().await;
    out.expect("it is signed out");
    // One may have been under way.
    sleep(Duration::from_secs(60)).await;
    let before = backlog.requests();
    sleep(Duration::from_secs(600)).await;
    assert_eq!(backlog.requests(), before);
    assert!(before < 2 * 40, "and most had waited: {before}");
}

#[tokio::test(start_paused = true)]
async fn two_desks_that_share_a_limit_only_slow_each_other_down() {
    let orders = many();
    let half = orders as usize / 2;
    let backlog = Backlog::taken(orders, Fate::Completes, Some(LIMIT)).await;
    let one = backlog.desk(0..half).await;
    let other = backlog.desk(half..orders as usize).await;
    let begin = Instant::now();
    backlog.sign_in(&one).await;
    backlog.sign_in(&other).await;
    tokio::join!(one.all_ready(), other.all_ready());
    let took = begin.elapsed().as_secs_f64();

    assert_eq!(backlog.over_limit(), 0, "no request over the limit");
    let bound = bound(orders);
    assert!(
        took <= 1.4 * bound,
        "{took} s for both; {bound} s are needed"
    );
}

#[tokio::test(start_paused = true)]
async fn a_thousand_open_orders_make_no_storm_not_even_after_a_sleep() {
    let backlog = Backlog::taken(1000, Fate::Stalls, None).await;
    let desk = backlog.desk(0..1000).await;
    backlog.sign_in(&desk).await;

    let mut counts = watched(&backlog, 60).await;
    within_budget(&counts);
    let rate = (counts[60] - counts[20]) as f64 / 40.0;
    assert!(rate > 1.9, "and the budget is used: {rate} a second");

    let tokens = || backlog.sandbox.control().ledger().seen.at(Step::Token);
    let before = tokens();
    advance(Duration::from_secs(8 * 60 * 60)).await;
    counts = watched(&backlog, 60).await;
    within_budget(&counts);
    assert_eq!(
        tokens(),
        before + 1,
        "one new token for all, however many orders waited for it"
    );
}

/// The number of requests so far, at every second.
async fn watched(backlog: &Backlog, seconds: u32) -> Vec<u64> {
    let mut counts = vec![backlog.requests()];
    for _ in 0..seconds {
        sleep(Duration::from_secs(1)).await;
        counts.push(backlog.requests());
    }
    counts
}

/// Two a second in the long run and ten at once, whichever stretch of time is looked at.
fn within_budget(counts: &[u64]) {
    for (from, before) in counts.iter().enumerate() {
        for (until, after) in counts.iter().enumerate().skip(from) {
            let allowed = 10 + 2 * (until - from) as u64;
            assert!(
                after - before <= allowed,
                "{} requests within {} s",
                after - before,
                until - from
            );
        }
    }
}
