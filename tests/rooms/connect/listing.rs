//! Lists in pages, with the contradictions of the documentation's examples (C9, C22, C23).

use esim_desk_core::connect::{FaultKind, Iccid, Patience, ProductId, SubscriptionFilter};
use secrecy::SecretString;
use serde_json::{Value, json};

use super::stub::{Seen, Stub, answer, fault, fixture};

fn page_of(seen: &Seen) -> u32 {
    let query = seen.target.split_once("page=").map_or("", |(_, rest)| rest);
    query
        .split('&')
        .next()
        .and_then(|text| text.parse().ok())
        .unwrap_or(0)
}

fn plan(id: u32) -> Value {
    json!({ "id": format!("p{id}"), "name": "x", "price": 1, "price_currency": "EUR" })
}

fn ids(catalogue: &esim_desk_core::connect::Catalogue) -> Vec<&str> {
    catalogue
        .products
        .iter()
        .map(|plan| plan.id.as_str())
        .collect()
}

#[tokio::test]
async fn the_documented_catalogue_is_one_page() {
    let stub = Stub::signed_in(|_| answer(200, fixture!("products.json"))).await;
    let catalogue = stub
        .client()
        .products()
        .await
        .expect("the documented answer");
    assert_eq!(
        (catalogue.products.len(), catalogue.unreadable),
        (1, 0),
        "one plan"
    );
    assert_eq!(stub.asked().len(), 1, "nothing says that there is more");
    assert!(
        stub.asked()[0]
            .target
            .starts_with("/connect-api/v2/products?page=1&page_size="),
        "pages count from 1"
    );
}

#[tokio::test]
async fn pages_go_on_while_their_count_says_so() {
    let stub = Stub::signed_in(|seen| {
        let page = page_of(seen);
        answer(
            200,
            json!({ "data": [plan(page)], "_metadata": { "page": page, "page_count": 3 } })
                .to_string(),
        )
    })
    .await;
    let catalogue = stub.client().products().await.expect("three pages");
    assert_eq!(ids(&catalogue), ["p1", "p2", "p3"], "all pages, in order");
    assert_eq!(stub.asked().len(), 3, "and no page more");
}

#[tokio::test]
async fn pages_go_on_while_there_is_a_next_link_whatever_the_count_says() {
    // C9: page_count 1 beside a link to page 2, and a `page` that is always 1.
    for links in ["links", "_links"] {
        let stub = Stub::signed_in(move |seen| {
            let mut metadata = json!({ "page": 1, "page_count": 1 });
            if page_of(seen) < 3 {
                metadata[links] = json!({ "_next": "/v2/products?page=2&page_size=1" });
            }
            answer(
                200,
                json!({ "data": [plan(page_of(seen))], "_metadata": metadata }).to_string(),
            )
        })
        .await;
        let catalogue = stub.client().products().await.expect("three pages");
        assert_eq!(ids(&catalogue), ["p1", "p2", "p3"], "links under {links}");
    }
}

#[tokio::test]
async fn a_list_that_repeats_itself_ends() {
    // The documented report: one entry, page_count 1, and a next link for ever.
    let stub = Stub::signed_in(|_| answer(200, fixture!("subscriptions.json"))).await;
    let found = stub
        .client()
        .subscriptions(&SubscriptionFilter::default())
        .await
        .expect("the documented answer");
    assert_eq!(found.len(), 1, "each entry once");
    assert_eq!(stub.asked().len(), 2, "the second page brings nothing new");
}

#[tokio::test]
async fn an_empty_page_ends_a_list() {
    let stub = Stub::signed_in(|seen| {
        let data = if page_of(seen) == 1 {
            json!([plan(1)])
        } else {
            json!([])
        };
        answer(
            200,
            json!({ "data": data, "_metadata": { "page_count": 99 } }).to_string(),
        )
    })
    .await;
    assert_eq!(
        ids(&stub.client().products().await.expect("one page")),
        ["p1"],
        "what there is"
    );
    assert_eq!(stub.asked().len(), 2, "one empty page is enough");
}

