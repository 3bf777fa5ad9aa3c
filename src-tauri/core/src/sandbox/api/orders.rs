//! Placing orders and asking how they stand (Connect: new eSIM, top-up and order life cycle pages).
//!
//! An order is worked out when it is placed, and merely not shown before its time: no timer runs for it.
//! Not in it: what a request must look like (`order_form`).

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Json,
    body::Bytes,
    extract::{Path, State},
    http::{HeaderMap, StatusCode},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    answer::{Links, Refusal},
    gate::{PostPlace, correlation_id},
    order_form::{Start, Wish},
};
use crate::sandbox::{
    faults::Fate,
    options::Options,
    paths,
    quirks::{Quirks, TopUpOutput},
    state::Shared,
    store::{
        clock::{date, later},
        invent,
        ledger::{Ledger, Operation, Order, Sim, SimState},
        plan::SimType,
        subscription::Subscription,
    },
};

/// `ACCEPTED` for so long, divided by the pace.
const ACCEPTED_FOR: Duration = Duration::from_secs(1);
/// Then `FULFILLING` for so long.
const FULFILLING_FOR: Duration = Duration::from_secs(3);

/// `POST /v2/orders`
pub(in crate::sandbox) async fn place(
    State(shared): State<Arc<Shared>>,
    Extension(PostPlace(place)): Extension<PostPlace>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Refusal> {
    let now = shared.clock.now();
    let mut guard = shared.lock();
    let state = &mut *guard;
    let wish = Wish::read(&body, &state.catalogue, &state.ledger, &state.quirks, now)?;
    let fate = state.fates.pop_front().unwrap_or_default();
    let rules = Rules {
        options: &shared.options,
        quirks: &state.quirks,
        now,
    };
    let (order, sim) = rules.book(wish, fate, correlation_id(&headers), &state.ledger);
    let links_name = if state.quirks.underscore_links {
        "_links"
    } else {
        "links"
    };
    let answer = json!({
        "id": order.id,
        "status": order.word(now),
        "created_date": date(order.created),
        "_metadata": { links_name: { "_self": Links::new(&state.quirks, &shared.base).to(&self_path(&order)) } },
    });
    let id = order.id;
    if let Some(sim) = sim {
        state.ledger.put_sim(sim)?;
    }
    state.ledger.put_order(order)?;
    if let Some(post) = state.seen.posts.get_mut(place) {
        post.order = Some(id);
    }
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `GET /v2/orders/{id}`
pub(in crate::sandbox) async fn one(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = shared.lock();
    let order = id.parse().ok().and_then(|id| state.ledger.order(id));
    let Some(order) = order else {
        return Err(Refusal::not_theirs(
            &state.quirks,
            "ORDER_NOT_FOUND",
            "No order has this id",
        ));
    };
    let body = order_body(
        order,
        &shared.options,
        &Links::new(&state.quirks, &shared.base),
        shared.clock.now(),
    );
    Ok(Json(body))
}

/// An activation code without its `LPA:`.
pub(super) fn bare_lpa(host: &str, matching_id: &str) -> String {
    format!("1${host}${matching_id}")
}

/// Address of the public picture of a code. It has this sandbox's own origin, and nothing answers there.
pub(super) fn picture(base: &str, lpa: &str) -> String {
    let origin = base.strip_suffix(paths::BASE).unwrap_or(base);
    format!("{origin}/connect/qrcode/v1/esim/{lpa}")
}

/// The rules in force at one moment, by which an order is booked.
struct Rules<'a> {
    options: &'a Options,
    quirks: &'a Quirks,
    now: Timestamp,
}

impl Rules<'_> {
    fn book(
        &self,
        wish: Wish,
        fate: Fate,
        correlation_id: Option<String>,
        ledger: &Ledger,
    ) -> (Order, Option<Sim>) {
        let pace = self.options.pace.max(1);
        let fulfilling = later(self.now, ACCEPTED_FOR / pace);
        let over = later(fulfilling, FULFILLING_FOR / pace);
        let failed_for = Duration::from_millis(self.quirks.failed_first_millis);
        let done = later(over, failed_for);
        let new_sim = wish.operation == Operation::Activation;
        let new_esim = new_sim && wish.sim_type == SimType::Esim;
        let matching_id = new_esim.then(|| matching_id(fate)).flatten();
        let order = Order {
            id: Uuid::new_v4(),
            created: self.now,
            fulfilling,
            done,
            failed_first: (!failed_for.is_zero()).then_some(over),
            fate,
            operation: wish.operation,
            sim_type: wish.sim_type,
            email: wish.email.clone(),
            sold_price: wish.sold_price.clone(),
            correlation_id,
            iccid: wish.iccid.clone().unwrap_or_else(|| new_iccid(ledger)),
            matching_id: matching_id.clone(),
            other_matching_id: invent::matching_id(),
            voucher: (new_esim && self.quirks.voucher_codes).then(invent::voucher),
            subscription: self.subscription(&wish, done),
            delays: self.quirks.delays,
            last_word: self.quirks.last_word.clone(),
            without_output: self.quirks.last_word.is_some() && self.quirks.last_word_without_output,
            lost_sim: self.quirks.lost_sims,
        };
        let exists = new_sim && fate != Fate::Fails;
        let sim = exists.then(|| Sim {
            iccid: order.iccid.clone(),
            sim_type: wish.sim_type,
            state: match wish.sim_type {
                SimType::Esim => SimState::Released,
                SimType::Psim => SimState::Installed,
            },
            matching_id,
            eid: wish.eid,
            modified: done,
            order: order.id,
            cancelled: None,
        });
        (order, sim)
    }

    fn subscription(&self, wish: &Wish, done: Timestamp) -> Subscription {
        let mut subscription = Subscription::of(&wish.plan, invent::opaque_id());
        match wish.start {
            Start::FirstUse if !self.quirks.ignore_first_usage => return subscription,
            Start::On(day) if !self.quirks.ignore_activation_date => {
                subscription.start(day.max(done));
            }
            Start::FirstUse | Start::On(_) | Start::Now => subscription.start(done),
        }
        if let Some(end) = wish.end
            && !self.quirks.ignore_expiration_date
        {
            subscription.expiry = Some(end);
        }
        subscription
    }
}

