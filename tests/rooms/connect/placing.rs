//! The order POST: its exact body, its headers, and that it leaves at most once.

use esim_desk_core::connect::{
    CorrelationId, Device, FaultKind, Iccid, Money, OperatingSystem, Operation, OrderBody, OrderId,
    OrderProblem, OrderRequest, OrderStatus, PostMeaning, ProductId, Resource, Start, Subscriber,
    Unanswered,
};
use serde_json::{Value, json};

use super::stub::{Reply, Stub, TOKEN, answer, fault, fixture};

pub fn request() -> OrderRequest {
    OrderRequest {
        operation: Operation::Activation,
        country: "GB".to_owned(),
        product: ProductId::new("kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=").expect("not empty"),
        start: Start::Now,
        expiration: None,
        sold_price: None,
        subscriber: Subscriber {
            email: Some("john@doe.com".to_owned()),
            first_name: Some("John".to_owned()),
            last_name: Some("Doe".to_owned()),
            country_of_residence: Some("US".to_owned()),
            language: None,
            device: Device {
                operating_system: Some(OperatingSystem::Ios),
                model: Some("iPhone".to_owned()),
                id: Some("1234567".to_owned()),
                eid: None,
            },
        },
    }
}

pub fn body() -> OrderBody {
    OrderBody::new(&request()).expect("the documented order")
}

fn written(request: &OrderRequest) -> Value {
    let body = OrderBody::new(request).expect("a good order");
    serde_json::from_str(body.as_json()).expect("a body is JSON")
}

#[test]
fn the_documented_order_is_written_exactly() {
    let documented: Value =
        serde_json::from_str(fixture!("order-request.json")).expect("fixtures are JSON");
    assert_eq!(
        written(&request()),
        documented,
        "the page's own example, nothing added"
    );
}

