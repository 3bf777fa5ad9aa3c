//! Services to sell with: a sandbox running in the test, and the wire to it with everything that passes kept.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use esim_desk_lib::sandbox::{Credentials, Options, OrderView, Sandbox};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Who signs in, in these tests.
pub const CLIENT_ID: &str = "hotel-miramar";
/// With which secret. Looked for wherever it must not be.
pub const SECRET: &str = "canary-3b1f96c05e7d4a82-secret";

/// A sandbox that knows [`CLIENT_ID`] and [`SECRET`], with orders that take a moment.
pub async fn service() -> Sandbox {
    service_with(SECRET, 20).await
}

/// The same with another secret, or with orders that take four seconds divided by `pace`.
pub async fn service_with(secret: &str, pace: u32) -> Sandbox {
    Sandbox::start(Options {
        credentials: Credentials {
            client_id: CLIENT_ID.to_owned(),
            secret: secret.into(),
        },
        pace,
        ..Options::default()
    })
    .await
    .expect("loopback has a free port")
}

/// The newest order that the service has booked.
pub fn newest_order(service: &Sandbox) -> OrderView {
    let mut orders = service.control().ledger().orders;
    orders.pop().expect("an order was booked")
}

/// The install code of the newest order, put together here from its parts.
pub fn newest_code(service: &Sandbox) -> String {
    let matching_id = newest_order(service).order.matching_id;
    format!(
        "LPA:1$rsp.sandbox.example${}",
        matching_id.expect("a new eSIM has one")
    )
}

/// A listener that keeps every byte that comes to it and goes back. It passes them on to a service, or, as a mere
/// witness, hangs up.
pub struct Wire {
    address: SocketAddr,
    heard: Arc<Mutex<Heard>>,
    listening: JoinHandle<()>,
}

#[derive(Default)]
struct Heard {
    connections: usize,
    bytes: Vec<u8>,
}

impl Wire {
    /// A wire that ends at nobody.
    pub async fn witness() -> Self {
        Self::start(None).await
    }

    /// A wire to a service.
    pub async fn to(service: &Sandbox) -> Self {
        Self::start(Some(service.address())).await
    }

    async fn start(to: Option<SocketAddr>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("loopback has a free port");
        let address = listener.local_addr().expect("it is bound");
        let heard = Arc::new(Mutex::new(Heard::default()));
        let listening = tokio::spawn({
            let heard = Arc::clone(&heard);
            async move {
                while let Ok((near, _)) = listener.accept().await {
                    lock(&heard).connections += 1;
                    tokio::spawn(carry(near, to, Arc::clone(&heard)));
                }
            }
        });
        Self {
            address,
            heard,
            listening,
        }
    }

    /// The base address of the service at the end of this wire.
    pub fn base(&self) -> String {
        format!("http://{}/connect-api", self.address)
    }

    /// How often somebody connected.
    pub fn connections(&self) -> usize {
        lock(&self.heard).connections
    }

    /// How many bytes passed, in either direction.
    pub fn bytes(&self) -> usize {
        lock(&self.heard).bytes.len()
    }

    /// Whether these bytes passed, in either direction.
    pub fn carried(&self, wanted: &str) -> bool {
        holds(&lock(&self.heard).bytes, wanted.as_bytes())
    }

    /// Every access and refresh token that the service gave out.
    pub fn tokens(&self) -> BTreeSet<String> {
        let heard = lock(&self.heard);
        let text = String::from_utf8_lossy(&heard.bytes);
        ["\"access_token\":\"", "\"refresh_token\":\""]
            .into_iter()
            .flat_map(|name| text.split(name).skip(1))
            .filter_map(|rest| rest.split('"').next())
            .map(str::to_owned)
            .collect()
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

/// Whether `bytes` hold `wanted`.
pub fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

async fn carry(near: TcpStream, to: Option<SocketAddr>, heard: Arc<Mutex<Heard>>) {
    let (near_in, near_out) = near.into_split();
    let Some(to) = to else {
        keep(near_in, tokio::io::sink(), &heard).await;
        return;
    };
    let Ok(far) = TcpStream::connect(to).await else {
        return;
    };
    let (far_in, far_out) = far.into_split();
    tokio::join!(
        keep(near_in, far_out, &heard),
        keep(far_in, near_out, &heard)
    );
}

async fn keep(
    mut from: impl AsyncRead + Unpin,
    mut into: impl AsyncWrite + Unpin,
    heard: &Mutex<Heard>,
) {
    let mut buffer = vec![0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        lock(heard).bytes.extend_from_slice(&buffer[..read]);
        if into.write_all(&buffer[..read]).await.is_err() {
            break;
        }
    }
    // The other side may have hung up first.
    drop(into.shutdown().await);
}

fn lock(heard: &Mutex<Heard>) -> std::sync::MutexGuard<'_, Heard> {
    heard.lock().unwrap_or_else(PoisonError::into_inner)
}
