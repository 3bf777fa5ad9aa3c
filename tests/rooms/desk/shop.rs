//! A shop to test in: a sandbox, a desk that sells with it, and a window that notes what it is shown.
//!
//! Requests run in real time; waits do not: whenever the sandbox has nothing more to answer, the clock is moved on.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use esim_desk_lib::book::{AccountId, Book, Customer, NewOrder, OrderKey, OrderState, PlanSold};
use esim_desk_lib::connect::CorrelationId;
use esim_desk_lib::desk::{
    AccountForm, CredentialForm, Desk, Draft, Failure, HandOver, Keep, Mode, Opening, OrderView,
    Plan, SaleNotes, Screen, ServiceChoice, Snapshot, StartChoice,
};
use esim_desk_lib::keychain::Keychain;
use esim_desk_lib::sandbox::{Control, Options, Order, Sandbox};
use secrecy::ExposeSecret;
use tempfile::TempDir;

/// What a sale is made with unless a test says otherwise.
pub const EMAIL: &str = "maria.keller@example.com";

/// Notes every snapshot.
#[derive(Clone, Default)]
pub struct Window(Arc<Mutex<Vec<Snapshot>>>);

impl Screen for Window {
    fn show(&self, snapshot: &Snapshot) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(snapshot.clone());
    }
}

impl Window {
    /// Everything shown so far.
    pub fn shown(&self) -> Vec<Snapshot> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// A customer of whom only the e-mail address is known.
pub fn by(email: &str) -> Customer {
    Customer {
        email: email.to_owned(),
        ..Customer::default()
    }
}

pub struct Shop {
    pub sandbox: Sandbox,
    pub desk: Desk,
    pub window: Window,
    pub folder: TempDir,
    pub keychain: Keychain,
}

impl Shop {
    /// Open, and connected with client id and secret.
    pub async fn open() -> Shop {
        Shop::open_with(quick()).await
    }

    pub async fn open_with(options: Options) -> Shop {
        let shop = Shop::unconnected(options, Keychain::in_memory()).await;
        shop.connect()
            .await
            .expect("the sandbox knows these credentials");
        shop
    }

    /// Without an account yet.
    pub async fn unconnected(options: Options, keychain: Keychain) -> Shop {
        // A second one finds the first in place, which is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = Sandbox::start(options).await.expect("a free port");
        let folder = tempfile::tempdir().expect("a temporary folder");
        let window = Window::default();
        let opening = live(&folder, &keychain, &window);
        let desk = Desk::open(opening).await;
        desk.open_account().await;
        Shop {
            sandbox,
            desk,
            window,
            folder,
            keychain,
        }
    }

    /// The program ends and starts again; what the keychain and the folder kept is there.
    pub async fn restart(&mut self) {
        self.close().await;
        self.window = Window::default();
        let opening = live(&self.folder, &self.keychain, &self.window);
        self.desk = Desk::open(opening).await;
        self.desk.open_account().await;
    }

    /// The program ends. In its place stands a desk that knows nothing, until [`Shop::restart`].
    pub async fn close(&mut self) {
        let nowhere = tempfile::tempdir().expect("a temporary folder");
        let opening = live(&nowhere, &Keychain::in_memory(), &Window::default());
        self.desk = Desk::open(opening).await;
        self.settle().await;
    }

    pub async fn connect(&self) -> Result<(), Failure> {
        self.desk.connect(self.form()).await
    }

    /// The same, with a secret that no keychain keeps.
    pub async fn connect_until_close(&self) {
        let mut form = self.form();
        form.keep = Keep::UntilClose;
        let connected = self.desk.connect(form).await;
        connected.expect("nothing is to be stored");
    }

    /// Another desk with the same account at the same service.
    pub async fn other_desk(&self) -> Shop {
        let other = Shop::unconnected(quick(), Keychain::in_memory()).await;
        let connected = other.desk.connect(self.form()).await;
        connected.expect("the same account");
        other
    }

