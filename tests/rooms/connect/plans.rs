//! Plans and what became of them: amounts, units and the names that differ from page to page.

use esim_desk_core::connect::{
    Allowance, Currency, DataUnit, Fault, FaultKind, Iccid, Product, ProductId, SimType,
    Subscription, SubscriptionId, SubscriptionStatus, ValidityUnit,
};
use serde_json::{Value, json};

use super::stub::{Stub, answer, fault, fixture};

const PLAN: &str = "wp-_bXkuC26SFDSRMHyiAQK7LJ6MtiWyr3zLfwB7FM=";

fn parsed(fixture: &str) -> Value {
    serde_json::from_str(fixture).expect("fixtures are JSON")
}

async fn product(body: Value) -> Result<Product, Fault> {
    let stub = Stub::signed_in(move |_| answer(200, body.to_string())).await;
    stub.client()
        .product(&ProductId::new(PLAN).expect("not empty"))
        .await
}

async fn subscription(body: Value) -> Result<Subscription, Fault> {
    let id = body["id"].as_str().unwrap_or("s1").to_owned();
    let stub = Stub::signed_in(move |_| answer(200, body.to_string())).await;
    stub.client()
        .subscription(&SubscriptionId::new(&id).expect("not empty"))
        .await
}

fn documented_subscription() -> Value {
    parsed(fixture!("subscriptions.json"))["data"][0].clone()
}

#[tokio::test]
async fn the_documented_plan_is_read() {
    let plan = product(parsed(fixture!("product.json")))
        .await
        .expect("the documented answer");
    assert_eq!(plan.name, "Plan name", "its name");
    assert_eq!(plan.sim_types, [SimType::Esim], "C13: a list here");
    let validity = plan.validity.expect("the example has one");
    assert_eq!(
        (validity.count, validity.unit),
        (90, ValidityUnit::Days),
        "90 days"
    );
    assert_eq!(
        plan.allowance,
        Allowance::Amount {
            amount: 50.into(),
            unit: DataUnit::Mb
        },
        "50 MB"
    );
    assert_eq!(
        (
            plan.price.to_string().as_str(),
            plan.footprint_code.as_deref()
        ),
        ("20 EUR", Some("GLOBAL")),
        "20 euros, everywhere"
    );
}

#[tokio::test]
async fn prices_are_exact_as_numbers_and_as_strings() {
    for (written, exact) in [
        (r#"19.99"#, "19.99"),
        (r#""19.99""#, "19.99"),
        (r#"0.1"#, "0.1"),
        (r#"20.10"#, "20.10"),
        (r#"2e1"#, "20"),
        (r#"1234567890123456789.01"#, "1234567890123456789.01"),
    ] {
        let body =
            fixture!("product.json").replace("\"price\": 20", &format!("\"price\": {written}"));
        let stub = Stub::signed_in(move |_| answer(200, body.clone())).await;
        let plan = stub
            .client()
            .product(&ProductId::new(PLAN).expect("not empty"))
            .await
            .expect("a price");
        assert_eq!(plan.price.amount.to_string(), exact, "written {written}");
        assert_eq!(
            Some(plan.price.currency),
            Currency::parse("eur"),
            "in euros"
        );
    }
}

#[tokio::test]
async fn other_ways_to_state_a_plan_are_understood() {
    let with = |field: &str, value: Value| {
        let mut plan = parsed(fixture!("product.json"));
        plan[field] = value;
        plan
    };
    let plan = product(with("duration_unit", json!("MONTHS")))
        .await
        .expect("monthly");
    assert_eq!(
        plan.validity.map(|it| it.unit),
        Some(ValidityUnit::Months),
        "monthly plans exist"
    );
    let plan = product(with("duration_unit", json!("Weeks")))
        .await
        .expect("another unit");
    assert_eq!(
        plan.validity.map(|it| it.unit),
        Some(ValidityUnit::Other("WEEKS".to_owned())),
        "kept, not guessed"
    );
    let plan = product(with("duration", json!("90")))
        .await
        .expect("a string");
    assert_eq!(
        plan.validity.map(|it| it.count),
        Some(90),
        "C11: numbers come as strings"
    );
    let plan = product(with("data", json!("unlimited")))
        .await
        .expect("unlimited");
    assert_eq!(
        plan.allowance,
        Allowance::Unlimited,
        "the word is understood"
    );
    let plan = product(with("data", json!("1.5"))).await.expect("a string");
    assert!(
        matches!(plan.allowance, Allowance::Amount { amount, .. } if amount.to_string() == "1.5"),
        "exact"
    );
    let plan = product(with("data", json!({ "amount": 5 })))
        .await
        .expect("another shape");
    assert_eq!(plan.allowance, Allowance::Unknown, "never made up");
    let plan = product(with("sim_type", json!("PSIM")))
        .await
        .expect("a string");
    assert_eq!(
        plan.sim_types,
        [SimType::Psim],
        "C13: one alone is a list of one"
    );
}

#[tokio::test]
async fn a_plan_without_price_is_unreadable_and_says_where() {
    let mut body = parsed(fixture!("product.json"));
    body["price"] = Value::Null;
    let found = fault(product(body).await);
    assert!(
        matches!(&found.kind, FaultKind::Unreadable { path } if path == "price"),
        "{found}"
    );
}

#[tokio::test]
async fn balances_are_read_as_numbers_as_strings_and_under_both_names() {
    let documented = subscription(documented_subscription())
        .await
        .expect("the documented entry");
    assert_eq!(documented.status, SubscriptionStatus::Active, "it runs");
    assert_eq!(
        documented.iccid.as_ref().map(Iccid::as_str),
        Some("8944474600000109251"),
        "sim_id is the ICCID"
    );
    assert_eq!(
        documented.expires.map(|time| time.to_string()).as_deref(),
        Some("2021-12-04T17:20:38Z"),
        "expiry_date"
    );
    assert_eq!(documented.spent_balance, Some(0.into()), "spend_balance");

    let body = json!({ "id": "s1", "status": "ACTIVE", "initial_balance": "1073741824", "current_balance": "1073741800",
        "spent_balance": "24", "expiration_date": "2021-12-04T17:20:38.000Z" });
    let other = subscription(body)
        .await
        .expect("the entry as real answers have it");
    assert_eq!(
        other.initial_balance,
        Some(1_073_741_824.into()),
        "C11: a string"
    );
    assert_eq!(other.spent_balance, Some(24.into()), "C11: spent_balance");
    assert_eq!(
        other.expires, documented.expires,
        "C12: expiration_date, with milliseconds"
    );

    let body = json!({ "id": "s1", "initial_balance": 100, "current_balance": 40, "spend_balance": null, "spent_balance": null });
    let silent = subscription(body).await.expect("no word on what was spent");
    assert_eq!(
        silent.spent_balance,
        Some(60.into()),
        "then it is the difference"
    );
}

#[tokio::test]
async fn subscription_statuses_are_read_and_unknown_ones_kept() {
    for (written, meant) in [
        ("PENDING", SubscriptionStatus::Pending),
        ("PENDING_USAGE", SubscriptionStatus::PendingUsage),
        ("Depleted", SubscriptionStatus::Depleted),
        ("EXPIRED", SubscriptionStatus::Expired),
        ("PAUSED", SubscriptionStatus::Other("PAUSED".to_owned())),
    ] {
        let found = subscription(json!({ "id": "s1", "status": written }))
            .await
            .expect("any status is read");
        assert_eq!(found.status, meant, "C14: written {written}");
    }
}
