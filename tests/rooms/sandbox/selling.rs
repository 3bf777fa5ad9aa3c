//! What can be ordered and what cannot.

use esim_desk_core::clock;
use esim_desk_core::sandbox::{PlanChange, SimState};
use serde_json::{Value, json};

use super::caller::{Caller, in_days, text, with};

#[tokio::test]
async fn orders_that_cannot_be_are_refused_and_not_booked() {
    let caller = Caller::fresh().await;
    let good = caller.esim().await;
    let psim_only = caller.plan("Meter SIM monthly 50 MB").await;
    let cases = [
        (
            "/operation_type",
            Value::Null,
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/operation_type",
            json!("NEW_ESIM"),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        ("/sim_type", Value::Null, 400, "INVALID_REQUEST_PARAMS"),
        ("/sim_type", json!(7), 400, "INVALID_HTTP_MESSAGE"),
        ("/country", Value::Null, 400, "INVALID_REQUEST_PARAMS"),
        ("/country", json!("UK"), 400, "INVALID_REQUEST_PARAMS"),
        ("/product/id", Value::Null, 400, "INVALID_REQUEST_PARAMS"),
        ("/product/id", json!("gone"), 422, "PRODUCT_NOT_FOUND"),
        (
            "/product/id",
            json!(psim_only),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/product/sold_price",
            json!(20),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/product/sold_currency",
            json!("EUR"),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/product/activation_date",
            json!("soon"),
            400,
            "INVALID_HTTP_MESSAGE",
        ),
        (
            "/product/activation_date",
            json!(in_days(-1)),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/product/expiration_date",
            json!(in_days(31)),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/product/expiration_date",
            json!(in_days(-1)),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/subscriber/email",
            Value::Null,
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/subscriber/country_of_residence",
            json!("XX"),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
        (
            "/subscriber/device/eid",
            json!("8904"),
            400,
            "INVALID_REQUEST_PARAMS",
        ),
    ];
    for (pointer, value, status, kind) in cases {
        let body = with(good.clone(), pointer, value.clone()).to_string();
        let answer = caller.api("POST /orders", &body).await;
        assert_eq!(answer.status, status, "{pointer} = {value}");
        assert_eq!(answer.kind(), kind, "{pointer} = {value}");
        assert!(
            answer.json()["messages"][0].is_string(),
            "{pointer}: it says why"
        );
    }
    let answer = caller.api("POST /orders", "{not json").await;
    assert_eq!(answer.kind(), "INVALID_HTTP_MESSAGE", "cannot be parsed");
    assert!(
        caller.control().ledger().orders.is_empty(),
        "nothing was booked"
    );
}

#[tokio::test]
async fn several_faults_are_told_together() {
    let caller = Caller::fresh().await;
    let answer = caller.api("POST /orders", "{}").await.json();
    let messages = answer["messages"].as_array().expect("a list");
    assert_eq!(messages.len(), 4, "operation, SIM type, country, product");
}

#[tokio::test]
async fn what_production_clients_send_is_taken() {
    let caller = Caller::fresh().await;
    let good = caller.esim().await;
    for (pointer, value) in [
        ("/product/sold_price", json!("20.50")),
        ("/product/sold_price", json!(20)),
        ("/product/activation_date", json!(clock::now().to_string())),
        (
            "/subscriber/device",
            json!({ "operating_system": "android", "eid": "ignored" }),
        ),
        ("/subscriber/nobody_knows", json!([1, 2])),
    ] {
        let mut body = with(good.clone(), pointer, value);
        if pointer.ends_with("price") {
            body = with(body, "/product/sold_currency", json!("EUR"));
        }
        assert_eq!(caller.order(&body).await["status"], "ACCEPTED", "{pointer}");
    }
}

#[tokio::test]
async fn an_eid_is_kept_for_iphones_only() {
    let caller = Caller::fresh().await;
    let eid = "89034011560010000000000000000121";
    for (system, kept) in [("ios", json!(eid)), ("android", Value::Null)] {
        let device = json!({ "operating_system": system, "eid": eid });
        let order = caller
            .order(&with(caller.esim().await, "/subscriber/device", device))
            .await;
        caller.wait_for_orders();
        let order = caller
            .get(&format!("/orders/{}", text(&order["id"])))
            .await
            .json();
        let sim = caller
            .get(&format!("/sims/{}", text(&order["output"]["iccid"])))
            .await
            .json();
        assert_eq!(sim["eid"], kept, "on {system}");
    }
}

#[tokio::test]
async fn a_top_up_adds_a_plan_and_no_code() {
    let caller = Caller::fresh().await;
    let first = caller.completed().await;
    let iccid = text(&first["output"]["iccid"]);
    let top_up = json!({
        "operation_type": "TOPUP", "sim_type": "ESIM", "country": "GB",
        "product": { "id": caller.plan("Global 50 MB, 90 days").await },
        "subscriber": { "sim": { "iccid": iccid } },
    });
    let id = text(&caller.order(&top_up).await["id"]);
    caller.wait_for_orders();
    let order = caller.get(&format!("/orders/{id}")).await.json();
    assert_eq!(order["output"]["iccid"], iccid, "for the same SIM");
    assert_eq!(
        order["output"]["matching_id"],
        Value::Null,
        "without a matching id"
    );
    assert_eq!(
        order["_metadata"]["links"]["_lpa"],
        Value::Null,
        "without a code"
    );
    let plans = caller
        .get(&format!("/subscriptions?iccid={iccid}"))
        .await
        .json();
    assert_eq!(
        plans["data"].as_array().map(Vec::len),
        Some(2),
        "two plans now"
    );

    for _ in 0..13 {
        caller.order(&top_up).await;
    }
    caller.wait_for_orders();
    let full = caller.api("POST /orders", &top_up.to_string()).await;
    assert_eq!(full.status, 400, "15 plans are the most");

    let unknown = with(
        top_up.clone(),
        "/subscriber/sim/iccid",
        json!("8944470000000000000"),
    );
    let unknown = caller.api("POST /orders", &unknown.to_string()).await;
    assert_eq!(unknown.status, 400, "no such SIM");
    caller
        .control()
        .move_sim(&iccid, SimState::Unavailable)
        .expect("it exists");
    let dead = caller.api("POST /orders", &top_up.to_string()).await;
    assert_eq!(dead.status, 400, "a deleted SIM takes no more plans");
}

#[tokio::test]
async fn a_plastic_sim_is_activated_by_its_number() {
    let caller = Caller::fresh().await;
    let body = json!({
        "operation_type": "ACTIVATION", "sim_type": "PSIM", "country": "GB",
        "product": { "id": caller.plan("Meter SIM monthly 50 MB").await },
        "subscriber": { "sim": { "iccid": "8944472600000510740" } },
    });
    let id = text(&caller.order(&body).await["id"]);
    caller.wait_for_orders();
    let order = caller.get(&format!("/orders/{id}")).await.json();
    assert_eq!(
        order["output"]["iccid"], "8944472600000510740",
        "the number sent"
    );
    assert_eq!(
        order["output"]["matching_id"],
        Value::Null,
        "plastic has no code"
    );
    let again = caller.api("POST /orders", &body.to_string()).await;
    assert_eq!(again.status, 400, "it is active already");
}

#[tokio::test]
async fn the_catalogue_can_change_under_a_buyer() {
    let caller = Caller::fresh().await;
    let id = caller.plan("Europe 5 GB, 30 days").await;
    let control = caller.control();
    let change = PlanChange {
        price_cents: Some(1_300),
        days: Some(28),
        ..PlanChange::default()
    };
    control.change_plan(&id, change).expect("it is on sale");
    let plan = caller.get(&format!("/products/{id}")).await.json();
    assert_eq!(plan["price"], 13, "the new price");
    assert_eq!(plan["duration"], 28, "the new term");
    assert_eq!(plan["data"], 5, "the rest stays");
    let order = caller.esim().await;
    control.remove_plan(&id).expect("it is on sale");
    assert_eq!(
        caller.get(&format!("/products/{id}")).await.status,
        404,
        "gone"
    );
    let answer = caller.api("POST /orders", &order.to_string()).await;
    assert_eq!(answer.kind(), "PRODUCT_NOT_FOUND", "it cannot be bought");
    assert!(control.remove_plan(&id).is_err(), "it cannot go twice");
}
