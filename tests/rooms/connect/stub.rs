//! A small HTTP/1.1 server that answers as a test tells it, and remembers what it was asked.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use esim_desk_core::connect::{Budget, Client, Credentials, Fault, Network, ServiceUrl};
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use secrecy::SecretString;
use tokio::io::{
    AsyncBufReadExt as _, AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader,
};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use tokio_rustls::TlsAcceptor;

pub const TOKEN_PATH: &str = "/auth/realms/tru-staff/protocol/openid-connect/token";
pub const SECRET: &str = "canary-secret";
pub const TOKEN: &str = "canary-token";

/// Reads a fixture.
macro_rules! fixture {
    ($name:literal) => {
        include_str!(concat!("../../fixtures/connect/", $name))
    };
}
pub(crate) use fixture;

/// One request as it arrived.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    /// Path and query.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// The how-manyeth connection it came over.
    pub connection: usize,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn is_token(&self) -> bool {
        self.target == TOKEN_PATH
    }
}

/// What the server does with a request.
pub enum Reply {
    /// Answers.
    Answer {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Answers, then closes the connection that the answer promised to keep.
    AnswerAndClose { status: u16, body: Vec<u8> },
    /// Closes without a word.
    Close,
    /// Promises a longer body than it sends, then closes.
    Half(u16),
    /// Says nothing, and lets the clock run ahead.
    Silence,
}

pub fn answer(status: u16, body: impl Into<Vec<u8>>) -> Reply {
    Reply::Answer {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}

pub fn answer_with(
    status: u16,
    headers: &[(&'static str, &str)],
    body: impl Into<Vec<u8>>,
) -> Reply {
    let headers = headers
        .iter()
        .map(|(name, value)| (*name, (*value).to_owned()))
        .collect();
    Reply::Answer {
        status,
        headers,
        body: body.into(),
    }
}

/// A running server; it ends with the test.
pub struct Stub {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    connections: Arc<AtomicUsize>,
    task: JoinHandle<()>,
}

type Handler = dyn Fn(&Seen) -> Reply + Send + Sync;

impl Stub {
    /// Every request goes to the handler.
    pub async fn raw(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::start(Arc::new(handler), None).await
    }

    /// Tokens are given out freely; other requests go to the handler.
    pub async fn signed_in(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        Self::raw(move |seen| {
            if seen.is_token() {
                answer(200, fixture!("token.json"))
            } else {
                handler(seen)
            }
        })
        .await
    }

    /// The same over TLS by a server that would rather speak HTTP/2 and cannot, with a certificate for `localhost` and `connect.example` from the authority of the fixtures.
    pub async fn signed_in_tls(handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Self {
        let handler = move |seen: &Seen| {
            if seen.is_token() {
                answer(200, fixture!("token.json"))
            } else {
                handler(seen)
            }
        };
        Self::start(Arc::new(handler), Some(acceptor(&[b"h2", b"http/1.1"]))).await
    }

    /// Over TLS with a certificate of this file in `dates`, whose authority is [`dated`].
    pub async fn dated_tls(certificate: &str) -> Self {
        let key = fixture!("tls/dates/server.key");
        let tls = acceptor_of(certificate, key, &[b"http/1.1"]);
        Self::start(Arc::new(|_: &Seen| answer(200, "{}")), Some(tls)).await
    }

    async fn start(handler: Arc<Handler>, tls: Option<TlsAcceptor>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("a bound port");
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let connections = Arc::new(AtomicUsize::new(0));
        let (log, count) = (seen.clone(), connections.clone());
        let task = tokio::spawn(async move {
            // Dropped with this task, and with it every connection.
            let mut open = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let number = count.fetch_add(1, Ordering::Relaxed) + 1;
                let (handler, log, tls) = (handler.clone(), log.clone(), tls.clone());
                open.spawn(async move {
                    match tls {
                        None => serve(stream, number, &*handler, &log).await,
                        Some(tls) => match tls.accept(stream).await {
                            Ok(stream) => serve(stream, number, &*handler, &log).await,
                            Err(_) => None,
                        },
                    }
                });
            }
        });
        Self {
            address,
            seen,
            connections,
            task,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    pub fn base(&self) -> String {
        format!("http://{}/connect-api", self.address)
    }

    pub fn service(&self) -> ServiceUrl {
        ServiceUrl::parse(&self.base()).expect("a loopback address is good")
    }

    /// A client signed in with a client id.
    pub fn client(&self) -> Client {
        client(self.service(), &Network::default())
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Requests to the API, without those for tokens.
    pub fn asked(&self) -> Vec<Seen> {
        self.seen()
            .into_iter()
            .filter(|seen| !seen.is_token())
            .collect()
    }

    /// How often a token was asked for.
    pub fn token_requests(&self) -> usize {
        self.seen().iter().filter(|seen| seen.is_token()).count()
    }

    /// How many connections were opened, used or not.
    pub fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// A client with the usual credentials.
pub fn client(service: ServiceUrl, network: &Network) -> Client {
    let credentials = Credentials::Client {
        id: "desk-1".to_owned(),
        secret: SecretString::from(SECRET),
    };
    client_with(service, credentials, network)
}

/// A client that never waits for its turn.
pub fn client_with(service: ServiceUrl, credentials: Credentials, network: &Network) -> Client {
    client_with_budget(service, credentials, network, 1000.0, 1000)
}

/// A client with this budget.
pub fn client_with_budget(
    service: ServiceUrl,
    credentials: Credentials,
    network: &Network,
    per_second: f64,
    burst: u32,
) -> Client {
    // Another test of this program may have been first; either way one is installed now.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let budget = Budget { per_second, burst };
    Client::with_budget(service, credentials, network, budget).expect("good settings")
}

pub fn pasted(token: &str) -> Credentials {
    Credentials::Token {
        name: "pasted".to_owned(),
        token: SecretString::from(token),
    }
}

/// The authority of the fixtures, besides the system's own.
pub fn trusting() -> Network {
    Network {
        extra_ca: Some(fixture!("tls/ca.pem").into()),
        ..Network::default()
    }
}

/// The fault of an outcome that must be one.
pub fn fault<T>(outcome: Result<T, Fault>) -> Fault {
    match outcome {
        Ok(_) => panic!("this request was expected to fail"),
        Err(fault) => fault,
    }
}

/// The authority of certificates that are past their end, or not valid yet.
pub fn dated() -> Network {
    Network {
        extra_ca: Some(fixture!("tls/dates/ca.pem").into()),
        ..Network::default()
    }
}

/// TLS with the fixtures' certificate.
pub fn acceptor(alpn: &[&[u8]]) -> TlsAcceptor {
    acceptor_of(fixture!("tls/server.pem"), fixture!("tls/server.key"), alpn)
}

fn acceptor_of(certificate: &str, key: &str, alpn: &[&[u8]]) -> TlsAcceptor {
    let provider = rustls::crypto::ring::default_provider();
    let chain =
        vec![CertificateDer::from_pem_slice(certificate.as_bytes()).expect("the fixture is PEM")];
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).expect("the fixture is PEM");
    let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()
        .expect("ring knows the usual versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("key and certificate of the fixtures belong together");
    config.alpn_protocols = alpn.iter().map(|name| name.to_vec()).collect();
    TlsAcceptor::from(Arc::new(config))
}

/// Serves one connection to its end. `None` when the peer or the script ends it.
async fn serve<S>(
    stream: S,
    connection: usize,
    handler: &Handler,
    log: &Mutex<Vec<Seen>>,
) -> Option<()>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let mut stream = BufReader::new(stream);
    loop {
        let seen = read_request(&mut stream, connection).await?;
        log.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(seen.clone());
        match handler(&seen) {
            Reply::Answer {
                status,
                headers,
                body,
            } => write_answer(&mut stream, status, &headers, &body).await?,
            Reply::AnswerAndClose { status, body } => {
                write_answer(&mut stream, status, &[], &body).await?;
                return stream.shutdown().await.ok();
            }
            Reply::Close => return None,
            Reply::Half(status) => {
                let head =
                    format!("HTTP/1.1 {status} Half\r\ncontent-length: 100\r\n\r\n{{\"type\":");
                stream.write_all(head.as_bytes()).await.ok()?;
                return stream.shutdown().await.ok();
            }
            Reply::Silence => {
                tokio::time::pause();
                std::future::pending::<()>().await;
            }
        }
    }
}

async fn read_request<S: AsyncRead + Unpin>(
    stream: &mut BufReader<S>,
    connection: usize,
) -> Option<Seen> {
    let first = read_line(stream).await?;
    let mut words = first.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let line = read_line(stream).await?;
        let Some((name, value)) = line.split_once(':') else {
            break;
        };
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut seen = Seen {
        method,
        target,
        headers,
        body: String::new(),
        connection,
    };
    let length = seen
        .header("content-length")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    seen.body = String::from_utf8(body).ok()?;
    Some(seen)
}

async fn read_line<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> Option<String> {
    let mut line = String::new();
    let read = stream.read_line(&mut line).await.ok()?;
    (read > 0).then(|| line.trim_end().to_owned())
}

async fn write_answer<S: AsyncWrite + Unpin>(
    stream: &mut S,
    status: u16,
    headers: &[(&str, String)],
    body: &[u8],
) -> Option<()> {
    let mut head = format!("HTTP/1.1 {status} Stub\r\n");
    if status != 204 && status != 304 {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    // In one piece: in two, the second would wait for the first one's acknowledgement.
    let whole = [head.as_bytes(), body].concat();
    stream.write_all(&whole).await.ok()?;
    stream.flush().await.ok()
}
