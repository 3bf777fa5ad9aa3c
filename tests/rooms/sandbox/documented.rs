//! The documented conversation, field by field.

use std::{collections::BTreeSet, time::Duration};

use esim_desk_core::sandbox::{Options, Quirks, SimState};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::caller::{Caller, text};

fn names(value: &Value) -> Vec<&str> {
    let fields = value.as_object().expect("an object");
    fields.keys().map(String::as_str).collect()
}

#[tokio::test(start_paused = true)]
async fn its_clock_is_tokios() {
    let caller = Caller::fresh().await;
    let order = caller.order(&caller.esim().await).await;
    let path = format!("/orders/{}", text(&order["id"]));
    for (millis, status) in [
        (0, "ACCEPTED"),
        (1_000, "FULFILLING"),
        (2_999, "FULFILLING"),
        (1, "COMPLETED"),
    ] {
        tokio::time::advance(Duration::from_millis(millis)).await;
        let now = caller.get(&path).await.json();
        assert_eq!(now["status"], status, "another {millis} ms later");
    }
}

#[tokio::test]
async fn the_pages_hold_every_plan_once() {
    let caller = Caller::fresh().await;
    let mut ids = Vec::new();
    for page in 1.. {
        let body = caller
            .get(&format!("/products?page={page}&page_size=10"))
            .await;
        let body = body.json();
        let items = body["data"].as_array().expect("a list").clone();
        let around = &body["_metadata"];
        assert_eq!(around["page"], page, "the page asked for");
        assert_eq!(around["page_size"], 10, "the size asked for");
        assert_eq!(
            around["links"]["_self"],
            format!("{{BASE_URL}}/v2/products?page={page}&page_size=10"),
            "links start with the literal placeholder"
        );
        ids.extend(items.iter().map(|plan| text(&plan["id"])));
        let last = around["page_count"] == page;
        assert_eq!(
            around["links"]["_next"].is_null(),
            last,
            "all pages but the last have a next one"
        );
        if last {
            break;
        }
    }
    let different: BTreeSet<_> = ids.iter().collect();
    assert_eq!(different.len(), ids.len(), "no plan comes twice");
    assert!(ids.len() >= 43, "the catalogue has {} plans", ids.len());
    let beyond = caller.get("/products?page=99").await.json();
    assert_eq!(beyond["data"], json!([]), "beyond the last page is nothing");
    let again = Caller::fresh()
        .await
        .get("/products?page_size=100")
        .await
        .json();
    let again: Vec<_> = again["data"].as_array().expect("a list").clone();
    let again: Vec<_> = again.iter().map(|plan| text(&plan["id"])).collect();
    assert_eq!(ids, again, "ids are the same at each start");
}

