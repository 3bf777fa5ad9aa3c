//! A backlog: many open orders that a real sandbox has taken and that stand in the books of one desk or more, as after a
//! restart. For the rooms' tests and for `cargo xtask bench`.
//!
//! Meant for one thread with a paused clock. Sandbox and desks then share that clock, and it moves on only when none of
//! them has anything to do, so hours pass in seconds.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use esim_desk_core::book::{
    AccountId, Asked, Book, BookKeys, Customer, Dialect, KnownSubscriptions, Month, NewOrder,
    OrderEvent, OrderFacts, PlanSold,
};
use esim_desk_core::connect::{
    Budget, Client, CorrelationId, Credentials, Network, Operation, OrderBody, OrderRequest,
    ServiceUrl, Start, Subscriber,
};
use esim_desk_core::desk::{
    AccountForm, CredentialForm, Desk, Keep, Mode, Opening, OrderView, Screen, ServiceChoice,
    Snapshot,
};
use esim_desk_core::keychain::{Item, Keychain};
use esim_desk_core::sandbox::{Fate, Options, Sandbox, Step};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use tempfile::TempDir;
use tokio::sync::watch;

/// The sandbox, and what it took of whom.
pub struct Backlog {
    pub sandbox: Sandbox,
    taken: Vec<Taken>,
    _ledger: TempDir,
}

struct Taken {
    order_id: String,
    reference: CorrelationId,
    email: String,
    body: SecretString,
}

/// One desk with a part of the backlog.
pub struct BacklogDesk {
    pub desk: Desk,
    pub window: Window,
    _folder: TempDir,
}

/// Counts what is open in every snapshot, and measures those that are to be measured as the window gets them.
#[derive(Clone)]
pub struct Window {
    /// Orders in the newest snapshot that are not ready.
    open: Arc<watch::Sender<usize>>,
    measures: Arc<AtomicBool>,
    snapshots: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
    /// What the longest one took to be written.
    slowest: Arc<Mutex<Duration>>,
}

impl Backlog {
    /// Has a sandbox take `count` orders, and starts it again with this limit at the moment it took the first.
    pub async fn taken(count: u32, fate: Fate, requests_per_minute: Option<u32>) -> Self {
        // A second one finds the first in place, which is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = Options {
            ledger: Some(folder.path().join("sandbox.json")),
            ..Options::default()
        };
        let first = Sandbox::start(options.clone()).await.expect("a free port");
        let taken = order(&first, count, fate).await;
        let began = first.control().ledger().orders[0].order.created;
        first.stop().await;
        let sandbox = Sandbox::start(Options {
            requests_per_minute,
            ..options
        })
        .await
        .expect("a free port");
        let since = Timestamp::now().duration_since(began).as_millis();
        let since = i64::try_from(since).expect("it was just now");
        sandbox.control().push_clock(-since);
        Self {
            sandbox,
            taken,
            _ledger: folder,
        }
    }

    /// A desk whose book holds these orders of the backlog, not yet signed in.
    pub async fn desk(&self, part: std::ops::Range<usize>) -> BacklogDesk {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let keychain = Keychain::in_memory();
        let keys = self.write_book(&folder, part);
        let item = Item::book(&folder.path().display().to_string());
        keychain
            .write(&item, keys.to_bytes().to_vec().into())
            .await
            .expect("memory takes it");
        let window = Window::new();
        let desk = Desk::open(Opening {
            mode: Mode::Live,
            folder: folder.path().to_owned(),
            keychain,
            screen: Arc::new(window.clone()),
            service: None,
            sandbox: None,
            system_language: "en-GB".to_owned(),
            system_country: Some("GB".to_owned()),
            dialect: || Dialect::POINT,
        })
        .await;
        BacklogDesk {
            desk,
            window,
            _folder: folder,
        }
    }

    /// Signs a desk in; from here on it follows its orders.
    pub async fn sign_in(&self, desk: &BacklogDesk) {
        let known = self.sandbox.credentials();
        let form = AccountForm {
            service: ServiceChoice::Other {
                address: self.sandbox.base(),
            },
            credential: CredentialForm::Client {
                id: known.client_id,
                secret: known.secret.expose_secret().into(),
            },
            desk_name: "Front desk".to_owned(),
            country: "GB".to_owned(),
            several_desks: Some(false),
            keep: Keep::Keychain,
        };
        desk.desk
            .sign_in
            .connect(form)
            .await
            .expect("the sandbox knows these credentials");
    }

    /// Requests that count against the limit so far.
    pub fn requests(&self) -> u64 {
        let seen = self.sandbox.control().ledger().seen;
        seen.requests.values().sum::<u64>() - seen.at(Step::Token)
    }

    /// Requests that were over it.
    pub fn over_limit(&self) -> u64 {
        self.sandbox.control().ledger().seen.over_limit
    }

    fn write_book(&self, folder: &TempDir, part: std::ops::Range<usize>) -> BookKeys {
        let now = Timestamp::now();
        let mut keys = BookKeys::new();
        keys.key_for(Month::of(now)).expect("randomness");
        let book = Book::open(folder.path()).expect("a new book").book;
        book.use_keys(Some(keys.clone()));
        let account = AccountId(format!(
            "{} {}",
            self.sandbox.base(),
            self.sandbox.credentials().client_id
        ));
        for taken in &self.taken[part] {
            let key = book
                .begin(&taken.new_order(&account, now))
                .expect("it is written");
            let facts = OrderFacts {
                order_id: Some(taken.order_id.clone()),
                ..OrderFacts::default()
            };
            book.record(key, OrderEvent::Accepted, &facts, now)
                .expect("it is written");
        }
        keys
    }
}