    /// The form as somebody who has credentials fills it in.
    pub fn form(&self) -> AccountForm {
        form_for(&self.sandbox)
    }

    pub fn control(&self) -> Control {
        self.sandbox.control()
    }

    /// The first plan of the catalogue.
    pub async fn plan(&self) -> Plan {
        let catalogue = self
            .desk
            .catalogue()
            .await
            .expect("the sandbox gives its catalogue");
        catalogue.plans.into_iter().next().expect("forty plans")
    }

    /// A filled form for the first plan.
    pub async fn draft(&self) -> Draft {
        draft(self.plan().await)
    }

    pub async fn sell(&self) -> OrderKey {
        let draft = self.draft().await;
        self.desk
            .place(draft)
            .await
            .expect("nothing speaks against it")
    }

    /// The same sale, by a person who was asked and is sure.
    pub async fn sell_again(&self) -> OrderKey {
        let draft = Draft {
            again: true,
            ..self.draft().await
        };
        self.desk.place(draft).await.expect("a person insists")
    }

    pub fn order(&self, key: OrderKey) -> OrderView {
        order_in(&self.desk.snapshot(), key)
    }

    /// The desk's book in other hands, beside the desk's own: SQLite lets two in. It stores no customer without keys.
    pub fn book(&self) -> Book {
        Book::open(self.folder.path()).expect("the book").book
    }

    /// What a run that ended in the middle of sending left behind.
    pub fn new_order(&self) -> NewOrder {
        let client = self.sandbox.credentials().client_id;
        NewOrder {
            account: AccountId(format!("{} {client}", self.sandbox.base())),
            at: jiff::Timestamp::now(),
            plan: PlanSold {
                product_id: "p-1".to_owned(),
                name: "Europe 5 GB".to_owned(),
                ..PlanSold::default()
            },
            customer: by(EMAIL),
            body: "{}".to_owned().into(),
            reference: CorrelationId::fresh().to_string(),
            known_subscriptions: Some(Vec::new()),
            staff: None,
            guest_pays: None,
            note: None,
        }
    }

    /// Waits until `is_so`, moving the clock on in small steps at first.
    pub async fn until(&self, what: &str, is_so: impl Fn(&Snapshot) -> bool) -> Snapshot {
        for step in 0..400 {
            let snapshot = self.desk.snapshot();
            if is_so(&snapshot) {
                return snapshot;
            }
            let millis = if step < 200 { 500 } else { 5000 };
            self.pass(Duration::from_millis(millis)).await;
        }
        panic!(
            "{what}: never in 18 minutes; last: {:?}",
            self.desk.snapshot()
        )
    }

    pub async fn until_order(
        &self,
        key: OrderKey,
        what: &str,
        is_so: impl Fn(&OrderView) -> bool,
    ) -> OrderView {
        let snapshot = self
            .until(what, |snapshot| is_so(&order_in(snapshot, key)))
            .await;
        order_in(&snapshot, key)
    }

    pub async fn until_state(&self, key: OrderKey, state: OrderState) -> OrderView {
        self.until_order(key, &format!("{state:?}"), |order| order.state == state)
            .await
    }

    /// Lets `time` go by, once all that was asked is answered.
    pub async fn pass(&self, time: Duration) {
        self.settle().await;
        {
            let _paused = Paused::now();
            tokio::time::advance(time).await;
        }
        self.settle().await;
    }

    /// Does `work` with the clock moving on beside it.
    pub async fn moving<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = std::pin::pin!(work);
        loop {
            tokio::select! {
                biased;
                done = &mut work => return done,
                () = self.pass(Duration::from_millis(500)) => {}
            }
        }
    }

    /// Waits in real time until the sandbox hears nothing more.
    pub async fn settle(&self) {
        let mut heard = self.heard();
        loop {
            tokio::time::sleep(Duration::from_millis(8)).await;
            let now = self.heard();
            if now == heard {
                return;
            }
            heard = now;
        }
    }

