//! One desk that sells: what a sale costs under an e-mail address with very many plans, and after a long time without a
//! restart. The service is a sandbox beside it; the clock is paused.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use esim_desk_core::book::{Dialect, OrderKey, OrderState};
use esim_desk_core::desk::{
    AccountForm, CredentialForm, Desk, Draft, Keep, Mode, Opening, Plan, SaleNotes, Screen,
    ServiceChoice, Snapshot, StartChoice,
};
use esim_desk_core::keychain::Keychain;
use esim_desk_core::sandbox::{Options, Sandbox};
use jiff::{SignedDuration, Timestamp};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::time::sleep;

use crate::counted::COUNTED;
use crate::polling::clocked;

/// What a house has bought in a year.
const HOUSE: usize = 20_000;
const HOUSE_EMAIL: &str = "desk@hotel.example";
const A_DAY: u32 = 200;
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// A desk, the folder that it writes to, and its service.
pub struct Till {
    sandbox: Sandbox,
    pub desk: Arc<Desk>,
    plan: Plan,
    folder: TempDir,
}

/// A sale with a house's address of 20,000 plans, and one with an address of none.
pub fn house() {
    clocked().block_on(async {
        let (requests, bytes) = sale_to("guest@hotel.example", 0).await;
        println!("guest_requests {requests}");
        println!("guest_bytes {bytes}");
        let (requests, bytes) = sale_to(HOUSE_EMAIL, HOUSE).await;
        println!("house_requests {requests}");
        println!("house_bytes {bytes}");
    });
}

/// So many days of 200 sales without a restart: what is in use, what a snapshot takes and what a sale takes, in the first
/// week and in the last.
pub fn days(days: u32) {
    assert!(days >= 14, "a first and a last week");
    clocked().block_on(async {
        let till = Till::open(Options::default()).await;
        for day in 1..=days {
            let mut took = Vec::new();
            for guest in 1..=A_DAY {
                let begin = Instant::now();
                let key = till
                    .sell(&format!("guest-{day}-{guest}@hotel.example"))
                    .await;
                till.desk.handover.open(key).await.expect("its code");
                took.push(begin.elapsed().as_secs_f64() * 1000.0);
                till.desk.handover.done();
                sleep(DAY / (A_DAY + 1)).await;
            }
            // The service's own memory is not what is measured.
            till.sandbox.control().reset().expect("it has no file");
            let name = match day {
                7 => "first",
                last if last == days => "last",
                _ => continue,
            };
            took.sort_by(f64::total_cmp);
            let in_use = COUNTED.current_usage();
            let snapshot = serde_json::to_string(&till.desk.snapshot()).expect("JSON");
            println!("{name}_kb {:.1}", in_use as f64 / 1000.0);
            println!("{name}_snapshot_bytes {}", snapshot.len());
            println!("{name}_sale_ms {:.2}", took[took.len() / 2]);
        }
        println!("sales {}", days * A_DAY);
    });
}

/// Requests and bytes written of one sale until its code is there.
async fn sale_to(email: &str, before: usize) -> (u64, u64) {
    let file = tempfile::tempdir().expect("a temporary folder");
    let ledger = file.path().join("sandbox.json");
    let options = Options {
        ledger: Some(ledger.clone()),
        ..Options::default()
    };
    let till = Till::open(options.clone()).await;
    till.sell(email).await;
    let Till { sandbox, .. } = till;
    sandbox.stop().await;
    multiply(&ledger, before);
    let till = Till::open(options).await;
    // The first sale of a run asks for tokens and makes files.
    till.sell("somebody@else.example").await;
    sleep(DAY).await;
    let (requests, bytes) = (till.requests(), till.bytes());
    till.sell(email).await;
    sleep(Duration::from_secs(1)).await;
    (till.requests() - requests, till.bytes() - bytes)
}

