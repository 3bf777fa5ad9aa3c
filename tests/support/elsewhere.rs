//! Somebody who sells with the same account without a book: what they sell, the desk of the test did not.

use esim_desk_core::connect::{
    Budget, Client, CorrelationId, Credentials, Iccid, Network, Operation, OrderBody, OrderRequest,
    ServiceUrl, Start, Subscriber,
};
use esim_desk_core::sandbox::{Order, Sandbox};

/// Longer than any order takes, in milliseconds.
const ORDER_MILLIS: i64 = 5_000;

/// Sells an eSIM to each address.
pub async fn sell(service: &Sandbox, emails: &[&str]) -> Vec<Order> {
    let activations: Vec<_> = emails
        .iter()
        .map(|email| (Operation::Activation, *email))
        .collect();
    order(service, &activations, Start::Now).await
}

/// Puts so many more plans on a SIM.
pub async fn top_up(service: &Sandbox, iccid: &str, times: usize, start: Start) {
    // Orders are taken by the number without its padding.
    let iccid = Iccid::new(iccid.trim_end_matches('F')).expect("an ICCID");
    let top_ups = vec![(Operation::TopUp(iccid), "guest@hotel.example"); times];
    order(service, &top_ups, start).await;
}

async fn order(service: &Sandbox, operations: &[(Operation, &str)], start: Start) -> Vec<Order> {
    let client = client(service);
    let catalogue = client.products().await.expect("the sandbox has plans");
    let mut ids = Vec::new();
    for (operation, email) in operations {
        let request = OrderRequest {
            operation: operation.clone(),
            country: "GB".to_owned(),
            product: catalogue.products[0].id.clone(),
            start,
            expiration: None,
            sold_price: None,
            subscriber: Subscriber {
                email: Some((*email).to_owned()),
                ..Subscriber::default()
            },
        };
        let body = OrderBody::new(&request).expect("a good order");
        let placed = client.place_order(&body, &CorrelationId::fresh()).await;
        ids.push(placed.expect("the sandbox takes it").id.to_string());
    }
    service.control().push_clock(ORDER_MILLIS);
    let orders = service.control().ledger().orders;
    let mut booked: Vec<Order> = orders.into_iter().map(|view| view.order).collect();
    booked.retain(|order| ids.contains(&order.id.to_string()));
    booked
}

fn client(service: &Sandbox) -> Client {
    // A second one finds the first in place, which is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let known = service.credentials();
    let credentials = Credentials::Client {
        id: known.client_id,
        secret: known.secret,
    };
    let address = ServiceUrl::parse(&service.base()).expect("a good address");
    let hurry = Budget {
        per_second: 1000.0,
        burst: 1000,
    };
    Client::with_budget(address, credentials, &Network::default(), hurry)
        .expect("a client without proxy or certificates")
}