fn matching_id(fate: Fate) -> Option<String> {
    match fate {
        Fate::NoCode => None,
        Fate::EmptyMatchingId => Some(String::new()),
        Fate::BrokenMatchingId => Some(invent::matching_id().replacen('-', "-\n", 1)),
        Fate::Completes
        | Fate::Fails
        | Fate::Stalls
        | Fate::NoLpa
        | Fate::NoSmdp
        | Fate::LpaDisagrees => Some(invent::matching_id()),
    }
}

fn new_iccid(ledger: &Ledger) -> String {
    loop {
        let iccid = invent::iccid();
        if !ledger.knows_iccid(&iccid) {
            return iccid;
        }
    }
}

fn self_path(order: &Order) -> String {
    format!("/v2/orders/{}", order.id)
}

fn order_body(order: &Order, options: &Options, links: &Links<'_>, now: Timestamp) -> Value {
    let mut around = Map::new();
    let mut put = |name: &str, value: String| around.insert(name.to_owned(), value.into());
    let mut body = json!({
        "id": order.id,
        "status": order.word(now),
        "created_date": links.date(order.created),
    });
    if order.has_output(now) {
        let iccid = links.iccid(&order.iccid);
        put("_sim", links.to(&format!("/v2/sims/{iccid}")));
        let collection = if links.quirks.singular_subscription_link {
            "subscription"
        } else {
            "subscriptions"
        };
        let id = &order.subscription.id;
        put("_subscription", links.to(&format!("/v2/{collection}/{id}")));
        if let Some(matching_id) = &order.matching_id {
            put_code(order, matching_id, options, links, now, put);
        }
    }
    if let Some(output) = output(order, links).filter(|_| order.has_output(now)) {
        body["output"] = output;
    }
    around.insert("_self".to_owned(), links.to(&self_path(order)).into());
    body["_metadata"] = json!({ "links": around });
    body
}

fn output(order: &Order, links: &Links<'_>) -> Option<Value> {
    if order.operation == Operation::Topup {
        match links.quirks.top_up_output {
            TopUpOutput::Both => {}
            TopUpOutput::Sim => return Some(json!({ "iccid": links.order_iccid(&order.iccid) })),
            TopUpOutput::Missing => return None,
        }
    }
    let mut output = json!({
        "iccid": links.order_iccid(&order.iccid),
        "subscription_id": order.subscription.id,
    });
    if let Some(matching_id) = &order.matching_id {
        output["matching_id"] = matching_id.clone().into();
    }
    if let Some(voucher) = &order.voucher {
        output["data"] = json!({ "code": voucher });
    }
    Some(output)
}

fn put_code<T>(
    order: &Order,
    matching_id: &str,
    options: &Options,
    links: &Links<'_>,
    now: Timestamp,
    mut put: impl FnMut(&str, String) -> T,
) {
    let host = &options.sm_dp_plus;
    let other = bare_lpa(host, &order.other_matching_id);
    let lpa = match order.fate {
        Fate::LpaDisagrees => other.clone(),
        Fate::Completes
        | Fate::Fails
        | Fate::Stalls
        | Fate::NoLpa
        | Fate::NoSmdp
        | Fate::NoCode
        | Fate::EmptyMatchingId
        | Fate::BrokenMatchingId => bare_lpa(host, matching_id),
    };
    let half = Duration::from_millis(links.quirks.half_codes_millis);
    let lpa = match now < later(order.done, half) {
        true => bare_lpa(host, ""),
        false => lpa,
    };
    let in_picture = if links.quirks.other_code_in_qrcode {
        &other
    } else {
        &lpa
    };
    put("_qrcode", picture(links.base, &format!("LPA:{in_picture}")));
    if order.fate != Fate::NoLpa {
        let prefix = if links.quirks.bare_lpa_on_orders {
            ""
        } else {
            "LPA:"
        };
        put("_lpa", format!("{prefix}{lpa}"));
    }
    if order.fate != Fate::NoSmdp {
        put("_smdp", host.clone());
    }
}
