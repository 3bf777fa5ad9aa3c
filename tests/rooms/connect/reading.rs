//! Documented orders and SIMs, read; and the ways in which the documentation contradicts itself (C1 to C26).

use esim_desk_core::connect::{
    Fault, FaultKind, Iccid, Order, OrderId, OrderStatus, ProductId, Resource, Sim, SimStatus,
    SimType, SubscriptionId,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::stub::{Stub, answer, fault, fixture};

const ORDER: &str = "6d41c4ff-1877-4d13-82b0-7dad02c4b02a";
const ICCID: &str = "8944471111111119506";

fn parsed(fixture: &str) -> Value {
    serde_json::from_str(fixture).expect("fixtures are JSON")
}

fn exposed(secret: Option<&SecretString>) -> Option<&str> {
    secret.map(|secret| secret.expose_secret())
}

async fn order(body: String) -> Result<Order, Fault> {
    let stub = Stub::signed_in(move |_| answer(200, body.clone())).await;
    stub.client()
        .order(&OrderId::new(ORDER).expect("not empty"))
        .await
}

async fn sim(body: String) -> Result<Sim, Fault> {
    let stub = Stub::signed_in(move |_| answer(200, body.clone())).await;
    stub.client()
        .sim(&Iccid::new(ICCID).expect("not empty"))
        .await
}

#[tokio::test]
async fn the_documented_order_is_read_without_its_picture() {
    let order = order(fixture!("order-completed.json").to_owned())
        .await
        .expect("the documented answer");
    assert_eq!(order.id.as_str(), ORDER, "the order asked for");
    assert_eq!(order.status, OrderStatus::Completed, "it is done");
    assert_eq!(
        order.created.map(|time| time.to_string()).as_deref(),
        Some("2021-02-24T09:00:00Z"),
        "its date"
    );
    assert_eq!(
        exposed(order.lpa.as_ref()),
        Some("1$rsp.truphone.com$6C-DA326D-K86D"),
        "C2: passed on as it came, without LPA:"
    );
    assert_eq!(
        order.smdp.as_deref(),
        Some("rsp.truphone.com"),
        "the SM-DP+"
    );
    let output = order.output.expect("a completed order has an output");
    assert_eq!(
        exposed(output.matching_id.as_ref()),
        Some("6C-DA326D-K86D"),
        "C3: the matching id, not that of _qrcode"
    );
    assert_eq!(
        output.iccid.as_ref().map(Iccid::as_str),
        Some("8944000013283712983321"),
        "22 digits with a wrong check digit are no reason to refuse"
    );
    assert_eq!(
        output.subscription_id.as_ref().map(SubscriptionId::as_str),
        Some("Q-hzHc6EErZPQcgw2L02_nDdruGtr6lDrM-jmja_xuE="),
        "C5: the id, not the misspelt link"
    );
    assert!(output.voucher.is_none(), "no voucher in this one");
}

#[tokio::test]
async fn links_are_found_under_either_name() {
    let mut body = parsed(fixture!("order-completed.json"));
    let links = body["_metadata"]["links"].take();
    body["_metadata"] = json!({ "_links": links });
    let found = order(body.to_string()).await.expect("C1: _links is links");
    assert!(
        found.lpa.is_some() && found.smdp.is_some(),
        "C1: the code is found under _links"
    );

    body["_metadata"]["links"] = json!({});
    let found = order(body.to_string()).await.expect("C1: both at once");
    assert!(
        found.lpa.is_some(),
        "C1: an empty links beside a full _links hides nothing"
    );
}

#[tokio::test]
async fn an_order_of_another_id_is_never_accepted() {
    // C8: the documentation's own pair. Asked for one order, answered with another.
    let stub = Stub::signed_in(|_| answer(200, fixture!("order-completed.json"))).await;
    let asked = OrderId::new("3a6acf89-1ccf-4611-9424-453930f57ef1").expect("not empty");
    let fault = fault(stub.client().order(&asked).await);
    assert!(
        matches!(fault.kind, FaultKind::Mismatched(Resource::Order)),
        "{fault}"
    );
}

#[tokio::test]
async fn an_order_whose_own_link_leads_to_another_is_never_accepted() {
    let mut body = parsed(fixture!("order-completed.json"));
    body["_metadata"]["links"]["_self"] =
        json!("{BASE_URL}/v2/orders/3a6acf89-1ccf-4611-9424-453930f57ef1");
    let fault = fault(order(body.to_string()).await);
    assert!(
        matches!(fault.kind, FaultKind::Mismatched(Resource::Order)),
        "its code may be the other's: {fault}"
    );
}

#[tokio::test]
async fn an_order_that_names_another_one_anywhere_about_itself_is_never_accepted() {
    const OTHER: &str = "3a6acf89-1ccf-4611-9424-453930f57ef1";
    let whole = fixture!("order-completed.json");
    let mine = parsed(whole)["id"].as_str().expect("an id").to_owned();
    let with = |metadata: String| {
        let mut body = parsed(whole);
        body["_metadata"] = json!("here");
        body.to_string().replace("\"here\"", &metadata)
    };
    let own = |id: &str| format!(r#"{{"_self":"/v2/orders/{id}"}}"#);
    let mut bodies = vec![
        // The one under the other name contradicts.
        with(format!(
            r#"{{"links":{},"_links":{}}}"#,
            own(&mine),
            own(OTHER)
        )),
        with(format!(
            r#"{{"links":{},"_links":{}}}"#,
            own(OTHER),
            own(&mine)
        )),
        // Two codes.
        with(r#"{"links":{"_lpa":"1$a.example$X"},"_links":{"_lpa":"1$a.example$Y"}}"#.to_owned()),
    ];
    for link in [
        "/v2/order/{}",
        "/v2/Orders/{}/",
        "/v2/orders/{}/details",
        "/v2/esims/{}",
        "/v2/lookup?order={}",
        "urn:order:{}",
    ] {
        let link = link.replace("{}", OTHER);
        bodies.push(with(format!(r#"{{"links":{{"_self":"{link}"}}}}"#)));
    }
    for body in bodies {
        let found = order(body.clone()).await;
        let Err(fault) = found else {
            panic!("its code may be the other's: {body}")
        };
        assert!(
            matches!(fault.kind, FaultKind::Mismatched(Resource::Order)),
            "{body}: {fault}"
        );
    }
    // Said twice: of neither can anybody say that it holds.
    for body in [
        with(format!(
            r#"{{"links":{},"links":{}}}"#,
            own(OTHER),
            own(&mine)
        )),
        with(format!(
            r#"{{"links":{{"_self":"/v2/orders/{OTHER}","_self":"/v2/orders/{mine}"}}}}"#
        )),
    ] {
        let fault = fault(order(body.clone()).await);
        assert!(
            matches!(fault.kind, FaultKind::Unreadable { .. }),
            "{body}: {fault}"
        );
    }
    for link in [
        format!("/v2/order/{mine}"),
        format!("/v2/orders/{mine}/details"),
        format!("/v2/lookup?order={mine}"),
        "/v2/orders".to_owned(),
        "/v2/sims/8944478600002053373".to_owned(),
    ] {
        let body = with(format!(r#"{{"links":{{"_self":"{link}"}}}}"#));
        let found = order(body).await;
        assert!(found.is_ok(), "{link} names no other order: {found:?}");
    }
}

#[tokio::test]
async fn a_sim_a_plan_and_a_subscription_of_another_id_are_never_accepted() {
    let stub = Stub::signed_in(|seen| match seen.target.split('/').nth(3) {
        Some("sims") => answer(200, fixture!("sim-released.json")),
        Some("products") => answer(200, fixture!("product.json")),
        _ => answer(200, r#"{"id":"another"}"#),
    })
    .await;
    let client = stub.client();
    let found = fault(client.sim(&Iccid::new("8944").expect("not empty")).await);
    assert!(
        matches!(found.kind, FaultKind::Mismatched(Resource::Sim)),
        "{found}"
    );
    let found = fault(
        client
            .product(&ProductId::new("p").expect("not empty"))
            .await,
    );
    assert!(
        matches!(found.kind, FaultKind::Mismatched(Resource::Product)),
        "{found}"
    );
    let found = fault(
        client
            .subscription(&SubscriptionId::new("s").expect("not empty"))
            .await,
    );
    assert!(
        matches!(found.kind, FaultKind::Mismatched(Resource::Subscription)),
        "{found}"
    );
}

#[tokio::test]
async fn the_padding_of_a_sim_number_makes_no_other_sim() {
    for (asked, told) in [
        ("8944476500008878576F", "8944476500008878576"),
        ("8944476500008878576", "8944476500008878576f"),
        ("8944476500008878576f", "8944476500008878576F"),
    ] {
        let body = json!({ "iccid": told, "status": "RELEASED" }).to_string();
        let stub = Stub::signed_in(move |_| answer(200, body.clone())).await;
        let iccid = Iccid::new(asked).expect("not empty");
        let sim = stub.client().sim(&iccid).await.expect("one SIM");
        assert_eq!(sim.iccid, iccid, "{asked} is {told}");
        let path = stub.asked().last().expect("it was asked").target.clone();
        assert!(
            path.ends_with(asked),
            "asked for as the service wrote it: {path}"
        );
    }
}

#[tokio::test]
async fn statuses_are_read_in_any_spelling_and_unknown_ones_kept() {
    for (written, meant) in [
        ("ACCEPTED", OrderStatus::Accepted),
        ("FULFILLING", OrderStatus::Fulfilling),
        ("FULFILING", OrderStatus::Fulfilling),
        ("completed", OrderStatus::Completed),
        ("Failed", OrderStatus::Failed),
        (
            "PENDING_USAGE",
            OrderStatus::Other("PENDING_USAGE".to_owned()),
        ),
        ("On Hold", OrderStatus::Other("ON_HOLD".to_owned())),
    ] {
        let order = order(json!({ "id": ORDER, "status": written }).to_string())
            .await
            .expect("C14, C24: any status is read");
        assert_eq!(order.status, meant, "written {written}");
    }
    let bare = order(json!({ "id": ORDER }).to_string())
        .await
        .expect("an id is enough");
    assert_eq!(
        bare.status,
        OrderStatus::Other(String::new()),
        "no status is not an end"
    );
}

#[tokio::test]
async fn a_top_up_has_no_matching_id_and_a_voucher_is_read() {
    let topped = json!({ "id": ORDER, "status": "COMPLETED", "output": { "iccid": 8944474600000109251_u64, "subscription_id": "s" } });
    let output = order(topped.to_string())
        .await
        .expect("a top-up")
        .output
        .expect("it has an output");
    assert!(output.matching_id.is_none(), "a top-up brings no profile");
    assert_eq!(
        output.iccid.as_ref().map(Iccid::as_str),
        Some("8944474600000109251"),
        "a number keeps every digit"
    );
    let output = order(fixture!("order-voucher.json").to_owned())
        .await
        .expect("documented")
        .output
        .expect("it has an output");
    assert_eq!(
        exposed(output.voucher.as_ref()),
        Some("A54G2W"),
        "the documented voucher"
    );
}

#[tokio::test]
async fn strange_parts_of_an_order_count_as_absent() {
    let body = json!({ "id": ORDER, "status": "COMPLETED", "created_date": "yesterday", "output": "none", "_metadata": [1], "new": { "a": [null] } });
    let order = order(body.to_string())
        .await
        .expect("the id is there, so it is an order");
    assert!(
        order.output.is_none() && order.created.is_none() && order.lpa.is_none(),
        "nothing is made up"
    );
}

#[tokio::test]
async fn the_documented_sim_is_read() {
    let sim = sim(fixture!("sim-released.json").to_owned())
        .await
        .expect("the documented answer");
    assert_eq!(sim.status, SimStatus::Released, "Title Case");
    assert_eq!(sim.sim_type, Some(SimType::Esim), "C13: a string here");
    assert_eq!(
        exposed(sim.matching_id.as_ref()),
        Some("5C-ZYXZZ-1R54O94"),
        "C3: not that of _qrcode"
    );
    assert_eq!(
        exposed(sim.lpa.as_ref()),
        Some("LPA:1$rsp.truphone.com$5C-ZYXZZ-1R54O94"),
        "C2: passed on as it came, with LPA:"
    );
    assert!(
        sim.eid.is_none() && sim.smdp.is_none(),
        "not in the documented answer"
    );
}

#[tokio::test]
async fn sim_statuses_are_read_in_any_case_and_a_list_of_types_is_taken() {
    for (written, meant) in [
        ("DOWNLOADED", SimStatus::Downloaded),
        ("installed", SimStatus::Installed),
        ("Unavailable", SimStatus::Unavailable),
        ("Enabled", SimStatus::Other("Enabled".to_owned())),
    ] {
        let body =
            json!({ "iccid": ICCID, "status": written, "sim_type": ["ESIM"], "eid": "89049032" });
        let sim = sim(body.to_string())
            .await
            .expect("C15: any status is read");
        assert_eq!(sim.status, meant, "written {written}");
        assert_eq!(
            sim.sim_type,
            Some(SimType::Esim),
            "C13: a list is taken too"
        );
        assert_eq!(
            exposed(sim.eid.as_ref()),
            Some("89049032"),
            "the chip, once known"
        );
    }
}
