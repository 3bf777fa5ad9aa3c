//! HTTP/2 lets a peer say that it did nothing with a request, and the library underneath then sends it again. Not an
//! order: not after REFUSED_STREAM, not after GOAWAY.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use esim_desk_lib::connect::{CorrelationId, FaultKind, OrderId, PostMeaning, Service, Unanswered};
use h2::Reason;
use tokio::net::TcpListener;

use super::placing::body;
use super::stub::{acceptor, client_with, fault, fixture, pasted, trusting};

/// What the server does with a request it has counted.
#[derive(Clone, Copy)]
pub enum Nack {
    RefusedStream,
    GoAway,
    None,
}

/// Serves HTTP/2 over TLS. Returns the port and the count of requests.
pub async fn serving(nack: Nack) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("a bound port").port();
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    let acceptor = acceptor(&[b"h2"]);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, count) = (acceptor.clone(), count.clone());
            tokio::spawn(async move {
                let stream = acceptor.accept(stream).await.ok()?;
                let mut connection = h2::server::handshake(stream).await.ok()?;
                while let Some(Ok((_request, mut respond))) = connection.accept().await {
                    count.fetch_add(1, Ordering::Relaxed);
                    match nack {
                        Nack::RefusedStream => respond.send_reset(Reason::REFUSED_STREAM),
                        Nack::GoAway => connection.abrupt_shutdown(Reason::NO_ERROR),
                        Nack::None => {
                            let head = http::Response::builder().status(201).body(()).ok()?;
                            let mut stream = respond.send_response(head, false).ok()?;
                            stream
                                .send_data(fixture!("order-accepted.json").into(), true)
                                .ok()?;
                        }
                    }
                }
                Some(())
            });
        }
    });
    (port, requests)
}

fn service(port: u16) -> Service {
    Service::parse(&format!("https://localhost:{port}/connect-api")).expect("a good address")
}

#[tokio::test]
async fn an_order_is_placed_over_http2() {
    let (port, requests) = serving(Nack::None).await;
    let client = client_with(service(port), pasted("t"), &trusting());
    client
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("the service speaks nothing but HTTP/2");
    assert_eq!(requests.load(Ordering::Relaxed), 1, "once");
}

#[tokio::test]
async fn a_refused_or_abandoned_order_is_not_sent_again() {
    for nack in [Nack::RefusedStream, Nack::GoAway] {
        let (port, requests) = serving(nack).await;
        let client = client_with(service(port), pasted("t"), &trusting());
        let fault = fault(client.place_order(&body(), &CorrelationId::fresh()).await);
        assert!(
            matches!(fault.kind, FaultKind::Unanswered(Unanswered::Lost)),
            "{fault}"
        );
        assert_eq!(
            fault.meaning_for_order_post(),
            PostMeaning::Unconfirmed,
            "it was given away"
        );
        assert_eq!(requests.load(Ordering::Relaxed), 1, "one POST");
    }
}

/// Shows that the test above can fail: reads are repeated by the library, as it does by default.
#[tokio::test]
async fn a_refused_read_is_sent_again_by_the_library() {
    let (port, requests) = serving(Nack::RefusedStream).await;
    let client = client_with(service(port), pasted("t"), &trusting());
    fault(client.order(&OrderId::new("1").expect("not empty")).await);
    assert!(
        requests.load(Ordering::Relaxed) > 1,
        "the same server, the same refusal, but a GET"
    );
}
