//! The newest end of very long lists, lists that are too long, and pages that are refused.

use std::collections::HashSet;
use std::sync::Mutex;
use std::time::Duration;

use esim_desk_core::connect::{Client, FaultKind, Network, Patience, SubscriptionFilter};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::stub::{Reply, Seen, Stub, answer, client_with_budget, fault, pasted};

const PATIENCE: Patience = Patience::For(Duration::from_secs(5));

fn number(seen: &Seen, name: &str) -> Option<usize> {
    let (_, rest) = seen.target.split_once(&format!("{name}="))?;
    rest.split('&').next()?.parse().ok()
}

fn begin() -> Timestamp {
    "2026-01-01T00:00:00Z".parse().expect("a time")
}

/// The n-th of a list, one each minute.
fn sold(n: usize) -> Value {
    let at = begin() + SignedDuration::from_mins(i64::try_from(n).expect("small"));
    json!({ "id": format!("s{n}"), "created_date": at.to_string() })
}

fn page(seen: &Seen, all: usize, at: impl Fn(usize) -> Value) -> Reply {
    let size = number(seen, "page_size").unwrap_or(10);
    let page = page_of(seen);
    let data: Vec<Value> = ((page - 1) * size..(page * size).min(all))
        .map(at)
        .collect();
    let count = all.div_ceil(size);
    answer(
        200,
        json!({ "data": data, "_metadata": { "page": page, "page_count": count } }).to_string(),
    )
}

fn page_of(seen: &Seen) -> usize {
    let (_, rest) = seen.target.split_once("?page=").unwrap_or(("", "1"));
    rest.split('&')
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1)
}

/// With a budget that holds nothing up.
fn unhurried(stub: &Stub) -> Client {
    client_with_budget(
        stub.service(),
        pasted("t"),
        &Network::default(),
        1_000.0,
        1_000,
    )
}

#[tokio::test]
async fn the_newest_of_twenty_thousand_cost_one_request_more_than_of_none() {
    const ALL: usize = 20_000;
    for newest_first in [false, true] {
        let stub = Stub::signed_in(move |seen| {
            page(seen, ALL, |n| match newest_first {
                true => sold(ALL - 1 - n),
                false => sold(n),
            })
        })
        .await;
        let since = begin() + SignedDuration::from_mins(19_990);

        let found = stub
            .client()
            .newest_subscriptions(&SubscriptionFilter::default(), since, PATIENCE)
            .await
            .expect("two pages")
            .expect("in time");

        assert_eq!(stub.asked().len(), 2, "the first page and the last");
        assert!(found.reaches(since) && !found.whole, "the end of it");
        assert!(
            found.seen.iter().any(|one| one.id.as_str() == "s19999"),
            "with the newest"
        );
        assert_eq!(found.count, ALL, "and how many there are");
    }
}

#[tokio::test]
async fn a_list_that_begins_after_what_is_asked_for_is_whole_with_its_far_end() {
    for newest_first in [false, true] {
        let stub = Stub::signed_in(move |seen| {
            page(seen, 130, |n| match newest_first {
                true => sold(129 - n),
                false => sold(n),
            })
        })
        .await;
        let found = stub
            .client()
            .newest_subscriptions(&SubscriptionFilter::default(), begin(), PATIENCE)
            .await
            .expect("all pages")
            .expect("in time");
        assert_eq!((found.seen.len(), found.count), (130, 130), "each once");
        assert!(found.whole, "nothing is missing, so that is said");
    }
}

#[tokio::test]
async fn a_list_in_no_order_is_read_as_a_whole() {
    let stub = Stub::signed_in(|seen| page(seen, 100, |n| sold(n * 37 % 100))).await;
    let found = stub
        .client()
        .newest_subscriptions(&SubscriptionFilter::default(), begin(), PATIENCE)
        .await
        .expect("three pages")
        .expect("in time");
    assert_eq!((found.seen.len(), found.whole), (100, true), "each once");
    assert_eq!(stub.asked().len(), 4, "the last page, and then all again");
}

