//! A Connect service in a box: what the app talks to in the demo, in training and in tests.
//!
//! Real HTTP on loopback with real tokens, written from the public documentation alone. It shares no type with the
//! client in `connect`: two independent readings, so that a misreading of either shows as a failing test. Everything
//! it sells is play: its install codes name a server that cannot exist. Not in it: the real service's webhooks, and
//! pictures of codes (addresses of such pictures are given, as the service does, and lead nowhere).
//!
//! Each part names only parts further down, and no circle runs through its files: this file → `routes` → `control`
//! (the sandbox's own interface) → `api` (the answers) → `paths` and `state` → `options` → `quirks` → `store` (what
//! is kept) → `faults` (words only, also for what is kept).

mod api;
mod control;
mod faults;
mod options;
mod paths;
mod quirks;
mod routes;
mod state;
mod store;

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
};

use tokio::{net::TcpListener, task::JoinHandle};

use self::{
    api::listen,
    state::Shared,
    store::{invent, ledger::Ledger},
};
pub use self::{
    control::{Control, ControlError, LedgerView, Obstacle, OrderView, PhoneAct, PhoneSays},
    faults::{Fate, Fault, Mishap, Moment, Step},
    options::{BadOption, Credentials, Options},
    quirks::{Activation, Balances, EmptyLists, Quirks, TopUpOutput, Totals},
    state::{Post, Seen},
    store::{
        catalogue::PlanChange,
        delays::Delays,
        ledger::{Operation, Order, OrderStatus, Sim, SimState},
        plan::{SimType, Term},
        subscription::Subscription,
    },
};

/// A running sandbox. It stops, and closes all its connections, when dropped.
pub struct Sandbox {
    shared: Arc<Shared>,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

/// Why a sandbox cannot start.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// The port cannot be had, most often because another program has it.
    #[error("port {port} on this computer cannot be used")]
    Port {
        /// The port asked for.
        port: u16,
        /// The system's reason.
        source: io::Error,
    },
    /// The ledger's file cannot be read or written.
    #[error("the sandbox's ledger {} cannot be used", path.display())]
    Ledger {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

impl Sandbox {
    /// Starts a sandbox on the runtime of the caller; it can be reached from this computer only.
    ///
    /// # Errors
    /// If the port or the ledger's file cannot be used.
    pub async fn start(options: Options) -> Result<Self, SandboxError> {
        let ledger = match &options.ledger {
            None => Ledger::default(),
            Some(path) => Ledger::open(path).map_err(|source| SandboxError::Ledger {
                path: path.clone(),
                source,
            })?,
        };
        let port = options.port;
        let bad_port = |source| SandboxError::Port { port, source };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(bad_port)?;
        let address = listener.local_addr().map_err(bad_port)?;
        let base = format!("http://{address}{}", paths::BASE);
        let shared = Arc::new(Shared::new(options, base, invent::secret(), ledger));
        let router = routes::all(Arc::clone(&shared));
        Ok(Self {
            shared,
            address,
            serving: tokio::spawn(listen::serve(listener, router)),
        })
    }

    /// Base address as the app's settings take it: `http://127.0.0.1:4321/connect-api`.
    pub fn base(&self) -> String {
        self.shared.base.clone()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The client id and secret that get a token here.
    pub fn credentials(&self) -> Credentials {
        self.shared.options.credentials.clone()
    }

    /// What `x-sandbox-key` must hold on control requests; another one at each start.
    pub fn control_key(&self) -> &str {
        &self.shared.control_key
    }

    /// The control interface, without HTTP.
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.shared))
    }

    /// Stops, and returns once the port is free again, and the ledger's file, whoever still has a control of it.
    pub async fn stop(mut self) {
        self.end();
        // The only outcome is that it was cancelled.
        let _ = (&mut self.serving).await;
        self.shared.lock().ledger.close();
    }

    fn end(&self) {
        self.serving.abort();
        self.shared.closing.notify_waiters();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.end();
    }
}
