//! Answers too large, answers too slow, and requests kept within the budget.

use std::time::Duration;

use esim_desk_core::clock;
use esim_desk_core::connect::{
    CorrelationId, FaultKind, Network, NotSent, OrderId, PostMeaning, Unanswered,
};
use futures_util::future::join_all;
use tokio::time::Instant;

use super::placing::body;
use super::stub::{Reply, Stub, answer, answer_with, client_with_budget, fault, fixture, pasted};

fn order_id() -> OrderId {
    OrderId::new("6d41c4ff-1877-4d13-82b0-7dad02c4b02a").expect("not empty")
}

#[tokio::test]
async fn an_answer_of_twenty_megabytes_is_cut() {
    let stub = Stub::signed_in(|_| answer(200, vec![b' '; 20 * 1024 * 1024])).await;
    let found = fault(stub.client().order(&order_id()).await);
    assert!(matches!(found.kind, FaultKind::TooLarge), "{found}");
    let found = fault(
        stub.client()
            .place_order(&body(), &CorrelationId::fresh())
            .await,
    );
    assert_eq!(
        found.meaning_for_order_post(),
        PostMeaning::Unconfirmed,
        "a success, of whatever kind"
    );
}

#[tokio::test]
async fn an_answer_is_measured_unpacked() {
    let bomb = include_bytes!("../../fixtures/connect/bomb.json.gz");
    assert!(bomb.len() < 100_000, "it arrives small");
    let stub = Stub::signed_in(|_| {
        answer_with(
            200,
            &[("content-encoding", "gzip")],
            *include_bytes!("../../fixtures/connect/bomb.json.gz"),
        )
    })
    .await;
    let found = fault(stub.client().order(&order_id()).await);
    assert!(matches!(found.kind, FaultKind::TooLarge), "{found}");
}

#[tokio::test]
async fn a_large_honest_answer_is_read() {
    let mut answer_body = fixture!("order-completed.json").to_owned();
    answer_body.push_str(&" ".repeat(4 * 1024 * 1024));
    let stub = Stub::signed_in(move |_| answer(200, answer_body.clone())).await;
    stub.client()
        .order(&order_id())
        .await
        .expect("4 MB are within the limit");
}

#[tokio::test]
async fn a_service_that_says_nothing_to_an_order_is_given_up_after_a_minute_and_a_half() {
    let stub = Stub::signed_in(|_| Reply::Silence).await;
    let started = Instant::now();
    let found = fault(
        stub.client()
            .place_order(&body(), &CorrelationId::fresh())
            .await,
    );
    assert!(
        matches!(found.kind, FaultKind::Unanswered(Unanswered::TimedOut)),
        "{found}"
    );
    assert_eq!(
        found.meaning_for_order_post(),
        PostMeaning::Unconfirmed,
        "it may have been bought"
    );
    let waited = started.elapsed().as_secs();
    assert!(
        (90..=107).contains(&waited),
        "90 s for an answer, not {waited}"
    );
    assert_eq!(stub.asked().len(), 1, "and not asked again");
}

#[tokio::test]
async fn a_service_that_says_nothing_to_a_question_is_given_up_after_a_minute_and_a_quarter() {
    let stub = Stub::signed_in(|_| Reply::Silence).await;
    let started = Instant::now();
    let found = fault(stub.client().order(&order_id()).await);
    assert!(
        matches!(found.kind, FaultKind::Unanswered(Unanswered::TimedOut)),
        "{found}"
    );
    let waited = started.elapsed().as_secs();
    assert!(
        (74..=77).contains(&waited),
        "75 s by the clock, not {waited}"
    );
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_unanswered() {
    let stub = Stub::signed_in(|_| Reply::Half(200)).await;
    let found = fault(stub.client().order(&order_id()).await);
    assert!(
        matches!(found.kind, FaultKind::Unanswered(Unanswered::Lost)),
        "{found}"
    );
}

#[tokio::test]
async fn requests_beyond_the_burst_wait_their_turn() {
    let stub = Stub::raw(|_| answer(200, fixture!("order-completed.json"))).await;
    let client = client_with_budget(stub.service(), pasted("t"), &Network::default(), 50.0, 3);
    let (id, started) = (order_id(), Instant::now());
    let outcomes = join_all((0..13).map(|_| client.order(&id))).await;
    assert!(
        outcomes.iter().all(Result::is_ok),
        "all answered in the end"
    );
    assert!(
        started.elapsed() >= Duration::from_millis(195),
        "3 at once, 10 more at 50 a second: {:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn an_order_goes_before_reads_that_wait() {
    let stub = Stub::raw(|seen| match seen.method.as_str() {
        "POST" => answer(201, fixture!("order-accepted.json")),
        _ => answer(200, fixture!("order-completed.json")),
    })
    .await;
    let client = client_with_budget(stub.service(), pasted("t"), &Network::default(), 20.0, 1);
    let (id, body, correlation) = (order_id(), body(), CorrelationId::fresh());
    let reads = join_all((0..10).map(|_| client.order(&id)));
    let order = async {
        tokio::task::yield_now().await;
        client.place_order(&body, &correlation).await
    };
    let (reads, order) = tokio::join!(reads, order);
    assert!(
        order.is_ok() && reads.iter().all(Result::is_ok),
        "all answered"
    );
    let place = stub
        .asked()
        .iter()
        .position(|seen| seen.method == "POST")
        .expect("it was sent");
    assert!(
        place <= 2,
        "ten reads were waiting, the order came {place} places from the front"
    );
}

#[tokio::test]
async fn a_pause_beyond_a_minute_is_told_instead_of_waited_for() {
    let stub = Stub::raw(|_| answer_with(429, &[("retry-after", "600")], "")).await;
    let client = client_with_budget(stub.service(), pasted("t"), &Network::default(), 100.0, 100);
    fault(client.order(&order_id()).await);
    let found = fault(client.place_order(&body(), &CorrelationId::fresh()).await);
    let FaultKind::NotSent(NotSent::TurnTooFar { wait }) = found.kind else {
        panic!("{found}")
    };
    assert!(
        wait > Duration::from_secs(590),
        "with the time that is left"
    );
    assert_eq!(
        found.meaning_for_order_post(),
        PostMeaning::NotSent,
        "nothing was sent"
    );
    assert_eq!(stub.seen().len(), 1, "indeed");
}

#[tokio::test]
async fn the_services_time_is_taken_from_its_answers_also_from_those_that_refuse() {
    for (status, date, days) in [
        (200, clock::now(), 0),
        (
            503,
            clock::now() + jiff::SignedDuration::from_hours(24 * 300),
            300,
        ),
    ] {
        let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC));
        let date = date.expect("a date").replace("+0000", "GMT");
        let stub = Stub::raw(move |_| {
            answer_with(
                status,
                &[("date", date.as_str())],
                fixture!("order-completed.json"),
            )
        })
        .await;
        let client = client_with_budget(stub.service(), pasted("t"), &Network::default(), 50.0, 3);
        assert_eq!(client.clock_difference(), None, "nobody told yet");
        let _ = client.order(&order_id()).await;
        let difference = client.clock_difference().expect("it was told");
        let apart = (difference - jiff::SignedDuration::from_hours(24 * days)).abs();
        assert!(apart.as_secs() < 60, "{status}: {difference}");
    }
}