#[tokio::test]
async fn a_plan_has_the_documented_fields() {
    let caller = Caller::fresh().await;
    let id = caller.plan("Europe 5 GB, 30 days").await;
    let plan = caller
        .get(&format!("/products/{}", id.replace('=', "%3D")))
        .await
        .json();
    assert_eq!(
        plan,
        json!({
            "id": id,
            "name": "Europe 5 GB, 30 days",
            "sim_type": ["ESIM", "PSIM"],
            "duration": 30, "duration_unit": "DAYS",
            "data": 5, "data_unit": "GB",
            "price": 12.5, "price_currency": "EUR",
            "footprint_code": "EUROPE",
            "_metadata": { "links": { "_self": format!("{{BASE_URL}}/v2/products/{id}") } },
        }),
        "as on the catalogue page"
    );
    let all = caller.get("/products?page_size=100").await.json();
    let all = all["data"].as_array().expect("a list").clone();
    let count = |field: &str| {
        all.iter()
            .map(|plan| plan[field].to_string())
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(count("price_currency").len(), 4, "four currencies");
    assert_eq!(count("duration_unit").len(), 2, "days and months");
    assert_eq!(count("data_unit").len(), 2, "MB and GB");
    assert!(count("footprint_code").len() >= 10, "many footprints");
    let name_like = |test: fn(&str) -> bool| all.iter().any(|plan| test(&text(&plan["name"])));
    assert!(name_like(|name| name.contains('Ö')), "one has an umlaut");
    assert!(name_like(|name| name.len() > 150), "one is very long");
    let missing = caller.get("/products/nothing").await;
    assert_eq!(missing.status, 404, "there is no such plan");
}

#[tokio::test]
async fn an_order_goes_its_documented_way() {
    let caller = Caller::fresh().await;
    let accepted = caller.order(&caller.esim().await).await;
    let id = text(&accepted["id"]);
    assert_eq!(
        accepted,
        json!({
            "id": id, "status": "ACCEPTED", "created_date": accepted["created_date"],
            "_metadata": { "_links": { "_self": format!("{{BASE_URL}}/v2/orders/{id}") } },
        }),
        "as on the new eSIM page"
    );
    let created = text(&accepted["created_date"]);
    let whole: Timestamp = created.parse().expect("an ISO 8601 date");
    assert_eq!(whole.to_string(), created, "UTC, whole seconds, with a Z");
    let waiting = caller.get(&format!("/orders/{id}")).await.json();
    assert_eq!(
        waiting["output"],
        Value::Null,
        "nothing is handed out early"
    );

    caller.wait_for_orders();
    let order = caller.get(&format!("/orders/{id}")).await.json();
    let output = &order["output"];
    let (matching_id, iccid) = (text(&output["matching_id"]), text(&output["iccid"]));
    let links = &order["_metadata"]["links"];
    assert_eq!(order["status"], "COMPLETED", "its time has come");
    assert_eq!(
        names(output),
        ["iccid", "matching_id", "subscription_id"],
        "no more, no less"
    );
    assert_eq!(
        names(links),
        ["_lpa", "_qrcode", "_self", "_sim", "_smdp", "_subscription"],
        "no more, no less"
    );
    assert_eq!(
        links["_lpa"],
        format!("1$rsp.sandbox.example${matching_id}"),
        "orders leave the LPA: away"
    );
    assert_eq!(links["_smdp"], "rsp.sandbox.example", "a bare host");
    assert_eq!(
        links["_sim"],
        format!("{{BASE_URL}}/v2/sims/{iccid}"),
        "the SIM"
    );
    assert_eq!(
        links["_subscription"],
        format!(
            "{{BASE_URL}}/v2/subscription/{}",
            text(&output["subscription_id"])
        ),
        "in the singular"
    );
    let picture = text(&links["_qrcode"]);
    assert!(
        picture.contains("/connect/qrcode/v1/esim/LPA:1$rsp.sandbox.example$"),
        "a picture of some code"
    );
    assert!(!picture.contains(&matching_id), "but of another one");
    assert!(
        iccid.starts_with("894447") && iccid.len() == 19,
        "{iccid} looks real"
    );
    let parts: Vec<_> = matching_id.split('-').map(str::len).collect();
    assert!(
        parts[..2] == [2, 6] && (6..=8).contains(&parts[2]),
        "{matching_id} looks real"
    );
    let missing = caller
        .get("/orders/6d41c4ff-1877-4d13-82b0-7dad02c4b02a")
        .await;
    assert_eq!(
        (missing.status, &*missing.kind()),
        (404, "ORDER_NOT_FOUND"),
        "no such order"
    );
}

#[tokio::test]
async fn a_sim_and_its_plan_have_the_documented_fields() {
    let caller = Caller::fresh().await;
    let order = caller.completed().await;
    let output = &order["output"];
    let (matching_id, iccid) = (text(&output["matching_id"]), text(&output["iccid"]));
    let sim = caller.get(&format!("/sims/{iccid}")).await.json();
    assert_eq!(
        names(&sim),
        [
            "_metadata",
            "iccid",
            "last_modified",
            "matching_id",
            "sim_type",
            "status"
        ],
        "no EID is known yet"
    );
    let links = &sim["_metadata"]["links"];
    assert_eq!(
        links["_lpa"],
        format!("LPA:1$rsp.sandbox.example${matching_id}"),
        "SIMs have the LPA:"
    );
    assert_eq!(
        links["_subscriptions"],
        format!("{{BASE_URL}}/v2/subscriptions?iccid={iccid}"),
        "its plans"
    );
    let control = caller.control();
    for (state, word) in [
        (SimState::Downloaded, "Downloaded"),
        (SimState::Installed, "Installed"),
        (SimState::Unavailable, "Unavailable"),
    ] {
        control.move_sim(&iccid, state).expect("the SIM exists");
        let sim = caller.get(&format!("/sims/{iccid}")).await.json();
        assert_eq!(sim["status"], word, "in title case");
    }
    let sim = caller.get(&format!("/sims/{iccid}")).await.json();
    assert_eq!(text(&sim["eid"]).len(), 32, "installing tells the EID");

    let id = text(&output["subscription_id"]);
    let plan = caller.get(&format!("/subscriptions/{id}")).await.json();
    let size = 5_u64 << 30;
    assert_eq!(
        names(&plan),
        [
            "_metadata",
            "activation_date",
            "balance_units",
            "created_date",
            "current_balance",
            "expiry_date",
            "id",
            "initial_balance",
            "name",
            "product_id",
            "sim_id",
            "spend_balance",
            "status",
        ],
        "as on the subscription page"
    );
    assert_eq!(plan["status"], "ACTIVE", "it started at once");
    assert_eq!(plan["initial_balance"], size, "a number here");
    assert_eq!(plan["sim_id"], iccid, "the SIM's ICCID");
    let listed = caller
        .get(&format!("/subscriptions?iccid={iccid}"))
        .await
        .json();
    assert_eq!(
        listed["data"][0]["initial_balance"],
        size.to_string(),
        "a string there"
    );
    assert_eq!(
        listed["_metadata"]["links"]["_self"],
        format!("/v2/subscriptions?iccid={iccid}&page=1&page_size=10"),
        "relative in this list"
    );
    assert_eq!(
        caller.get("/sims/8944470000000000000").await.status,
        404,
        "no such SIM"
    );
}

#[tokio::test]
async fn without_quirks_answers_agree_with_themselves() {
    let caller = Caller::of(Options {
        quirks: Quirks {
            voucher_codes: true,
            spent_balance: true,
            ..Quirks::none()
        },
        ..Options::default()
    })
    .await;
    let base = caller.sandbox.base();
    let accepted = caller.order(&caller.esim().await).await;
    let id = text(&accepted["id"]);
    assert_eq!(
        accepted["_metadata"]["links"]["_self"],
        format!("{base}/v2/orders/{id}"),
        "one name for links, and a real address"
    );
    caller.wait_for_orders();
    let order = caller.get(&format!("/orders/{id}")).await.json();
    let matching_id = text(&order["output"]["matching_id"]);
    let links = &order["_metadata"]["links"];
    let lpa = format!("LPA:1$rsp.sandbox.example${matching_id}");
    assert_eq!(links["_lpa"], lpa, "with its prefix");
    assert!(
        text(&links["_qrcode"]).ends_with(&lpa),
        "the picture is of this code"
    );
    assert_eq!(
        text(&order["output"]["data"]["code"]).len(),
        6,
        "a voucher code"
    );
    let plan = text(&order["output"]["subscription_id"]);
    let plan = caller.get(&format!("/subscriptions/{plan}")).await.json();
    assert_eq!(plan["spent_balance"], 0, "the other spelling");
    let token = caller
        .ask_token("grant_type=client_credentials")
        .await
        .json();
    assert_eq!(token["refresh_token"], Value::Null, "as newer Keycloak");
}
