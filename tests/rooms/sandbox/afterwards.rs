//! What becomes of plans and SIMs once they are sold.

use esim_desk_core::sandbox::{Quirks, SimState};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::caller::{Caller, in_days, text, with};

#[tokio::test]
async fn plans_start_now_later_or_at_first_use() {
    let caller = Caller::fresh().await;
    let good = caller.esim().await;
    let day = in_days(10);
    let later = with(good.clone(), "/product/activation_date", json!(day));
    let first_use = with(
        good.clone(),
        "/product/is_first_usage_activation",
        json!(true),
    );
    let end = in_days(3);
    let shorter = with(good.clone(), "/product/expiration_date", json!(end));
    for body in [&later, &first_use, &shorter] {
        caller.order(body).await;
    }
    let ignoring = Quirks {
        ignore_activation_date: true,
        ignore_expiration_date: true,
        ignore_first_usage: true,
        ..Quirks::default()
    };
    caller.control().set_quirks(ignoring);
    for body in [&later, &first_use, &shorter] {
        caller.order(body).await;
    }
    caller.wait_for_orders();
    let plans = caller.get("/subscriptions").await.json()["data"].clone();
    let whole = |date: &str| date.parse::<Timestamp>().map(Timestamp::as_second).ok();
    let seconds = |plan: usize, field: &str| plans[plan][field].as_str().and_then(whole);
    assert_eq!(plans[0]["status"], "PENDING", "starts on its day");
    assert_eq!(seconds(0, "activation_date"), whole(&day), "that very day");
    assert_eq!(plans[1]["status"], "PENDING_USAGE", "starts at first use");
    assert_eq!(plans[1]["activation_date"], Value::Null, "no date is known");
    assert_eq!(plans[2]["status"], "ACTIVE", "has started");
    assert_eq!(seconds(2, "expiry_date"), whole(&end), "ends early");
    for ignored in 3..6 {
        assert_eq!(
            plans[ignored]["status"], "ACTIVE",
            "plan {ignored} starts at once"
        );
    }
    assert_ne!(seconds(5, "expiry_date"), whole(&end), "ends with its term");

    let both = with(later, "/product/is_first_usage_activation", json!(true));
    let both = caller.api("POST /orders", &both.to_string()).await;
    assert_eq!(both.status, 400, "first use leaves no room for dates");
}

#[tokio::test]
async fn a_plan_is_used_started_and_ended() {
    let caller = Caller::fresh().await;
    let first_use = with(
        caller.esim().await,
        "/product/is_first_usage_activation",
        json!(true),
    );
    caller.order(&first_use).await;
    caller.order(&first_use).await;
    caller.wait_for_orders();
    let plans = caller.get("/subscriptions").await.json()["data"].clone();
    let (one, two) = (text(&plans[0]["id"]), text(&plans[1]["id"]));
    let control = caller.control();
    control.burn(&one, 1 << 30).expect("it exists");
    let plan = caller.get(&format!("/subscriptions/{one}")).await.json();
    assert_eq!(plan["status"], "ACTIVE", "the first use starts it");
    assert_eq!(plan["spend_balance"], 1_u64 << 30, "what was used");
    assert_eq!(plan["current_balance"], 4_u64 << 30, "what is left");
    control.burn(&one, u64::MAX).expect("it exists");
    let plan = caller.get(&format!("/subscriptions/{one}")).await.json();
    assert_eq!(plan["status"], "DEPLETED", "used up");
    assert_eq!(plan["current_balance"], 0, "never below nothing");

    let started = caller
        .api(&format!("POST /subscriptions/{two}/activate"), "")
        .await;
    assert_eq!(started.json()["status"], "ACTIVE", "started by hand");
    let again = caller
        .api(&format!("POST /subscriptions/{two}/activate"), "")
        .await;
    assert_eq!(again.status, 400, "it has started already");
    let ended = caller
        .api(&format!("POST /subscriptions/{two}/expire"), "")
        .await;
    assert_eq!(ended.json()["status"], "EXPIRED", "ended by hand");
}