#[tokio::test]
async fn a_look_that_takes_too_long_is_given_up() {
    let stub = Stub::signed_in(|seen| match page_of(seen) {
        1 => page(seen, 4000, |n| sold(n * 37 % 4000)),
        _ => Reply::Silence,
    })
    .await;
    let found = stub
        .client()
        .newest_subscriptions(&SubscriptionFilter::default(), begin(), PATIENCE)
        .await
        .expect("no fault of the service");
    assert!(found.is_none(), "nothing is concluded from a part");
}

#[tokio::test]
async fn a_list_that_says_that_it_is_too_long_is_not_read() {
    let stub = Stub::signed_in(|seen| page(seen, 20_001, sold)).await;
    let found = fault(
        stub.client()
            .subscriptions(&SubscriptionFilter::default())
            .await,
    );
    assert!(matches!(found.kind, FaultKind::TooLarge), "{found}");
    assert_eq!(stub.asked().len(), 1, "it is told at once");
}

#[tokio::test]
async fn pages_together_are_not_kept_without_bound() {
    let stub = Stub::signed_in(|seen| {
        let page = page_of(seen);
        let data = json!([{ "id": format!("s{page}"), "name": "x".repeat(4_000_000) }]);
        answer(
            200,
            json!({ "data": data, "_metadata": { "page_count": 100 } }).to_string(),
        )
    })
    .await;
    let found = fault(
        stub.client()
            .subscriptions(&SubscriptionFilter::default())
            .await,
    );
    assert!(matches!(found.kind, FaultKind::TooLarge), "{found}");
    assert_eq!(stub.asked().len(), 9, "32 MB are enough");
}

#[tokio::test]
async fn a_page_size_that_is_refused_is_lowered_and_remembered() {
    for most in [20, 10, 0] {
        let stub = Stub::signed_in(move |seen| match number(seen, "page_size") {
            Some(size) if size > most => answer(
                400,
                r#"{"type":"INVALID_REQUEST_PARAMS","messages":["page_size"]}"#,
            ),
            _ => page(seen, 45, sold),
        })
        .await;
        let client = stub.client();
        for _ in 0..2 {
            let found = client
                .subscriptions(&SubscriptionFilter::default())
                .await
                .expect("a smaller page is taken");
            assert_eq!(found.len(), 45, "{most}: the whole list");
        }
        let refused = stub
            .asked()
            .iter()
            .filter(|seen| number(seen, "page_size").is_some_and(|size| size > most))
            .count();
        assert!(
            refused <= 3,
            "{most}: {refused} refusals, all of the first time"
        );
        client
            .check()
            .await
            .expect("and a look at it works as well");
    }
}

#[tokio::test]
async fn a_full_page_of_which_nothing_is_told_does_not_pass_for_whole() {
    for metadata in [json!(null), json!("none"), json!({ "page_count": "many" })] {
        let stub = Stub::signed_in(move |seen| {
            let size = number(seen, "page_size").unwrap_or(10);
            let first = (page_of(seen) - 1) * size;
            let data: Vec<Value> = (first..(first + size).min(60)).map(sold).collect();
            answer(
                200,
                json!({ "data": data, "_metadata": metadata }).to_string(),
            )
        })
        .await;
        let found = stub
            .client()
            .subscriptions(&SubscriptionFilter::default())
            .await
            .expect("two pages");
        assert_eq!(found.len(), 60, "the second page too");
    }
}