#[tokio::test]
async fn a_page_behind_the_last_is_none_whatever_it_is_called() {
    // C9: one page, and a link to a second one. Or nobody says how many there are, and the first is full.
    for around in [
        json!({ "page_count": 1, "links": { "_next": "more" } }),
        json!({}),
    ] {
        for status in [400, 404, 416, 422] {
            let around = around.clone();
            let stub = Stub::signed_in(move |seen| match page_of(seen) {
                1 => {
                    let plans: Vec<_> = (1..=10).map(plan).collect();
                    answer(
                        200,
                        json!({ "data": plans, "_metadata": around }).to_string(),
                    )
                }
                _ => answer(status, r#"{"type":"PAGE_NOT_FOUND","messages":[]}"#),
            })
            .await;
            let catalogue = stub.client().products().await.expect("one page");
            assert_eq!(catalogue.products.len(), 10, "{status}");
        }
    }
}

/// So many sold plans, an hour apart, oldest first, in pages of `cap` whatever is asked for.
async fn capped(all: u32, cap: u32, around: Value) -> Stub {
    Stub::signed_in(move |seen| {
        let from = (page_of(seen) - 1) * cap;
        let sold = |n: u32| {
            let at = jiff::Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_hours(n.into());
            json!({ "id": format!("s{n}"), "created_date": at.to_string() })
        };
        let data: Vec<_> = (from..(from + cap).min(all)).map(sold).collect();
        answer(
            200,
            json!({ "data": data, "_metadata": around }).to_string(),
        )
    })
    .await
}

#[tokio::test]
async fn a_page_size_that_is_lowered_without_a_word_makes_no_page_the_last() {
    for cap in [3_u32, 5, 8, 16, 24, 32, 40] {
        for all in [cap, cap + 1, 3 * cap, 3 * cap + 2] {
            let by_what_was_asked = json!({ "page_count": all.div_ceil(40), "page_size": 40 });
            let mut arounds = vec![json!({})];
            if cap >= 5 {
                arounds.push(by_what_was_asked);
                arounds.push(json!({ "page_count": 1, "page_size": 40 }));
            }
            for around in arounds {
                let stub = capped(all, cap, around.clone()).await;
                let client = stub.client();
                let listed = client.subscriptions(&SubscriptionFilter::default()).await;
                let asked = stub.asked().len();
                let listed = listed.expect("a list").len();
                assert_eq!(listed, all as usize, "{cap} a page, {around}");
                let needed = all.div_ceil(cap) as usize;
                assert!(asked <= needed + 1, "{cap} a page, {around}: {asked}");

                let long = Patience::For(std::time::Duration::from_secs(60));
                let newest = client
                    .newest_subscriptions(
                        &SubscriptionFilter::default(),
                        jiff::Timestamp::MIN,
                        long,
                    )
                    .await;
                let newest = newest.expect("a list").expect("in time");
                assert!(newest.whole, "{cap} a page, {around}");
                assert_eq!(newest.seen.len(), all as usize, "{cap} a page, {around}");
            }
        }
    }
}

#[tokio::test]
async fn a_page_that_the_list_says_it_has_is_missed() {
    for status in [400, 404, 500, 403] {
        let stub = Stub::signed_in(move |seen| match page_of(seen) {
            1 => answer(
                200,
                json!({ "data": [plan(1)], "_metadata": { "page_count": 2 } }).to_string(),
            ),
            _ => answer(status, r#"{"type":"PAGE_NOT_FOUND","messages":[]}"#),
        })
        .await;
        let short = stub.client().products().await;
        assert!(short.is_err(), "{status}: half a list is none");
    }
}

#[tokio::test]
async fn nothing_is_told_in_several_ways_and_a_wrong_address_is_none_of_them() {
    let of_guest = SubscriptionFilter {
        email: Some(SecretString::from("guest@example.com")),
        ..SubscriptionFilter::default()
    };
    for (status, body, is_empty) in [
        (200, r#"{"data":[]}"#, true),
        (200, r#"{"data":null,"_metadata":{"page_count":0}}"#, true),
        (
            404,
            r#"{"type":"CUSTOMER_NOT_FOUND","messages":["?"]}"#,
            true,
        ),
        (404, r#"{"type":"subscription_not_found"}"#, true),
        (
            404,
            r#"{"message":"no Route matched with those values"}"#,
            false,
        ),
        (
            404,
            r#"{"type":"about:blank","title":"Not Found","status":404}"#,
            false,
        ),
        (404, "<h1>Not Found</h1>", false),
        (200, "{}", false),
        (200, r#"{"data":"none"}"#, false),
        (403, r#"{"type":"CUSTOMER_NOT_FOUND"}"#, false),
    ] {
        let stub = Stub::signed_in(move |_| answer(status, body)).await;
        let client = stub.client();
        let listed = client.subscriptions(&of_guest).await;
        assert_eq!(
            listed.map(|list| list.len()).ok(),
            is_empty.then_some(0),
            "{body}"
        );
        let long = Patience::For(std::time::Duration::from_secs(60));
        let newest = client
            .newest_subscriptions(&of_guest, jiff::Timestamp::MIN, long)
            .await;
        let newest = newest.map(|newest| newest.is_some_and(|newest| newest.whole));
        assert_eq!(newest.ok(), is_empty.then_some(true), "{body}");
    }
    let nowhere = Stub::signed_in(|_| answer(404, r#"{"type":"PRODUCT_NOT_FOUND"}"#)).await;
    assert!(
        nowhere.client().products().await.is_err(),
        "a catalogue is not nothing"
    );
}

#[tokio::test]
async fn a_list_without_end_is_given_up() {
    let stub = Stub::signed_in(|seen| {
        answer(
            200,
            json!({ "data": [plan(page_of(seen))], "_metadata": { "links": { "_next": "more" } } })
                .to_string(),
        )
    })
    .await;
    let found = fault(stub.client().products().await);
    assert!(matches!(found.kind, FaultKind::TooLarge), "{found}");
}

#[tokio::test]
async fn one_bad_plan_does_not_hide_the_others() {
    let data = json!([plan(1), { "name": "no id" }, { "id": "p2" }, "text", null, plan(3)]);
    let stub = Stub::signed_in(move |_| answer(200, json!({ "data": data }).to_string())).await;
    let catalogue = stub.client().products().await.expect("a page");
    assert_eq!(ids(&catalogue), ["p1", "p3"], "the good ones");
    assert_eq!(catalogue.unreadable, 4, "the others are counted");
}

#[tokio::test]
async fn a_list_of_sold_plans_with_a_hole_does_not_pass_for_whole() {
    let stub = Stub::signed_in(|_| {
        answer(
            200,
            json!({ "data": [{ "id": "s1" }, { "status": "ACTIVE" }] }).to_string(),
        )
    })
    .await;
    let found = fault(
        stub.client()
            .subscriptions(&SubscriptionFilter::default())
            .await,
    );
    assert!(
        matches!(&found.kind, FaultKind::Unreadable { path } if path == "data[1].id"),
        "{found}"
    );
}

#[tokio::test]
async fn a_list_that_is_no_list_says_where() {
    let stub = Stub::signed_in(|_| answer(200, r#"{"data":{"id":"p1"}}"#)).await;
    let found = fault(stub.client().products().await);
    assert!(
        matches!(&found.kind, FaultKind::Unreadable { path } if path == "data"),
        "{found}"
    );
}

#[tokio::test]
async fn filters_are_written_as_documented() {
    let stub = Stub::signed_in(|_| answer(200, r#"{"data":[]}"#)).await;
    let filter = SubscriptionFilter {
        email: Some(SecretString::from("a+b@c.example")),
        product_id: ProductId::new("TKC_-=").ok(),
        iccid: Iccid::new("8944474600000109251").ok(),
        after: "2020-12-04T17:20:38.123Z".parse().ok(),
        before: "2021-12-04T19:20:38+02:00".parse().ok(),
    };
    stub.client()
        .subscriptions(&filter)
        .await
        .expect("an empty list");
    assert_eq!(
        stub.asked()[0].target,
        "/connect-api/v2/subscriptions?email=a%2Bb%40c.example&product-id=TKC_-%3D&iccid=8944474600000109251\
         &after=2020-12-04T17%3A20%3A38Z&before=2021-12-04T17%3A20%3A38Z&page=1&page_size=40",
        "C22: product-id with a hyphen, dates without milliseconds; C23: no stray slash"
    );
}
