//! The socket: takes connections and speaks HTTP/1.1 on them.
//!
//! Who only connects and says nothing cannot use up what the program can have open: a demo runs beside a live desk, which needs
//! connections for its orders.
//!
//! Its own accept loop rather than the framework's, because a mishap may have to close a connection without any answer.
//! Not in it: the decision to do so, which a route makes by answering with [`severed`].

use std::{convert::Infallible, time::Duration};

use axum::{Router, body::Body, extract::Request, response::Response};
use hyper::{body::Incoming, server::conn::http1, service::Service as _, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// How long to leave an operating system alone that cannot give us another connection.
const PAUSE: Duration = Duration::from_millis(100);

/// As many at a time; more wait until one of them ends.
const CONNECTIONS: usize = 64;

/// How long the head of a request may take, and a connection stay open without one. Far from all waits of the desk (at most
/// 15 s, or 30 and more): one that ends when the connection does would show by chance whether a request gets an answer.
const HEAD: Duration = Duration::from_secs(22);

/// An answer that is none: the connection is closed instead.
pub(super) fn severed() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Severed);
    response
}

#[derive(Clone)]
struct Severed;

/// What makes the connection end without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection was dropped on purpose")]
struct HungUp;

/// Serves until it is dropped, and drops all its connections with it.
pub(in crate::sandbox) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            taken = listener.accept(), if connections.len() < CONNECTIONS => match taken {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, router.clone()));
                }
                Err(_) => tokio::time::sleep(PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn converse(stream: TcpStream, router: Router) {
    // A late packet would only make answers slower; the connection works without.
    let _ = stream.set_nodelay(true);
    let routes = TowerToHyperService::new(router);
    let service = service_fn(move |request: Request<Incoming>| {
        let answer = routes.call(request);
        async move {
            let answer: Result<Response, Infallible> = answer.await;
            let Ok(answer) = answer;
            if answer.extensions().get::<Severed>().is_some() {
                return Err(HungUp);
            }
            Ok(answer)
        }
    });
    // The only errors are peers that hang up, and ourselves doing so on purpose.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    #[tokio::test]
    async fn who_says_nothing_takes_a_share_of_the_connections_and_not_for_long() {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("it is bound");
        let router = Router::new().route("/", get(|| async { "here" }));
        let serving = tokio::spawn(serve(listener, router));
        let mut silent = Vec::new();
        for _ in 0..CONNECTIONS {
            silent.push(TcpStream::connect(address).await.expect("it listens"));
        }
        let mut late = TcpStream::connect(address).await.expect("it waits");
        late.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
            .await
            .expect("the system keeps it");
        let mut answer = [0; 12];
        let early = late.read_exact(&mut answer);
        let early = tokio::time::timeout(Duration::from_millis(300), early).await;
        assert!(early.is_err(), "as many as there may be are open already");
        tokio::time::pause();
        tokio::time::advance(HEAD + Duration::from_secs(1)).await;
        tokio::time::resume();
        late.read_exact(&mut answer)
            .await
            .expect("the silent ones had to go");
        assert_eq!(&answer, b"HTTP/1.1 200");
        assert_eq!(silent[0].read(&mut answer).await.ok(), Some(0), "closed");
        serving.abort();
    }
}
