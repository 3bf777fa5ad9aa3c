//! The Connect API v2 client: sign in, read the catalogue, place an order, read it back, look at SIMs and plans.
//!
//! What a caller can rely on:
//! - The token goes to the configured origin only. URLs are built from ids; links in answers are never read as addresses.
//! - An order POST leaves at most once per call of [`Client::place_order`]; nothing below it repeats a write.
//! - Every failure is a [`Fault`] by meaning, with the correlation id of the request that met it.
//! - Secrets, codes and the service's own sentences print as `[redacted]`.
//!
//! Deliberately not here: what to do about a failure (`desk`), whether a code may be handed over (`activation`),
//! where secrets live (`keychain`), and webhooks, which a program without a public address cannot receive.

#[cfg(test)]
mod address_tests;
mod answer;
mod transport_fault;
mod client;
mod credentials;
mod fault;
mod ids;
mod money;
mod network;
mod order_body;
mod orders;
mod rate_limit;
mod paging;
mod products;
#[cfg(test)]
mod reading_tests;
mod error_response;
mod service_url;
mod sims;
mod subscriptions;
mod token;
mod transport;
mod lenient;

pub use client::{Client, ClientError};
pub use credentials::{CredentialField, CredentialProblem, Credentials, Flaw};
pub use fault::{Fault, FaultKind, NotSent, PostMeaning, Refusal, Resource, Step, Unanswered};
pub use ids::{BadId, CorrelationId, Iccid, OrderId, ProductId, SubscriptionId};
pub use money::{Currency, Money};
pub use network::{Network, Proxy, ProxyAddress, ProxyAddressError};
pub use order_body::{
    Device, OperatingSystem, Operation, OrderBody, OrderProblem, OrderRequest, Start, Subscriber,
};
pub use orders::{Order, OrderStatus, Output, PlacedOrder};
pub use rate_limit::Budget;
pub use products::{Allowance, Catalogue, DataUnit, Product, SimType, Validity, ValidityUnit};
pub use service_url::{ServiceAddressError, ServiceUrl};
pub use sims::{Sim, SimStatus};
pub use subscriptions::{Subscription, SubscriptionFilter, SubscriptionStatus};