impl BacklogDesk {
    /// Waits until every order is ready.
    pub async fn all_ready(&self) {
        let mut open = self.window.open.subscribe();
        open.wait_for(|open| *open == 0)
            .await
            .expect("the window is there");
    }
}

impl Window {
    fn new() -> Self {
        Self {
            // More than any test has, so that nobody takes an empty window for a finished one.
            open: Arc::new(watch::Sender::new(usize::MAX)),
            measures: Arc::default(),
            snapshots: Arc::default(),
            bytes: Arc::default(),
            slowest: Arc::default(),
        }
    }

    /// From now on every snapshot is written as the window gets it. Slow in debug builds.
    pub fn measure(&self) {
        self.measures.store(true, Ordering::Relaxed);
    }

    /// How many snapshots were measured, and how many bytes they were together.
    pub fn shown(&self) -> (u64, u64) {
        let read = |number: &AtomicU64| number.load(Ordering::Relaxed);
        (read(&self.snapshots), read(&self.bytes))
    }

    /// The longest time that one snapshot took to be written as the window gets it.
    pub fn slowest(&self) -> Duration {
        *self.slowest.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Screen for Window {
    fn show(&self, snapshot: &Snapshot) {
        let open = |order: &&OrderView| order.state.is_open();
        if !snapshot.orders.is_empty() {
            self.open
                .send_replace(snapshot.orders.iter().filter(open).count());
        }
        if !self.measures.load(Ordering::Relaxed) {
            return;
        }
        let begin = std::time::Instant::now();
        let text = serde_json::to_string(snapshot).expect("a snapshot is JSON");
        let took = begin.elapsed();
        let mut slowest = self.slowest.lock().unwrap_or_else(PoisonError::into_inner);
        *slowest = took.max(*slowest);
        self.snapshots.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
    }
}

impl Taken {
    fn new_order(&self, account: &AccountId, at: Timestamp) -> NewOrder {
        NewOrder {
            account: account.clone(),
            at,
            asked: Asked::NewEsim,
            plan: PlanSold {
                product_id: "plan-1".to_owned(),
                name: "Europe 5 GB".to_owned(),
                footprint: Some("EU".to_owned()),
                data: Some(("5".to_owned(), "GB".to_owned())),
                duration: Some((30, "days".to_owned())),
                price: Some(("12.50".to_owned(), "EUR".to_owned())),
            },
            customer: Customer {
                email: self.email.clone(),
                first_name: "Maria".to_owned(),
                last_name: "Keller".to_owned(),
                phone: "iphone".to_owned(),
                eid: String::new(),
                sent_as: String::new(),
            },
            body: self.body.clone(),
            reference: self.reference.to_string(),
            known_subscriptions: Some(KnownSubscriptions::default()),
            staff: None,
            guest_pays: None,
            note: None,
            instead_of: None,
        }
    }
}

/// Places so many orders, as fast as they are taken.
async fn order(sandbox: &Sandbox, count: u32, fate: Fate) -> Vec<Taken> {
    let known = sandbox.credentials();
    let credentials = Credentials::Client {
        id: known.client_id,
        secret: known.secret,
    };
    let service = ServiceUrl::parse(&sandbox.base()).expect("a good address");
    let hurry = Budget {
        per_second: 1000.0,
        burst: count + 10,
    };
    let client = Client::with_budget(service, credentials, &Network::default(), hurry)
        .expect("a client without proxy or certificates");
    let catalogue = client.products().await.expect("the sandbox has plans");
    let product = catalogue.products[0].id.clone();
    let mut taken = Vec::new();
    for number in 1..=count {
        let email = format!("guest{number}@hotel.example");
        let request = OrderRequest {
            operation: Operation::Activation,
            country: "GB".to_owned(),
            product: product.clone(),
            start: Start::Now,
            expiration: None,
            sold_price: None,
            subscriber: Subscriber {
                email: Some(email.clone()),
                ..Subscriber::default()
            },
        };
        let body = OrderBody::new(&request).expect("a good order");
        let reference = CorrelationId::fresh();
        sandbox.control().next_order(fate);
        let placed = client
            .place_order(&body, &reference)
            .await
            .expect("the sandbox takes it");
        taken.push(Taken {
            order_id: placed.id.as_str().to_owned(),
            reference,
            email,
            body: body.as_json().to_owned().into(),
        });
    }
    taken
}
