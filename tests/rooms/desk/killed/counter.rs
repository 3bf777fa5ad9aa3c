//! The counter at which the program does not live long: starts it, kills it, and compares ledger and book.

use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant};

use esim_desk_core::sandbox::{Options, Sandbox};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::kills;
use super::till::{CLIENT, CODES, DATA, DRAFTS, PLANS, SECRET, SERVICE, SUBSCRIPTIONS, TOLD};
use crate::desk::chance::Chance;
use crate::wine::{OtherHalf, on_windows};

const SEED: u64 = 0x005E_ED0F_714E;
const KILLS: u32 = 50;
/// Sales that are begun at once, to be killed among.
const AT_ONCE: u64 = 6;
/// How long a start under Wine may take until its first order leaves.
const TO_THE_FIRST: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the other half: `cargo xtask test --windows` runs it"]
async fn the_core_for_windows_killed_fifty_times_loses_no_order_and_buys_none_twice() {
    let mut counter = Counter::open().await;
    while counter.kills < KILLS {
        match counter.chance.below(5) {
            0 => counter.killed_while_starting().await,
            _ => counter.killed_while_selling().await,
        }
        let data = counter.folder.path().join("data");
        kills::every_order_was_written_before_it_was_sent(&data, &counter.service);
    }
    counter.come_to_the_end().await;
}

struct Counter {
    service: Sandbox,
    folder: TempDir,
    chance: Chance,
    plans: Vec<Value>,
    customers: u64,
    /// What was begun before the last kill: whoever stood at the counter tries that again first.
    interrupted: Vec<Value>,
    kills: u32,
    again: usize,
    began: Instant,
}

impl Counter {
    async fn open() -> Self {
        let service = Sandbox::start(Options {
            pace: 20,
            ..Options::default()
        });
        let mut counter = Self {
            service: service.await.expect("loopback has a free port"),
            folder: tempfile::tempdir().expect("the temporary folder is writable"),
            chance: Chance(SEED),
            plans: Vec::new(),
            customers: 0,
            interrupted: Vec::new(),
            kills: 0,
            again: 0,
            began: Instant::now(),
        };
        for name in ["data", "told"] {
            fs::create_dir(counter.folder.path().join(name)).expect("the folder is ours");
        }
        let settings = json!({ "requests_per_second": 200 });
        let file = counter.folder.path().join("data/settings.json");
        fs::write(file, settings.to_string()).expect("the folder is ours");
        counter.passes("connects").await;
        let Value::Array(plans) = counter.heard(PLANS) else {
            panic!("plans are a list");
        };
        counter.plans = plans.into_iter().take(3).collect();
        counter
    }

    async fn killed_while_starting(&mut self) {
        self.tell(DRAFTS, &json!([]));
        let half = self.start("sells_until_it_is_killed");
        let moment = Duration::from_millis(self.chance.below(3000));
        tokio::time::sleep(moment).await;
        drop(half);
        self.kills += 1;
    }

    async fn killed_while_selling(&mut self) {
        kills::trouble(&mut self.chance, &self.service.control());
        let mut drafts = self.interrupted.split_off(0);
        for draft in &mut drafts {
            draft["idempotencyKey"] = kills::idempotency_key().into();
        }
        self.again += drafts.len();
        for _ in 0..AT_ONCE {
            self.customers += 1;
            let draft = kills::draft(&mut self.chance, &self.plans, self.customers);
            // A house may buy the same many times, so nobody would notice that it was tried again.
            if draft["again"] == false {
                self.interrupted.push(draft.clone());
            }
            drafts.push(draft);
        }
        self.tell(DRAFTS, &json!(drafts));
        let sent = self.posts() + 1 + usize::try_from(self.chance.below(AT_ONCE)).unwrap_or(0);
        let half = self.start("sells_until_it_is_killed");
        let begun = Instant::now();
        let first = self.posts() + 1;
        while self.posts() < first && begun.elapsed() < TO_THE_FIRST {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // Near the moment at which an order leaves, where a kill hurts most.
        let begun = Instant::now();
        while self.posts() < sent && begun.elapsed() < Duration::from_secs(4) {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let later = if self.chance.one_in(3) { 1500 } else { 60 };
        tokio::time::sleep(Duration::from_millis(self.chance.below(later))).await;
        drop(half);
        self.kills += 1;
    }

    #[expect(clippy::print_stdout, reason = "the figures are for people")]
    async fn come_to_the_end(&mut self) {
        self.service.control().calm();
        let ledger = self.service.control().ledger();
        let subscriptions: BTreeMap<_, _> = ledger
            .orders
            .iter()
            .filter_map(|view| {
                let order = &view.order;
                Some((
                    order.correlation_id.clone()?,
                    order.subscription.id.to_string(),
                ))
            })
            .collect();
        self.tell(SUBSCRIPTIONS, &json!(subscriptions));
        self.passes("goes_on_to_the_end").await;
        self.passes("hands_everything_over").await;
        let ledger = self.service.control().ledger();
        let rows = kills::rows(&self.folder.path().join("data"));
        kills::agree(&ledger, &rows);
        kills::each_customer_once(&ledger);
        let Value::Array(told) = self.heard(CODES) else {
            panic!("what was handed over is a list");
        };
        let of = |reference: &str| told.iter().find(|order| order["reference"] == *reference);
        for (reference, code) in kills::codes(&ledger) {
            let order = of(&reference).expect("each order that was bought is in the list");
            assert_eq!(order["code"], code.as_str(), "and gives its own code");
        }
        for order in ledger.orders.iter().map(|view| &view.order) {
            let reference = order.correlation_id.as_deref().expect("each has one");
            let kept = of(reference).expect("it is in the list");
            assert_eq!(
                kept["email"].as_str(),
                order.email.as_deref(),
                "it stands with the customer it was sold to"
            );
        }
        println!(
            "{} kills, {} rows {:?}, {} POSTs, {} bought, {} pressed again, {:?}",
            self.kills,
            rows.len(),
            kills::states(&rows),
            self.posts(),
            ledger.orders.len(),
            self.again,
            self.began.elapsed()
        );
    }

    fn posts(&self) -> usize {
        self.service.control().ledger().seen.posts.len()
    }

    fn start(&self, test: &str) -> OtherHalf {
        OtherHalf::start(&Self::whole_name(test), &self.environment())
    }

    async fn passes(&self, test: &str) {
        let (test, environment) = (Self::whole_name(test), self.environment());
        // Beside the service, which answers meanwhile.
        let run = tokio::task::spawn_blocking(move || OtherHalf::passes(&test, &environment));
        run.await.expect("it passes");
    }

    fn whole_name(test: &str) -> String {
        format!("desk::killed::till::{test}")
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let known = self.service.credentials();
        let folder = |name: &str| on_windows(&self.folder.path().join(name));
        vec![
            (DATA, folder("data")),
            (TOLD, folder("told")),
            (SERVICE, self.service.base()),
            (CLIENT, known.client_id),
            (SECRET, known.secret.expose_secret().to_owned()),
            ("ESIM_DESK_HURRY", "20".to_owned()),
        ]
    }

    fn tell(&self, file: &str, what: &Value) {
        let file = self.folder.path().join("told").join(file);
        fs::write(file, what.to_string()).expect("the folder is ours");
    }

    fn heard(&self, file: &str) -> Value {
        let file = self.folder.path().join("told").join(file);
        let text = fs::read(file).expect("the other half wrote it");
        serde_json::from_slice(&text).expect("JSON")
    }
}
