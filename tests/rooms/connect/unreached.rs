//! Requests that never got to an open connection, each told apart, and none of them a purchase.

use esim_desk_core::connect::{
    Client, ClientError, CorrelationId, Credentials, FaultKind, Network, NotSent, PostMeaning,
    Proxy, ProxyAddress, ProxyAddressError, ServiceUrl,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::placing::body;
use super::stub::{Stub, answer, client_with, dated, fault, fixture, pasted, trusting};

/// Places an order where it cannot arrive. With a pasted token, so that the POST itself is what fails.
async fn placing(base: &str, network: &Network) -> NotSent {
    let service = ServiceUrl::parse(base).expect("a good address");
    let fault = fault(
        client_with(service, pasted("t"), network)
            .place_order(&body(), &CorrelationId::fresh())
            .await,
    );
    assert_eq!(
        fault.meaning_for_order_post(),
        PostMeaning::NotSent,
        "nothing left this computer: {fault}"
    );
    let FaultKind::NotSent(why) = fault.kind else {
        panic!("expected not sent, got {fault}")
    };
    why
}

fn direct() -> Network {
    Network {
        proxy: Proxy::None,
        ..Network::default()
    }
}

fn through(proxy: &str) -> Network {
    Network {
        proxy: Proxy::Manual(ProxyAddress::parse(proxy).expect("a good proxy")),
        ..trusting()
    }
}

async fn nobody_there() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    listener.local_addr().expect("a bound port").to_string()
}

#[tokio::test]
async fn a_name_that_does_not_resolve() {
    assert_eq!(
        placing("https://nowhere.invalid/connect-api", &direct()).await,
        NotSent::Dns,
        "no such name"
    );
}

#[tokio::test]
async fn a_computer_that_does_not_listen() {
    let base = format!("http://{}/connect-api", nobody_there().await);
    assert_eq!(placing(&base, &direct()).await, NotSent::Connect, "refused");
}

#[tokio::test]
async fn a_connection_that_is_never_finished() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("https://{}/x", listener.local_addr().expect("a bound port"));
    tokio::spawn(async move {
        let (_held, _) = listener.accept().await.expect("the client comes");
        tokio::time::pause();
        std::future::pending::<()>().await;
    });
    assert_eq!(
        placing(&base, &direct()).await,
        NotSent::ConnectTimedOut,
        "TLS never answers"
    );
}

#[tokio::test]
async fn a_certificate_nobody_vouches_for() {
    let stub = Stub::signed_in_tls(|_| answer(201, fixture!("order-accepted.json"))).await;
    let base = format!("https://localhost:{}/x", stub.address().port());
    assert_eq!(
        placing(&base, &direct()).await,
        NotSent::Certificate,
        "an unknown authority"
    );
    let base = format!("https://{}/x", stub.address());
    assert_eq!(
        placing(&base, &trusting()).await,
        NotSent::Certificate,
        "a known authority, another name"
    );
    assert!(stub.seen().is_empty(), "the service heard nothing");
}

#[tokio::test]
async fn a_certificate_of_another_time_is_told_as_that() {
    for (name, certificate) in [
        ("past its end", fixture!("tls/dates/expired.pem")),
        ("not valid yet", fixture!("tls/dates/early.pem")),
    ] {
        let stub = Stub::dated_tls(certificate).await;
        let base = format!("https://localhost:{}/x", stub.address().port());
        assert_eq!(
            placing(&base, &dated()).await,
            NotSent::CertificateDates,
            "{name}: this computer's clock may be wrong, no certificate is missing"
        );
    }
}

#[tokio::test]
async fn an_authority_from_a_file_is_trusted_besides_the_systems() {
    let stub = Stub::signed_in_tls(|_| answer(201, fixture!("order-accepted.json"))).await;
    let service = ServiceUrl::parse(&format!("https://localhost:{}/x", stub.address().port()))
        .expect("a good address");
    let client = client_with(service, pasted("t"), &trusting());
    client
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("the company's own authority vouches for it");
}