    /// What the sandbox booked for this order.
    pub fn booked(&self, key: OrderKey) -> Order {
        let reference = self.order(key).reference;
        let ledger = self.control().ledger();
        let booked = ledger.orders.into_iter().map(|view| view.order);
        let mut booked = booked.filter(|order| order.correlation_id.as_ref() == Some(&reference));
        let one = booked.next().expect("the order was booked");
        assert!(booked.next().is_none(), "one order was booked twice");
        one
    }

    /// The code that the ledger says belongs to this order.
    pub fn ledger_code(&self, key: OrderKey) -> String {
        let matching_id = self.booked(key).matching_id.expect("an eSIM has one");
        format!("LPA:1$rsp.sandbox.example${matching_id}")
    }

    /// How many requests would have placed an order.
    pub fn posts(&self) -> usize {
        self.control().ledger().seen.posts.len()
    }

    pub async fn handed_over(&self, key: OrderKey) -> String {
        match self.desk.hand_over(key).await.expect("the order is ready") {
            HandOver::Code { install_code, .. } => install_code,
            HandOver::Withheld { .. } | HandOver::Used { .. } => panic!("the code is withheld"),
        }
    }

    fn heard(&self) -> u64 {
        let ledger = self.control().ledger();
        ledger.seen.requests.values().sum::<u64>() + ledger.elsewhere
    }
}

/// The clock stands still until this is dropped.
struct Paused;

impl Paused {
    fn now() -> Paused {
        tokio::time::pause();
        Paused
    }
}

impl Drop for Paused {
    fn drop(&mut self) {
        tokio::time::resume();
    }
}

/// A sandbox whose orders take a moment, and that asks nobody to slow down.
pub fn quick() -> Options {
    Options {
        pace: 100,
        ..Options::default()
    }
}

pub fn live(folder: &TempDir, keychain: &Keychain, window: &Window) -> Opening {
    Opening {
        mode: Mode::Live,
        folder: folder.path().to_owned(),
        keychain: keychain.clone(),
        screen: Arc::new(window.clone()),
        service: None,
        sandbox: None,
        system_language: "en-GB".to_owned(),
        system_country: Some("GB".to_owned()),
    }
}

pub fn form_for(sandbox: &Sandbox) -> AccountForm {
    let credentials = sandbox.credentials();
    AccountForm {
        service: ServiceChoice::Other {
            address: sandbox.base(),
        },
        credential: CredentialForm::Client {
            id: credentials.client_id,
            secret: credentials.secret.expose_secret().into(),
        },
        desk_name: "Front desk".to_owned(),
        country: "GB".to_owned(),
        several_desks: false,
        keep: Keep::Keychain,
    }
}

pub fn draft(plan: Plan) -> Draft {
    Draft {
        idempotency_key: uuid::Uuid::new_v4().to_string(),
        plan,
        email: EMAIL.to_owned(),
        first_name: "Maria".to_owned(),
        last_name: "Keller".to_owned(),
        residence: String::new(),
        phone: None,
        eid: String::new(),
        eid_anyway: false,
        start: StartChoice::Now,
        notes: SaleNotes::default(),
        again: false,
    }
}

pub fn order_in(snapshot: &Snapshot, key: OrderKey) -> OrderView {
    let mut orders = snapshot.orders.iter();
    orders
        .find(|order| order.key == key)
        .cloned()
        .expect("the order is shown")
}

/// A token, asked for as a person with other tools would.
pub async fn bearer(sandbox: &Sandbox) -> String {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let known = sandbox.credentials();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}",
        known.client_id,
        known.secret.expose_secret()
    );
    let request = format!(
        "POST /auth/realms/tru-staff/protocol/openid-connect/token HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        sandbox.address(),
        form.len()
    );
    let mut stream = tokio::net::TcpStream::connect(sandbox.address())
        .await
        .expect("it listens");
    stream
        .write_all(request.as_bytes())
        .await
        .expect("it reads");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .await
        .expect("it answers");
    let (_, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let json: serde_json::Value = serde_json::from_str(body).expect("JSON");
    json["access_token"].as_str().expect("a token").to_owned()
}
