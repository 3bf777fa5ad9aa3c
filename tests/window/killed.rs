//! The kill test. The real program is killed at random moments while it sells to a service that drops, delays and fails
//! answers, and impatient staff press again after each start. Afterwards the service's ledger and the book agree
//! (rulings 29), and every eSIM that was bought can be handed over.
//!
//! What happens is drawn from a fixed seed; when exactly a kill strikes also depends on the machine. With `ESIM_DESK_LONG`
//! it goes on until two hundred orders were bought. Not in it: answers that lie (`wrong_answers`), and orders that the
//! service never completes: an answer that was lost leaves no trace of those.

use std::collections::BTreeMap;
use std::env;
use std::time::{Duration, Instant};

use esim_desk_lib::book::{Order, OrderKey};
use esim_desk_lib::sandbox::Sandbox;
use serde_json::{Value, json};

use crate::chance::Chance;
use crate::driver::computer::Computer;
use crate::driver::service::{SECRET, service};
use crate::driver::window::{PATIENCE, Window, until_free};
use crate::driver::x11::Screen;
use crate::kills::{self, agree, each_customer_once, idempotency_key};

const SEED: u64 = 0x005E_ED0F_E51A;
/// So many eSIMs are bought in a short run, and in a long one.
const FEW: usize = 24;
const MANY: usize = 200;
/// Sales that are begun at once, to be killed among.
const AT_ONCE: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_at_random_moments_no_order_is_lost_and_none_is_bought_twice() {
    let wanted = if env::var_os("ESIM_DESK_LONG").is_some() {
        MANY
    } else {
        FEW
    };
    let mut counter = Counter::open().await;
    while counter.bought() < wanted {
        counter.rounds += 1;
        match counter.chance.below(4) {
            0 => counter.killed_while_starting().await,
            _ => counter.killed_while_selling().await,
        }
        kills::every_order_was_written_before_it_was_sent(
            &counter.computer.data(),
            &counter.service,
        );
        assert!(
            counter.rounds < 10 * wanted,
            "{} eSIMs after {} rounds: the program does not sell",
            counter.bought(),
            counter.rounds
        );
    }
    counter.service.control().calm();
    counter.go_on_to_the_end().await;
    counter.killed_while_starting().await;
    let customers = counter.hand_everything_over().await;

    let ledger = counter.service.control().ledger();
    let rows = kills::rows(&counter.computer.data());
    agree(&ledger, &rows);
    each_customer_once(&ledger);
    for row in &rows {
        let sold = ledger.orders.iter().map(|view| &view.order);
        let sold = sold
            .filter(|order| order.correlation_id.as_deref() == Some(row.reference.as_str()))
            .find_map(|order| order.email.as_deref());
        let kept = customers.get(&row.key).map(String::as_str);
        assert!(
            sold.is_none() || sold == kept,
            "order {} stands with the customer it was sold to",
            row.key.0
        );
    }
    counter.say(&rows);
}

/// A counter at which the program does not live long.
struct Counter {
    service: Sandbox,
    computer: Computer,
    chance: Chance,
    plans: Vec<Value>,
    customers: u64,
    /// What was begun before the last kill: whoever stood at the counter tries that again first.
    interrupted: Vec<Value>,
    rounds: usize,
    kills: u32,
    again: u32,
    began: Instant,
}

impl Counter {
    /// With an account, connected in the window, and a service that asks nobody to slow down.
    async fn open() -> Self {
        let service = service().await;
        let computer = Computer::start();
        computer.settings(false, &json!({ "requests_per_second": 200 }));
        let window = computer.open(&[]).await;
        window.connect_account(&service.base(), SECRET).await;
        let catalogue = window
            .invoke("catalogue", json!({}))
            .await
            .expect("the service has plans");
        let plans = catalogue["plans"].as_array().expect("a list");
        let mut counter = Self {
            plans: plans.iter().take(3).cloned().collect(),
            service,
            computer,
            chance: Chance(SEED),
            customers: 0,
            interrupted: Vec::new(),
            rounds: 0,
            kills: 0,
            again: 0,
            began: Instant::now(),
        };
        counter.kill().await;
        drop(window);
        counter
    }

