//! Requests and answers as bytes: time-outs, size limit, proxy, TLS. Knows nothing of Connect but its origin.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::{Certificate, ClientBuilder, RequestBuilder, Response, redirect, retry};
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

use super::answer::Answer;
use super::error::ClientError;
use super::fault::FaultKind;
use super::network::{Network, Proxy};
use super::service_url::ServiceUrl;
use super::transport_fault;

/// Windows may take 10 s to find out that it cannot ask about revoked certificates; that must not look like no network.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// From the beginning to the last byte received, for what may be asked again. A service is known to take the better part of a
/// minute for any answer: one that always does must be read in the end, or what waits for it waits for ever. A silent one costs
/// only itself: no lock is held over a request, and looks that are under way leave room for others.
const READ_TIMEOUT: Duration = Duration::from_secs(15 + 60);
/// How long a connection is kept for the next question. Servers close idle ones after half a minute or more, and a question
/// that leaves at that moment has no answer.
const KEPT_FOR: Duration = Duration::from_secs(20);
/// For what may be sent once only. Whoever gives up too early leaves an order that a person has to look for, and providers are
/// known to take the better part of a minute to answer one (rulings 38).
const WRITE_TIMEOUT: Duration = Duration::from_secs(15 + 90);
/// Counted after decompression.
const MAX_ANSWER_BYTES: usize = 5 * 1024 * 1024;

/// Two ways to the same service, both in HTTP/1.1: of HTTP/2 reqwest is built without.
#[derive(Clone)]
pub(super) struct Transport {
    /// For what may be asked twice: keeps connections open between requests.
    pub(super) reads: reqwest::Client,
    /// For what must leave at most once. Both reqwest and the pool under it repeat a request when a kept connection
    /// turns out dead or the peer says that it did nothing; here neither has anything to repeat on.
    pub(super) writes: reqwest::Client,
}

impl Transport {
    pub(super) fn new(service: &ServiceUrl, network: &Network) -> Result<Self, ClientError> {
        let reads = builder(service, network)?
            .timeout(READ_TIMEOUT)
            .pool_idle_timeout(KEPT_FOR);
        let writes = builder(service, network)?
            .timeout(WRITE_TIMEOUT)
            .retry(retry::never())
            .pool_max_idle_per_host(0);
        let build = |builder: ClientBuilder| builder.build().map_err(|_| ClientError::NoTrustStore);
        Ok(Self {
            reads: build(reads)?,
            writes: build(writes)?,
        })
    }
}

/// Sends a request and reads its whole answer.
pub(super) async fn exchange(request: RequestBuilder) -> Result<Answer, FaultKind> {
    let mut response = request
        .send()
        .await
        .map_err(|error| transport_fault::of(&error))?;
    let status = response.status();
    let headers = std::mem::take(response.headers_mut());
    let body = match read_all(response).await {
        Ok(body) => body,
        // What the status says is enough: a definite no stays one when its explanation is cut off.
        Err(_) if !status.is_success() => Vec::new(),
        Err(kind) => return Err(kind),
    };
    Ok(Answer {
        status: status.as_u16(),
        headers,
        body,
    })
}

async fn read_all(mut response: Response) -> Result<Vec<u8>, FaultKind> {
    let mut body = Vec::new();
    while let Some(chunk) = response
        .chunk()
        .await
        .map_err(|error| transport_fault::of(&error))?
    {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(FaultKind::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn builder(service: &ServiceUrl, network: &Network) -> Result<ClientBuilder, ClientError> {
    let here = service.is_loopback();
    let builder = way_out(here, network)?
        .user_agent(concat!("esim-desk/", env!("CARGO_PKG_VERSION")))
        .https_only(!here)
        .gzip(true);
    Ok(builder)
}

/// The way out of the house, whoever is at its end; directly where that is this computer.
pub(super) fn way_out(to_here: bool, network: &Network) -> Result<ClientBuilder, ClientError> {
    if CryptoProvider::get_default().is_none() {
        return Err(ClientError::NoTlsProvider);
    }
    let mut builder = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT);
    if let Some(pem) = &network.extra_ca {
        builder = builder.tls_certs_merge(authorities(pem)?);
    }
    if to_here {
        // Whatever a hosts file says, this name means this computer.
        let here = [
            SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            SocketAddr::from((Ipv6Addr::LOCALHOST, 0)),
        ];
        return Ok(builder.no_proxy().resolve_to_addrs("localhost", &here));
    }
    Ok(match &network.proxy {
        Proxy::System => builder,
        Proxy::None => builder.no_proxy(),
        Proxy::Manual(address) => {
            let proxy = reqwest::Proxy::all(address.expose()).map_err(|_| ClientError::Proxy)?;
            builder.no_proxy().proxy(proxy)
        }
    })
}

/// Every certificate of a PEM file, each one that can really serve as an authority.
fn authorities(pem: &[u8]) -> Result<Vec<Certificate>, ClientError> {
    let mut store = RootCertStore::empty();
    let mut found = Vec::new();
    for der in CertificateDer::pem_slice_iter(pem) {
        let der = der.map_err(|_| ClientError::ExtraCa)?;
        found.push(Certificate::from_der(&der).map_err(|_| ClientError::ExtraCa)?);
        store.add(der).map_err(|_| ClientError::ExtraCa)?;
    }
    if found.is_empty() {
        return Err(ClientError::ExtraCa);
    }
    Ok(found)
}
