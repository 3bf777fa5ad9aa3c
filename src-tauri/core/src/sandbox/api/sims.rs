//! SIMs: how they stand, and cancelling one (Connect: eSIM life cycle and order cancelling pages).
//!
//! What the documentation leaves open: a refused cancellation is a 400, and a cancelled SIM stays, as `Unavailable`.
//! Not in it: a SIM's way onto a phone, which only the control interface moves.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::{Value, json};

use super::{
    answer::{Links, Refusal},
    orders::{bare_lpa, picture},
};
use crate::sandbox::{
    state::Shared,
    store::{
        clock::date,
        ledger::{Sim, SimState},
    },
};

/// `GET /v2/sims/{iccid}`
pub(in crate::sandbox) async fn one(
    State(shared): State<Arc<Shared>>,
    Path(iccid): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = shared.lock();
    let Some(sim) = state.ledger.sim(unpadded(&iccid), shared.clock.now()) else {
        return Err(unknown());
    };
    let other = state.ledger.order(sim.order);
    let other = other.map_or("", |order| order.other_matching_id.as_str());
    let links = Links::new(&state.quirks, &shared.base);
    Ok(Json(sim_body(
        sim,
        other,
        &shared.options.sm_dp_plus,
        &links,
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
        return Err(unknown());
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
    if sim.state != SimState::Released || used {
        let message = "The SIM was installed or used and cannot be cancelled".to_owned();
        return Err(Refusal::wrong(vec![message]));
    }
    sim.state = SimState::Unavailable;
    sim.modified = now;
    state.ledger.put_sim(sim)?;
    for mut order in bought {
        order.subscription.expiry = Some(now);
        state.ledger.put_order(order)?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// An ICCID without the `F` that fills its last byte.
pub(super) fn unpadded(iccid: &str) -> &str {
    iccid.strip_suffix(['F', 'f']).unwrap_or(iccid)
}

fn unknown() -> Refusal {
    Refusal::not_found("SIM_NOT_FOUND", "No SIM has this ICCID")
}

fn sim_body(sim: &Sim, other_matching_id: &str, host: &str, links: &Links<'_>) -> Value {
    let iccid = links.iccid(&sim.iccid);
    let mut around = json!({
        "_subscriptions": links.to(&format!("/v2/subscriptions?iccid={iccid}")),
        "_self": links.to(&format!("/v2/sims/{iccid}")),
    });
    let mut body = json!({
        "iccid": iccid,
        "status": sim.state.word(),
        "last_modified": date(sim.modified),
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
