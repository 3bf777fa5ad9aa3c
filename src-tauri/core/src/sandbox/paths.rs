//! Where the routes lie, and which step of the conversation a request is by its path.
//!
//! Not in it: what a route does (`api`), and the paths of the control interface, which only `control` knows.

use axum::http::Method;

use super::faults::Step;

/// Where tokens are given out (Connect: authentication page).
pub(super) const TOKEN: &str = "/auth/realms/tru-staff/protocol/openid-connect/token";
/// What the base address ends in.
pub(super) const BASE: &str = "/connect-api";
/// What comes before `/products` and the like.
pub(super) const API: &str = "/connect-api/v2";

/// Which step a request is, if any.
pub(super) fn step(method: &Method, path: &str) -> Option<Step> {
    if path == TOKEN {
        return Some(Step::Token);
    }
    let mut parts = path.strip_prefix(API)?.strip_prefix('/')?.split('/');
    let (collection, item) = (parts.next()?, parts.next());
    match (collection, item) {
        ("products", None) => Some(Step::Products),
        ("products", Some(_)) => Some(Step::Product),
        ("orders", None) if method == Method::POST => Some(Step::Order),
        ("orders", Some(_)) => Some(Step::Status),
        ("sims", Some(_)) if method == Method::DELETE => Some(Step::Cancel),
        ("sims", Some(_)) => Some(Step::Sim),
        ("subscriptions", Some(_)) if method == Method::POST => Some(Step::Activation),
        ("subscriptions", _) => Some(Step::Subscriptions),
        _ => None,
    }
}
