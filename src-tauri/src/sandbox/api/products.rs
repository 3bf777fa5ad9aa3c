//! The catalogue's routes (Connect: product catalogue page).
//!
//! Not in it: the plans.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, Query, State},
};
use serde_json::Value;

use super::{
    answer::{Paging, Refusal},
    service::Service,
};

/// `GET /v2/products`
pub(super) async fn list(
    State(service): State<Arc<Service>>,
    Query(query): Query<HashMap<String, String>>,
) -> Result<Json<Value>, Refusal> {
    let paging = Paging::read(&query)?;
    let known = service.known();
    let links = service.links(&known.quirks);
    let body = paging.body(&links, "/v2/products", &known.catalogue.plans, |plan| {
        plan.body(&links)
    });
    Ok(Json(body))
}

/// `GET /v2/products/{id}`
pub(super) async fn one(
    State(service): State<Arc<Service>>,
    Path(id): Path<String>,
) -> Result<Json<Value>, Refusal> {
    let known = service.known();
    let Some(plan) = known.catalogue.plan(&id) else {
        return Err(Refusal::not_found(
            "PRODUCT_NOT_FOUND",
            "No product has this id",
        ));
    };
    Ok(Json(plan.body(&service.links(&known.quirks))))
}