#[tokio::test]
async fn a_report_reads_back_to_its_time_and_no_further_in_either_order() {
    const ALL: usize = 400;
    for newest_first in [false, true] {
        let stub = Stub::signed_in(move |seen| {
            page(seen, ALL, |n| match newest_first {
                true => sold(ALL - 1 - n),
                false => sold(n),
            })
        })
        .await;
        let since = begin() + SignedDuration::from_mins(250);
        let heard = Mutex::new(Vec::new());

        let found = stub
            .client()
            .sold_since(since, |seen, of| {
                heard.lock().expect("one thread").push((seen, of))
            })
            .await
            .expect("a few pages");

        assert!(found.reaches(since) && !found.whole, "as far as it had to");
        let seen: HashSet<&str> = found.seen.iter().map(|one| one.id.as_str()).collect();
        for n in 250..ALL {
            assert!(seen.contains(format!("s{n}").as_str()), "{n} is among them");
        }
        assert_eq!(
            stub.asked().len(),
            5,
            "160 entries, and the first page to know the order"
        );
        let heard = heard.into_inner().expect("one thread");
        assert!(
            heard.contains(&(80, Some(ALL))),
            "told on the way: {heard:?}"
        );
    }
}

#[tokio::test]
async fn a_report_of_everything_has_both_ends_of_the_list() {
    for newest_first in [false, true] {
        let stub = Stub::signed_in(move |seen| {
            page(seen, 95, |n| match newest_first {
                true => sold(94 - n),
                false => sold(n),
            })
        })
        .await;
        let found = stub.client().sold_since(Timestamp::MIN, |_, _| {}).await;
        let found = found.expect("three pages");
        assert_eq!((found.seen.len(), found.whole), (95, true), "each once");
        assert_eq!(stub.asked().len(), 3, "no page twice");
    }
}

/// A sale while the list is read stands behind what was its end.
#[tokio::test]
async fn a_report_of_a_list_that_grows_meanwhile_lacks_nothing() {
    let stub = Stub::signed_in(|seen| {
        let all = if page_of(seen) == 1 { 80 } else { 83 };
        page(seen, all, sold)
    })
    .await;
    let since = begin() + SignedDuration::from_mins(70);
    let found = stub.client().sold_since(since, |_, _| {}).await;
    let found = found.expect("three pages");
    let seen: HashSet<&str> = found.seen.iter().map(|one| one.id.as_str()).collect();
    for n in 70..83 {
        assert!(seen.contains(format!("s{n}").as_str()), "{n} is among them");
    }
}

#[tokio::test]
async fn a_report_keeps_to_the_budget() {
    let stub = Stub::raw(|seen| page(seen, 400, |n| sold(n * 37 % 400))).await;
    let client = client_with_budget(stub.service(), pasted("t"), &Network::default(), 50.0, 3);
    let started = Instant::now();
    let found = client.sold_since(begin(), |_, _| {}).await;
    assert_eq!(
        found.expect("eleven pages").seen.len(),
        400,
        "in no order: all of it"
    );
    assert!(stub.asked().len() >= 10, "page by page");
    assert!(
        started.elapsed() >= Duration::from_millis(135),
        "3 at once, 7 more at 50 a second: {:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn of_an_account_that_is_too_large_the_newest_end_is_given_and_told_as_that() {
    let stub = Stub::signed_in(|seen| page(seen, 25_000, sold)).await;
    let client = unhurried(&stub);
    let found = client.newest_sold().await.expect("it is no failure");
    assert!(!found.is_all() && !found.any, "not all, and the newest end");
    assert!(
        (20_000..20_100).contains(&found.seen.len()),
        "{}",
        found.seen.len()
    );
    let oldest = found.seen.iter().filter_map(|one| one.created).min();
    assert!(oldest > Some(begin() + SignedDuration::from_mins(4_000)));

    // In no order: any of it, and nothing is said of a time.
    let stub = Stub::signed_in(|seen| {
        page(seen, 25_000, |n| {
            let mut one = sold(n);
            one["created_date"] = Value::Null;
            one
        })
    })
    .await;
    let client = unhurried(&stub);
    let found = client.newest_sold().await.expect("it is no failure");
    assert!(found.any && !found.is_all() && !found.reaches(begin()));
    assert!(found.seen.len() > 15_000);
}
