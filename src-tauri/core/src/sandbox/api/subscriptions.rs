//! Subscriptions: the report over all of them, one alone, and starting or ending one (Connect: subscription pages).
//!
//! `before` and `after` act on the date of creation, and the list is oldest first; the documentation says neither.
//! Not in it: how states and balances follow from use (`store::subscription`).

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::answer::{Links, Paging, Refusal, unpadded};
use crate::sandbox::{
    quirks::{Activation, Balances, EmptyLists},
    state::{Shared, State as Changing},
    store::{clock::later, ledger::Order, subscription::PlanState},
};

/// `GET /v2/subscriptions`
pub(in crate::sandbox) async fn list(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, Refusal> {
    let now = shared.clock.now();
    let state = shared.lock();
    let paging = Paging::read(&query, &state.quirks)?;
    let mut filter = Filter::read(&query, state.quirks.exact_email)?;
    if state.quirks.ignore_iccid {
        filter.iccid = None;
    }
    if state.quirks.iccid_wins && filter.iccid.is_some() {
        filter.email = None;
    }
    let links = Links::new(&state.quirks, &shared.base);
    let orders: Vec<_> = state
        .ledger
        .subscribed(now)
        .filter(|order| !has_vanished(&state, order, now))
        .filter(|order| filter.takes(order, email_of(&state, order)))
        .collect();
    if orders.is_empty() {
        match state.quirks.empty_lists {
            EmptyLists::Empty => {}
            EmptyLists::Null => return Ok(Json(json!({ "data": null, "_metadata": {} }))),
            EmptyLists::NotFound => {
                let message = "Nobody of that address was found";
                return Err(Refusal::not_found("CUSTOMER_NOT_FOUND", message));
            }
        }
    }
    let as_text = state.quirks.string_balances_in_lists;
    let body = paging.body(&links, "/v2/subscriptions", &orders, |order| {
        let mut body = plan_body(order, as_text, &links, now);
        if state.quirks.lists_name_no_sim {
            body["sim_id"] = Value::Null;
        }
        body
    })?;
    Ok(Json(body))
}

/// `GET /v2/subscriptions/{id}`
pub(in crate::sandbox) async fn one(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let now = shared.clock.now();
    let state = shared.lock();
    let order = state.ledger.subscription(&id, now);
    let order = order.filter(|order| !has_vanished(&state, order, now));
    let order = order.ok_or_else(unknown)?;
    Ok(Json(plan_body(
        order,
        false,
        &Links::new(&state.quirks, &shared.base),
        now,
    )))
}

/// `POST /v2/subscriptions/{id}/activate`: starts a plan now that waits for its date or its first use.
pub(in crate::sandbox) async fn activate(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let activation = shared.lock().quirks.activation;
    let wait = match activation {
        Activation::Answered | Activation::Silent => Duration::ZERO,
        Activation::Late { millis } => Duration::from_millis(millis),
        Activation::NotPosted => return Err(Refusal::not_so()),
    };
    let plan = changed(&shared, &id, |order, plan_state, now| {
        let waits = matches!(plan_state, PlanState::Pending | PlanState::PendingUsage);
        if waits {
            order.subscription.start(later(now, wait));
        }
        waits
    })?;
    Ok(match activation {
        Activation::Silent => StatusCode::NO_CONTENT.into_response(),
        Activation::Answered | Activation::Late { .. } | Activation::NotPosted => {
            plan.into_response()
        }
    })
}

/// `POST /v2/subscriptions/{id}/expire`: ends an active plan now.
pub(in crate::sandbox) async fn expire(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    changed(&shared, &id, |order, plan_state, now| {
        let runs = plan_state == PlanState::Active;
        if runs {
            order.subscription.expiry = Some(now);
        }
        runs
    })
}

/// `PENDING_USAGE` as `PendingUsage`.
fn in_small(word: &str) -> String {
    let mut small = String::new();
    for part in word.split('_') {
        let (first, rest) = part.split_at(1);
        small.push_str(first);
        small.push_str(&rest.to_lowercase());
    }
    small
}

struct Filter<'a> {
    iccid: Option<&'a str>,
    email: Option<&'a str>,
    /// `email` is compared as it stands.
    exact: bool,
    product_id: Option<&'a str>,
    before: Option<Timestamp>,
    after: Option<Timestamp>,
}

impl<'a> Filter<'a> {
    fn read(query: &'a HashMap<String, String>, exact: bool) -> Result<Self, Refusal> {
        let text = |name: &str| query.get(name).map(String::as_str);
        let moment = |name: &str| {
            let parsed = text(name).map(str::parse).transpose();
            parsed.map_err(|_| Refusal::unreadable(format!("{name} is not an ISO 8601 date")))
        };
        Ok(Self {
            iccid: text("iccid").map(unpadded),
            email: text("email"),
            exact,
            product_id: text("product-id"),
            before: moment("before")?,
            after: moment("after")?,
        })
    }