#[tokio::test]
async fn a_sim_is_cancelled_only_while_untouched() {
    let caller = Caller::fresh().await;
    let untouched = text(&caller.completed().await["output"]["iccid"]);
    let answer = caller.api(&format!("DELETE /sims/{untouched}"), "").await;
    assert_eq!(answer.status, 204, "nothing was used");
    let sim = caller.get(&format!("/sims/{untouched}")).await.json();
    assert_eq!(
        sim["status"], "Unavailable",
        "it cannot be installed any more"
    );
    let plans = caller
        .get(&format!("/subscriptions?iccid={untouched}"))
        .await
        .json();
    assert_eq!(
        plans["data"][0]["status"], "EXPIRED",
        "its plan is gone too"
    );

    let installed = text(&caller.completed().await["output"]["iccid"]);
    caller
        .control()
        .move_sim(&installed, SimState::Installed)
        .expect("it exists");
    let answer = caller.api(&format!("DELETE /sims/{installed}"), "").await;
    assert_eq!(answer.status, 400, "it is on a phone");

    let used = caller.completed().await;
    let plan = text(&used["output"]["subscription_id"]);
    caller.control().burn(&plan, 1).expect("it exists");
    let used = text(&used["output"]["iccid"]);
    let answer = caller.api(&format!("DELETE /sims/{used}"), "").await;
    assert_eq!(answer.status, 400, "data was used");
}

#[tokio::test]
async fn subscriptions_are_found_by_every_filter() {
    let caller = Caller::fresh().await;
    let ours = caller.esim().await;
    let theirs = with(ours.clone(), "/subscriber/email", json!("Ann@Example.com"));
    let other_plan = caller.plan("Japan 1 GB, 7 days").await;
    let theirs = with(theirs, "/product/id", json!(other_plan));
    for _ in 0..12 {
        caller.order(&ours).await;
    }
    caller.order(&theirs).await;
    let unseen = caller.get("/subscriptions").await.json();
    assert_eq!(
        unseen["data"],
        json!([]),
        "no plan before its order is completed"
    );
    caller.wait_for_orders();
    let count = async |query: &str| {
        let body = caller
            .get(&format!("/subscriptions?page_size=100&{query}"))
            .await
            .json();
        body["data"].as_array().map(Vec::len)
    };
    assert_eq!(count("").await, Some(13), "all of them");
    assert_eq!(count("email=john%40doe.com").await, Some(12), "by e-mail");
    assert_eq!(
        count("email=%20ann@example.COM").await,
        Some(1),
        "whatever the case"
    );
    assert_eq!(
        count(&format!("product-id={other_plan}")).await,
        Some(1),
        "by plan"
    );
    assert_eq!(
        count("product_id=anything").await,
        Some(13),
        "the name has a hyphen"
    );
    assert_eq!(
        count(&format!("after={}", in_days(1))).await,
        Some(0),
        "none is newer"
    );
    assert_eq!(
        count("before=2021-02-24T09:00:00.123Z").await,
        Some(0),
        "none is older"
    );
    let bad = caller.get("/subscriptions?after=yesterday").await;
    assert_eq!(bad.status, 400, "not a date");
    let second = caller
        .get("/subscriptions?email=john@doe.com&page=2")
        .await
        .json();
    assert_eq!(second["data"].as_array().map(Vec::len), Some(2), "the rest");
    assert_eq!(
        second["_metadata"]["links"]["_prev"],
        "/v2/subscriptions?email=john%40doe.com&page=1&page_size=10",
        "links keep the filters"
    );
    for query in ["page=0", "page_size=0", "page=x"] {
        let bad = caller.get(&format!("/subscriptions?{query}")).await;
        assert_eq!(bad.status, 400, "{query} is no page");
    }
}
