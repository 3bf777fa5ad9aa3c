//! The service as badly as its documentation allows: each quirk alone, switched on at run time.

use std::time::Duration;

use esim_desk_core::sandbox::{
    Activation, Balances, Delays, EmptyLists, Fault, Mishap, Options, OrderStatus, Quirks, Step,
    Totals,
};
use serde_json::{Value, json};

use super::caller::{Answer, Caller, text};

async fn with(quirks: Quirks) -> Caller {
    let caller = Caller::fresh().await;
    caller.control().set_quirks(quirks);
    caller
}

/// Orders an eSIM, and gives its id.
async fn ordered(caller: &Caller) -> String {
    text(&caller.order(&caller.esim().await).await["id"])
}

async fn listed(caller: &Caller, query: &str) -> usize {
    let list = caller.get(&format!("/subscriptions?{query}")).await.json();
    list["data"].as_array().expect("a list").len()
}

#[tokio::test]
async fn output_sim_and_subscription_each_come_at_their_own_time() {
    let caller = with(Quirks {
        delays: Delays {
            output_millis: 10_000,
            sim_millis: 20_000,
            subscription_millis: -2_000,
        },
        ..Quirks::default()
    })
    .await;
    let control = caller.control();
    let id = ordered(&caller).await;
    let iccid = control.ledger().orders[0].order.iccid.clone();
    let path = format!("/orders/{id}");
    let sim = format!("/sims/{iccid}");
    assert_eq!(listed(&caller, "").await, 0, "not before anything was done");

    control.push_clock(3_000);
    let order = caller.get(&path).await.json();
    assert_eq!(order["status"], "FULFILLING", "still being worked on");
    assert_eq!(
        listed(&caller, "").await,
        1,
        "its subscription is there first"
    );
    assert_eq!(caller.get(&sim).await.status, 404, "its SIM is not");

    control.push_clock(3_000);
    let order = caller.get(&path).await.json();
    assert_eq!(order["status"], "COMPLETED", "done");
    assert_eq!(order["output"], Value::Null, "with nothing to show");
    assert_eq!(
        order["_metadata"]["links"]["_lpa"],
        Value::Null,
        "nor a code"
    );

    control.push_clock(10_000);
    let order = caller.get(&path).await.json();
    assert_eq!(order["output"]["iccid"], iccid, "now it is shown");
    assert_eq!(
        caller.get(&sim).await.status,
        404,
        "before its SIM can be read"
    );

    control.push_clock(10_000);
    assert_eq!(caller.get(&sim).await.status, 200, "at last");
}

#[tokio::test]
async fn a_subscription_may_be_listed_long_after_its_order_is_over() {
    let caller = with(Quirks {
        delays: Delays {
            subscription_millis: 200_000,
            ..Delays::default()
        },
        ..Quirks::default()
    })
    .await;
    let id = ordered(&caller).await;
    caller.wait_for_orders();
    let order = caller.get(&format!("/orders/{id}")).await.json();
    let plan = text(&order["output"]["subscription_id"]);
    let path = format!("/subscriptions/{plan}");
    assert_eq!(caller.get(&path).await.status, 404, "named, and not there");
    caller.control().push_clock(200_000);
    assert_eq!(caller.get(&path).await.status, 200, "minutes later");
}

#[tokio::test]
async fn an_order_may_end_with_any_word_with_and_without_output() {
    for word in ["PENDING_USAGE", "CANCELLED", "REJECTED", "ARCHIVED"] {
        for without in [false, true] {
            let caller = with(Quirks {
                last_word: Some(word.to_owned()),
                last_word_without_output: without,
                ..Quirks::default()
            })
            .await;
            let id = ordered(&caller).await;
            caller.wait_for_orders();
            let order = caller.get(&format!("/orders/{id}")).await.json();
            assert_eq!(order["status"], word, "it ends so");
            assert_eq!(
                order["output"].is_object(),
                !without,
                "{word}: output as it was switched"
            );
            assert_eq!(
                listed(&caller, "").await,
                usize::from(!without),
                "{word}: and the subscription with it"
            );
            let ledger = caller.control().ledger();
            assert_eq!(
                ledger.orders[0].status,
                OrderStatus::Completed,
                "in our words"
            );
        }
    }
}