    fn takes(&self, order: &Order, email: Option<&str>) -> bool {
        let plan = &order.subscription;
        self.iccid.is_none_or(|iccid| order.iccid == iccid)
            && self
                .email
                .is_none_or(|asked| self.is_of(asked, email.unwrap_or_default()))
            && self.product_id.is_none_or(|id| plan.product_id == id)
            && self.before.is_none_or(|before| order.subscribed() < before)
            && self.after.is_none_or(|after| order.subscribed() > after)
    }

    fn is_of(&self, asked: &str, theirs: &str) -> bool {
        if self.exact {
            return asked == theirs;
        }
        folded(asked) == folded(theirs)
    }
}

/// Whether it went with its SIM, and is shown no more.
fn has_vanished(state: &Changing, order: &Order, now: Timestamp) -> bool {
    let sim = state.ledger.sim_of(order);
    state.quirks.cancelled_vanish && sim.is_some_and(|sim| sim.is_gone(now))
}

/// The e-mail address under which an order is found.
fn email_of<'a>(state: &'a Changing, order: &'a Order) -> Option<&'a str> {
    let of_sim = || {
        let first = state.ledger.order(state.ledger.sim_of(order)?.order)?;
        first
            .email
            .as_deref()
            .filter(|_| state.quirks.top_ups_under_email)
    };
    order.email.as_deref().or_else(of_sim)
}

fn folded(email: &str) -> String {
    email.trim().to_lowercase()
}

fn changed(
    shared: &Shared,
    id: &str,
    change: impl FnOnce(&mut Order, PlanState, Timestamp) -> bool,
) -> Result<Json<Value>, Refusal> {
    let now = shared.clock.now();
    let mut state = shared.lock();
    let order = state.ledger.subscription(id, now).cloned();
    let mut order = order.ok_or_else(unknown)?;
    let plan_state = order.subscription.state(now);
    if !change(&mut order, plan_state, now) {
        let message = format!(
            "A subscription that is {} cannot do this",
            plan_state.word()
        );
        return Err(Refusal::wrong(vec![message]));
    }
    state.ledger.put_order(order.clone())?;
    let links = Links::new(&state.quirks, &shared.base);
    Ok(Json(plan_body(&order, false, &links, now)))
}

fn unknown() -> Refusal {
    Refusal::not_found("SUBSCRIPTION_NOT_FOUND", "No subscription has this id")
}

fn plan_body(order: &Order, balances_as_text: bool, links: &Links<'_>, now: Timestamp) -> Value {
    let plan = &order.subscription;
    let balances = links.quirks.balances;
    let balance = |bytes: u64| {
        let amount = match balances {
            Balances::Bytes | Balances::NoUnit => bytes,
            Balances::Megabytes => bytes >> 20,
            Balances::Missing => return Value::Null,
        };
        if balances_as_text {
            Value::from(amount.to_string())
        } else {
            Value::from(amount)
        }
    };
    let unit = match balances {
        Balances::Bytes | Balances::Missing => Some("Bytes"),
        Balances::Megabytes => Some("MB"),
        Balances::NoUnit => None,
    };
    let spent_name = if links.quirks.spent_balance {
        "spent_balance"
    } else {
        "spend_balance"
    };
    let word = plan.state(now).word();
    let status = match links.quirks.statuses_in_small {
        true => in_small(word),
        false => word.to_owned(),
    };
    let path = format!("/v2/subscriptions/{}", plan.id);
    let mut body = json!({
        "id": plan.id,
        "name": plan.name,
        "sim_id": links.iccid(&order.iccid),
        "product_id": plan.product_id,
        "created_date": links.date(order.subscribed()),
        "status": status,
        "initial_balance": balance(plan.initial_bytes),
        "current_balance": balance(plan.initial_bytes - plan.spent_bytes.min(plan.initial_bytes)),
        spent_name: balance(plan.spent_bytes),
        "balance_units": unit,
        "_metadata": { "links": {
            "_activate": links.to(&format!("{path}/activate")),
            "_sim": links.to(&format!("/v2/sims/{}", links.iccid(&order.iccid))),
            "_self": links.to(&path),
            "_product": links.to(&format!("/v2/products/{}", plan.product_id)),
        } },
    });
    if let Some(activation) = plan.activation {
        body["activation_date"] = links.date(activation).into();
    }
    if let Some(expiry) = plan.expiry {
        body["expiry_date"] = links.date(expiry).into();
    }
    body
}
