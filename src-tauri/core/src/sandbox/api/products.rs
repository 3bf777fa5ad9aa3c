//! The plans on sale, as a list and one by one (Connect: product catalogue page).
//!
//! Not in it: which plans there are (`store::catalogue`).

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde_json::{Number, Value, json};

use super::answer::{Links, Paging, Refusal};
use crate::sandbox::{
    state::Shared,
    store::plan::{Plan, Term, Volume},
};

/// `GET /v2/products`
pub(in crate::sandbox) async fn list(
    State(shared): State<Arc<Shared>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, Refusal> {
    let state = shared.lock();
    let paging = Paging::read(&query, &state.quirks)?;
    let links = Links::new(&state.quirks, &shared.base);
    let body = paging.body(&links, "/v2/products", &state.catalogue.plans, |plan| {
        plan.body(&links)
    })?;
    Ok(Json(body))
}

/// `GET /v2/products/{id}`
pub(in crate::sandbox) async fn one(
    State(shared): State<Arc<Shared>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let state = shared.lock();
    let Some(plan) = state.catalogue.plan(&id) else {
        return Err(Refusal::not_found(
            "PRODUCT_NOT_FOUND",
            "No product has this id",
        ));
    };
    Ok(Json(plan.body(&Links::new(&state.quirks, &shared.base))))
}

impl Plan {
    /// As the product catalogue page shows it.
    fn body(&self, links: &Links<'_>) -> Value {
        let (duration, duration_unit) = match self.term {
            Term::Days(number) => (number, "DAYS"),
            Term::Months(number) => (number, "MONTHS"),
        };
        let (data, data_unit) = match self.volume {
            Volume::Mb(amount) => (amount, "MB"),
            Volume::Gb(amount) => (amount, "GB"),
        };
        let sim_types: Vec<_> = self.sim_types.iter().map(|kind| kind.word()).collect();
        json!({
            "id": self.id,
            "name": self.name,
            "sim_type": sim_types,
            "duration": duration,
            "duration_unit": duration_unit,
            "data": data,
            "data_unit": data_unit,
            "price": amount(self.price_cents),
            "price_currency": self.currency,
            "footprint_code": self.footprint,
            "_metadata": { "links": { "_self": links.to(&format!("/v2/products/{}", self.id)) } },
        })
    }
}

/// A price as a JSON number: `20`, `4.5` or `12.99`.
fn amount(cents: u32) -> Number {
    if cents.is_multiple_of(100) {
        return Number::from(cents / 100);
    }
    Number::from_f64(f64::from(cents) / 100.0).unwrap_or_else(|| Number::from(cents / 100))
}