#[tokio::test]
async fn an_e_mail_address_may_be_compared_exactly() {
    let caller = with(Quirks {
        exact_email: true,
        ..Quirks::default()
    })
    .await;
    let body = caller.esim().await;
    let email = text(&body["subscriber"]["email"]);
    caller.order(&body).await;
    caller.wait_for_orders();
    let other = email.to_uppercase();
    assert_eq!(
        listed(&caller, &format!("email={email}")).await,
        1,
        "as sent"
    );
    assert_eq!(
        listed(&caller, &format!("email={other}")).await,
        0,
        "not so"
    );
    caller.control().set_quirks(Quirks::default());
    assert_eq!(listed(&caller, &format!("email={other}")).await, 1, "or so");
}

#[tokio::test]
async fn a_device_may_be_asked_for_and_is_named() {
    let caller = with(Quirks {
        device_required: true,
        ..Quirks::default()
    })
    .await;
    let mut body = caller.esim().await;
    body["subscriber"]
        .as_object_mut()
        .expect("a subscriber")
        .remove("device");
    let refused = caller.api("POST /orders", &body.to_string()).await;
    assert_eq!(refused.status, 400, "no phone, no eSIM");
    assert!(
        text(&refused.json()["messages"][0]).contains("device"),
        "the reason names it"
    );
    body["subscriber"]["device"] = json!({ "operating_system": "android" });
    caller.order(&body).await;
}

#[tokio::test]
async fn the_price_of_the_sale_may_be_asked_for_as_a_pair() {
    let caller = with(Quirks {
        sold_price_required: true,
        ..Quirks::default()
    })
    .await;
    let mut body = caller.esim().await;
    let product = body["product"].as_object_mut().expect("a product");
    product.remove("sold_price");
    product.remove("sold_currency");
    let refused = caller.api("POST /orders", &body.to_string()).await;
    assert_eq!(refused.status, 400, "no price, no eSIM");
    let words = refused.json()["messages"].to_string();
    assert!(words.contains("product.sold_price"), "it names it: {words}");
    body["product"]["sold_price"] = json!(29.9);
    let half = caller.api("POST /orders", &body.to_string()).await;
    assert_eq!(half.status, 400, "an amount of nothing");
    body["product"]["sold_currency"] = json!("EUR");
    caller.order(&body).await;
}

#[tokio::test]
async fn a_device_may_be_wanted_whole() {
    let caller = with(Quirks {
        device_whole: true,
        ..Quirks::default()
    })
    .await;
    let mut body = caller.esim().await;
    body["subscriber"]["device"] = json!({ "operating_system": "ios", "model": " " });
    let refused = caller.api("POST /orders", &body.to_string()).await;
    assert_eq!(refused.status, 400, "a phone without model and number");
    let words = refused.json()["messages"].to_string();
    assert!(
        words.contains("device.model"),
        "a blank is no model: {words}"
    );
    assert!(words.contains("device.id"), "nor is nothing an id: {words}");
    body["subscriber"]["device"] =
        json!({ "operating_system": "ios", "model": "iPhone", "id": "1234567" });
    caller.order(&body).await;
}