/// An HTTP/2 peer may say that it did nothing with a request, and the library underneath then sends it again.
#[tokio::test]
async fn http_1_1_is_spoken_where_the_server_would_rather_speak_http_2() {
    let stub = Stub::signed_in_tls(|_| answer(201, fixture!("order-accepted.json"))).await;
    let base = format!("https://localhost:{}/x", stub.address().port());
    let service = ServiceUrl::parse(&base).expect("a good address");
    let client = client_with(service, pasted("t"), &trusting());
    client
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("the stub reads nothing else");
    assert_eq!(stub.asked().len(), 1, "once");
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("https://{}/x", listener.local_addr().expect("a bound port"));
    tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.expect("the client comes");
        let answer = b"HTTP/1.1 400 Bad Request\r\n\r\nThis is plain http.";
        client.write_all(answer).await.expect("the client listens");
        std::future::pending::<()>().await;
    });
    assert_eq!(placing(&base, &direct()).await, NotSent::Tls, "plain http");
}

#[tokio::test]
async fn a_proxy_in_the_way() {
    for (status, why) in [
        (407, NotSent::ProxySignIn),
        (403, NotSent::Proxy),
        (502, NotSent::Proxy),
    ] {
        let proxy = Stub::raw(move |_| answer(status, "")).await;
        let network = through(&proxy.address().to_string());
        assert_eq!(
            placing("https://connect.example/x", &network).await,
            why,
            "CONNECT answered {status}"
        );
    }
    let network = through(&nobody_there().await);
    assert_eq!(
        placing("https://connect.example/x", &network).await,
        NotSent::Proxy,
        "the proxy itself is not there"
    );
}

#[tokio::test]
async fn a_proxy_carries_the_order_and_sees_nothing_of_it() {
    let stub = Stub::signed_in_tls(|_| answer(201, fixture!("order-accepted.json"))).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let network = through(&format!(
        "http://till:proxy-password@{}",
        listener.local_addr().expect("a bound port")
    ));
    let server = stub.address();
    let heard = tokio::spawn(async move {
        let (mut client, _) = listener.accept().await.expect("the client comes");
        let mut head = vec![0; 4096];
        let read = client.read(&mut head).await.expect("CONNECT");
        client
            .write_all(b"HTTP/1.1 200 OK\r\n\r\n")
            .await
            .expect("the client waits");
        let mut server = TcpStream::connect(server).await.expect("the stub listens");
        tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
        String::from_utf8_lossy(&head[..read]).into_owned()
    });
    let service = ServiceUrl::parse("https://connect.example/connect-api").expect("a good address");
    client_with(service, pasted("t"), &network)
        .place_order(&body(), &CorrelationId::fresh())
        .await
        .expect("placed through the proxy");
    let heard = heard.await.expect("the proxy ran");
    assert!(
        heard.starts_with("CONNECT connect.example:443 HTTP/1.1\r\n"),
        "a tunnel: {heard}"
    );
    assert!(
        heard.contains("Basic dGlsbDpwcm94eS1wYXNzd29yZA=="),
        "its own password"
    );
    assert!(!heard.contains("Bearer"), "but never the token");
    assert_eq!(stub.seen().len(), 1, "the service got the order once");
}

#[test]
fn a_proxy_address_is_checked_and_does_not_print_itself() {
    for good in [
        "proxy.example:8080",
        "http://proxy.example",
        " https://u:p@proxy.example:1/ ",
    ] {
        assert!(ProxyAddress::parse(good).is_ok(), "{good} is a proxy");
    }
    for (bad, why) in [
        ("", ProxyAddressError::NotAnAddress),
        ("http://", ProxyAddressError::NotAnAddress),
        ("http://proxy.example/path", ProxyAddressError::NotAnAddress),
        ("socks5://proxy.example", ProxyAddressError::WrongScheme),
    ] {
        assert_eq!(ProxyAddress::parse(bad).err(), Some(why), "{bad:?}");
    }
    let network = through("http://till:proxy-password@proxy.example");
    assert!(
        !format!("{network:?}").contains("proxy-password"),
        "its password is not for logs"
    );
}

#[test]
fn settings_that_cannot_work_are_told_before_anything_is_sent() {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = |credentials: Credentials, network: &Network| {
        Client::new(ServiceUrl::production(), credentials, network).err()
    };
    for pem in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
    ] {
        let network = Network {
            extra_ca: Some(pem.into()),
            ..Network::default()
        };
        let error = client(pasted("t"), &network);
        assert!(
            matches!(error, Some(ClientError::ExtraCa)),
            "{pem:?} is no authority: {error:?}"
        );
    }
    assert!(
        matches!(
            client(pasted("a\nb"), &Network::default()),
            Some(ClientError::Credentials(_))
        ),
        "two lines are no token"
    );
    assert!(
        client(pasted("t"), &Network::default()).is_none(),
        "and these settings work"
    );
}
