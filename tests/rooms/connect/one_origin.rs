//! Token and secret go to the configured origin and nowhere else.

use esim_desk_core::connect::{
    CorrelationId, FaultKind, Iccid, Network, OrderId, ProductId, Proxy, ProxyAddress,
    SubscriptionFilter,
};
use serde_json::{Value, json};

use super::own_process::alone;
use super::placing::body;
use super::stub::{Stub, answer, answer_with, client, fault, fixture};

const ORDER: &str = "6d41c4ff-1877-4d13-82b0-7dad02c4b02a";

#[tokio::test]
async fn redirects_are_not_followed() {
    let elsewhere = Stub::raw(|_| answer(200, "{}")).await;
    for status in [301, 302, 303, 307, 308] {
        let target = format!("http://{}/v2/orders", elsewhere.address());
        let stub =
            Stub::signed_in(move |_| answer_with(status, &[("location", &target)], "")).await;
        let client = stub.client();
        let found = fault(client.order(&OrderId::new(ORDER).expect("not empty")).await);
        assert!(
            matches!(found.kind, FaultKind::Redirected { status: s } if s == status),
            "{found}"
        );
        let found = fault(client.place_order(&body(), &CorrelationId::fresh()).await);
        assert!(
            matches!(found.kind, FaultKind::Redirected { .. }),
            "{found}"
        );
        assert_eq!(stub.asked().len(), 2, "each asked once");
    }
    assert!(elsewhere.seen().is_empty(), "the other server got nothing");
}

#[tokio::test]
async fn a_redirect_of_the_token_endpoint_does_not_carry_the_secret_away() {
    let elsewhere = Stub::raw(|_| answer(200, fixture!("token.json"))).await;
    let target = format!("http://{}/token", elsewhere.address());
    let stub = Stub::raw(move |_| answer_with(307, &[("location", &target)], "")).await;
    let found = fault(stub.client().check().await);
    assert!(
        matches!(found.kind, FaultKind::Redirected { status: 307 }),
        "{found}"
    );
    assert!(elsewhere.seen().is_empty(), "the other server got nothing");
}

#[tokio::test]
async fn links_in_answers_are_not_followed() {
    // C4, C5, C6: links with a placeholder, relative ones, misspelt ones, and here ones to another server.
    let elsewhere = Stub::raw(|_| answer(200, r#"{"data":[]}"#)).await;
    let away = format!("http://{}/v2/x?page=2", elsewhere.address());
    let links = json!({ "_self": away, "_next": away, "_prev": away, "_lpa": away, "_sim": away, "_subscription": away,
        "_subscriptions": away, "_qrcode": away, "_activate": away, "_product": away, "_smdp": away });
    let metadata = json!({ "page_count": 3, "links": links, "_links": links });
    let stub = Stub::signed_in(move |seen| {
        let mut body: Value = match seen.target.split(['/', '?']).nth(3) {
            Some("orders") => json!({ "id": ORDER, "status": "COMPLETED" }),
            Some("sims") => json!({ "iccid": "8944", "status": "Released" }),
            _ if seen.target.contains("products/p1") => json!({ "id": "p1", "price": 1, "price_currency": "EUR" }),
            _ => json!({ "data": [{ "id": "p1", "price": 1, "price_currency": "EUR", "_metadata": metadata }] }),
        };
        body["_metadata"] = metadata.clone();
        answer(200, body.to_string())
    })
    .await;
    let client = stub.client();
    client.products().await.expect("plans");
    client
        .product(&ProductId::new("p1").expect("not empty"))
        .await
        .expect("a plan");
    client
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("placed");
    client
        .order(&OrderId::new(ORDER).expect("not empty"))
        .await
        .expect("an order");
    client
        .sim(&Iccid::new("8944").expect("not empty"))
        .await
        .expect("a SIM");
    client
        .subscriptions(&SubscriptionFilter::default())
        .await
        .expect("plans on SIMs");
    assert_eq!(
        elsewhere.connections(),
        0,
        "nobody even connected to the other server"
    );
    assert_eq!(
        stub.asked().len(),
        8,
        "two lists of two pages and four single things"
    );
}

#[tokio::test]
async fn a_service_on_this_computer_is_reached_without_the_manual_proxy() {
    let proxy = Stub::raw(|_| answer(200, "{}")).await;
    let stub = Stub::signed_in(|_| answer(201, fixture!("order-accepted.json"))).await;
    let address = ProxyAddress::parse(&proxy.address().to_string()).expect("a good proxy");
    let network = Network {
        proxy: Proxy::Manual(address),
        ..Network::default()
    };
    client(stub.service(), &network)
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("placed");
    assert_eq!(proxy.connections(), 0, "the proxy heard nothing");
}

/// Runs the next test again in a process whose environment names a proxy, which this process watches.
#[tokio::test]
async fn a_service_on_this_computer_is_reached_without_the_environments_proxy() {
    let proxy = Stub::raw(|_| answer(200, "{}")).await;
    let address = format!("http://{}", proxy.address());
    let names = [
        "http_proxy",
        "HTTP_PROXY",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ];
    let test = concat!(module_path!(), "::placed_with_the_environment_as_it_is");
    alone(test, &names.map(|name| (name, &*address))).await;
    assert_eq!(proxy.connections(), 0, "the proxy heard nothing");
}

#[tokio::test]
#[ignore = "run by the test before it, with a proxy in its environment"]
async fn placed_with_the_environment_as_it_is() {
    let stub = Stub::signed_in(|_| answer(201, fixture!("order-accepted.json"))).await;
    stub.client()
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("placed");
    assert_eq!(stub.seen().len(), 2, "token and order came directly");
}