#[tokio::test]
async fn a_page_size_may_be_refused_and_totals_may_be_missing_or_wrong() {
    let caller = with(Quirks {
        largest_page: Some(20),
        ..Quirks::default()
    })
    .await;
    let page = |size: u32| format!("/products?page=1&page_size={size}");
    assert_eq!(caller.get(&page(21)).await.status, 400, "too long a page");
    assert_eq!(caller.get(&page(20)).await.status, 200, "just right");
    assert_eq!(
        caller.get("/products").await.status,
        200,
        "the service's own"
    );

    for (totals, expected) in [
        (Totals::Missing, Value::Null),
        (Totals::Unreadable, json!({})),
        (Totals::TooMany, json!(12)),
    ] {
        caller.control().set_quirks(Quirks {
            totals,
            ..Quirks::default()
        });
        let list = caller.get("/products").await.json();
        assert_eq!(list["_metadata"]["page_count"], expected, "{totals:?}");
        assert_eq!(
            list["data"].as_array().map(Vec::len),
            Some(10),
            "{totals:?}"
        );
    }
    caller.control().set_quirks(Quirks {
        no_page_behind_the_last: true,
        ..Quirks::default()
    });
    assert_eq!(caller.get("/products?page=12").await.status, 404);
    caller.control().set_quirks(Quirks {
        totals: Totals::TooMany,
        ..Quirks::default()
    });
    let beyond = caller.get("/products?page=12").await.json();
    assert_eq!(beyond["data"], json!([]), "there is nothing on it");
    assert!(
        beyond["_metadata"]["links"]["_next"].is_string(),
        "and yet another one is promised"
    );
}

#[tokio::test]
async fn an_answer_may_take_45_seconds_and_its_work_is_done_all_the_same() {
    let caller = with(Quirks {
        slow_millis: [(Step::Order, 45_000)].into(),
        ..Quirks::default()
    })
    .await;
    let body = caller.esim().await.to_string();
    tokio::time::pause();
    let begun = tokio::time::Instant::now();
    let asked = caller.api("POST /orders", &body);
    let mut asked = std::pin::pin!(asked);
    let answer: Answer = loop {
        tokio::select! {
            answer = &mut asked => break answer,
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
        }
    };
    assert_eq!(answer.status, 201, "it is answered");
    assert!(begun.elapsed() >= Duration::from_secs(45), "late");
    assert_eq!(caller.control().ledger().orders.len(), 1, "and booked once");
}

#[tokio::test]
async fn a_sim_may_be_lost_for_ever() {
    let caller = Caller::fresh().await;
    let kept = caller.completed().await;
    caller.control().set_quirks(Quirks {
        lost_sims: true,
        ..Quirks::default()
    });
    let lost = caller.completed().await;
    caller.control().set_quirks(Quirks::default());
    let sim = |order: &Value| format!("/sims/{}", text(&order["output"]["iccid"]));
    caller.control().push_clock(1_000_000_000);
    let token = caller.ask_token("grant_type=client_credentials").await;
    let caller = Caller {
        token: text(&token.json()["access_token"]),
        ..caller
    };
    assert_eq!(caller.get(&sim(&lost)).await.status, 404, "gone for good");
    assert_eq!(caller.get(&sim(&kept)).await.status, 200, "others are not");
}

#[tokio::test]
async fn a_list_of_nothing_a_date_and_a_status_are_written_in_several_ways() {
    let caller = Caller::fresh().await;
    let order = caller.completed().await;
    let (id, iccid) = (text(&order["id"]), text(&order["output"]["iccid"]));
    let nobody = "/subscriptions?email=nobody@example.com";
    for (empty_lists, status, data) in [
        (EmptyLists::Empty, 200, json!([])),
        (EmptyLists::Null, 200, Value::Null),
        (EmptyLists::NotFound, 404, Value::Null),
    ] {
        caller.control().set_quirks(Quirks {
            empty_lists,
            ..Quirks::default()
        });
        let answer = caller.get(nobody).await;
        assert_eq!(answer.status, status, "{empty_lists:?}");
        assert_eq!(answer.json()["data"], data, "{empty_lists:?}");
        assert_eq!(listed(&caller, "").await, 1, "{empty_lists:?}");
    }
    caller.control().set_quirks(Quirks {
        dates_without_zone: true,
        grouped_iccids: true,
        statuses_in_small: true,
        ..Quirks::default()
    });
    let order = caller.get(&format!("/orders/{id}")).await.json();
    assert!(!text(&order["created_date"]).ends_with('Z'));
    let grouped = text(&order["output"]["iccid"]);
    assert_eq!(grouped.find(' '), Some(4), "{grouped}");
    assert_eq!(grouped.replace(' ', ""), iccid);
    let plan = caller.get("/subscriptions").await.json();
    assert_eq!(plan["data"][0]["status"], "Active");
    assert!(!text(&plan["data"][0]["created_date"]).ends_with('Z'));
}

