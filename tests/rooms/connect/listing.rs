//! Lists in pages, with the contradictions of the documentation's examples (C9, C22, C23).

use esim_desk_core::connect::{FaultKind, Iccid, ProductId, SubscriptionFilter};
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