    fn bought(&self) -> usize {
        self.service.control().ledger().orders.len()
    }

    /// Starts the program, with an account that opens. Where the driver does not get hold of it in time, which happens in so
    /// many starts, the program itself must be there all the same.
    async fn start(&self) -> Window {
        let data = self.computer.data();
        for _ in 0..3 {
            match Window::try_open(&self.computer, &data, &[]).await {
                Ok(window) => {
                    signed_in(&window).await;
                    return window;
                }
                Err(_driver) => {
                    let titles = Screen::of(self.computer.display()).titles();
                    assert_eq!(titles, ["eSIM Desk"], "the program has started");
                }
            }
            until_free(&data).await;
        }
        panic!("the driver never gets hold of the app");
    }

    async fn killed_while_starting(&mut self) {
        let _program = self.computer.start_app();
        let moment = Duration::from_millis(self.chance.below(2500));
        tokio::time::sleep(moment).await;
        self.kill().await;
    }

    async fn killed_while_selling(&mut self) {
        let window = self.start().await;
        kills::trouble(&mut self.chance, &self.service.control());
        let again = self.interrupted.split_off(0).into_iter().map(|mut draft| {
            draft["idempotencyKey"] = idempotency_key().into();
            draft
        });
        let again: Vec<Value> = again.collect();
        self.again += u32::try_from(again.len()).unwrap_or(u32::MAX);
        let fresh: Vec<Value> = (0..AT_ONCE).map(|_| self.draft()).collect();
        self.interrupted = fresh.clone();
        self.interrupted.retain(|draft| draft["again"] == false);
        let all: Vec<Value> = again.into_iter().chain(fresh).collect();

        let before = self.posts();
        window
            .script(
                "for (const draft of arguments[0]) \
                   window.__TAURI_INTERNALS__.invoke('place_order', { draft }).catch((why) => { \
                     if (typeof why === 'string') window.misunderstood = why \
                   })",
                vec![all.into()],
            )
            .await;
        let misunderstood = window.script("return window.misunderstood ?? null", Vec::new());
        assert_eq!(misunderstood.await, Value::Null, "the sale is understood");
        if self.chance.one_in(3) {
            tokio::time::sleep(Duration::from_millis(self.chance.below(1500))).await;
        } else {
            // Near the moment at which an order leaves, where a kill hurts most.
            let sent = before + usize::try_from(1 + self.chance.below(AT_ONCE)).unwrap_or(1);
            let begun = Instant::now();
            while self.posts() < sent && begun.elapsed() < Duration::from_secs(4) {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            tokio::time::sleep(Duration::from_millis(self.chance.below(60))).await;
        }
        self.kill().await;
        drop(window);
    }

    /// Ends the program as a power cut does, as far as that can be done to a process.
    async fn kill(&mut self) {
        let killed = self.computer.kill_app();
        until_free(&self.computer.data()).await;
        self.kills += killed;
    }

    fn posts(&self) -> usize {
        self.service.control().ledger().seen.posts.len()
    }

    /// A sale to one more customer.
    fn draft(&mut self) -> Value {
        self.customers += 1;
        kills::draft(&mut self.chance, &self.plans, self.customers)
    }

    /// The program runs as long as it needs. What it may not decide by itself, the staff do, with what the provider told
    /// them of each reference.
    async fn go_on_to_the_end(&mut self) {
        let window = self.start().await;
        let begun = Instant::now();
        loop {
            let snapshot = window.snapshot().await;
            let ledger = self.service.control().ledger();
            let orders = snapshot["orders"].as_array().expect("a list");
            let mut left = 0;
            for order in orders {
                if ["sending", "accepted", "preparing"].contains(&text(&order["state"])) {
                    left += 1;
                }
                let sold =
                    ledger.orders.iter().map(|view| &view.order).find(|sold| {
                        sold.correlation_id.as_deref() == Some(text(&order["reference"]))
                    });
                if text(&order["state"]) != "unconfirmed" {
                    continue;
                }
                let Some(sold) = sold else {
                    // Nobody bought it. Where an earlier sale to the same house waits for that, it has to be said.
                    let waits = |other: &Value| other["recovery"]["waitsFor"] == order["key"];
                    if orders.iter().any(waits) {
                        let verdict = json!({
                            "order": order["key"], "verdict": "not_bought", "by": "Kim",
                        });
                        // Where it was settled meanwhile, that says so.
                        drop(window.invoke("settle", verdict).await);
                    }
                    continue;
                };
                left += 1;
                choose(&window, order, &sold.subscription.id).await;
            }
            if left == 0 {
                break;
            }
            assert!(
                begun.elapsed() < 2 * PATIENCE,
                "{left} orders do not come to an end: {snapshot}"
            );
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        self.kill().await;
        drop(window);
    }

    /// After one more start the code of everything that was bought is one press away. Gives back who stands with each order.
    async fn hand_everything_over(&mut self) -> BTreeMap<OrderKey, String> {
        let window = self.start().await;
        let ledger = self.service.control().ledger();
        let mut customers = BTreeMap::new();
        let mut codes = BTreeMap::new();
        loop {
            let query = json!({
                "text": "", "heading": "all", "day": null, "withOpen": false, "offset": customers.len(),
            });
            let page = window.invoke("orders", json!({ "query": query })).await;
            let page = page.expect("the book can be read");
            let orders = page["orders"].as_array().expect("a list");
            for order in orders {
                let key = serde_json::from_value(order["key"].clone()).expect("a key");
                customers.insert(key, text(&order["customer"]["email"]).to_owned());
                if order["state"] == "ready" {
                    let handed = window
                        .invoke(
                            "hand_over",
                            json!({ "order": order["key"], "anyway": false }),
                        )
                        .await
                        .expect("it is ready");
                    codes.insert(
                        text(&order["reference"]).to_owned(),
                        text(&handed["installCode"]).to_owned(),
                    );
                }
            }
            if orders.is_empty() {
                break;
            }
        }
        for (reference, code) in kills::codes(&ledger) {
            assert_eq!(
                codes.get(&reference),
                Some(&code),
                "each order that was bought gives its own code"
            );
        }
        window.close(&self.computer).await;
        customers
    }

    #[expect(
        clippy::print_stdout,
        reason = "the figures of a long run are for people"
    )]
    fn say(&self, rows: &[Order]) {
        let states = kills::states(rows);
        println!(
            "{} kills, {} rows {states:?}, {} POSTs, {} bought, {} pressed again, {:?}",
            self.kills,
            rows.len(),
            self.posts(),
            self.bought(),
            self.again,
            self.began.elapsed()
        );
    }
}

/// Somebody tells the program which of the plans that it found the order is, where it shows that one.
pub async fn choose(window: &Window, order: &Value, subscription: &str) {
    let candidates = order["recovery"]["candidates"].as_array();
    let mut candidates = candidates.into_iter().flatten();
    if !candidates.any(|candidate| candidate["subscription"] == subscription) {
        return;
    }
    let choice = json!({ "order": order["key"], "subscription": subscription });
    let chosen = window.invoke("choose_candidate", choice).await;
    // Meanwhile the program may have found it by itself. What is shown and can never be chosen comes to no end.
    let found_meanwhile = Err(json!({ "kind": "unknown_order" }));
    assert!(
        chosen == Ok(Value::Null) || chosen == found_meanwhile,
        "what is shown can be chosen: {chosen:?}"
    );
}

async fn signed_in(window: &Window) {
    let begun = Instant::now();
    while window.snapshot().await["account"]["state"] != "signed_in" {
        assert!(
            begun.elapsed() < PATIENCE,
            "the account does not open: {}",
            window.snapshot().await
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}