#[tokio::test]
async fn json_may_begin_with_a_mark_and_iccids_end_in_a_filler() {
    let caller = Caller::fresh().await;
    let order = caller.completed().await;
    let (id, plain) = (text(&order["id"]), text(&order["output"]["iccid"]));
    caller.control().set_quirks(Quirks {
        byte_order_mark: true,
        ..Quirks::default()
    });
    let answer = caller.get(&format!("/orders/{id}")).await;
    let rest = answer.bytes.strip_prefix("\u{feff}".as_bytes());
    let read: Value = serde_json::from_slice(rest.expect("a mark")).expect("JSON behind it");
    assert_eq!(read["id"], id.as_str(), "the right answer otherwise");

    caller.control().set_quirks(Quirks {
        padded_iccids: true,
        ..Quirks::default()
    });
    let padded = text(&caller.get(&format!("/orders/{id}")).await.json()["output"]["iccid"]);
    assert_eq!(padded.len() % 2, 0, "it fills whole bytes");
    assert_eq!(
        padded.trim_end_matches('F'),
        plain,
        "and is the same number"
    );
    for iccid in [padded, plain] {
        assert_eq!(
            caller.get(&format!("/sims/{iccid}")).await.status,
            200,
            "{iccid}"
        );
        assert_eq!(
            listed(&caller, &format!("iccid={iccid}")).await,
            1,
            "{iccid}"
        );
    }
}

#[tokio::test]
async fn an_endpoint_may_refuse_for_a_while_and_be_well_again() {
    let caller = Caller::fresh().await;
    let command = json!({
        "step": "products",
        "mishap": { "refuse": { "status": 403, "kind": "ACCESS_DENIED", "messages": ["no"] } },
        "for_millis": 60_000,
    });
    let done = caller.command("POST /control/faults", &command).await;
    assert_eq!(done.status, 204, "understood over HTTP too");
    for _ in 0..5 {
        assert_eq!(caller.get("/products").await.status, 403, "however often");
        assert_eq!(
            caller.get("/subscriptions").await.status,
            200,
            "this one only"
        );
    }
    caller.control().push_clock(60_000);
    assert_eq!(caller.get("/products").await.status, 200, "it is over");
    caller.control().cause_for(
        Fault::next(Step::Products, Mishap::refuse(401, "UNAUTHORISED", "no")),
        Duration::from_secs(1),
    );
    assert_eq!(caller.get("/products").await.status, 401, "without HTTP");
}

#[tokio::test]
async fn a_ledger_of_an_earlier_version_is_read_as_it_was_meant() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = || Options {
        ledger: Some(folder.path().join("ledger.jsonl")),
        ..Options::default()
    };
    let caller = Caller::of(options()).await;
    let order = caller.completed().await;
    caller.sandbox.stop().await;
    let path = folder.path().join("ledger.jsonl");
    let text_now = std::fs::read_to_string(&path).expect("the ledger");
    let before: Vec<String> = text_now
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .map(|mut record| {
            if let Some(order) = record["order"].as_object_mut() {
                for new in ["delays", "last_word", "without_output", "lost_sim"] {
                    order.remove(new);
                }
            }
            record.to_string()
        })
        .collect();
    std::fs::write(&path, before.join("\n")).expect("the ledger");
    let caller = Caller::of(options()).await;
    caller.wait_for_orders();
    let id = text(&order["id"]);
    let again = caller.get(&format!("/orders/{id}")).await.json();
    assert_eq!(again["output"], order["output"], "nothing is lost or late");
}