/// In place of the one order in the ledger, so many: one every half hour, the last of them two days ago.
fn multiply(ledger: &Path, count: usize) {
    let text = fs::read_to_string(ledger).expect("the ledger");
    let lines: Vec<Value> = text
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let order = lines.iter().rev().find_map(|line| line.get("order"));
    let order = order.expect("the order that was placed").clone();
    let newest = Timestamp::now() - SignedDuration::from_hours(48);
    let mut written = String::new();
    for number in 0..count {
        let ago = i64::try_from(count - number).expect("small") * 30;
        let at = (newest - SignedDuration::from_mins(ago)).to_string();
        let mut one = order.clone();
        one["id"] = json!(uuid::Uuid::new_v4());
        one["iccid"] = json!(format!("8944470000000{number:06}"));
        for name in ["created", "fulfilling", "done"] {
            one[name] = json!(at);
        }
        one["subscription"]["id"] = json!(format!(
            "subscription-of-the-house-{number:06}-44-characters"
        ));
        written.push_str(&json!({ "order": one }).to_string());
        written.push('\n');
    }
    fs::write(ledger, written).expect("there is room");
}

impl Till {
    async fn open(options: Options) -> Till {
        Self::open_in(folder_in_memory(), Keychain::in_memory(), options).await
    }

    /// With the book that is in that folder, and its keys.
    pub async fn open_in(folder: TempDir, keychain: Keychain, options: Options) -> Till {
        // A second one finds the first in place, which is the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let sandbox = Sandbox::start(options).await.expect("a free port");
        let desk = Desk::open(Opening {
            mode: Mode::Live,
            folder: folder.path().to_owned(),
            keychain,
            screen: Arc::new(Unseen),
            service: None,
            sandbox: None,
            system_language: "en-GB".to_owned(),
            system_country: Some("GB".to_owned()),
            dialect: || Dialect::POINT,
        })
        .await;
        let known = sandbox.credentials();
        let form = AccountForm {
            service: ServiceChoice::Other {
                address: sandbox.base(),
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
        let connected = desk.sign_in.connect(form).await;
        connected.expect("the sandbox knows these credentials");
        let plans = desk.plans.read().await.expect("the catalogue").plans;
        let plan = plans.into_iter().next().expect("forty plans");
        Till {
            sandbox,
            desk: Arc::new(desk),
            plan,
            folder,
        }
    }

    /// A sale until its code is there.
    pub async fn sell(&self, email: &str) -> OrderKey {
        let draft = Draft {
            idempotency_key: uuid::Uuid::new_v4().to_string(),
            plan: self.plan.clone(),
            email: email.to_owned(),
            first_name: "Maria".to_owned(),
            last_name: "Keller".to_owned(),
            residence: String::new(),
            phone: None,
            eid: String::new(),
            eid_anyway: false,
            phone_model: String::new(),
            imei: String::new(),
            start: StartChoice::Now,
            notes: SaleNotes::default(),
            again: false,
            instead_of: None,
        };
        let key = self.desk.sale.place(draft).await.expect("it is placed");
        loop {
            let order = self.desk.lists.order(key).await.expect("it is there");
            if order.state == OrderState::Ready {
                return key;
            }
            assert!(order.state.is_open(), "it ended as {:?}", order.state);
            sleep(Duration::from_millis(500)).await;
        }
    }

    /// Requests of the API, but for tokens.
    fn requests(&self) -> u64 {
        let seen = self.sandbox.control().ledger().seen;
        let tokens = seen.at(esim_desk_core::sandbox::Step::Token);
        seen.requests.values().sum::<u64>() - tokens
    }

    /// The book with what was appended to it.
    fn bytes(&self) -> u64 {
        let size =
            |name: &str| fs::metadata(self.folder.path().join(name)).map_or(0, |file| file.len());
        size("orders.db") + size("orders.db-wal")
    }
}

/// In memory where there is some: what the disk of this computer takes is not what is measured.
pub fn folder_in_memory() -> TempDir {
    let memory = Path::new("/dev/shm");
    match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    }
    .expect("a temporary folder")
}

struct Unseen;

impl Screen for Unseen {
    fn show(&self, _: &Snapshot) {}
}
