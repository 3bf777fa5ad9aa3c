//! SIMs: how they stand, and cancelling one (Connect: eSIM life cycle and order cancelling pages).
//!
//! What the documentation leaves open is quirks: how a cancellation is refused, and what becomes of the SIM and when.
//! Not in it: a SIM's way onto a phone, which only the control interface moves.

use std::{sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    answer::{Links, Refusal, unpadded},
    orders::{bare_lpa, picture},
};
use crate::sandbox::{
    quirks::Quirks,
    state::Shared,
    store::{
        clock::later,
        ledger::{Sim, SimState},
    },
};

/// `GET /v2/sims/{iccid}`
pub(in crate::sandbox) async fn one(
    State(shared): State<Arc<Shared>>,
    Path(iccid): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = shared.lock();
    let now = shared.clock.now();
    let sim = state.ledger.sim(unpadded(&iccid), now);
    let sim = sim.filter(|sim| !(state.quirks.cancelled_vanish && sim.is_gone(now)));
    let Some(sim) = sim else {
        return Err(unknown(&state.quirks));
    };
    let other = state.ledger.order(sim.order);
    let other = other.map_or("", |order| order.other_matching_id.as_str());
    let links = Links::new(&state.quirks, &shared.base);
    Ok(Json(sim_body(
        sim,
        other,
        &shared.options.sm_dp_plus,
        &links,
        now,
    )))
}

/// `DELETE /v2/sims/{iccid}`: only if it was never on a phone and no data was used.
pub(in crate::sandbox) async fn cancel(
    State(shared): State<Arc<Shared>>,
    Path(iccid): Path<String>,
) -> Result<StatusCode, Refusal> {
    let now = shared.clock.now();
    let iccid = unpadded(&iccid);
    let mut state = shared.lock();
    let Some(mut sim) = state.ledger.sim(iccid, now).cloned() else {
        return Err(unknown(&state.quirks));
    };
    let bought: Vec<_> = state
        .ledger
        .subscribed(now)
        .filter(|order| order.iccid == iccid)
        .cloned()
        .collect();
    let used = bought
        .iter()
        .any(|order| order.subscription.spent_bytes > 0);
    if sim.state != SimState::Released || sim.cancelled.is_some() || used {
        let message = "The SIM was installed or used and cannot be cancelled".to_owned();
        let status = StatusCode::from_u16(state.quirks.cancel_refused_with);
        let status = status.unwrap_or(StatusCode::BAD_REQUEST);
        return Err(Refusal::new(
            status,
            "INVALID_REQUEST_PARAMS",
            vec![message],
        ));
    }
    let shows = later(now, Duration::from_millis(state.quirks.cancel_lag_millis));
    sim.cancelled = Some(shows);
    sim.modified = shows;
    state.ledger.put_sim(sim)?;
    for mut order in bought {
        order.subscription.expiry = Some(shows);
        state.ledger.put_order(order)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn unknown(quirks: &Quirks) -> Refusal {
    Refusal::not_theirs(quirks, "SIM_NOT_FOUND", "No SIM has this ICCID")
}

fn sim_body(
    sim: &Sim,
    other_matching_id: &str,
    host: &str,
    links: &Links<'_>,
    now: Timestamp,
) -> Value {
    let iccid = links.iccid(&sim.iccid);
    let mut around = json!({
        "_subscriptions": links.to(&format!("/v2/subscriptions?iccid={iccid}")),
        "_self": links.to(&format!("/v2/sims/{iccid}")),
    });
    let mut body = json!({
        "iccid": iccid,
        "status": sim.shown(now).word(),
        "last_modified": links.date(sim.modified),
        "sim_type": sim.sim_type.word(),
    });
    if let Some(matching_id) = &sim.matching_id {
        let in_picture = if links.quirks.other_code_in_qrcode {
            other_matching_id
        } else {
            matching_id
        };
        let in_picture = format!("LPA:{}", bare_lpa(host, in_picture));
        around["_lpa"] = format!("LPA:{}", bare_lpa(host, matching_id)).into();
        around["_qrcode"] = picture(links.base, &in_picture)
            .replace("/connect/qrcode/", "/qrcode/")
            .into();
        body["matching_id"] = matching_id.clone().into();
    }
    if let Some(eid) = &sim.eid {
        body["eid"] = eid.clone().into();
    }
    body["_metadata"] = json!({ "links": around });
    body
}
