//! The counter at which the program does not live long: starts it, kills it, and compares ledger and book.

mod presses;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::time::{Duration, Instant};

use esim_desk_core::sandbox::{Operation, Options, Sandbox, Step};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::kills;
use super::till::{
    CLIENT, CODES, DATA, DRAFTS, GROUPS, KEYCHAIN, PLANS, REFUNDS, SECRET, SERVICE, STARTS,
    SUBSCRIPTIONS, TOLD, TOP_UPS,
};
use crate::desk::chance::Chance;
use crate::wine::{On, OtherHalf, on_windows};

const SEED: u64 = 0x005E_ED0F_714E;
const KILLS: u32 = 50;
/// So many where it is not the only test of its kind.
const FEW_KILLS: u32 = 16;
/// Sales that are begun at once, to be killed among.
const AT_ONCE: u64 = 6;
/// How long a start under Wine may take until its first order leaves.
const TO_THE_FIRST: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the other half: `cargo xtask test --windows` runs it"]
async fn the_core_for_windows_killed_fifty_times_loses_no_order_and_buys_none_twice() {
    killed(On::Wine, KILLS).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_among_groups_starts_top_ups_and_refunds_nothing_is_doubled_or_lost_and_a_start_goes_on_with_nothing()
 {
    killed(On::ThisSystem, FEW_KILLS).await;
}

async fn killed(on: On, kills: u32) {
    let mut counter = Counter::open(on).await;
    while counter.kills < kills {
        match counter.chance.below(4) {
            0 => counter.killed_while_starting().await,
            _ => counter.killed_while_selling().await,
        }
        let data = counter.folder.path().join("data");
        kills::every_order_was_written_before_it_was_sent(&data, &counter.service);
        kills::each_customer_once(&counter.service.control().ledger());
        kills::each_top_up_once(&counter.service.control().ledger());
    }
    counter.come_to_the_end().await;
}

struct Counter {
    on: On,
    service: Sandbox,
    folder: TempDir,
    chance: Chance,
    plans: Vec<Value>,
    customers: u64,
    /// What was begun before the last kill: whoever stood at the counter tries that again first.
    interrupted: Vec<Value>,
    /// The tables that somebody wanted to buy.
    groups: Vec<Value>,
    /// The plans that somebody wanted to start, with their SIMs.
    starts: BTreeSet<(String, String)>,
    /// How often somebody pressed for that.
    start_presses: u64,
    /// The top-ups that somebody wanted: SIM and plan.
    top_ups: BTreeSet<(String, usize)>,
    /// Those of them that were pressed for in the run before.
    last_top_ups: Vec<(String, usize)>,
    /// The SIMs that somebody wanted to give back, and how often they pressed for that.
    refunds: BTreeSet<String>,
    refund_presses: u64,
    kills: u32,
    again: usize,
    began: Instant,
}

impl Counter {
    async fn open(on: On) -> Self {
        let service = Sandbox::start(Options {
            pace: 20,
            ..Options::default()
        });
        let mut counter = Self {
            on,
            service: service.await.expect("loopback has a free port"),
            folder: tempfile::tempdir().expect("the temporary folder is writable"),
            chance: Chance(SEED),
            plans: Vec::new(),
            customers: 0,
            interrupted: Vec::new(),
            groups: Vec::new(),
            starts: BTreeSet::new(),
            start_presses: 0,
            top_ups: BTreeSet::new(),
            last_top_ups: Vec::new(),
            refunds: BTreeSet::new(),
            refund_presses: 0,
            kills: 0,
            again: 0,
            began: Instant::now(),
        };
        for name in ["data", "told", "keychain"] {
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

    /// Nobody presses anything in this run, and so nothing is bought or started.
    async fn killed_while_starting(&mut self) {
        self.tell(DRAFTS, &json!([]));
        self.forget(GROUPS);
        for file in [STARTS, TOP_UPS, REFUNDS] {
            self.forget(file);
        }
        // What the last run had sent when it was killed, the service may hear a moment later.
        tokio::time::sleep(Duration::from_millis(300)).await;
        let before = (self.posts(), self.started(), self.asked_back());
        let half = self.start("sells_until_it_is_killed");
        let moment = Duration::from_millis(self.chance.below(3000));
        tokio::time::sleep(moment).await;
        drop(half);
        self.kills += 1;
        let after = (self.posts(), self.started(), self.asked_back());
        assert_eq!(after, before, "a start goes on with nothing");
    }

    async fn killed_while_selling(&mut self) {
        kills::trouble_with_refunds(&mut self.chance, &self.service.control());
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
        let customers = drafts.iter().filter_map(|draft| draft["email"].as_str());
        self.press_for_top_ups_and_refunds(&customers.collect());
        self.press_for_groups_and_starts();
        let sent = self.posts() + 1 + usize::try_from(self.chance.below(AT_ONCE)).unwrap_or(0);
        let half = self.start("sells_until_it_is_killed");
        let begun = Instant::now();
        let first = self.posts() + 1;
        while self.posts() < first && begun.elapsed() < TO_THE_FIRST {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        // Near the moment at which an order leaves, or an eSIM is asked back, where a kill hurts most.
        let begun = Instant::now();
        let asked_back = match self.chance.one_in(2) {
            true => self.asked_back(),
            false => u64::MAX,
        };
        while self.posts() < sent
            && self.asked_back() <= asked_back
            && begun.elapsed() < Duration::from_secs(4)
        {
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
        self.tell(STARTS, &json!(self.starts));
        self.tell(REFUNDS, &json!(self.refunds));
        assert!(
            self.asked_back() <= self.refund_presses,
            "an eSIM is asked back once for a press"
        );
        assert!(
            self.started() <= self.start_presses,
            "a plan is told to start once for a press"
        );
        self.passes("goes_on_to_the_end").await;
        self.passes("hands_everything_over").await;
        let ledger = self.service.control().ledger();
        let rows = kills::rows(&self.folder.path().join("data"));
        kills::agree(&ledger, &rows);
        kills::each_customer_once(&ledger);
        kills::each_top_up_once(&ledger);
        for iccid in &self.refunds {
            assert!(kills::is_cancelled(&ledger, iccid), "{iccid} is not back");
        }
        let Value::Array(told) = self.heard(CODES) else {
            panic!("what was handed over is a list");
        };
        let of = |reference: &str| told.iter().find(|order| order["reference"] == *reference);
        for (reference, code) in kills::codes(&ledger) {
            let order = of(&reference).expect("each order that was bought is in the list");
            assert_eq!(order["code"], code.as_str(), "and gives its own code");
        }
        for order in ledger.orders.iter().map(|view| &view.order) {
            if order.operation != Operation::Activation {
                continue;
            }
            let reference = order.correlation_id.as_deref().expect("each has one");
            let kept = of(reference).expect("it is in the list");
            assert_eq!(
                kept["email"].as_str(),
                order.email.as_deref(),
                "it stands with the customer it was sold to"
            );
        }
        self.groups_and_starts_are_complete();
        println!(
            "{} kills, {} rows {:?}, {} POSTs, {} bought, {} groups, {} started, {} topped up, {} given back, \
             {} pressed again, {:?}",
            self.kills,
            rows.len(),
            kills::states(&rows),
            self.posts(),
            ledger.orders.len(),
            self.groups.len(),
            self.started(),
            kills::top_ups(&ledger),
            self.refunds.len(),
            self.again,
            self.began.elapsed()
        );
    }

    /// Each guest of each table has an eSIM; that nobody has two is said of all customers. What was to start runs, and nothing
    /// else does before its first use.
    fn groups_and_starts_are_complete(&self) {
        let ledger = self.service.control().ledger();
        let orders = || ledger.orders.iter().map(|view| &view.order);
        for group in &self.groups {
            for line in group["lines"].as_array().expect("a table") {
                let has_one =
                    orders().any(|order| order.email.as_deref() == line["email"].as_str());
                assert!(has_one, "{line} has no eSIM");
            }
        }
        let wanted = |plan: &String| self.starts.iter().any(|(_, one)| one == plan);
        for (iccid, plan) in kills::waiting_plans(&ledger) {
            assert!(!wanted(&plan), "{plan} on {iccid} does not start");
        }
    }

    /// How many plans were told to start.
    fn started(&self) -> u64 {
        self.service.control().ledger().seen.at(Step::Activation)
    }

    /// How often an eSIM was asked back.
    fn asked_back(&self) -> u64 {
        self.service.control().ledger().seen.at(Step::Cancel)
    }

    fn forget(&self, file: &str) {
        // It may not be there.
        drop(fs::remove_file(self.folder.path().join("told").join(file)));
    }

    fn posts(&self) -> usize {
        self.service.control().ledger().seen.posts.len()
    }

    fn start(&self, test: &str) -> OtherHalf {
        OtherHalf::start(self.on, &Self::whole_name(test), &self.environment())
    }

    async fn passes(&self, test: &str) {
        let (on, test, environment) = (self.on, Self::whole_name(test), self.environment());
        // Beside the service, which answers meanwhile.
        let run = tokio::task::spawn_blocking(move || OtherHalf::passes(on, &test, &environment));
        run.await.expect("it passes");
    }

    fn whole_name(test: &str) -> String {
        format!("desk::killed::till::{test}")
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        let known = self.service.credentials();
        let folder = |name: &str| {
            let folder = self.folder.path().join(name);
            match self.on {
                On::Wine => on_windows(&folder),
                On::ThisSystem => folder.display().to_string(),
            }
        };
        let mut environment = vec![
            (DATA, folder("data")),
            (TOLD, folder("told")),
            (SERVICE, self.service.base()),
            (CLIENT, known.client_id),
            (SECRET, known.secret.expose_secret().to_owned()),
            ("ESIM_DESK_HURRY", "20".to_owned()),
        ];
        if self.on == On::ThisSystem {
            // A machine that tests has no keychain, or somebody's own.
            environment.push((KEYCHAIN, folder("keychain")));
        }
        environment
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
