//! The Connect API v2 client: sign in, read the catalogue, place an order, read it back, look at SIMs and plans.
//!
//! ```text
//! orders ──► order_body             placing an order, whose body is stored and sent as it is; reading it back
//! products, subscriptions ──► paging ──► page_size     the catalogue and the plans on SIMs: lists come in pages
//! report ──► newest ──► paging      what was sold on the account, from the newest end of the list
//! sims                              where a profile is, and giving it back
//!   └──► client                     the one `send` that all of these have
//!          ├──► rate_limit          when a request may leave
//!          ├──► clock               what answers say of this computer's clock
//!          ├──► token ──► credentials, token_pause     the access token, fetched and renewed
//!          ├──► transport ──► network, transport_fault     bytes, TLS, proxy, and why an exchange failed
//!          └──► error_response      what an answer that is no success means
//! answer ──► lenient                what was received, and its JSON as the service really writes it
//! fetch ──► transport               a file of somebody else's, without token and name
//! certificates                      what is in a file of certificate authorities, for the person who chooses it
//! service_url                       every URL that is ever asked for
//! fault, error                      why a request did not do its work; why there is no client
//! ids, money, timestamp             values, and how they are written
//! ```
//!
//! What a caller can rely on:
//! - The token goes to the configured origin only. URLs are built from ids; links in answers are never read as addresses.
//! - An order POST leaves at most once per call of [`Client::place_order`]; nothing below it repeats a write.
//! - Every failure is a [`Fault`] by meaning, with the correlation id of the request that met it.
//! - Secrets, codes and the service's own sentences print as `[redacted]`.
//!
//! Deliberately not here: what to do about a failure (`desk`), whether a code may be handed over (`activation`),
//! where secrets live (`keychain`), and webhooks, which a program without a public address cannot receive.

mod answer;
mod certificates;
mod client;
mod clock;
mod credentials;
mod error;
mod error_response;
mod fault;
mod fetch;
mod ids;
mod lenient;
mod money;
mod network;
mod newest;
mod order_body;
mod orders;
mod page_size;
mod paging;
mod products;
mod rate_limit;
mod report;
mod service_url;
mod sims;
mod subscriptions;
mod timestamp;
mod token;
mod token_pause;
mod transport;
mod transport_fault;

#[cfg(test)]
mod address_tests;
#[cfg(test)]
mod reading_tests;

pub use certificates::{Certificate, Certificates};
pub use client::Client;
pub use credentials::{CredentialField, CredentialProblem, Credentials, Flaw};
pub use error::ClientError;
pub use fault::{Fault, FaultKind, NotSent, PostMeaning, Refusal, Resource, Step, Unanswered};
pub use fetch::{FetchError, Fetcher};
pub use ids::{BadId, CorrelationId, Iccid, OrderId, ProductId, SubscriptionId};
pub use money::{Currency, Money};
pub use network::{Network, Proxy, ProxyAddress, ProxyAddressError, ProxyLogin};
pub use newest::{Newest, Patience};
pub use order_body::{
    Device, OperatingSystem, Operation, OrderBody, OrderProblem, OrderRequest, Start, Subscriber,
};
pub use orders::{Order, OrderStatus, Output, PlacedOrder};
pub use products::{Allowance, Catalogue, DataUnit, Product, SimType, Validity, ValidityUnit};
pub use rate_limit::Budget;
pub use service_url::{ServiceAddressError, ServiceUrl};
pub use sims::{Cancellation, Sim, SimStatus};
pub use subscriptions::{Subscription, SubscriptionFilter, SubscriptionStatus, on_sim};