#[test]
fn every_field_has_its_place() {
    let mut order = request();
    order.country = " gb ".to_owned();
    order.start = Start::On("2026-12-01T00:00:00.9+01:00".parse().expect("a moment"));
    order.expiration = "2026-12-15T00:00:00Z".parse().ok();
    order.sold_price = Money::parse("19.90", "eur");
    order.subscriber.language = Some("en".to_owned());
    order.subscriber.first_name = Some("  ".to_owned());
    order.subscriber.last_name = Some(" Müller\t".to_owned());
    order.subscriber.device.eid = Some("89001012012341234012345678901224".to_owned());
    let expected = json!({
        "operation_type": "ACTIVATION", "sim_type": "ESIM", "country": "GB",
        "product": { "id": "kn8etk9XBX0gG7pFP5KErXvWVNN4jOERTMVMNEkX-Ak=", "sold_price": 19.90, "sold_currency": "EUR",
            "activation_date": "2026-11-30T23:00:00Z", "expiration_date": "2026-12-15T00:00:00Z" },
        "subscriber": { "email": "john@doe.com", "last_name": "Müller", "country_of_residence": "US", "language": "en",
            "device": { "operating_system": "ios", "model": "iPhone", "id": "1234567", "eid": "89001012012341234012345678901224" } } });
    assert_eq!(
        written(&order),
        expected,
        "C10: the EID stands beside ios; times are UTC in whole seconds"
    );
    let body = OrderBody::new(&order).expect("a good order");
    assert!(
        body.as_json().contains(r#""sold_price":19.90,"#),
        "the price is the same to the last digit, and a number"
    );
}

#[test]
fn three_ways_to_start() {
    // C26: told nothing, the service starts the plan at once.
    assert_eq!(
        written(&request())["product"]
            .as_object()
            .map(serde_json::Map::len),
        Some(1),
        "now: only the id"
    );
    let mut order = request();
    order.start = Start::FirstUse;
    assert_eq!(
        written(&order)["product"]["is_first_usage_activation"],
        json!(true),
        "at first use"
    );
    assert_eq!(
        written(&order)["product"]["activation_date"],
        Value::Null,
        "and then no date"
    );
    order.start = Start::On("2020-01-01T00:00:00Z".parse().expect("a moment"));
    assert_eq!(
        written(&order)["product"]["activation_date"],
        json!("2020-01-01T00:00:00Z"),
        "on a date, as documented"
    );
}

#[test]
fn a_top_up_names_its_sim_and_needs_nobody() {
    let mut order = request();
    order.operation = Operation::TopUp(Iccid::new("8944472600000510740").expect("not empty"));
    order.subscriber = Subscriber::default();
    let written = written(&order);
    assert_eq!(written["operation_type"], json!("TOPUP"), "another plan");
    assert_eq!(
        written["subscriber"],
        json!({ "sim": { "iccid": "8944472600000510740" } }),
        "only the SIM"
    );
}

#[test]
fn what_the_documentation_rules_out_is_not_written() {
    type Change = fn(&mut OrderRequest);
    let cases: [(Change, OrderProblem); 7] = [
        (
            |order| order.country = "UK1".to_owned(),
            OrderProblem::Country,
        ),
        (|order| order.country = String::new(), OrderProblem::Country),
        (
            |order| order.subscriber.country_of_residence = Some("Germany".to_owned()),
            OrderProblem::CountryOfResidence,
        ),
        (
            |order| order.subscriber.email = Some(" ".to_owned()),
            OrderProblem::EmailMissing,
        ),
        (
            |order| {
                order.subscriber.device.operating_system = Some(OperatingSystem::Android);
                order.subscriber.device.eid = Some("89".to_owned());
            },
            OrderProblem::EidWithoutIos,
        ),
        (
            |order| {
                order.start = Start::FirstUse;
                order.expiration = "2026-12-15T00:00:00Z".parse().ok();
            },
            OrderProblem::EndWithFirstUse,
        ),
        (
            |order| {
                order.start = Start::On("2026-12-15T00:00:00Z".parse().expect("a moment"));
                order.expiration = "2026-12-14T00:00:00Z".parse().ok();
            },
            OrderProblem::EndBeforeStart,
        ),
    ];
    for (change, problem) in cases {
        let mut order = request();
        change(&mut order);
        assert_eq!(OrderBody::new(&order).err(), Some(problem), "{problem}");
    }
}

#[tokio::test]
async fn an_order_leaves_as_documented_and_its_answer_is_read() {
    let stub = Stub::signed_in(|_| answer(201, fixture!("order-accepted.json"))).await;
    let (body, correlation) = (body(), CorrelationId::fresh());
    let placed = stub
        .client()
        .place_order(&body, &correlation)
        .await
        .expect("the documented answer");
    assert_eq!(
        placed.id,
        OrderId::new("6d41c4ff-1877-4d13-82b0-7dad02c4b02a").expect("not empty"),
        "its id"
    );
    assert_eq!(placed.status, OrderStatus::Accepted, "taken, not done");

    let [post] = &stub.asked()[..] else {
        panic!("one request, not {:?}", stub.asked())
    };
    assert_eq!(
        (post.method.as_str(), post.target.as_str()),
        ("POST", "/connect-api/v2/orders"),
        "where orders go"
    );
    assert_eq!(
        post.body,
        body.as_json(),
        "the bytes are those that were stored"
    );
    assert_eq!(
        post.header("authorization"),
        Some(&*format!("Bearer {TOKEN}")),
        "signed in"
    );
    assert_eq!(
        post.header("x-correlation-id"),
        Some(&*correlation.to_string()),
        "the id that was written down before"
    );
    assert_eq!(
        post.header("content-type"),
        Some("application/json"),
        "as in the documentation"
    );
    assert_eq!(
        post.header("cache-control"),
        Some("no-cache"),
        "as in the documentation"
    );
}

#[tokio::test]
async fn every_request_has_a_correlation_id_of_its_own() {
    let stub = Stub::signed_in(|_| answer(200, fixture!("order-completed.json"))).await;
    let (client, id) = (
        stub.client(),
        OrderId::new("6d41c4ff-1877-4d13-82b0-7dad02c4b02a").expect("not empty"),
    );
    client.order(&id).await.expect("an order");
    client.order(&id).await.expect("an order");
    let mut ids: Vec<_> = stub
        .seen()
        .iter()
        .map(|seen| {
            seen.header("x-correlation-id")
                .and_then(CorrelationId::parse)
        })
        .collect();
    assert!(
        ids.iter().all(Option::is_some),
        "C20: each carries one, the token's too"
    );
    ids.dedup();
    assert_eq!(ids.len(), 3, "one token and two reads, three ids");
}

#[tokio::test]
async fn a_post_whose_connection_closes_without_an_answer_is_not_sent_again() {
    let stub = Stub::signed_in(|_| Reply::Close).await;
    let fault = fault(
        stub.client()
            .place_order(&body(), &CorrelationId::fresh())
            .await,
    );
    assert!(
        matches!(fault.kind, FaultKind::Unanswered(Unanswered::Lost)),
        "{fault}"
    );
    assert_eq!(
        fault.meaning_for_order_post(),
        PostMeaning::Unconfirmed,
        "it may have been bought"
    );
    assert_eq!(stub.asked().len(), 1, "one POST, whatever became of it");
}

#[tokio::test]
async fn a_post_never_travels_over_a_connection_kept_from_before() {
    // A server that closes an idle connection either right behind its answer or just as the next request comes in.
    for closes_at_once in [true, false] {
        let stub = Stub::signed_in(move |_| {
            let (status, body) = (201, Vec::from(fixture!("order-accepted.json")));
            if closes_at_once {
                Reply::AnswerAndClose { status, body }
            } else {
                answer(status, body)
            }
        })
        .await;
        let client = stub.client();
        for _ in 0..5 {
            client
                .place_order(&body(), &CorrelationId::fresh())
                .await
                .expect("placed once");
        }
        let mut connections: Vec<_> = stub.asked().iter().map(|seen| seen.connection).collect();
        assert_eq!(connections.len(), 5, "five orders, five POSTs");
        connections.dedup();
        assert_eq!(connections.len(), 5, "each over a connection of its own");
    }
}

#[tokio::test]
async fn a_post_with_a_refused_token_is_refused_and_the_next_one_has_a_new_token() {
    let stub = Stub::raw(
        |seen| match (seen.is_token(), seen.header("authorization")) {
            (true, _) if seen.body.contains("canary-refresh") => {
                answer(200, r#"{"access_token":"second","expires_in":300}"#)
            }
            (true, _) => answer(200, fixture!("token.json")),
            (false, Some("Bearer second")) => answer(201, fixture!("order-accepted.json")),
            (false, _) => answer(401, r#"{"type":"UNAUTHORISED","messages":[]}"#),
        },
    )
    .await;
    let client = stub.client();
    let fault = fault(client.place_order(&body(), &CorrelationId::fresh()).await);
    assert_eq!(
        fault.meaning_for_order_post(),
        PostMeaning::Refused,
        "nothing bought, press again"
    );
    assert_eq!(
        stub.asked().len(),
        1,
        "a POST is not repeated, not even for a 401"
    );
    client
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("pressed again, with a new token");
    assert_eq!(
        stub.token_requests(),
        2,
        "the refused token was thrown away"
    );
}

#[tokio::test]
async fn an_answer_without_an_id_may_still_be_a_purchase() {
    for (body, place) in [
        ("", "."),
        ("<html>ok</html>", "."),
        (r#"{"status":"ACCEPTED"}"#, "id"),
        (r#"{"id":"","status":"ACCEPTED"}"#, "id"),
        (r#"{"id":"1","status":"ACC"#, "status"),
        (r#"["id"]"#, "."),
    ] {
        let stub = Stub::signed_in(move |_| answer(200, body)).await;
        let fault = fault(
            stub.client()
                .place_order(&self::body(), &CorrelationId::fresh())
                .await,
        );
        assert!(
            matches!(&fault.kind, FaultKind::Unreadable { path } if path == place),
            "{body:?} gave {fault}"
        );
        assert_eq!(
            fault.meaning_for_order_post(),
            PostMeaning::Unconfirmed,
            "{body:?} came with a success"
        );
    }
}

#[tokio::test]
async fn a_success_of_any_2xx_with_an_id_is_an_order() {
    for status in [200, 201, 202] {
        let stub = Stub::signed_in(move |_| answer(status, r#"{"id":"1"}"#)).await;
        let placed = stub
            .client()
            .place_order(&body(), &CorrelationId::fresh())
            .await;
        assert!(
            placed.is_ok(),
            "the code on success is not documented: {status}"
        );
    }
}

#[tokio::test]
async fn an_answer_that_names_two_orders_is_believed_in_neither() {
    const MINE: &str = "6d41c4ff-1877-4d13-82b0-7dad02c4b02a";
    const OTHER: &str = "3a6acf89-1ccf-4611-9424-453930f57ef1";
    let placed = async |own: String, links: &str| {
        let body =
            json!({ "id": MINE, "status": "ACCEPTED", "_metadata": { links: { "_self": own } } });
        let stub = Stub::signed_in(move |_| answer(201, body.to_string())).await;
        let client = stub.client();
        client
            .place_order(&self::body(), &CorrelationId::fresh())
            .await
    };
    for links in ["links", "_links"] {
        for own in [
            "{BASE_URL}/v2/orders/",
            "/v2/orders/",
            "https://a.example/v2/orders/",
        ] {
            let found = fault(placed(format!("{own}{OTHER}"), links).await);
            assert!(
                matches!(found.kind, FaultKind::Mismatched(Resource::Order)),
                "{own}: {found}"
            );
            assert_eq!(
                found.meaning_for_order_post(),
                PostMeaning::Unconfirmed,
                "{own}: something was bought, and which order it is has to be found"
            );
        }
    }
    for own in [
        format!("{{BASE_URL}}/v2/orders/{MINE}"),
        format!("/v2/orders/{}/?page=1", MINE.to_uppercase()),
        "{BASE_URL}/v2/sims/8944".to_owned(),
        "somewhere".to_owned(),
        String::new(),
    ] {
        let placed = placed(own.clone(), "_links").await;
        assert!(placed.is_ok(), "{own:?} names no other order: {placed:?}");
    }
}