#[tokio::test]
async fn balances_come_in_another_unit_without_one_or_not_at_all() {
    for (balances, unit, balance) in [
        (Balances::Bytes, json!("Bytes"), json!(5_u64 << 30)),
        (Balances::Megabytes, json!("MB"), json!(5 * 1024)),
        (Balances::NoUnit, Value::Null, json!(5_u64 << 30)),
        (Balances::Missing, json!("Bytes"), Value::Null),
    ] {
        let caller = with(Quirks {
            balances,
            ..Quirks::none()
        })
        .await;
        let order = caller.completed().await;
        let plan = text(&order["output"]["subscription_id"]);
        let plan = caller.get(&format!("/subscriptions/{plan}")).await.json();
        assert_eq!(plan["balance_units"], unit, "{balances:?}");
        assert_eq!(plan["current_balance"], balance, "{balances:?}");
        assert_eq!(plan["initial_balance"], balance, "{balances:?}");
    }
}

#[tokio::test]
async fn a_plan_is_started_silently_late_or_by_another_method() {
    for (activation, status, before, after) in [
        (Activation::Answered, 200, "ACTIVE", "ACTIVE"),
        (Activation::Silent, 204, "ACTIVE", "ACTIVE"),
        (
            Activation::Late { millis: 60_000 },
            200,
            "PENDING",
            "ACTIVE",
        ),
        (Activation::NotPosted, 405, "PENDING_USAGE", "PENDING_USAGE"),
    ] {
        let caller = with(Quirks {
            activation,
            ..Quirks::none()
        })
        .await;
        let mut body = caller.esim().await;
        body["product"]["is_first_usage_activation"] = json!(true);
        caller.order(&body).await;
        caller.wait_for_orders();
        let path = caller.get("/subscriptions").await.json()["data"][0]["id"].clone();
        let path = format!("/subscriptions/{}", text(&path));
        let answer = caller.api(&format!("POST {path}/activate"), "").await;
        assert_eq!(answer.status, status, "{activation:?}");
        assert_eq!(answer.bytes.is_empty(), status == 204, "{activation:?}");
        let state = || async { caller.get(&path).await.json()["status"].clone() };
        assert_eq!(state().await, before, "{activation:?}");
        caller.control().push_clock(60_000);
        assert_eq!(state().await, after, "{activation:?}");
        let seen = caller.control().ledger().seen;
        assert_eq!(seen.at(Step::Activation), 1, "it is a step of its own");
    }
}

#[tokio::test]
async fn the_filter_by_sim_may_have_no_effect_and_strangers_may_be_forbidden() {
    let caller = with(Quirks::none()).await;
    let iccid = text(&caller.completed().await["output"]["iccid"]);
    caller.completed().await;
    let nobody = uuid::Uuid::new_v4();
    assert_eq!(listed(&caller, &format!("iccid={iccid}")).await, 1);
    assert_eq!(caller.get("/sims/8944478600000205337").await.status, 404);
    assert_eq!(caller.get(&format!("/orders/{nobody}")).await.status, 404);
    caller.control().set_quirks(Quirks {
        ignore_iccid: true,
        strangers_forbidden: true,
        ..Quirks::none()
    });
    assert_eq!(listed(&caller, &format!("iccid={iccid}")).await, 2);
    for path in ["/sims/8944478600000205337", &format!("/orders/{nobody}")] {
        let answer = caller.get(path).await;
        assert_eq!(
            (answer.status, answer.kind().as_str()),
            (403, "ACCESS_DENIED"),
            "{path}"
        );
    }
    assert_eq!(
        caller.get(&format!("/sims/{iccid}")).await.status,
        200,
        "its own"
    );
}
